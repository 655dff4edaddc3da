package io.ripresa.model;

/** How a failure became known. One pipeline for all. */
public enum FailureKind {
    REPORTED,
    DEAD_LETTERED,
    HUNG,
    STALLED,
    ORPHANED
}
