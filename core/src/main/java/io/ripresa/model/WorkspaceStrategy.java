package io.ripresa.model;

/** What helps against a finding of a workspace. None deletes or completes a task. */
public enum WorkspaceStrategy {
    /** The members of its incidents come back by evidence, by time or after a change, through their gates. */
    RECOVERY,
    /** The state is derived anew from what is known. */
    STATUS_RESET,
    /** Runs that show no sign of life are fenced as soon as their task system can be asked, and their tasks recovered. */
    WORKER_REACTIVATION,
    /** A person decides, or mends something. */
    MANUAL_INTERVENTION;

    /** Whether it is carried out without asking. */
    public boolean actsByItself() {
        return this != MANUAL_INTERVENTION;
    }
}
