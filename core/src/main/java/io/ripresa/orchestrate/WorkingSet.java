package io.ripresa.orchestrate;

import io.ripresa.model.Attempt;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Decision.Rationale;
import io.ripresa.model.Dependency;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.model.Timer;
import io.ripresa.policy.FixRules;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows that one step reads and changes, each read once and written once, in one commit. Keeps the counts of
 * incidents in step with the dispositions of their members, so that nobody else counts. Used by one thread.
 */
final class WorkingSet {

    /** Changes that a failure which comes late may be older than. */
    private static final int LATEST_CHANGES = 50;

    private final Books books;
    private final RecoveryStore store;
    private final Instant now;
    private final Control control;
    private final Changes changes = new Changes();
    private final Table<TaskKey, TaskRecord> tasks = new Table<>();
    private final Table<RunKey, TaskExecutionTrace> runs = new Table<>();
    private final Table<String, Attempt> attempts = new Table<>();
    private final Table<GateKey, Gate> gates = new Table<>();
    private final Table<String, Incident> incidents = new Table<>();
    private final Map<String, Optional<String>> latestByCause = new LinkedHashMap<>();
    private final Set<GateKey> touchedGates = new LinkedHashSet<>();
    private final Set<String> touchedIncidents = new LinkedHashSet<>();
    private final List<Call> calls = new ArrayList<>();
    private @Nullable List<ReportedChange> latestChanges;

    WorkingSet(Books books) {
        this.books = books;
        this.store = books.store();
        RecoveryStore.Moment moment = store.moment();
        this.now = moment.now();
        this.control = moment.control();
    }

    private record Call(Dependency dependency, boolean well) {}

    /** Rows of one kind: what was read, and what is to be. */
    private static final class Table<K, V> {
        private final Map<K, Optional<V>> rows = new LinkedHashMap<>();

        boolean has(K key) {
            return rows.containsKey(key);
        }

        @Nullable V get(K key) {
            return rows.getOrDefault(key, Optional.empty()).orElse(null);
        }

        void read(Collection<K> keys, Map<K, V> found) {
            for (K key : keys) {
                rows.putIfAbsent(key, Optional.ofNullable(found.get(key)));
            }
        }

        List<K> missing(Collection<K> keys) {
            List<K> missing = new ArrayList<>();
            for (K key : keys) {
                if (!rows.containsKey(key) && !missing.contains(key)) {
                    missing.add(key);
                }
            }
            return missing;
        }

        void put(K key, V value) {
            rows.put(key, Optional.of(value));
        }
    }

    Instant now() {
        return now;
    }

    Control control() {
        return control;
    }

    // --- reading ---

    void loadTasks(Collection<TaskKey> keys) {
        List<TaskKey> missing = new ArrayList<>(new LinkedHashSet<>(keys));
        missing.removeIf(tasks::has);
        if (!missing.isEmpty()) {
            tasks.read(missing, store.tasks(missing));
        }
    }

    void loadRuns(Collection<RunKey> keys) {
        List<RunKey> missing = new ArrayList<>(new LinkedHashSet<>(keys));
        missing.removeIf(runs::has);
        if (!missing.isEmpty()) {
            runs.read(missing, store.runs(missing));
        }
    }

    void loadAttempts(Collection<String> ids) {
        List<String> missing = attempts.missing(ids);
        if (!missing.isEmpty()) {
            attempts.read(missing, store.attempts(missing));
        }
    }

    void loadGates(Collection<GateKey> keys) {
        List<GateKey> missing = gates.missing(keys);
        if (!missing.isEmpty()) {
            gates.read(missing, store.gates(missing));
        }
    }

    void loadIncidents(Collection<String> ids) {
        List<String> missing = incidents.missing(ids);
        if (!missing.isEmpty()) {
            incidents.read(missing, store.incidents(missing));
        }
    }

    @Nullable TaskRecord task(TaskKey key) {
        loadTasks(List.of(key));
        return tasks.get(key);
    }

    @Nullable TaskExecutionTrace run(RunKey key) {
        loadRuns(List.of(key));
        return runs.get(key);
    }

    @Nullable Attempt attempt(String id) {
        loadAttempts(List.of(id));
        return attempts.get(id);
    }

    /** The attempt that a task has under way, or null. */
    @Nullable Attempt liveAttempt(TaskRecord task) {
        String id = task.liveAttempt();
        return id == null ? null : attempt(id);
    }

    @Nullable Gate gate(GateKey key) {
        loadGates(List.of(key));
        return gates.get(key);
    }

    /** The gate that members of an incident pass, or null where there is none, or it has gone on to another incident. */
    @Nullable Gate gateOf(Incident incident) {
        GateKey key = incident.cause() instanceof Cause.Gated gated ? gated.gate() : FixRules.gateOf(incident);
        Gate gate = key == null ? null : gate(key);
        return FixRules.isFor(gate, incident) ? gate : null;
    }

    @Nullable Incident incident(String id) {
        loadIncidents(List.of(id));
        return incidents.get(id);
    }

    /** The incident of a task's present trouble, or null. */
    @Nullable Incident incidentOf(TaskRecord task) {
        Trouble trouble = task.trouble();
        return trouble == null ? null : incident(trouble.incidentId());
    }

    /** The latest incident of a cause, open or resolved, or null. */
    @Nullable Incident latestIncident(Cause cause) {
        Optional<String> known = latestByCause.get(cause.id());
        if (known == null) {
            Incident found = store.latestIncidents(List.of(cause)).get(cause.id());
            if (found != null && !incidents.has(found.id())) {
                incidents.put(found.id(), found);
            }
            known = Optional.ofNullable(found).map(Incident::id);
            latestByCause.put(cause.id(), known);
        }
        return known.map(this::incident).orElse(null);
    }

    // --- writing ---

    /** Writes a task; the incident that it leaves and the one that it is in are counted. */
    void put(TaskRecord task) {
        put(task, null);
    }

    /**
     * The same, where a decision put it there.
     *
     * @param rationale why, or null where no decision did
     */
    void put(TaskRecord task, @Nullable Rationale rationale) {
        TaskRecord before = task(task.key());
        count(before, -1);
        tasks.put(task.key(), task);
        count(task, 1);
        changes.task(task);
        if (before == null || before.disposition() != task.disposition()) {
            Trouble trouble = task.trouble();
            journal(
                    before == null && trouble == null ? Kind.TASK_KNOWN : Kind.DISPOSED,
                    new Subject(task.key(), trouble == null ? null : trouble.incidentId(), null, null),
                    (before == null ? "known" : before.disposition().name()) + " → " + task.disposition()
                            + (task.note().isEmpty() ? "" : ": " + task.note()),
                    LedgerFacts.ofDisposition(before, task, rationale));
        }
    }

    private void count(@Nullable TaskRecord task, int delta) {
        if (task == null) {
            return;
        }
        Incident incident = incidentOf(task);
        if (incident != null) {
            put(incident.withCounts(incident.counts().plus(task.disposition(), delta)));
        }
    }

    void put(TaskExecutionTrace run) {
        runs.put(run.run(), run);
        changes.run(run);
    }

    void put(Attempt attempt) {
        attempts.put(attempt.id(), attempt);
        changes.attempt(attempt);
    }

    void put(Gate gate) {
        gates.put(gate.key(), gate);
        touchedGates.add(gate.key());
        changes.gate(gate);
    }

    void put(Incident incident) {
        incidents.put(incident.id(), incident);
        touchedIncidents.add(incident.id());
        changes.incident(incident);
    }

    /** Writes the first row of a new incident, which is from now on the latest of its cause. */
    void open(Incident incident) {
        latestByCause.put(incident.cause().id(), Optional.of(incident.id()));
        put(incident);
    }

    /** Counts a task in an incident that it is about to become a member of; which of its workspace's it is. */
    int join(String incidentId, TaskRecord task) {
        Incident incident = incident(incidentId);
        if (incident == null) {
            return 0;
        }
        String workspace = task.descriptor().workspace();
        Incident joined = incident.joinedBy(workspace);
        put(joined);
        return joined.shareOf(workspace);
    }

    void put(FailureRecord failure) {
        changes.failure(failure);
    }

    void timer(Timer.Kind kind, Object subject, Instant dueAt) {
        changes.timer(new Timer(kind, subject.toString(), dueAt));
    }

    void cancelTimer(Timer.Kind kind, Object subject) {
        changes.cancelTimer(kind, subject.toString());
    }

    void outcome(OutcomeCount increment) {
        changes.outcome(increment);
    }

    void reportedChange(ReportedChange change) {
        changes.reportedChange(change);
    }

    /** The latest changes that were reported. */
    List<ReportedChange> latestReportedChanges() {
        List<ReportedChange> known = latestChanges;
        if (known == null) {
            known = store.latestReportedChanges(LATEST_CHANGES);
            latestChanges = known;
        }
        return known;
    }

    /** Counts a call, in memory, if all this is stored. */
    void called(Dependency dependency, boolean well) {
        calls.add(new Call(dependency, well));
    }

    void cursor(Changes.CursorMove move) {
        changes.cursor(move);
    }

    void journal(Kind kind, Subject subject, String text) {
        changes.journal(JournalEntry.of(now, kind, subject, text));
    }

    void journal(Kind kind, Subject subject, String text, Map<String, String> data) {
        changes.journal(JournalEntry.of(now, kind, subject, text, data));
    }

    /** The gates that were written, in the order of their first writing. */
    List<GateKey> touchedGates() {
        return List.copyOf(touchedGates);
    }

    /** The incidents that were written, in the order of their first writing. */
    List<String> touchedIncidents() {
        return List.copyOf(touchedIncidents);
    }

    /** Applies everything, or nothing where somebody else was faster. */
    CommitResult commit() {
        if (changes.isEmpty()) {
            return CommitResult.APPLIED;
        }
        CommitResult result = store.commit(changes);
        if (result == CommitResult.APPLIED) {
            books.written(changes.journal());
            calls.forEach(call -> books.calls().add(call.dependency(), call.well() ? 1 : 0, call.well() ? 0 : 1));
        }
        return result;
    }
}
