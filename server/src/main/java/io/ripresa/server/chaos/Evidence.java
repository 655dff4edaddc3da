package io.ripresa.server.chaos;

import io.ripresa.server.depot.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run is judged by.
 *
 * @param stories what the store holds of each task
 * @param ledger what the depot saw
 * @param happenings what went wrong, as it was
 * @param orders what the task system accepted, by the id of the attempt
 * @param counted how many tasks the store counts in all, by their dispositions
 * @param settledAfter from the end of the last fault, or of the last submission, until every task had come to an end;
 *     null where that did not happen in time
 * @param deadNodes nodes that had ended by themselves
 */
record Evidence(
        List<TaskStory> stories,
        List<LedgerEntry> ledger,
        List<Happening> happenings,
        Map<String, Order> orders,
        long counted,
        @Nullable Duration settledAfter,
        List<String> deadNodes) {

    /**
     * An order that the task system accepted, and did not let lapse.
     *
     * @param acceptedAt when, by the database's clock
     * @param validUntil when it ends unless its run has begun, by the same clock
     */
    record Order(Instant acceptedAt, Instant validUntil) {}

    Evidence {
        stories = List.copyOf(stories);
        ledger = List.copyOf(ledger);
        happenings = List.copyOf(happenings);
        orders = Map.copyOf(orders);
        deadNodes = List.copyOf(deadNodes);
    }
}
