package io.ripresa.model;

/** State of one execution of a task. A run has at most one terminal state. */
public enum RunState {
    RUNNING,
    SUCCEEDED,
    /** Reported as failed or dead-lettered. */
    FAILED,
    /** No sign of progress in its stage for too long; fenced. */
    HUNG,
    /** Ran past its time limit without a heartbeat or stage system; fenced. */
    STALLED,
    /** Its worker is gone; fenced. */
    ORPHANED,
    CANCELLED;

    /** A run ends once. */
    public static final TransitionTable<RunState> TABLE = TransitionTable.of(RunState.class)
            .row(RUNNING, SUCCEEDED, FAILED, HUNG, STALLED, ORPHANED, CANCELLED)
            .build();

    public boolean isTerminal() {
        return this != RUNNING;
    }

    /** Whether the run ended as a failure. */
    public boolean isFailure() {
        return this == FAILED || this == HUNG || this == STALLED || this == ORPHANED;
    }
}
