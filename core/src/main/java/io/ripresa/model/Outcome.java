package io.ripresa.model;

/** What became of an attempt. */
public enum Outcome {
    /** The task system reported success of that run. */
    RECOVERED,
    /** That run failed by the same cause. */
    FAILED_AGAIN,
    /** That run failed by another cause. */
    FAILED_OTHERWISE,
    /** The task system refused to start that run. */
    REJECTED,
    /** Nobody can say; a person must. */
    UNVERIFIED
}
