package io.ripresa.jdbc;

import io.ripresa.model.Attempt;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.spi.RecoveryStore.ReserveResult;
import io.ripresa.spi.Reservation;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One batch of attempts to reserve, inside one transaction: about a dozen statements, however many items. */
final class BatchReservation {

    private final Tables tables;
    private final Reservation reservation;
    private final List<ReserveResult> perItem = new ArrayList<>();

    /** What became of the batch as a whole. */
    enum Verdict {
        DECIDED,
        GATE_MOVED,
        STOPPED,
        EXPIRED
    }

    BatchReservation(Tables tables, Reservation reservation) {
        this.tables = tables;
        this.reservation = reservation;
    }

    List<ReserveResult> results(Verdict verdict) {
        return switch (verdict) {
            case DECIDED -> List.copyOf(perItem);
            case GATE_MOVED -> allOf(ReserveResult.GATE_MOVED);
            case STOPPED -> allOf(ReserveResult.STOPPED);
            case EXPIRED -> allOf(ReserveResult.EXPIRED);
        };
    }

    private List<ReserveResult> allOf(ReserveResult result) {
        return reservation.items().stream().map(item -> result).toList();
    }

    /**
     * Locks what the batch is about, decides item by item, writes.
     *
     * @param clock the store's time, given the database's
     */
    Verdict in(Session session, UnaryOperator<Instant> clock) throws SQLException, Transactions.Abandoned {
        SmallTables.Look look = tables.small.look(session);
        if (look.stopped()) {
            return Verdict.STOPPED;
        }
        Instant end = reservation.validUntil();
        if (end != null && clock.apply(look.at()).isAfter(end)) {
            return Verdict.EXPIRED;
        }
        Incident incident = reservation.incident();
        Map<String, Long> gateVersions = lock(
                session,
                tables.gates,
                reservation.gates().stream().map(gate -> Keys.of(gate.key())).toList());
        Map<String, Long> incidentVersions =
                lock(session, tables.incidents, incident == null ? List.of() : List.of(incident.id()));
        boolean moved = reservation.gates().stream()
                        .anyMatch(gate -> gate.version() != version(gateVersions, Keys.of(gate.key())))
                || (incident != null && incident.version() != version(incidentVersions, incident.id()));
        if (moved) {
            return Verdict.GATE_MOVED;
        }
        write(session, incident, look.paused());
        return Verdict.DECIDED;
    }

    private void write(Session session, @Nullable Incident incident, Set<String> paused)
            throws SQLException, Transactions.Abandoned {
        List<Reservation.Item> accepted = new ArrayList<>();
        List<Reservation.Item> refused = new ArrayList<>();
        decide(session, paused, accepted, refused);

        Map<GateKey, Gate> gates = new LinkedHashMap<>();
        reservation.gates().forEach(gate -> gates.put(gate.key(), gate));
        Incident counted = incident;
        for (Reservation.Item item : refused) {
            for (Attempt.GateSlot slot : item.attempt().passage().gates()) {
                gates.computeIfPresent(slot.gate(), (key, gate) -> gate.withSlots(-1));
            }
            if (counted != null) {
                counted = counted.withCounts(
                        counted.counts().plus(Disposition.IN_ATTEMPT, -1).plus(item.before(), 1));
            }
        }
        List<TaskRecord> tasks = accepted.stream().map(Reservation.Item::task).toList();
        List<Attempt> attempts =
                accepted.stream().map(Reservation.Item::attempt).toList();
        List<Timer> timers = accepted.stream().map(Reservation.Item::timer).toList();
        List<JournalEntry> journal =
                accepted.stream().map(Reservation.Item::journal).toList();
        TaskCounts counts = new TaskCounts();
        boolean written = tables.gates.write(session, gates.values())
                && tables.incidents.write(session, counted == null ? List.of() : List.of(counted))
                && counts.move(session, tables.tasks, tasks)
                && tables.tasks.write(session, tasks)
                && tables.attempts.write(session, attempts);
        if (!written) {
            throw new Transactions.Abandoned(Verdict.GATE_MOVED);
        }
        tables.incidents.getMembers(session, tasks, counted == null ? List.of() : List.of(counted));
        tables.timers.set(session, timers);
        tables.journal.append(session, journal);
        counts.write(session);
    }

    private void decide(
            Session session, Set<String> paused, List<Reservation.Item> accepted, List<Reservation.Item> refused)
            throws SQLException {
        Map<String, Long> tasks = lock(
                session,
                tables.tasks,
                reservation.items().stream()
                        .map(item -> Keys.of(item.task().key()))
                        .distinct()
                        .toList());
        Map<String, Long> attempts = lock(
                session,
                tables.attempts,
                reservation.items().stream()
                        .map(item -> item.attempt().id())
                        .distinct()
                        .toList());
        for (Reservation.Item item : reservation.items()) {
            String task = Keys.of(item.task().key());
            String attempt = item.attempt().id();
            boolean held = paused.contains(item.task().descriptor().workspace());
            boolean current = !held
                    && item.task().version() == version(tasks, task)
                    && item.attempt().version() == version(attempts, attempt);
            if (current) {
                tasks.put(task, item.task().version() + 1);
                attempts.put(attempt, item.attempt().version() + 1);
            }
            (current ? accepted : refused).add(item);
            perItem.add(held ? ReserveResult.PAUSED : current ? ReserveResult.RESERVED : ReserveResult.TASK_MOVED);
        }
    }

    /** Versions of what is there, which nobody changes before this transaction ends. */
    private static Map<String, Long> lock(Session session, VersionedTable<?> table, Collection<String> keys)
            throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        table.lockVersions(session, keys).forEach(stamp -> versions.put(stamp.key(), stamp.version()));
        return versions;
    }

    private static long version(Map<String, Long> versions, String key) {
        return versions.getOrDefault(key, 0L);
    }
}
