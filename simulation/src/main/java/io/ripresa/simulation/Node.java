package io.ripresa.simulation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One node of the cluster: its present process, and how it is. Changed by the {@link Cluster} alone. */
final class Node {

    /** From 1. */
    final int number;

    final String name;

    /** Null while it is dead. */
    @Nullable RecoveryNode process;

    /** When it looks next whether it has to tick, or null where nothing is known that it should do. */
    @Nullable Instant wakeAt;

    /** When it ticks next even if there is no news to read, or null. */
    @Nullable Instant dueAt;

    /** Whether it is in the middle of a step, at work or paused. */
    boolean busy;

    /** Whether it should have ticked while it was in the middle of a step. */
    boolean missed;

    boolean paused;

    /** How many processes it has had. */
    int starts;

    /** Since when nothing has befallen it. */
    Instant fineSince = Scenario.START;

    /** Until when it looks often, whatever is due: something may have gone wrong that no due time tells of. */
    Instant restlessUntil = Scenario.START;

    Node(int number) {
        this.number = number;
        this.name = "node-" + number;
    }

    /** Whether it could do something now. */
    boolean isAwake() {
        return process != null && !paused;
    }
}
