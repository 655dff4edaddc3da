package io.ripresa.model;

/** Where an attempt stands. */
public enum AttemptState {
    /** Its slots are taken; the task system has not been asked yet. */
    RESERVED,
    /** The task system is being or has been asked; counts against the task's limit. */
    ISSUED,
    /** Its outcome is known. */
    VERIFIED,
    /** Given back before it was issued; does not count. */
    TAKEN_BACK;

    /** The moves of an attempt. A reservation that was given back may be made again. */
    public static final TransitionTable<AttemptState> TABLE = TransitionTable.of(AttemptState.class)
            .row(RESERVED, ISSUED, TAKEN_BACK)
            .row(ISSUED, VERIFIED)
            .row(TAKEN_BACK, RESERVED)
            .build();

    public boolean isLive() {
        return this == RESERVED || this == ISSUED;
    }
}
