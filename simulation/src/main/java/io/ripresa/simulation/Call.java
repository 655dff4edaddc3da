package io.ripresa.simulation;

/** Calls that a node makes to the store or to a task system: where something can befall it. */
public enum Call {
    /** Any of them. */
    ANY(false),
    /** Any call to the store. */
    STORE(false),
    /** Any call to a task system. */
    SYSTEM(true),

    /** The store's clock is read. */
    NOW(false),
    /** Rows are read, of whatever kind. */
    READ(false),
    /** The kill switch is read. */
    CONTROL(false),
    CANDIDATES(false),
    /** Due work is claimed. */
    DUE(false),
    /** Changes are committed that issue nothing. */
    COMMIT(false),
    /** Attempts are marked as issued. */
    ISSUE(false),
    RESERVE(false),
    CLEAN(false),

    POLL(true),
    STATUS(true),
    RETRY(true),
    FENCE(true),
    QUARANTINE(true),
    HOLD(true),
    RELEASE(true),
    /** It is asked which gates are held. */
    HOLDS(true);

    private final boolean ofSystem;

    Call(boolean ofSystem) {
        this.ofSystem = ofSystem;
    }

    /** Whether it goes to a task system and not to the store. */
    boolean isOfSystem() {
        return ofSystem;
    }

    /** Whether a call of the other kind is one of these. */
    boolean covers(Call other) {
        return switch (this) {
            case ANY -> true;
            case STORE -> !other.ofSystem;
            case SYSTEM -> other.ofSystem;
            default -> this == other;
        };
    }
}
