package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Effect;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskExecutionTrace;
import java.net.ConnectException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EffectTest {

    private static final Instant ENDED = Instant.parse("2026-11-23T10:00:00Z");
    private static final RecoveryAnalysisEngine ENGINE = RecoveryAnalysisEngine.create();
    private static final FailureReport REFUSED = FailureReport.of(new ConnectException("Connection refused"));

    private static TaskExecutionTrace trace(int sequence, boolean outward) {
        TaskDescriptor task = Fixtures.task(false);
        return TaskExecutionTrace.started(new RunKey(task.key(), 1), "w-1", null, ENDED.minusSeconds(5))
                .withProgress(new TaskExecutionTrace.Progress(sequence, "s", outward, ENDED.minusSeconds(1)));
    }

    private static Effect effect(boolean singleCall, @Nullable TaskExecutionTrace trace, FailureReport report) {
        return ENGINE.analyze(Fixtures.task(singleCall), trace, report, FailureKind.REPORTED, ENDED)
                .effect();
    }

    @Test
    void aProofCountsOnlyWhereTheFailedCallWasTheOnlyAction() {
        assertThat(effect(true, null, REFUSED)).isEqualTo(Effect.NONE);
        assertThat(effect(false, trace(2, false), REFUSED)).isEqualTo(Effect.NONE);
        assertThat(effect(false, trace(2, true), REFUSED)).isEqualTo(Effect.POSSIBLE);
        assertThat(effect(false, null, REFUSED)).isEqualTo(Effect.POSSIBLE);
    }

    @Test
    void aTraceThatNeverReportedAStageProvesNothing() {
        assertThat(effect(false, trace(0, false), REFUSED)).isEqualTo(Effect.POSSIBLE);
    }

    @Test
    void withoutAProofTheRunMayHaveHadAnEffect() {
        FailureReport reset = FailureReport.of(new java.net.SocketException("Connection reset"));

        assertThat(effect(true, trace(1, false), reset)).isEqualTo(Effect.POSSIBLE);
        assertThat(effect(true, null, FailureReport.http(503, "", Map.of()))).isEqualTo(Effect.POSSIBLE);
        assertThat(effect(true, null, FailureReport.http(504, "connection refused", Map.of())))
                .isEqualTo(Effect.POSSIBLE);
        assertThat(effect(true, null, FailureReport.of(null, "whatever"))).isEqualTo(Effect.POSSIBLE);
    }

    @Test
    void aDeadLetteredFailureWithAProofHadNoEffect() {
        assertThat(ENGINE.analyze(Fixtures.task(true), null, REFUSED, FailureKind.DEAD_LETTERED, ENDED)
                        .effect())
                .isEqualTo(Effect.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"HUNG", "STALLED"})
    void silenceIsATimeOutOfTheOneDeclaredDependencyAndMayHaveHadAnEffect(FailureKind kind) {
        Dependency bank = new Dependency("bank:443");
        Diagnosis diagnosis = ENGINE.analyze(
                Fixtures.task(true, bank), trace(1, false), FailureReport.of(null, "silent"), kind, ENDED);

        assertThat(diagnosis.category()).isEqualTo(Category.TIMEOUT);
        assertThat(diagnosis.recoverability()).isEqualTo(Recoverability.AUTO);
        assertThat(diagnosis.effect()).isEqualTo(Effect.POSSIBLE);
        assertThat(diagnosis.source()).isEqualTo(new Diagnosis.Source(bank, null));
    }

    @Test
    void anOrphanDependedOnItsWorker() {
        Diagnosis diagnosis = ENGINE.analyze(
                Fixtures.task(true, new Dependency("bank:443")),
                trace(1, false),
                FailureReport.of(null, "gone"),
                FailureKind.ORPHANED,
                ENDED);

        assertThat(diagnosis.source().dependency()).isEqualTo(Dependency.worker("w-1"));
        assertThat(diagnosis.category()).isEqualTo(Category.SERVICE_UNAVAILABLE);
        assertThat(diagnosis.isGated()).isTrue();
        assertThat(diagnosis.effect()).isEqualTo(Effect.POSSIBLE);
    }

    @Test
    void aRateLimitBelongsToAnAccountReachabilityToAll() {
        FailureReport limited = FailureReport.http(429, "", Map.of(FailureReport.TARGET, "api.acme.com:443"));
        TaskDescriptor task = Fixtures.task(true);

        assertThat(ENGINE.analyze(task, null, limited, FailureKind.REPORTED, ENDED)
                        .source()
                        .account())
                .isEqualTo("billing");
        assertThat(ENGINE.analyze(task, null, limited.with(FailureReport.ACCOUNT, "key-7"), FailureKind.REPORTED, ENDED)
                        .source()
                        .account())
                .isEqualTo("key-7");
        assertThat(ENGINE.analyze(task, null, REFUSED, FailureKind.REPORTED, ENDED)
                        .source()
                        .account())
                .isNull();
    }
}
