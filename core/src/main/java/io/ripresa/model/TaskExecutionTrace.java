package io.ripresa.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one run has reported so far, folded from its events.
 *
 * @param run the run
 * @param state where it stands
 * @param worker the process that runs it
 * @param attemptId the attempt that ordered it, or null
 * @param progress stage and last sign of life
 * @param startedAt when it began, by the task system
 * @param endedAt when it ended, or null
 * @param version 0 for a row not stored yet; the store counts it up
 */
public record TaskExecutionTrace(
        RunKey run,
        RunState state,
        String worker,
        @Nullable String attemptId,
        Progress progress,
        Instant startedAt,
        @Nullable Instant endedAt,
        long version) {

    /**
     * How far the run has come.
     *
     * @param sequence stages entered so far
     * @param stage the present stage, empty before the first
     * @param outward whether any stage so far acts on the outside
     * @param lastSeenAt last sign of life: start, stage or heartbeat
     */
    public record Progress(int sequence, String stage, boolean outward, Instant lastSeenAt) {}

    /** A run that has just begun. */
    public static TaskExecutionTrace started(RunKey run, String worker, @Nullable String attemptId, Instant startedAt) {
        return new TaskExecutionTrace(
                run, RunState.RUNNING, worker, attemptId, new Progress(0, "", false, startedAt), startedAt, null, 0);
    }

    public TaskExecutionTrace withProgress(Progress newProgress) {
        return new TaskExecutionTrace(run, state, worker, attemptId, newProgress, startedAt, endedAt, version);
    }

    /** This run ended; throws where it had ended before. */
    public TaskExecutionTrace ended(RunState newState, Instant at) {
        return new TaskExecutionTrace(
                run,
                RunState.TABLE.move("run " + run, state, newState),
                worker,
                attemptId,
                progress,
                startedAt,
                at,
                version);
    }

    public TaskExecutionTrace withVersion(long newVersion) {
        return new TaskExecutionTrace(run, state, worker, attemptId, progress, startedAt, endedAt, newVersion);
    }
}
