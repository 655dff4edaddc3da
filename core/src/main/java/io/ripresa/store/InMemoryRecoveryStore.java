package io.ripresa.store;

import io.ripresa.model.Attempt;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The reference store: exact, in memory, one lock. What it holds lives as long as the object does; an orchestrator that
 * is given the same object goes on where the last one stopped.
 *
 * <p>Same calls in the same order give the same answers in every JVM. Never throws {@code StoreException}. Safe for use
 * by many threads.
 */
public final class InMemoryRecoveryStore implements RecoveryStore {

    private final InstantSource clock;
    private final Object lock = new Object();
    private final Tables tables = new Tables();

    /**
     * @param clock the store's clock
     */
    public InMemoryRecoveryStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Map<TaskKey, TaskRecord> tasks(Collection<TaskKey> keys) {
        return find(keys, tables.tasks::get);
    }

    @Override
    public Map<RunKey, TaskExecutionTrace> runs(Collection<RunKey> keys) {
        return find(keys, tables.runs::get);
    }

    @Override
    public Map<String, Attempt> attempts(Collection<String> ids) {
        return find(ids, tables.attempts::get);
    }

    @Override
    public Map<GateKey, Gate> gates(Collection<GateKey> keys) {
        return find(keys, tables.gates::get);
    }

    @Override
    public Map<String, Incident> incidents(Collection<String> ids) {
        return find(ids, tables.incidents::get);
    }

    @Override
    public Map<String, Incident> latestIncidents(Collection<Cause> causes) {
        return find(causes.stream().map(Cause::id).toList(), tables::latestIncident);
    }

    @Override
    public @Nullable ReportedChange reportedChange(String id) {
        synchronized (lock) {
            return tables.reportedChanges.get(id);
        }
    }

    @Override
    public List<Incident> awaitingFix(@Nullable String after, int limit) {
        synchronized (lock) {
            return tables.awaitingFix(after, limit);
        }
    }

    @Override
    public List<ReportedChange> latestReportedChanges(int limit) {
        synchronized (lock) {
            return tables.latestReportedChanges(limit);
        }
    }

    @Override
    public @Nullable String cursor(String system) {
        synchronized (lock) {
            return tables.cursors.get(system);
        }
    }

    @Override
    public Control control() {
        synchronized (lock) {
            return tables.control;
        }
    }

    @Override
    public CommitResult commit(Changes changes) {
        synchronized (lock) {
            if (changes.refusedByKillSwitch() && tables.control.stopped()) {
                return CommitResult.STOPPED;
            }
            if (isOver(changes.validUntil())) {
                return CommitResult.EXPIRED;
            }
            if (!tables.accepts(changes)) {
                return CommitResult.CONFLICT;
            }
            changes.tasks().forEach(tables::write);
            changes.runs().forEach(tables::write);
            changes.attempts().forEach(tables::write);
            changes.gates().forEach(tables::write);
            changes.incidents().forEach(tables::write);
            changes.failures().forEach(tables::add);
            changes.reportedChanges().forEach(tables::add);
            changes.workspaces().forEach(tables.workspaces::write);
            changes.cancelledTimers().forEach(tables::cancel);
            changes.timers().forEach(tables::set);
            changes.journal().forEach(tables.journal::append);
            changes.outcomes().forEach(tables::add);
            Control control = changes.control();
            if (control != null) {
                tables.control = control.withVersion(control.version() + 1);
            }
            Changes.CursorMove move = changes.cursor();
            if (move != null) {
                tables.cursors.put(move.system(), move.to());
            }
            return CommitResult.APPLIED;
        }
    }

    @Override
    public List<ReserveResult> reserve(Reservation reservation) {
        synchronized (lock) {
            Function<ReserveResult, List<ReserveResult>> allOf =
                    result -> reservation.items().stream().map(item -> result).toList();
            if (tables.control.stopped()) {
                return allOf.apply(ReserveResult.STOPPED);
            }
            if (isOver(reservation.validUntil())) {
                return allOf.apply(ReserveResult.EXPIRED);
            }
            Incident incident = reservation.incident();
            if (!reservation.gates().stream().allMatch(tables::isCurrent)
                    || (incident != null && !tables.isCurrent(incident))) {
                return allOf.apply(ReserveResult.GATE_MOVED);
            }
            Map<GateKey, Gate> gates = new LinkedHashMap<>();
            reservation.gates().forEach(gate -> gates.put(gate.key(), gate));
            List<ReserveResult> results = new ArrayList<>();
            for (Reservation.Item item : reservation.items()) {
                boolean paused =
                        tables.control.isPaused(item.task().descriptor().workspace());
                if (!paused && tables.isCurrent(item.task()) && tables.isCurrent(item.attempt())) {
                    tables.write(item.task());
                    tables.write(item.attempt());
                    tables.set(item.timer());
                    tables.journal.append(item.journal());
                    results.add(ReserveResult.RESERVED);
                } else {
                    item.attempt()
                            .passage()
                            .gates()
                            .forEach(slot -> gates.computeIfPresent(slot.gate(), (key, gate) -> gate.withSlots(-1)));
                    if (incident != null) {
                        incident = incident.withCounts(incident.counts()
                                .plus(Disposition.IN_ATTEMPT, -1)
                                .plus(item.before(), 1));
                    }
                    results.add(paused ? ReserveResult.PAUSED : ReserveResult.TASK_MOVED);
                }
            }
            gates.values().forEach(tables::write);
            if (incident != null) {
                tables.write(incident);
            }
            return results;
        }
    }

    @Override
    public boolean switchTo(Control control) {
        synchronized (lock) {
            if (control.version() != tables.control.version()) {
                return false;
            }
            tables.control = control.withVersion(control.version() + 1);
            return true;
        }
    }

    @Override
    public int clean(Cutoff cutoff, int limit) {
        synchronized (lock) {
            return new Cleaning(tables, cutoff, limit).run();
        }
    }

    @Override
    public DueWork due(String node, Duration claimFor, int limit) {
        synchronized (lock) {
            Instant now = clock.instant();
            Instant until = now.plus(claimFor);
            List<Gate> gates = rows(tables.dueGates.claim(now, until, limit), tables.gates);
            List<Timer> timers = rows(tables.dueTimers.claim(now, until, limit), tables.timers);
            return new DueWork(gates, timers);
        }
    }

    @Override
    public @Nullable Instant nextDue() {
        synchronized (lock) {
            Instant gate = tables.dueGates.next();
            Instant timer = tables.dueTimers.next();
            if (gate == null || timer == null) {
                return gate == null ? timer : gate;
            }
            return gate.isBefore(timer) ? gate : timer;
        }
    }

    @Override
    public List<TaskRecord> candidates(CandidateQuery query) {
        synchronized (lock) {
            return tables.candidates.find(query);
        }
    }

    @Override
    public List<Gate> restlessGates() {
        synchronized (lock) {
            return List.copyOf(tables.restlessGates.values());
        }
    }

    @Override
    public List<DispositionCount> dispositionCounts() {
        synchronized (lock) {
            List<DispositionCount> counts = new ArrayList<>();
            tables.dispositions.forEach((workspace, byDisposition) -> byDisposition.forEach(
                    (disposition, tasks) -> counts.add(new DispositionCount(workspace, disposition, tasks))));
            return counts;
        }
    }

    @Override
    public List<RunCount> runsInProgress(Instant silentSince) {
        synchronized (lock) {
            return tables.runsInProgress(silentSince);
        }
    }

    @Override
    public List<WorkspaceRecord> workspaces() {
        synchronized (lock) {
            return tables.workspaces.all();
        }
    }

    @Override
    public List<TaskRecord> findTasks(TaskQuery query) {
        synchronized (lock) {
            return tables.findTasks(query);
        }
    }

    @Override
    public List<Incident> findIncidents(boolean openOnly, int limit) {
        synchronized (lock) {
            return tables.findIncidents(openOnly, limit);
        }
    }

    @Override
    public List<Gate> findGates(int limit) {
        synchronized (lock) {
            return tables.gates.values().stream().limit(limit).toList();
        }
    }

    @Override
    public List<TaskExecutionTrace> runsOf(TaskKey task) {
        synchronized (lock) {
            return List.copyOf(Tables.ofTask(tables.runs, task));
        }
    }

    @Override
    public List<Attempt> attemptsOf(TaskKey task) {
        synchronized (lock) {
            return tables.attemptsOf(task);
        }
    }

    @Override
    public List<Attempt> latestAttempts(int limit) {
        synchronized (lock) {
            return tables.latestAttempts.stream().limit(limit).toList();
        }
    }

    @Override
    public List<FailureRecord> failuresOf(TaskKey task) {
        synchronized (lock) {
            return List.copyOf(Tables.ofTask(tables.failures, task));
        }
    }

    @Override
    public List<FailureRecord> samplesOf(String incidentId, int limit) {
        synchronized (lock) {
            return tables.samplesOf(incidentId, limit);
        }
    }

    @Override
    public List<JournalEntry> journalAfter(long sequence, int limit) {
        synchronized (lock) {
            return tables.journal.after(sequence, limit);
        }
    }

    @Override
    public List<JournalEntry> journalOf(@Nullable TaskKey task, @Nullable String incidentId, int limit) {
        synchronized (lock) {
            if (task != null && incidentId == null) {
                return tables.journal.ofTask(task, limit);
            }
            if (task == null && incidentId != null) {
                return tables.journal.ofIncident(incidentId, limit);
            }
        }
        throw new IllegalArgumentException(
                "journalOf wants a task or an incident, got " + task + " and " + incidentId + "; give exactly one");
    }

    @Override
    public List<OutcomeCount> outcomesOf(Cause cause) {
        synchronized (lock) {
            return tables.outcomesOf(cause.id());
        }
    }

    private static <K, V> List<V> rows(List<K> keys, Map<K, V> table) {
        return keys.isEmpty()
                ? List.of()
                : keys.stream()
                        .map(key -> Objects.requireNonNull(table.get(key)))
                        .toList();
    }

    private boolean isOver(@Nullable Instant validUntil) {
        return validUntil != null && clock.instant().isAfter(validUntil);
    }

    private <K, V> Map<K, V> find(Collection<K> keys, Function<K, @Nullable V> lookUp) {
        synchronized (lock) {
            Map<K, V> found = new LinkedHashMap<>();
            for (K key : keys) {
                V row = lookUp.apply(key);
                if (row != null) {
                    found.put(key, row);
                }
            }
            return found;
        }
    }
}
