package io.ripresa.bench;

import io.ripresa.model.Attempt;
import io.ripresa.model.Attempt.GateSlot;
import io.ripresa.model.Attempt.Order;
import io.ripresa.model.Attempt.Passage;
import io.ripresa.model.Cause;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CandidateQuery;
import io.ripresa.spi.RecoveryStore.ReserveResult;
import io.ripresa.spi.Reservation;
import io.ripresa.spi.Reservation.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Reserves attempts as fast as the store lets it: reads what they are about, reserves, reads again. */
final class Reserver {

    private static final int BATCH = 50;

    private final RecoveryStore store;
    private final String incidentId;

    Reserver(RecoveryStore store, String incidentId) {
        this.store = store;
        this.incidentId = incidentId;
    }

    /** One batch; how many were reserved. */
    int reserve() {
        Incident incident =
                Objects.requireNonNull(store.incidents(List.of(incidentId)).get(incidentId));
        Cause.Gated cause = (Cause.Gated) incident.cause();
        Gate gate = Objects.requireNonNull(store.gates(List.of(cause.gate())).get(cause.gate()));
        Instant now = store.now();
        List<Item> items = store.candidates(new CandidateQuery(incidentId, now, true, 3, false, BATCH)).stream()
                .map(task -> item(task, gate, now))
                .toList();
        Incident.Counts counts = incident.counts();
        for (Item item : items) {
            counts = counts.plus(item.before(), -1).plus(Disposition.IN_ATTEMPT, 1);
        }
        List<ReserveResult> results = store.reserve(
                new Reservation(List.of(gate.withSlots(items.size())), incident.withCounts(counts), items, null));
        return (int) results.stream().filter(ReserveResult.RESERVED::equals).count();
    }

    private static Item item(TaskRecord task, Gate gate, Instant now) {
        int run = task.runs().latest();
        Attempt attempt = Attempt.reserve(
                task.key(),
                new Order(task.runs().attempts() + 1, run, run + 1L),
                new Passage(
                        Objects.requireNonNull(task.trouble()).incidentId(),
                        List.of(new GateSlot(gate.key(), gate.epoch().number())),
                        false,
                        now,
                        null));
        return new Item(
                task.moved(Disposition.IN_ATTEMPT, "Runs again.", now).withLiveAttempt(attempt.id()),
                task.disposition(),
                attempt,
                new Timer(Timer.Kind.ISSUE, attempt.id(), now.plus(Duration.ofSeconds(8))),
                JournalEntry.of(now, Kind.RESERVED, Subject.of(attempt), "Runs again."));
    }
}
