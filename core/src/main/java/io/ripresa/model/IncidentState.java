package io.ripresa.model;

/** Where an incident stands. History is kept in the journal; illegal moves throw. */
public enum IncidentState {
    /** The cause is there; what failed waits. */
    OPEN,
    /** Trials are under way. */
    PROBING,
    /** The cause looks gone; tasks come back at the pace of the ramp. */
    RECOVERING,
    /** No member waits, is held or in flight. */
    RESOLVED,
    /** Somebody has to fix something first: deploy, credential, limit, configuration. */
    AWAITING_FIX,
    /** A person has to decide. */
    NEEDS_PERSON,
    /** Paused by a person; the machine never lifts it. */
    PAUSED;

    /** The moves of an incident. */
    public static final TransitionTable<IncidentState> TABLE = TransitionTable.of(IncidentState.class)
            .row(OPEN, PROBING, RECOVERING, RESOLVED, AWAITING_FIX, NEEDS_PERSON, PAUSED)
            .row(PROBING, OPEN, RECOVERING, RESOLVED, AWAITING_FIX, NEEDS_PERSON, PAUSED)
            .row(RECOVERING, OPEN, RESOLVED, AWAITING_FIX, NEEDS_PERSON, PAUSED)
            .row(AWAITING_FIX, PROBING, RECOVERING, RESOLVED, NEEDS_PERSON, PAUSED, OPEN)
            .row(NEEDS_PERSON, OPEN, PROBING, RECOVERING, RESOLVED, AWAITING_FIX, PAUSED)
            .row(PAUSED, OPEN, PROBING, RECOVERING, RESOLVED, AWAITING_FIX, NEEDS_PERSON)
            // A late member: for that task alone the incident recovers again.
            .row(RESOLVED, RECOVERING)
            .build();
}
