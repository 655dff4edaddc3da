package io.ripresa.simulation;

/** What really makes a task's runs fail, besides the state of its dependency. Nobody sees it but the judge. */
public enum HiddenCause {
    /** Nothing: the task succeeds whenever its dependency serves it. */
    NONE(false),
    /** The dependency refuses the input: 422, whatever the time. */
    REJECTED_INPUT(true),
    /** The payload cannot be parsed. */
    MALFORMED(true),
    /** A defect strikes before the first outward call. */
    BUG_BEFORE_CALL(true),
    /** A defect strikes after the last outward call: the run has acted. */
    BUG_AFTER_CALL(true),
    /** The credentials are revoked: 401. */
    REVOKED(true),
    /** It fails with a text that says nothing. */
    UNSAID(true),
    /** The first runs hang before they act. */
    HANG_BEFORE_CALL(false),
    /** The first runs hang after they acted. */
    HANG_AFTER_CALL(false),
    /** The first runs take their worker down. */
    KILLS_WORKER(false),
    /** The first runs lose against another transaction. */
    CONFLICT(false),
    /** A class is missing where it runs, before the first outward call. */
    MISCONFIGURED(true),
    /** It needs more memory than a worker has. */
    TOO_LARGE(true);

    private final boolean hopeless;

    HiddenCause(boolean hopeless) {
        this.hopeless = hopeless;
    }

    /** Whether somebody can cure it outside, and the same tasks may then be run again by themselves. */
    public boolean isCurable() {
        return this == REVOKED || this == MISCONFIGURED;
    }

    /** Whether no run can succeed unless somebody changes something. */
    public boolean isHopeless() {
        return hopeless;
    }
}
