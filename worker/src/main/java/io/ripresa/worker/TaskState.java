package io.ripresa.worker;

import io.ripresa.model.TransitionTable;
import io.ripresa.spi.TaskSystem.TaskStatus;

/** Where a native task stands. */
enum TaskState {
    /** A trigger will start the next run. */
    SCHEDULED(TaskStatus.State.SCHEDULED),
    /** Parked before its first start: a gate it needs is held. No trigger. */
    HELD(TaskStatus.State.HELD),
    RUNNING(TaskStatus.State.RUNNING),
    /** Its latest run failed, was fenced, or lost its worker. Nothing but an order starts it again. */
    PARKED(TaskStatus.State.FAILED),
    SUCCEEDED(TaskStatus.State.SUCCEEDED),
    CANCELLED(TaskStatus.State.CANCELLED),
    /** Done by a person's word. Not reported as success: no run of it succeeded. */
    COMPLETED(TaskStatus.State.CANCELLED),
    /** Set aside. Orders are refused. */
    QUARANTINED(TaskStatus.State.FAILED),
    /** Set aside before its first start: it repeats another task. No trigger; a person lets it go. */
    DUPLICATE(TaskStatus.State.HELD);

    /** The legal moves. Every statement that changes a state names the states it may come from. */
    static final TransitionTable<TaskState> TABLE = TransitionTable.of(TaskState.class)
            .row(SCHEDULED, HELD, RUNNING, PARKED, CANCELLED, COMPLETED, QUARANTINED, DUPLICATE)
            .row(HELD, SCHEDULED, PARKED, CANCELLED, COMPLETED, QUARANTINED)
            .row(RUNNING, PARKED, SUCCEEDED, CANCELLED, COMPLETED, QUARANTINED)
            .row(PARKED, SCHEDULED, CANCELLED, COMPLETED, QUARANTINED)
            .row(QUARANTINED, CANCELLED, COMPLETED)
            .row(DUPLICATE, SCHEDULED, CANCELLED, COMPLETED, QUARANTINED)
            .build();

    private final TaskStatus.State reported;

    TaskState(TaskStatus.State reported) {
        this.reported = reported;
    }

    /** What other systems are told. */
    TaskStatus.State reported() {
        return reported;
    }
}
