package io.ripresa.detect;

import static io.ripresa.detect.TaskExecutionMonitorTest.START;
import static io.ripresa.detect.TaskExecutionMonitorTest.TASK;
import static io.ripresa.detect.TaskExecutionMonitorTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Policy;
import io.ripresa.model.RunKey;
import io.ripresa.model.RunState;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskExecutionTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureDetectionEngineTest {

    private static final Policy.Liveness LIMITS = Policy.Liveness.DEFAULT;
    /** Long enough not to matter. */
    private static final TaskDescriptor SLOW = withTimeout(Duration.ofDays(1));

    private final FailureDetectionEngine engine = new FailureDetectionEngine();

    private static TaskDescriptor withTimeout(Duration timeout) {
        return new TaskDescriptor(
                TASK.key(),
                TASK.workspace(),
                TASK.type(),
                0,
                TASK.safety(),
                new TaskDescriptor.Timing(START, timeout, null),
                TASK.dependencies());
    }

    private static TaskExecutionTrace running() {
        return TaskExecutionTrace.started(new RunKey(TASK.key(), 1), "w-1", null, START);
    }

    private static TaskExecutionTrace inStage(int second) {
        return running().withProgress(new TaskExecutionTrace.Progress(2, "calling", true, START.plusSeconds(second)));
    }

    @Test
    void aRunThatItsSystemEndedBecauseItHungIsHung() {
        FailureReport report = FailureReport.of(null, "No progress for 181 s in stage \"call\".")
                .with(FailureDetectionEngine.HUNG, "true");

        assertThat(engine.detect(event(1, new TaskEvent.Failed(report))))
                .contains(new DetectedFailure(FailureKind.HUNG, report));
    }

    @Test
    void whatASystemReportsIsFound() {
        FailureReport report = FailureReport.of("T", "m");

        assertThat(engine.detect(event(1, new TaskEvent.Failed(report))))
                .contains(new DetectedFailure(FailureKind.REPORTED, report));
        assertThat(engine.detect(event(1, new TaskEvent.DeadLettered(report))))
                .contains(new DetectedFailure(FailureKind.DEAD_LETTERED, report));
        assertThat(engine.detect(event(1, new TaskEvent.Orphaned("w-9")))).hasValueSatisfying(found -> {
            assertThat(found.kind()).isEqualTo(FailureKind.ORPHANED);
            assertThat(found.report().attribute(FailureDetectionEngine.WORKER)).isEqualTo("w-9");
        });
        assertThat(engine.detect(event(1, new TaskEvent.Succeeded()))).isEmpty();
        assertThat(engine.detect(event(1, new TaskEvent.Cancelled("no longer wanted"))))
                .isEmpty();
        assertThat(engine.detect(event(1, new TaskEvent.LateResult(false)))).isEmpty();
    }

    @Test
    void aRunWithoutProgressHangsAfterTheLimitAndNotBefore() {
        TaskExecutionTrace trace = inStage(10);

        assertThat(engine.detectAbsence(trace, SLOW, LIMITS, true, START.plusSeconds(189)))
                .isEmpty();
        assertThat(engine.detectAbsence(trace, SLOW, LIMITS, true, START.plusSeconds(190)))
                .hasValueSatisfying(found -> {
                    assertThat(found.kind()).isEqualTo(FailureKind.HUNG);
                    assertThat(found.report().message()).contains("\"calling\"").contains("180 s");
                    assertThat(found.report().attribute(FailureDetectionEngine.STAGE))
                            .isEqualTo("calling");
                });
    }

    @Test
    void silenceMeansNothingWhereASystemNeverReportsUntilTheRunStalls() {
        TaskExecutionTrace trace = running();

        assertThat(engine.detectAbsence(trace, SLOW, LIMITS, false, START.plusSeconds(1_799)))
                .isEmpty();
        assertThat(engine.detectAbsence(trace, SLOW, LIMITS, false, START.plusSeconds(1_800)))
                .hasValueSatisfying(found -> assertThat(found.kind()).isEqualTo(FailureKind.STALLED));
    }

    @Test
    void twiceTheTimeOutIsTooLongWhateverIsReported() {
        TaskDescriptor quick = withTimeout(Duration.ofSeconds(60));
        TaskExecutionTrace lively = inStage(119);

        for (boolean heartbeats : new boolean[] {true, false}) {
            assertThat(engine.detectAbsence(lively, quick, LIMITS, heartbeats, START.plusSeconds(119)))
                    .isEmpty();
            assertThat(engine.detectAbsence(lively, quick, LIMITS, heartbeats, START.plusSeconds(120)))
                    .hasValueSatisfying(found -> assertThat(found.kind()).isEqualTo(FailureKind.HUNG));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RunState.class,
            names = {"RUNNING"},
            mode = EnumSource.Mode.EXCLUDE)
    @Tag("N14")
    void aRunThatHasEndedNeverHangs(RunState state) {
        TaskExecutionTrace ended = inStage(10).ended(state, START.plusSeconds(20));
        Instant muchLater = START.plus(Duration.ofDays(30));

        assertThat(engine.detectAbsence(ended, SLOW, LIMITS, true, muchLater)).isEmpty();
        assertThat(engine.detectAbsence(ended, SLOW, LIMITS, false, muchLater)).isEmpty();
        assertThat(engine.nextCheckAt(ended, SLOW, LIMITS, true, muchLater)).isEqualTo(Instant.MAX);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNextCheckIsExactlyWhenSomethingCanBeFound(boolean heartbeats) {
        for (TaskDescriptor task : new TaskDescriptor[] {SLOW, withTimeout(Duration.ofSeconds(40))}) {
            TaskExecutionTrace trace = inStage(30);
            Instant next = engine.nextCheckAt(trace, task, LIMITS, heartbeats, START.plusSeconds(31));
            Optional<DetectedFailure> before =
                    engine.detectAbsence(trace, task, LIMITS, heartbeats, next.minusMillis(1));

            assertThat(before).isEmpty();
            assertThat(engine.detectAbsence(trace, task, LIMITS, heartbeats, next))
                    .isPresent();
        }
    }

    @Test
    void theNextCheckIsNeverInThePast() {
        Instant late = START.plus(Duration.ofDays(2));

        assertThat(engine.nextCheckAt(inStage(1), SLOW, LIMITS, true, late)).isEqualTo(late);
    }

    @Test
    void aTimeOutWithoutEndIsNoLimit() {
        TaskDescriptor endless = withTimeout(Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(engine.detectAbsence(inStage(1), endless, LIMITS, true, START.plusSeconds(2)))
                .isEmpty();
        assertThat(engine.nextCheckAt(inStage(1), endless, LIMITS, true, START.plusSeconds(2)))
                .isEqualTo(START.plusSeconds(181));
    }
}
