package io.ripresa.model;

/** What helps against a finding of a workspace. None deletes or completes a task. */
public enum WorkspaceStrategy {
    /** The members of its incidents come back by evidence, by time or after a change, through their gates. */
    RECOVERY(true),
    /** The state is derived anew from what is known. */
    STATUS_RESET(true),
    /** Runs of a worker that shows no sign of life are fenced, and their tasks recovered elsewhere. */
    WORKER_REACTIVATION(true),
    /** Tasks that repeat another are parked behind it, and can be taken out again. */
    DUPLICATE_PARKING(false),
    /** A limit is raised, to twice at most, for an hour. */
    LIMIT_INCREASE(false),
    /** What is over for longer than the retention is put away. */
    CLEAN_UP(false),
    /** A person decides, or mends something. */
    MANUAL_INTERVENTION(false);

    /** Outcomes that must have been measured before anything is done that no rule allows. */
    public static final int LEAST_OUTCOMES = 20;

    /** The least lower bound of the share of good ones among them. */
    public static final double LEAST_CONFIDENCE = 0.8;

    private final boolean byRule;

    WorkspaceStrategy(boolean byRule) {
        this.byRule = byRule;
    }

    /**
     * Whether it is carried out without asking: by rule, or because it was seen to help often enough. Otherwise it is
     * suggested.
     *
     * @param confidence how often it helped, as measured
     */
    public boolean actsByItself(Measured confidence) {
        return byRule
                || this != MANUAL_INTERVENTION
                        && confidence.trials() >= LEAST_OUTCOMES
                        && confidence.lowerBound() >= LEAST_CONFIDENCE;
    }
}
