package io.ripresa.tck;

import io.ripresa.model.Attempt;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Recoverability;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.RunKey;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.spi.Changes;
import io.ripresa.spi.Changes.TimerKey;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store too simple to be wrong: rows in creation order, no index, every question answered by looking at all rows and
 * sorting. For one thread; other stores are compared with it.
 */
final class PlainStore extends PlainRows implements RecoveryStore {

    private final InstantSource clock;
    private Control control = Control.RUNNING;

    PlainStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Map<TaskKey, TaskRecord> tasks(Collection<TaskKey> keys) {
        return find(keys, tasks);
    }

    @Override
    public Map<RunKey, TaskExecutionTrace> runs(Collection<RunKey> keys) {
        return find(keys, runs);
    }

    @Override
    public Map<String, Attempt> attempts(Collection<String> ids) {
        return find(ids, attempts);
    }

    @Override
    public Map<GateKey, Gate> gates(Collection<GateKey> keys) {
        return find(keys, gates);
    }

    @Override
    public Map<String, Incident> incidents(Collection<String> ids) {
        return find(ids, incidents);
    }

    @Override
    public Map<String, Incident> latestIncidents(Collection<Cause> causes) {
        Map<String, Incident> latest = new LinkedHashMap<>();
        for (Cause cause : causes) {
            Incident incident = latest(cause);
            if (incident != null) {
                latest.put(cause.id(), incident);
            }
        }
        return latest;
    }

    @Override
    public @Nullable ReportedChange reportedChange(String id) {
        return reportedChanges.get(id);
    }

    @Override
    public List<Incident> awaitingFix(@Nullable String after, int limit) {
        return sorted(
                incidents.values(),
                incident -> incident.state() != IncidentState.RESOLVED
                        && incident.headline().recoverability() == Recoverability.AFTER_FIX
                        && (after == null || incident.id().compareTo(after) > 0),
                Comparator.comparing(Incident::id),
                limit);
    }

    @Override
    public @Nullable String cursor(String system) {
        return cursors.get(system);
    }

    @Override
    public Control control() {
        return control;
    }

    @Override
    public CommitResult commit(Changes changes) {
        if (changes.refusedByKillSwitch() && control.stopped()) {
            return CommitResult.STOPPED;
        }
        if (isOver(changes.validUntil())) {
            return CommitResult.EXPIRED;
        }
        Changes.CursorMove move = changes.cursor();
        boolean current = changes.tasks().stream().allMatch(this::isCurrent)
                && changes.runs().stream().allMatch(row -> row.version() == version(runs.get(row.run())))
                && changes.attempts().stream().allMatch(this::isCurrent)
                && changes.gates().stream().allMatch(row -> row.version() == version(gates.get(row.key())))
                && changes.incidents().stream().allMatch(row -> row.version() == version(incidents.get(row.id())))
                && changes.workspaces().stream().allMatch(row -> row.version() == version(workspaces.get(row.name())))
                && (changes.control() == null || changes.control().version() == control.version())
                && changes.reportedChanges().stream().noneMatch(row -> reportedChanges.containsKey(row.id()))
                && (move == null || Objects.equals(cursors.get(move.system()), move.from()));
        if (!current) {
            return CommitResult.CONFLICT;
        }
        changes.tasks().forEach(row -> tasks.put(row.key(), row.withVersion(row.version() + 1)));
        changes.runs().forEach(row -> runs.put(row.run(), row.withVersion(row.version() + 1)));
        changes.attempts().forEach(row -> attempts.put(row.id(), row.withVersion(row.version() + 1)));
        changes.gates().forEach(this::put);
        changes.incidents().forEach(row -> incidents.put(row.id(), row.withVersion(row.version() + 1)));
        changes.failures().forEach(row -> failures.putIfAbsent(row.run(), row));
        changes.reportedChanges().forEach(row -> reportedChanges.put(row.id(), row));
        changes.workspaces().forEach(row -> workspaces.put(row.name(), row.withVersion(row.version() + 1)));
        if (changes.control() != null) {
            control = changes.control().withVersion(changes.control().version() + 1);
        }
        changes.cancelledTimers().forEach(timers::remove);
        changes.timers().forEach(this::put);
        journal.addAll(changes.journal());
        outcomes.addAll(changes.outcomes());
        if (move != null) {
            cursors.put(move.system(), move.to());
        }
        return CommitResult.APPLIED;
    }

    @Override
    public List<ReserveResult> reserve(Reservation reservation) {
        List<Reservation.Item> items = reservation.items();
        if (control.stopped()) {
            return items.stream().map(item -> ReserveResult.STOPPED).toList();
        }
        if (isOver(reservation.validUntil())) {
            return items.stream().map(item -> ReserveResult.EXPIRED).toList();
        }
        Incident incident = reservation.incident();
        boolean moved = reservation.gates().stream().anyMatch(row -> row.version() != version(gates.get(row.key())));
        if (moved || (incident != null && incident.version() != version(incidents.get(incident.id())))) {
            return items.stream().map(item -> ReserveResult.GATE_MOVED).toList();
        }
        List<Gate> written = new ArrayList<>(reservation.gates());
        List<ReserveResult> results = new ArrayList<>();
        for (Reservation.Item item : items) {
            boolean paused = control.isPaused(item.task().descriptor().workspace());
            if (!paused && isCurrent(item.task()) && isCurrent(item.attempt())) {
                tasks.put(item.task().key(), item.task().withVersion(item.task().version() + 1));
                attempts.put(
                        item.attempt().id(),
                        item.attempt().withVersion(item.attempt().version() + 1));
                put(item.timer());
                journal.add(item.journal());
                results.add(ReserveResult.RESERVED);
            } else {
                item.attempt()
                        .passage()
                        .gates()
                        .forEach(slot ->
                                written.replaceAll(gate -> gate.key().equals(slot.gate()) ? gate.withSlots(-1) : gate));
                if (incident != null) {
                    incident = incident.withCounts(
                            incident.counts().plus(Disposition.IN_ATTEMPT, -1).plus(item.before(), 1));
                }
                results.add(paused ? ReserveResult.PAUSED : ReserveResult.TASK_MOVED);
            }
        }
        written.forEach(this::put);
        if (incident != null) {
            incidents.put(incident.id(), incident.withVersion(incident.version() + 1));
        }
        return results;
    }

    private boolean isOver(@Nullable Instant validUntil) {
        return validUntil != null && clock.instant().isAfter(validUntil);
    }

    @Override
    public boolean switchTo(Control wanted) {
        if (wanted.version() != control.version()) {
            return false;
        }
        control = wanted.withVersion(wanted.version() + 1);
        return true;
    }

    @Override
    public int clean(Cutoff cutoff, int limit) {
        return delete(cutoff, limit);
    }

    @Override
    public DueWork due(String node, Duration claimFor, int limit) {
        List<Gate> dueGates = claim(
                gates.values().stream().filter(gate -> gate.nextActionAt() != null),
                Gate::key,
                gate -> Objects.requireNonNull(gate.nextActionAt()),
                Comparator.comparing(Gate::key),
                clock.instant().plus(claimFor),
                limit);
        List<Timer> dueTimers = claim(
                timers.values().stream(),
                timer -> new TimerKey(timer.kind(), timer.subject()),
                Timer::dueAt,
                Comparator.comparing((Timer timer) -> timer.kind().name()).thenComparing(Timer::subject),
                clock.instant().plus(claimFor),
                limit);
        return new DueWork(dueGates, dueTimers);
    }

    private <R> List<R> claim(
            Stream<R> rows,
            Function<R, Object> key,
            Function<R, Instant> dueAt,
            Comparator<R> ties,
            Instant until,
            int limit) {
        Function<R, Instant> visibleAt =
                row -> claims.getOrDefault(key.apply(row), Objects.requireNonNull(dueAt.apply(row)));
        List<R> claimed = rows.filter(row -> !visibleAt.apply(row).isAfter(clock.instant()))
                .sorted(Comparator.comparing(visibleAt).thenComparing(ties))
                .limit(limit)
                .toList();
        claimed.forEach(row -> claims.put(key.apply(row), until));
        return claimed.stream()
                .sorted(Comparator.comparing(dueAt).thenComparing(ties))
                .toList();
    }

    @Override
    public @Nullable Instant nextDue() {
        Stream<Instant> gateTimes = gates.values().stream()
                .filter(gate -> gate.nextActionAt() != null)
                .map(gate -> claims.getOrDefault(gate.key(), Objects.requireNonNull(gate.nextActionAt())));
        Stream<Instant> timerTimes = timers.entrySet().stream()
                .map(timer ->
                        claims.getOrDefault(timer.getKey(), timer.getValue().dueAt()));
        return Stream.concat(gateTimes, timerTimes)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    @Override
    public List<TaskRecord> candidates(CandidateQuery query) {
        return tasks.values().stream()
                .filter(task -> task.disposition() == Disposition.WAITING || task.disposition() == Disposition.HELD)
                .filter(task -> trouble(task).incidentId().equals(query.incidentId()))
                .filter(task -> !query.except().contains(task.descriptor().workspace()))
                .filter(task -> query.ignoreNotBefore() || !notBefore(task).isAfter(query.now()))
                .filter(task -> task.runs().attempts()
                        < query.maxAttempts() + task.runs().granted())
                .filter(task ->
                        !query.excludeUnsafe() || task.descriptor().safety().sideEffects() != SideEffects.UNSAFE)
                .sorted(Comparator.comparing((TaskRecord task) -> !task.isFirstStart())
                        .thenComparing(task -> task.runs().attempts())
                        .thenComparing(task -> -(long) task.descriptor().priority())
                        .thenComparing(task -> trouble(task).share())
                        .thenComparing(task -> trouble(task).since())
                        .thenComparing(task -> task.key()))
                .limit(query.limit())
                .toList();
    }

    @Override
    public List<Gate> restlessGates() {
        return sorted(gates.values(), gate -> !gate.isQuiet(), Comparator.comparing(Gate::key), Integer.MAX_VALUE);
    }

    private void put(Gate row) {
        gates.put(row.key(), row.withVersion(row.version() + 1));
        claims.remove(row.key());
    }

    private void put(Timer timer) {
        TimerKey key = new TimerKey(timer.kind(), timer.subject());
        timers.put(key, timer);
        claims.remove(key);
    }

    private boolean isCurrent(TaskRecord row) {
        TaskRecord stored = tasks.get(row.key());
        return row.version() == (stored == null ? 0 : stored.version());
    }

    private boolean isCurrent(Attempt row) {
        Attempt stored = attempts.get(row.id());
        return row.version() == (stored == null ? 0 : stored.version());
    }

    private static long version(@Nullable Gate stored) {
        return stored == null ? 0 : stored.version();
    }

    private static long version(@Nullable WorkspaceRecord stored) {
        return stored == null ? 0 : stored.version();
    }

    private static long version(@Nullable Incident stored) {
        return stored == null ? 0 : stored.version();
    }

    private static long version(@Nullable TaskExecutionTrace stored) {
        return stored == null ? 0 : stored.version();
    }

    private static Instant notBefore(TaskRecord task) {
        Instant time = trouble(task).notBefore();
        return time == null ? Instant.MIN : time;
    }

    private static <K, V> Map<K, V> find(Collection<K> keys, Map<K, V> rows) {
        Map<K, V> found = new LinkedHashMap<>();
        for (K key : keys) {
            V row = rows.get(key);
            if (row != null) {
                found.put(key, row);
            }
        }
        return found;
    }
}
