package io.ripresa.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import io.ripresa.model.RunState;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskExecutionMonitorTest {

    static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    static final TaskDescriptor TASK = new TaskDescriptor(
            new TaskKey("native", "t-1"),
            "billing",
            "charge",
            0,
            TaskDescriptor.Safety.of(SideEffects.IDEMPOTENT),
            new TaskDescriptor.Timing(START, Duration.ofMinutes(5), null),
            List.of());

    private final TaskExecutionMonitor monitor = new TaskExecutionMonitor();

    static TaskEvent event(int second, TaskEvent.Detail detail) {
        return new TaskEvent(TASK, 1, START.plusSeconds(second), detail);
    }

    private static TaskEvent.StageEntered stage(int sequence, boolean outward) {
        return new TaskEvent.StageEntered(sequence, "stage-" + sequence, outward);
    }

    private @Nullable TaskExecutionTrace foldAll(List<TaskEvent> events) {
        TaskExecutionTrace trace = null;
        for (TaskEvent event : events) {
            trace = monitor.fold(trace, event).trace();
        }
        return trace;
    }

    private static TaskExecutionTrace started() {
        return TaskExecutionTrace.started(new io.ripresa.model.RunKey(TASK.key(), 1), "w-1", null, START);
    }

    @Test
    void aRunGoesFromItsStartOverItsStagesToItsEnd() {
        TaskExecutionTrace trace = foldAll(List.of(
                event(0, new TaskEvent.Started("w-1", "a-1")),
                event(1, stage(1, false)),
                event(2, stage(2, true)),
                event(5, new TaskEvent.Heartbeat()),
                event(9, new TaskEvent.Succeeded())));

        assertThat(trace).isNotNull();
        assertThat(trace.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(trace.worker()).isEqualTo("w-1");
        assertThat(trace.attemptId()).isEqualTo("a-1");
        assertThat(trace.endedAt()).isEqualTo(START.plusSeconds(9));
        assertThat(trace.progress())
                .isEqualTo(new TaskExecutionTrace.Progress(2, "stage-2", true, START.plusSeconds(5)));
    }

    @Test
    void theSameEventTwiceIsADuplicate() {
        TaskExecutionTrace once =
                foldAll(List.of(event(0, new TaskEvent.Started("w-1", null)), event(1, stage(1, false))));

        assertThat(monitor.fold(once, event(0, new TaskEvent.Started("w-1", null))))
                .isInstanceOf(Folded.Duplicate.class);
        assertThat(monitor.fold(once, event(1, stage(1, false)))).isInstanceOf(Folded.Duplicate.class);
        assertThat(monitor.fold(once, event(1, new TaskEvent.Heartbeat()))).isInstanceOf(Folded.Duplicate.class);
    }

    @Test
    void aFailureThatIsHandedOverIsTakenUpOnceHoweverOftenItIsTold() {
        TaskEvent failed = monitor.traceTaskFailure(TASK, 1, FailureReport.of("Boom", "bang"), START.plusSeconds(9));
        Folded first = monitor.fold(started(), failed);
        Folded second = monitor.fold(first.trace(), failed);

        assertThat(monitor.evaluateForRecovery(first, failed))
                .contains(new DetectedFailure(FailureKind.REPORTED, FailureReport.of("Boom", "bang")));
        assertThat(monitor.evaluateForRecovery(second, failed)).isEmpty();
        TaskEvent well = event(9, new TaskEvent.Succeeded());
        assertThat(monitor.evaluateForRecovery(monitor.fold(started(), well), well))
                .isEmpty();
        FailureReport failure = FailureReport.of("Boom", "bang");
        assertThatThrownBy(() -> monitor.traceTaskFailure(TASK, 0, failure, START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("run 0", "native/t-1");
    }

    @Test
    void nothingChangesARunThatHasEnded() {
        TaskExecutionTrace ended = started().ended(RunState.SUCCEEDED, START.plusSeconds(3));

        for (TaskEvent.Detail detail : List.<TaskEvent.Detail>of(
                new TaskEvent.Failed(FailureReport.of(null, "x")),
                new TaskEvent.Succeeded(),
                new TaskEvent.Orphaned("w-1"),
                new TaskEvent.Heartbeat(),
                stage(7, true),
                new TaskEvent.Cancelled("late"))) {
            assertThat(monitor.fold(ended, event(60, detail))).isEqualTo(new Folded.Duplicate(ended));
        }
    }

    @Test
    void theEndOfARunIsToldOnce() {
        Folded failed = monitor.fold(started(), event(4, new TaskEvent.Failed(FailureReport.of(null, "x"))));

        assertThat(failed).isInstanceOfSatisfying(Folded.Advanced.class, advanced -> {
            assertThat(advanced.ended()).isTrue();
            assertThat(advanced.trace().state()).isEqualTo(RunState.FAILED);
        });
        assertThat(monitor.fold(failed.trace(), event(4, new TaskEvent.Failed(FailureReport.of(null, "x")))))
                .isInstanceOf(Folded.Duplicate.class);
    }

    @Test
    void aRunWhoseStartWasMissedIsKnownFromItsEnd() {
        Folded folded = monitor.fold(null, event(8, new TaskEvent.DeadLettered(FailureReport.of(null, "x"))));

        assertThat(folded).isInstanceOfSatisfying(Folded.Advanced.class, advanced -> {
            assertThat(advanced.ended()).isTrue();
            assertThat(advanced.trace().worker()).isEqualTo(TaskExecutionMonitor.UNKNOWN_WORKER);
            assertThat(advanced.trace().progress().sequence()).isZero();
        });
    }

    @Test
    void stagesAndSignsOfLifeOnlyMoveForward() {
        TaskExecutionTrace trace = foldAll(List.of(
                event(0, new TaskEvent.Started("w-1", null)),
                event(10, stage(3, false)),
                event(12, new TaskEvent.Heartbeat())));

        TaskExecutionTrace later =
                foldFrom(trace, List.of(event(2, stage(1, false)), event(3, new TaskEvent.Heartbeat())));

        assertThat(later).isEqualTo(trace);
    }

    @Test
    void anOutwardStageThatArrivesLateStillCountsAsAnAction() {
        TaskExecutionTrace trace =
                foldAll(List.of(event(0, new TaskEvent.Started("w-1", null)), event(10, stage(3, false))));

        TaskExecutionTrace later = foldFrom(trace, List.of(event(2, stage(2, true))));

        assertThat(later.progress())
                .isEqualTo(new TaskExecutionTrace.Progress(3, "stage-3", true, START.plusSeconds(10)));
    }

    @Test
    void aLateResultIsEvidenceAndChangesNothing() {
        TaskExecutionTrace hung = started().ended(RunState.HUNG, START.plusSeconds(200));

        assertThat(monitor.fold(hung, event(300, new TaskEvent.LateResult(true))))
                .isEqualTo(new Folded.LateEvidence(hung, true));
    }

    @Test
    void whatConcernsTheTaskBeforeItsFirstRunConcernsNoRun() {
        assertThat(monitor.fold(null, new TaskEvent(TASK, 0, START, new TaskEvent.Submitted())))
                .isInstanceOf(Folded.NoRun.class);
    }

    @Test
    void anEventOfAnotherRunIsRefused() {
        TaskEvent other = new TaskEvent(TASK, 2, START, new TaskEvent.Heartbeat());
        TaskExecutionTrace trace = started();

        assertThatThrownBy(() -> monitor.fold(trace, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("#2");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void repeatedAndShuffledEventsLeadToTheSameProgressAndOneEnd(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            List<TaskEvent> events = new ArrayList<>(List.of(
                    event(0, new TaskEvent.Started("w-1", "a-1")),
                    event(1, stage(1, false)),
                    event(2, stage(2, random.nextBoolean())),
                    event(3, new TaskEvent.Heartbeat()),
                    event(4, stage(3, false)),
                    event(6, new TaskEvent.Heartbeat())));
            TaskExecutionTrace expected = foldAll(events);
            events.addAll(List.copyOf(events));
            shuffle(events, random);
            TaskExecutionTrace trace = foldAll(events);

            assertThat(trace).as("seed %d, %s", seed, events).isEqualTo(expected);
            Folded end = monitor.fold(trace, event(7, new TaskEvent.Succeeded()));
            assertThat(end).isInstanceOf(Folded.Advanced.class);
        }
    }

    private TaskExecutionTrace foldFrom(@Nullable TaskExecutionTrace from, List<TaskEvent> events) {
        TaskExecutionTrace trace = from;
        for (TaskEvent event : events) {
            trace = monitor.fold(trace, event).trace();
        }
        assertThat(trace).isNotNull();
        return trace;
    }

    private static void shuffle(List<TaskEvent> events, SplittableRandom random) {
        for (int i = events.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            TaskEvent swapped = events.get(i);
            events.set(i, events.get(j));
            events.set(j, swapped);
        }
    }
}
