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
    ACT;

    /** Whether anything is touched, be it after a person's approval. */
    public boolean acts() {
        return this == SUGGEST || this == ACT;
    }
}
