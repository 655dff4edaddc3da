package io.ripresa.spi;

import io.ripresa.model.Attempt;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch of attempts to reserve.
 *
 * @param gates the gates that the batch passes, with the version read, slots of all items already counted; where an
 *     item is refused the store gives back, in each of them, the slots that the item's attempt names
 * @param incident the incident that all items belong to, with the version read and all items counted as in attempt, or
 *     null where they belong to none; where an item is refused the store counts it back
 * @param items what to reserve
 * @param validUntil when what it was decided by is too old, store's clock: a process that was stopped in between
 *     reserves nothing by what it knew before; null for never
 */
public record Reservation(
        List<Gate> gates,
        @Nullable Incident incident,
        List<Item> items,
        @Nullable Instant validUntil) {

    public Reservation {
        gates = List.copyOf(gates);
        items = List.copyOf(items);
    }

    /** A reservation that does not end. */
    public Reservation(List<Gate> gates, @Nullable Incident incident, List<Item> items) {
        this(gates, incident, items, null);
    }

    /**
     * One attempt.
     *
     * @param task the task as it shall be, with the version read
     * @param before disposition that the task had, to count it back
     * @param attempt the attempt, reserved, with the version read (0 for a new one)
     * @param timer when to look after it if nothing is heard
     * @param journal what to write down
     */
    public record Item(
            TaskRecord task, io.ripresa.model.Disposition before, Attempt attempt, Timer timer, JournalEntry journal) {}
}
