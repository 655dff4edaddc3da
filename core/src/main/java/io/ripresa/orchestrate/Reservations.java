package io.ripresa.orchestrate;

import io.ripresa.execute.AutoRecoveryExecutor;
import io.ripresa.model.Attempt;
import io.ripresa.model.Attempt.GateSlot;
import io.ripresa.model.Attempt.Order;
import io.ripresa.model.Attempt.Passage;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.spi.RecoveryStore.ReserveResult;
import io.ripresa.spi.Reservation;
import io.ripresa.spi.Reservation.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds reservations and makes them. */
final class Reservations {

    /** How long after a reservation somebody looks whether it was issued: the node that made it may be gone. */
    static final Duration LOOK_AFTER = Duration.ofSeconds(8);

    private final Books books;

    Reservations(Books books) {
        this.books = books;
    }

    /** The order for a task's next run, as an item to reserve. */
    Item item(WorkingSet ws, TaskRecord task, String incidentId, List<GateSlot> slots, boolean trial) {
        int causing = task.runs().latest();
        int ordinal =
                task.isFirstStart() ? refusedFirstStarts(ws, task) : task.runs().attempts() + 1;
        Attempt fresh = Attempt.reserve(
                task.key(),
                new Order(ordinal, causing, causing + 1L),
                new Passage(incidentId, slots, trial, ws.now(), null));
        Attempt before = ws.attempt(fresh.id());
        Attempt attempt = before != null && before.state() == AttemptState.TAKEN_BACK
                ? fresh.withVersion(before.version())
                : fresh;
        String note = task.isFirstStart()
                ? "Starts now; it had been held."
                : trial ? "Goes as canary, attempt " + ordinal + "." : "Runs again, attempt " + ordinal + ".";
        TaskRecord going = task.moved(Disposition.IN_ATTEMPT, note, ws.now()).withLiveAttempt(attempt.id());
        return new Item(
                going,
                task.disposition(),
                attempt,
                new Timer(Timer.Kind.ISSUE, attempt.id(), ws.now().plus(LOOK_AFTER)),
                JournalEntry.of(ws.now(), Kind.RESERVED, Subject.of(attempt), note));
    }

    /** How many orders for the task's first start were refused: no attempt is counted that could tell them apart. */
    private static int refusedFirstStarts(WorkingSet ws, TaskRecord task) {
        int refused = 0;
        while (true) {
            Attempt earlier = ws.attempt(Attempt.id(task.key(), 0, refused));
            if (earlier == null || earlier.state() != AttemptState.VERIFIED) {
                return refused;
            }
            refused++;
        }
    }

    /**
     * Makes a reservation of members of one incident; the ids of the attempts that were reserved.
     *
     * @param decidedAt when what it was decided by was read, store's clock
     */
    List<String> reserve(List<Gate> gates, @Nullable Incident incident, List<Item> items, Instant decidedAt) {
        Incident counted = incident;
        if (incident != null) {
            Incident.Counts counts = incident.counts();
            for (Item item : items) {
                counts = counts.plus(item.before(), -1).plus(Disposition.IN_ATTEMPT, 1);
            }
            counted = incident.withCounts(counts);
            if (incident.state() == IncidentState.RESOLVED) {
                return List.of();
            }
        }
        List<ReserveResult> results = books.store()
                .reserve(new Reservation(gates, counted, items, decidedAt.plus(AutoRecoveryExecutor.VALID_FOR)));
        List<String> reserved = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (results.get(i) == ReserveResult.RESERVED) {
                reserved.add(items.get(i).attempt().id());
                books.written(List.of(items.get(i).journal()));
            }
        }
        return reserved;
    }
}
