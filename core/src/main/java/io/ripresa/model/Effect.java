package io.ripresa.model;

/** What a failed run may have done outside. */
public enum Effect {
    /** The error proves that the failed call was not processed, and that call was the run's only outward action. */
    NONE,
    /** Anything else, also when nothing is known. */
    POSSIBLE
}
