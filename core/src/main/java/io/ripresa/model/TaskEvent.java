package io.ripresa.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something a task system reports of one run. The same event may be reported any number of times: what makes it a
 * duplicate is the same task, run, kind and stage sequence.
 *
 * @param task the task as the system describes it
 * @param run number of the run, from 1; 0 for what concerns the task before its first run
 * @param occurredAt when it happened by the task system's clock; for display, and for the age of a run
 * @param detail what happened
 */
public record TaskEvent(TaskDescriptor task, int run, Instant occurredAt, Detail detail) {

    public TaskEvent {
        boolean beforeFirstRun = detail instanceof Submitted
                || detail instanceof Held
                || detail instanceof OrderLapsed
                || detail instanceof Cancelled;
        if (run < 0 || run == 0 && !beforeFirstRun) {
            throw new IllegalArgumentException("event " + detail.getClass().getSimpleName() + " of task " + task.key()
                    + " has run number " + run + "; runs count from 1");
        }
    }

    public TaskKey key() {
        return task.key();
    }

    public RunKey runKey() {
        return new RunKey(task.key(), run);
    }

    /** What happened. */
    public sealed interface Detail {}

    /** The task system took the task (run 0). */
    public record Submitted() implements Detail {}

    /**
     * The task system parked the task before its first start because a gate is held (run 0).
     *
     * @param gate the gate that stopped it
     */
    public record Held(GateKey gate) implements Detail {}

    /**
     * The run began.
     *
     * @param worker the process that runs it
     * @param attemptId the attempt that ordered it, or null for a run that the system began by itself
     */
    public record Started(String worker, @Nullable String attemptId) implements Detail {}

    /**
     * The run entered a stage.
     *
     * @param sequence counts the stages of the run from 1
     * @param name the stage
     * @param outward whether the stage acts on the outside
     */
    public record StageEntered(int sequence, String name, boolean outward) implements Detail {}

    /** The run is alive. */
    public record Heartbeat() implements Detail {}

    /** The run ended well. Terminal. */
    public record Succeeded() implements Detail {}

    /** The run ended badly. Terminal. */
    public record Failed(FailureReport failure) implements Detail {}

    /** The system gave the task up after this run. Terminal. */
    public record DeadLettered(FailureReport failure) implements Detail {}

    /**
     * The worker that ran it is gone; the task system noticed. Terminal.
     *
     * @param worker the process that is gone
     */
    public record Orphaned(String worker) implements Detail {}

    /**
     * An order ended before its run could begin: nothing was started, and it may be given again. Of the run that the
     * order followed.
     *
     * @param attemptId the attempt that had ordered it
     */
    public record OrderLapsed(String attemptId) implements Detail {}

    /** The task is no longer wanted. Terminal. */
    public record Cancelled(String reason) implements Detail {}

    /**
     * A run that had been fenced reported its end: refused as state, kept as evidence of an effect.
     *
     * @param succeeded what it reported
     */
    public record LateResult(boolean succeeded) implements Detail {}
}
