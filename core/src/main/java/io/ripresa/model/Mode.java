package io.ripresa.model;

/** How much Ripresa may do in a scope. */
public enum Mode {
    /** Nothing. */
    OFF,
    /** Decide and journal, touch nothing: no hold, no probe, no re-run. */
    OBSERVE,
    /** A person approves an incident before anything is re-run. */
    SUGGEST,
    /** Act by itself. */
    ACT
}
