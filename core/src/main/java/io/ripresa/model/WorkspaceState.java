package io.ripresa.model;

/** Where a workspace stands as a whole. Derived from what is known of it, but for the pause, which is a person's. */
public enum WorkspaceState {
    /** Known since the latest look. */
    CREATED,
    /** Nothing is wrong. */
    ACTIVE,
    /** Paused by a person: nothing of it is run again until a person lifts that; the machine never does. */
    PAUSED,
    /** Nothing of it can run or be run again any more. */
    COMPLETED,
    /** A critical finding, and nothing comes back yet. Left only when the causes are gone, tasks come back, or only people can go on. */
    ERROR,
    /** Nothing is wrong, and a run has been in progress for more than a minute. */
    PROCESSING_TASKS,
    /** Only people can go on: with tasks left to them, or a fix. */
    NEEDS_INTERVENTION,
    /** Tasks come back. */
    AUTO_RECOVERING,
    /** Tasks are held because a dependency does not serve. The machine holds them and lets them go by itself. */
    DEGRADED_MODE;

    /** The moves of a workspace. */
    public static final TransitionTable<WorkspaceState> TABLE = TransitionTable.of(WorkspaceState.class)
            .row(
                    CREATED,
                    ACTIVE,
                    PAUSED,
                    COMPLETED,
                    ERROR,
                    PROCESSING_TASKS,
                    NEEDS_INTERVENTION,
                    AUTO_RECOVERING,
                    DEGRADED_MODE)
            .row(ACTIVE, PAUSED, COMPLETED, ERROR, PROCESSING_TASKS, NEEDS_INTERVENTION, AUTO_RECOVERING, DEGRADED_MODE)
            .row(PAUSED, ACTIVE, COMPLETED, ERROR, PROCESSING_TASKS, NEEDS_INTERVENTION, AUTO_RECOVERING, DEGRADED_MODE)
            .row(COMPLETED, ACTIVE, PAUSED, ERROR, PROCESSING_TASKS, NEEDS_INTERVENTION, AUTO_RECOVERING, DEGRADED_MODE)
            // Not to DEGRADED_MODE: fewer tasks in trouble are no sign that the cause is gone.
            .row(ERROR, ACTIVE, PAUSED, NEEDS_INTERVENTION, AUTO_RECOVERING)
            .row(PROCESSING_TASKS, ACTIVE, PAUSED, COMPLETED, ERROR, NEEDS_INTERVENTION, AUTO_RECOVERING, DEGRADED_MODE)
            .row(NEEDS_INTERVENTION, ACTIVE, PAUSED, COMPLETED, ERROR, PROCESSING_TASKS, AUTO_RECOVERING, DEGRADED_MODE)
            .row(AUTO_RECOVERING, ACTIVE, PAUSED, COMPLETED, ERROR, PROCESSING_TASKS, NEEDS_INTERVENTION, DEGRADED_MODE)
            .row(DEGRADED_MODE, ACTIVE, PAUSED, COMPLETED, ERROR, PROCESSING_TASKS, NEEDS_INTERVENTION, AUTO_RECOVERING)
            .build();
}
