package io.ripresa.model;

/** Position of a gate's breaker. Only the breaker opens and closes; tasks are held and released. */
public enum Breaker {
    CLOSED,
    OPEN,
    HALF_OPEN;

    /** The moves of a breaker. */
    public static final TransitionTable<Breaker> TABLE = TransitionTable.of(Breaker.class)
            .row(CLOSED, OPEN)
            .row(OPEN, HALF_OPEN)
            .row(HALF_OPEN, OPEN, CLOSED)
            .build();
}
