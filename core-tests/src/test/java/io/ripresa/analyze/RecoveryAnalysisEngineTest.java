package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Effect;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.net.ConnectException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RecoveryAnalysisEngineTest {

    private static final Instant ENDED = Instant.parse("2026-11-23T10:00:00Z");

    private final RecoveryAnalysisEngine engine = RecoveryAnalysisEngine.create();

    @Test
    void aRefusedSingleCallHadNoEffectAndPointsToItsTarget() {
        FailureReport report = FailureReport.of(new ExecutionException(new ConnectException("Connection refused")))
                .with(FailureReport.TARGET, "localhost:9191");

        Diagnosis diagnosis = engine.analyze(Fixtures.singleCall(), null, report, FailureKind.REPORTED, ENDED);

        assertThat(diagnosis.category()).isEqualTo(Category.NETWORK);
        assertThat(diagnosis.recoverability()).isEqualTo(Recoverability.AUTO);
        assertThat(diagnosis.effect()).isEqualTo(Effect.NONE);
        assertThat(diagnosis.source()).isEqualTo(new Diagnosis.Source(new Dependency("localhost:9191"), null));
        assertThat(diagnosis.reasoning().rules()).first().isEqualTo("net.refused");
    }

    @Test
    @Tag("N8")
    void theSameFailureAnalysedTenTimesHasTheSameDiagnosis() {
        FailureReport report = FailureReport.http(
                503, "Service Unavailable", Map.of(FailureReport.RETRY_AFTER, "120", FailureReport.TARGET, "pay:443"));
        Diagnosis first = engine.analyze(Fixtures.singleCall(), null, report, FailureKind.REPORTED, ENDED);

        for (int i = 0; i < 10; i++) {
            assertThat(engine.analyze(Fixtures.singleCall(), null, report, FailureKind.REPORTED, ENDED))
                    .isEqualTo(first);
        }
        assertThat(first.notBefore()).isEqualTo(ENDED.plusSeconds(120));
    }

    @Test
    void whatWasAnalysedBeforeChangesNoDiagnosis() {
        for (int i = 0; i < 300; i++) {
            // More errors than are remembered, each met twice, and alike but for one attribute or the declaration.
            FailureReport report = FailureReport.http(
                            i % 3 == 0 ? 503 : 429, "answer " + i % 100, Map.of(FailureReport.TARGET, "pay:443"))
                    .with(FailureReport.RETRY_AFTER, Integer.toString(i % 7));
            Diagnosis remembered = engine.analyze(Fixtures.singleCall(), null, report, FailureKind.REPORTED, ENDED);
            Diagnosis fresh = RecoveryAnalysisEngine.create()
                    .analyze(Fixtures.singleCall(), null, report, FailureKind.REPORTED, ENDED);

            assertThat(remembered).isEqualTo(fresh);
            assertThat(engine.redact("token=" + i)).isEqualTo(engine.redactor().redact("token=" + i));
        }
    }
}
