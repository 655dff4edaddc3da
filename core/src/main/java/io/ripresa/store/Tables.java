package io.ripresa.store;

import io.ripresa.model.Attempt;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Outcome;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.Recoverability;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import io.ripresa.spi.Changes.TimerKey;
import io.ripresa.spi.RecoveryReadModel.RunCount;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of the in-memory store and their indexes. Not thread-safe. HashMaps are for look-ups, never iterated. */
final class Tables {

    private static final Comparator<Incident> INCIDENTS = Comparator.comparing((Incident i) -> !isOpen(i))
            .thenComparing(i -> i.times().openedAt(), Comparator.reverseOrder())
            .thenComparing(i -> i.id());

    private static final Comparator<Attempt> NEWEST_ATTEMPTS = Comparator.<Attempt, Instant>comparing(
                    a -> a.passage().reservedAt(), Comparator.reverseOrder())
            .thenComparing(Attempt::id);

    private static final Comparator<Attempt> FIRST_ATTEMPTS = Comparator.comparingInt(
                    (Attempt a) -> a.order().causingRun())
            .thenComparingInt(a -> a.order().ordinal())
            .thenComparing(a -> a.id());

    private static final Comparator<FailureRecord> SAMPLES =
            Comparator.comparing(FailureRecord::at).thenComparing(FailureRecord::run);

    private static final Comparator<ReportedChange> LATEST_CHANGES =
            Comparator.comparing(ReportedChange::at, Comparator.reverseOrder()).thenComparing(ReportedChange::id);

    private static final Comparator<TimerKey> TIMERS =
            Comparator.comparing((TimerKey key) -> key.kind().name()).thenComparing(TimerKey::subject);

    final TreeMap<TaskKey, TaskRecord> tasks = new TreeMap<>();
    final CandidateIndex candidates = new CandidateIndex();
    final TreeMap<String, EnumMap<Disposition, Long>> dispositions = new TreeMap<>();
    private final Map<String, TreeSet<TaskKey>> members = new HashMap<>();

    final TreeMap<RunKey, TaskExecutionTrace> runs = new TreeMap<>();
    private final RunsInProgress inProgress = new RunsInProgress();
    final TreeMap<RunKey, FailureRecord> failures = new TreeMap<>();
    private final Map<String, TreeSet<FailureRecord>> samples = new HashMap<>();

    final Map<String, Attempt> attempts = new HashMap<>();
    final TreeSet<Attempt> latestAttempts = new TreeSet<>(NEWEST_ATTEMPTS);
    private final Map<TaskKey, TreeSet<Attempt>> attemptsByTask = new HashMap<>();

    final TreeMap<GateKey, Gate> gates = new TreeMap<>();
    final TreeMap<GateKey, Gate> restlessGates = new TreeMap<>();
    final DueIndex<GateKey> dueGates = new DueIndex<>(GateKey::compareTo);

    final Map<String, Incident> incidents = new HashMap<>();
    private final TreeSet<Incident> sortedIncidents = new TreeSet<>(INCIDENTS);
    private final Map<String, String> latestByCause = new HashMap<>();

    final Map<TimerKey, Timer> timers = new HashMap<>();
    final DueIndex<TimerKey> dueTimers = new DueIndex<>(TIMERS);

    final Map<String, ReportedChange> reportedChanges = new HashMap<>();
    private final TreeSet<ReportedChange> latestChanges = new TreeSet<>(LATEST_CHANGES);

    final WorkspaceRows workspaces = new WorkspaceRows();
    final JournalLog journal = new JournalLog();
    final Map<String, String> cursors = new HashMap<>();
    private final Map<String, TreeMap<String, EnumMap<Outcome, Long>>> outcomes = new HashMap<>();
    Control control = Control.RUNNING;

    // --- conditions ---

    boolean accepts(Changes changes) {
        Changes.CursorMove move = changes.cursor();
        return (move == null || Objects.equals(cursors.get(move.system()), move.from()))
                && all(changes.tasks(), this::isCurrent)
                && all(changes.runs(), this::isCurrent)
                && all(changes.attempts(), this::isCurrent)
                && all(changes.gates(), this::isCurrent)
                && all(changes.incidents(), this::isCurrent)
                && all(changes.workspaces(), workspaces::isCurrent)
                && (changes.control() == null || changes.control().version() == control.version())
                && all(changes.reportedChanges(), row -> !reportedChanges.containsKey(row.id()));
    }

    private static <T> boolean all(List<T> rows, Predicate<T> condition) {
        for (T row : rows) {
            if (!condition.test(row)) {
                return false;
            }
        }
        return true;
    }

    boolean isCurrent(TaskRecord row) {
        TaskRecord stored = tasks.get(row.key());
        return row.version() == (stored == null ? 0 : stored.version());
    }

    boolean isCurrent(TaskExecutionTrace row) {
        TaskExecutionTrace stored = runs.get(row.run());
        return row.version() == (stored == null ? 0 : stored.version());
    }

    boolean isCurrent(Attempt row) {
        Attempt stored = attempts.get(row.id());
        return row.version() == (stored == null ? 0 : stored.version());
    }

    boolean isCurrent(Gate row) {
        Gate stored = gates.get(row.key());
        return row.version() == (stored == null ? 0 : stored.version());
    }

    boolean isCurrent(Incident row) {
        Incident stored = incidents.get(row.id());
        return row.version() == (stored == null ? 0 : stored.version());
    }

    // --- writing; the conditions have been checked ---

    void write(TaskRecord row) {
        TaskRecord task = row.withVersion(row.version() + 1);
        TaskRecord old = tasks.put(task.key(), task);
        if (old != null) {
            count(old, -1);
        }
        count(task, 1);
        candidates.replace(old, task);
        Trouble before = old == null ? null : old.trouble();
        Trouble after = task.trouble();
        if (before != null) {
            members(before.incidentId()).remove(task.key());
        }
        if (after != null) {
            members(after.incidentId()).add(task.key());
        }
    }

    void write(TaskExecutionTrace row) {
        runs.put(row.run(), row.withVersion(row.version() + 1));
        inProgress.written(row);
    }

    void write(Attempt row) {
        Attempt attempt = row.withVersion(row.version() + 1);
        Attempt old = attempts.put(attempt.id(), attempt);
        TreeSet<Attempt> ofTask = attemptsByTask.computeIfAbsent(attempt.task(), key -> new TreeSet<>(FIRST_ATTEMPTS));
        if (old != null) {
            latestAttempts.remove(old);
            ofTask.remove(old);
        }
        latestAttempts.add(attempt);
        ofTask.add(attempt);
    }

    void write(Gate row) {
        Gate gate = row.withVersion(row.version() + 1);
        gates.put(gate.key(), gate);
        if (gate.isQuiet()) {
            restlessGates.remove(gate.key());
        } else {
            restlessGates.put(gate.key(), gate);
        }
        dueGates.put(gate.key(), gate.nextActionAt());
    }

    void write(Incident row) {
        Incident incident = row.withVersion(row.version() + 1);
        Incident old = incidents.put(incident.id(), incident);
        if (old == null) {
            latestByCause.put(incident.cause().id(), incident.id());
        } else {
            sortedIncidents.remove(old);
        }
        sortedIncidents.add(incident);
    }

    void add(FailureRecord failure) {
        if (failures.putIfAbsent(failure.run(), failure) == null && failure.sample() != null) {
            samples.computeIfAbsent(failure.incidentId(), id -> new TreeSet<>(SAMPLES))
                    .add(failure);
        }
    }

    void add(ReportedChange change) {
        reportedChanges.put(change.id(), change);
        latestChanges.add(change);
    }

    void set(Timer timer) {
        TimerKey key = new TimerKey(timer.kind(), timer.subject());
        timers.put(key, timer);
        dueTimers.put(key, timer.dueAt());
    }

    void cancel(TimerKey key) {
        timers.remove(key);
        dueTimers.remove(key);
    }

    void add(OutcomeCount increment) {
        outcomes.computeIfAbsent(increment.cause(), cause -> new TreeMap<>())
                .computeIfAbsent(increment.fingerprint(), fingerprint -> new EnumMap<>(Outcome.class))
                .merge(increment.outcome(), increment.count(), Long::sum);
    }

    // --- deleting; whether it may go has been checked ---

    void delete(TaskRecord task) {
        tasks.remove(task.key());
        count(task, -1);
        Trouble trouble = task.trouble();
        if (trouble != null) {
            members(trouble.incidentId()).remove(task.key());
        }
        ofTask(runs, task.key()).forEach(run -> {
            cancel(new TimerKey(Timer.Kind.LIVENESS, run.run().toString()));
            inProgress.deleted(run.run());
        });
        ofTask(runs, task.key()).clear();
        ofTask(failures, task.key()).forEach(this::forgetSample);
        ofTask(failures, task.key()).clear();
        TreeSet<Attempt> ofTask = attemptsByTask.remove(task.key());
        if (ofTask != null) {
            for (Attempt attempt : ofTask) {
                attempts.remove(attempt.id());
                latestAttempts.remove(attempt);
                cancel(new TimerKey(Timer.Kind.ISSUE, attempt.id()));
                cancel(new TimerKey(Timer.Kind.VERIFY, attempt.id()));
            }
        }
        cancel(new TimerKey(Timer.Kind.RERUN, task.key().toString()));
        cancel(new TimerKey(Timer.Kind.EXPIRY, task.key().toString()));
        journal.forget(task.key());
    }

    private void forgetSample(FailureRecord failure) {
        TreeSet<FailureRecord> ofIncident = samples.get(failure.incidentId());
        if (ofIncident != null) {
            ofIncident.remove(failure);
        }
    }

    void delete(Incident incident) {
        incidents.remove(incident.id());
        sortedIncidents.remove(incident);
        members.remove(incident.id());
        journal.forget(incident.id());
    }

    /** Forgets changes that were reported before a time; how many. */
    int forgetChanges(Instant before) {
        List<ReportedChange> old = latestChanges.stream()
                .filter(change -> change.reportedAt().isBefore(before))
                .toList();
        old.forEach(latestChanges::remove);
        old.forEach(change -> reportedChanges.remove(change.id()));
        return old.size();
    }

    boolean hasMembers(String incidentId) {
        TreeSet<TaskKey> found = members.get(incidentId);
        return found != null && !found.isEmpty();
    }

    Stream<Incident> incidentsInOrder() {
        return sortedIncidents.stream();
    }

    // --- reading ---

    @Nullable Incident latestIncident(String cause) {
        String id = latestByCause.get(cause);
        return id == null ? null : incidents.get(id);
    }

    List<TaskRecord> findTasks(TaskQuery query) {
        NavigableSet<TaskKey> keys = query.incidentId() == null
                ? tasks.navigableKeySet()
                : members.getOrDefault(query.incidentId(), new TreeSet<>());
        NavigableSet<TaskKey> rest = query.after() == null ? keys : keys.tailSet(query.after(), false);
        return rest.stream()
                .map(key -> Objects.requireNonNull(tasks.get(key)))
                .filter(task -> query.workspace() == null
                        || task.descriptor().workspace().equals(query.workspace()))
                .filter(task -> query.disposition() == null || task.disposition() == query.disposition())
                .limit(query.limit())
                .toList();
    }

    List<RunCount> runsInProgress(Instant silentSince) {
        return inProgress.count(silentSince, runs, tasks);
    }

    List<Incident> findIncidents(boolean openOnly, int limit) {
        return sortedIncidents.stream()
                .takeWhile(incident -> !openOnly || isOpen(incident))
                .limit(limit)
                .toList();
    }

    List<Incident> awaitingFix(@Nullable String after, int limit) {
        return sortedIncidents.stream()
                .takeWhile(Tables::isOpen)
                .filter(incident -> incident.headline().recoverability() == Recoverability.AFTER_FIX)
                .filter(incident -> after == null || incident.id().compareTo(after) > 0)
                .sorted(Comparator.comparing(Incident::id))
                .limit(limit)
                .toList();
    }

    List<ReportedChange> latestReportedChanges(int limit) {
        return latestChanges.stream().limit(limit).toList();
    }

    List<Attempt> attemptsOf(TaskKey task) {
        TreeSet<Attempt> found = attemptsByTask.get(task);
        return found == null ? List.of() : List.copyOf(found);
    }

    List<FailureRecord> samplesOf(String incidentId, int limit) {
        TreeSet<FailureRecord> found = samples.get(incidentId);
        return found == null ? List.of() : found.stream().limit(limit).toList();
    }

    List<OutcomeCount> outcomesOf(String cause) {
        List<OutcomeCount> counts = new ArrayList<>();
        outcomes.getOrDefault(cause, new TreeMap<>())
                .forEach((fingerprint, byOutcome) -> byOutcome.forEach(
                        (outcome, count) -> counts.add(new OutcomeCount(cause, fingerprint, outcome, count))));
        return counts;
    }

    /** The rows of one task's runs, first to last. */
    static <V> Collection<V> ofTask(TreeMap<RunKey, V> rows, TaskKey task) {
        return rows.subMap(new RunKey(task, 0), true, new RunKey(task, Integer.MAX_VALUE), true)
                .values();
    }

    static boolean isOpen(Incident incident) {
        return incident.state() != IncidentState.RESOLVED;
    }

    private TreeSet<TaskKey> members(String incidentId) {
        return members.computeIfAbsent(incidentId, id -> new TreeSet<>());
    }

    private void count(TaskRecord task, long delta) {
        String workspace = task.descriptor().workspace();
        EnumMap<Disposition, Long> counts =
                dispositions.computeIfAbsent(workspace, name -> new EnumMap<>(Disposition.class));
        counts.merge(task.disposition(), delta, (a, b) -> a + b == 0 ? null : a + b);
        if (counts.isEmpty()) {
            dispositions.remove(workspace);
        }
    }
}
