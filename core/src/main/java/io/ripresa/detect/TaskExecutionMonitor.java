package io.ripresa.detect;

import io.ripresa.model.FailureReport;
import io.ripresa.model.RunKey;
import io.ripresa.model.RunState;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskEvent.Cancelled;
import io.ripresa.model.TaskEvent.DeadLettered;
import io.ripresa.model.TaskEvent.Failed;
import io.ripresa.model.TaskEvent.Heartbeat;
import io.ripresa.model.TaskEvent.LateResult;
import io.ripresa.model.TaskEvent.Orphaned;
import io.ripresa.model.TaskEvent.StageEntered;
import io.ripresa.model.TaskEvent.Started;
import io.ripresa.model.TaskEvent.Succeeded;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskExecutionTrace.Progress;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of a run into its trace. Pure and stateless, so thread-safe: the trace goes in, the next one comes
 * out. Events may be repeated and may arrive out of order; stages and signs of life only move forward, and what has
 * ended stays as it ended.
 */
public final class TaskExecutionMonitor {

    /** The worker of a run whose start was never reported. */
    public static final String UNKNOWN_WORKER = "unknown";

    private static final FailureDetectionEngine DETECTION = new FailureDetectionEngine();

    /**
     * @param present the run as it is known, or null where this is its first event
     * @param event what was reported; of the same run
     */
    public Folded fold(@Nullable TaskExecutionTrace present, TaskEvent event) {
        if (event.run() == 0) {
            return new Folded.NoRun();
        }
        requireSameRun(present, event);
        if (event.detail() instanceof LateResult late) {
            return new Folded.LateEvidence(present, late.succeeded());
        }
        if (present == null) {
            return first(event);
        }
        if (present.state().isTerminal()) {
            return new Folded.Duplicate(present);
        }
        RunState terminal = terminalState(event.detail());
        if (terminal != null) {
            return new Folded.Advanced(present.ended(terminal, event.occurredAt()), true);
        }
        return advance(present, event);
    }

    /**
     * The failure of a run, as a task system hands it over: it writes this event in the transaction that ends the run,
     * and {@code poll} reads it until it has been taken in. So it is not lost where a process dies in between; handed
     * over twice it is the same failure.
     *
     * @param run which run of the task, from 1
     * @param at when it failed
     * @throws IllegalArgumentException if no run can have that number
     */
    public TaskEvent traceTaskFailure(TaskDescriptor task, int run, FailureReport failure, Instant at) {
        if (run < 1) {
            throw new IllegalArgumentException(
                    "run " + run + " of task " + task.key() + " cannot fail; runs count from 1");
        }
        return new TaskEvent(task, run, at, new TaskEvent.Failed(failure));
    }

    /**
     * The failure to recover from that an event told, if it did: the event ended its run, and not well. An event that
     * told nothing new is none, so that a failure is taken up once however often it is told.
     *
     * @param folded what became of the event
     */
    public Optional<DetectedFailure> evaluateForRecovery(Folded folded, TaskEvent event) {
        return folded instanceof Folded.Advanced advanced && advanced.ended()
                ? DETECTION.detect(event)
                : Optional.empty();
    }

    private static void requireSameRun(@Nullable TaskExecutionTrace present, TaskEvent event) {
        if (present != null && !present.run().equals(event.runKey())) {
            throw new IllegalArgumentException(
                    "event of run " + event.runKey() + " cannot be folded into the trace of run " + present.run());
        }
    }

    /** The first event of a run may be any: its start may have been missed. */
    private static Folded first(TaskEvent event) {
        RunKey run = event.runKey();
        Instant at = event.occurredAt();
        TaskExecutionTrace begun = begun(run, event.detail(), at);
        RunState terminal = terminalState(event.detail());
        if (terminal != null) {
            return new Folded.Advanced(begun.ended(terminal, at), true);
        }
        if (event.detail() instanceof StageEntered stage) {
            return new Folded.Advanced(begun.withProgress(entered(begun.progress(), stage, at)), false);
        }
        return new Folded.Advanced(begun, false);
    }

    private static TaskExecutionTrace begun(RunKey run, TaskEvent.Detail detail, Instant at) {
        if (detail instanceof Started started) {
            return TaskExecutionTrace.started(run, started.worker(), started.attemptId(), at);
        }
        String worker = detail instanceof Orphaned orphaned ? orphaned.worker() : UNKNOWN_WORKER;
        return TaskExecutionTrace.started(run, worker, null, at);
    }

    private static Folded advance(TaskExecutionTrace present, TaskEvent event) {
        Progress progress = present.progress();
        Instant at = event.occurredAt();
        if (event.detail() instanceof Started started) {
            return lateStart(present, started, at);
        }
        if (event.detail() instanceof StageEntered stage) {
            if (stage.sequence() > progress.sequence()) {
                return new Folded.Advanced(present.withProgress(entered(progress, stage, at)), false);
            }
            // A stage that arrives late tells nothing of where the run stands, but it may tell that the run has acted
            // on the outside.
            if (stage.outward() && !progress.outward()) {
                Progress acted = new Progress(progress.sequence(), progress.stage(), true, progress.lastSeenAt());
                return new Folded.Advanced(present.withProgress(acted), false);
            }
            return new Folded.Duplicate(present);
        }
        if (event.detail() instanceof Heartbeat && at.isAfter(progress.lastSeenAt())) {
            Progress seen = new Progress(progress.sequence(), progress.stage(), progress.outward(), at);
            return new Folded.Advanced(present.withProgress(seen), false);
        }
        return new Folded.Duplicate(present);
    }

    /** A start that arrives after other events of its run fills in who runs it; a repeated one changes nothing. */
    private static Folded lateStart(TaskExecutionTrace present, Started started, Instant at) {
        boolean knewStart = !present.worker().equals(UNKNOWN_WORKER);
        if (knewStart) {
            return new Folded.Duplicate(present);
        }
        Instant startedAt = at.isBefore(present.startedAt()) ? at : present.startedAt();
        return new Folded.Advanced(
                new TaskExecutionTrace(
                        present.run(),
                        present.state(),
                        started.worker(),
                        started.attemptId(),
                        present.progress(),
                        startedAt,
                        present.endedAt(),
                        present.version()),
                false);
    }

    private static Progress entered(Progress before, StageEntered stage, Instant at) {
        Instant seen = at.isAfter(before.lastSeenAt()) ? at : before.lastSeenAt();
        return new Progress(stage.sequence(), stage.name(), before.outward() || stage.outward(), seen);
    }

    private static @Nullable RunState terminalState(TaskEvent.Detail detail) {
        if (detail instanceof Succeeded) {
            return RunState.SUCCEEDED;
        }
        if (detail instanceof Failed || detail instanceof DeadLettered) {
            return RunState.FAILED;
        }
        if (detail instanceof Orphaned) {
            return RunState.ORPHANED;
        }
        return detail instanceof Cancelled ? RunState.CANCELLED : null;
    }
}
