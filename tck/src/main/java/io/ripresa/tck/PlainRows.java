package io.ripresa.tck;

import io.ripresa.model.Attempt;
import io.ripresa.model.Cause;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import io.ripresa.spi.Changes.TimerKey;
import io.ripresa.spi.RecoveryReadModel;
import io.ripresa.spi.RecoveryStore.Cutoff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rows of the {@link PlainStore}, in creation order, and what people read of them. For one thread. */
abstract class PlainRows implements RecoveryReadModel {

    final Map<TaskKey, TaskRecord> tasks = new LinkedHashMap<>();
    final Map<RunKey, TaskExecutionTrace> runs = new LinkedHashMap<>();
    final Map<String, Attempt> attempts = new LinkedHashMap<>();
    final Map<GateKey, Gate> gates = new LinkedHashMap<>();
    final Map<String, Incident> incidents = new LinkedHashMap<>();
    final Map<RunKey, FailureRecord> failures = new LinkedHashMap<>();
    final Map<TimerKey, Timer> timers = new LinkedHashMap<>();
    final Map<Object, Instant> claims = new LinkedHashMap<>();
    final Map<String, ReportedChange> reportedChanges = new LinkedHashMap<>();
    final Map<String, WorkspaceRecord> workspaces = new TreeMap<>();
    final List<JournalEntry> journal = new ArrayList<>();
    final List<OutcomeCount> outcomes = new ArrayList<>();
    final Map<String, String> cursors = new LinkedHashMap<>();

    int delete(Cutoff cutoff, int limit) {
        List<TaskRecord> over = sorted(
                tasks.values(), task -> isOver(task, cutoff.tasks()), Comparator.comparing(TaskRecord::key), limit);
        over.forEach(task -> delete(task.key()));
        List<Incident> old = sorted(
                incidents.values(),
                incident -> isResolved(incident, cutoff.incidents())
                        && !incident.equals(latest(incident.cause()))
                        && tasks.values().stream()
                                .noneMatch(task -> task.trouble() != null
                                        && trouble(task).incidentId().equals(incident.id())),
                Comparator.comparing(incident -> incident.times().openedAt()),
                limit);
        for (Incident incident : old) {
            incidents.remove(incident.id());
            journal.removeIf(line -> line.subject().task() == null
                    && incident.id().equals(line.subject().incidentId()));
        }
        int lines = journal.size();
        journal.removeIf(line -> line.subject().task() == null
                && line.subject().incidentId() == null
                && line.at().isBefore(cutoff.incidents()));
        int changes = reportedChanges.size();
        reportedChanges.values().removeIf(change -> change.reportedAt().isBefore(cutoff.incidents()));
        int spaces = workspaces.size();
        workspaces
                .values()
                .removeIf(row ->
                        row.state() == WorkspaceState.COMPLETED && row.since().isBefore(cutoff.incidents()));
        return over.size()
                + old.size()
                + lines
                - journal.size()
                + changes
                - reportedChanges.size()
                + spaces
                - workspaces.size();
    }

    private boolean isOver(TaskRecord task, Instant before) {
        TaskExecutionTrace run = runs.get(new RunKey(task.key(), task.runs().latest()));
        boolean ended = run != null && run.endedAt() != null && run.endedAt().isBefore(before);
        return task.since().isBefore(before)
                && task.liveAttempt() == null
                && (task.disposition().isTerminal()
                        ? run == null || run.endedAt() == null || ended
                        : task.disposition() == Disposition.UNAFFECTED && ended)
                && (task.trouble() == null
                        || isResolved(incidents.get(trouble(task).incidentId()), before));
    }

    private static boolean isResolved(@Nullable Incident incident, Instant before) {
        return incident != null
                && incident.state() == IncidentState.RESOLVED
                && incident.times().resolvedAt() != null
                && incident.times().resolvedAt().isBefore(before);
    }

    /** The one that came last. */
    @Nullable Incident latest(Cause cause) {
        return incidents.values().stream()
                .filter(incident -> incident.cause().equals(cause))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private void delete(TaskKey key) {
        tasks.remove(key);
        List<String> subjects = new ArrayList<>(List.of(key.toString()));
        runs.keySet().stream().filter(run -> run.task().equals(key)).forEach(run -> subjects.add(run.toString()));
        attempts.values().stream()
                .filter(attempt -> attempt.task().equals(key))
                .forEach(attempt -> subjects.add(attempt.id()));
        runs.keySet().removeIf(run -> run.task().equals(key));
        failures.keySet().removeIf(run -> run.task().equals(key));
        attempts.values().removeIf(attempt -> attempt.task().equals(key));
        timers.keySet().removeIf(timer -> subjects.contains(timer.subject()));
        journal.removeIf(line -> key.equals(line.subject().task()));
    }

    @Override
    public List<DispositionCount> dispositionCounts() {
        Map<String, Map<Disposition, Long>> counts = new TreeMap<>();
        tasks.values()
                .forEach(task -> counts.computeIfAbsent(task.descriptor().workspace(), name -> new TreeMap<>())
                        .merge(task.disposition(), 1L, Long::sum));
        List<DispositionCount> list = new ArrayList<>();
        counts.forEach((workspace, of) ->
                of.forEach((disposition, n) -> list.add(new DispositionCount(workspace, disposition, n))));
        return list;
    }

    @Override
    public List<RunCount> runsInProgress(Instant silentSince) {
        Map<String, List<TaskExecutionTrace>> open = new TreeMap<>();
        for (TaskExecutionTrace run : runs.values()) {
            TaskRecord task = tasks.get(run.run().task());
            if (task != null && run.endedAt() == null) {
                open.computeIfAbsent(task.descriptor().workspace(), name -> new ArrayList<>())
                        .add(run);
            }
        }
        return open.entrySet().stream()
                .map(each -> new RunCount(
                        each.getKey(),
                        each.getValue().size(),
                        each.getValue().stream()
                                .filter(run -> run.progress().lastSeenAt().isBefore(silentSince))
                                .count(),
                        Objects.requireNonNull(each.getValue().stream()
                                .map(TaskExecutionTrace::startedAt)
                                .min(Comparator.naturalOrder())
                                .orElse(null))))
                .toList();
    }

    @Override
    public List<WorkspaceRecord> workspaces() {
        return List.copyOf(workspaces.values());
    }

    @Override
    public List<TaskRecord> findTasks(TaskQuery query) {
        return sorted(
                tasks.values(),
                task -> (query.workspace() == null
                                || task.descriptor().workspace().equals(query.workspace()))
                        && (query.disposition() == null || task.disposition() == query.disposition())
                        && (query.incidentId() == null
                                || (task.trouble() != null
                                        && trouble(task).incidentId().equals(query.incidentId())))
                        && (query.after() == null || task.key().compareTo(query.after()) > 0),
                Comparator.comparing(TaskRecord::key),
                query.limit());
    }

    @Override
    public List<Incident> findIncidents(boolean openOnly, int limit) {
        return sorted(
                incidents.values(),
                incident -> !openOnly || incident.state() != IncidentState.RESOLVED,
                Comparator.comparing((Incident incident) -> incident.state() == IncidentState.RESOLVED)
                        .thenComparing(incident -> incident.times().openedAt(), Comparator.reverseOrder())
                        .thenComparing(incident -> incident.id()),
                limit);
    }

    @Override
    public List<Gate> findGates(int limit) {
        return sorted(gates.values(), gate -> true, Comparator.comparing(Gate::key), limit);
    }

    @Override
    public List<TaskExecutionTrace> runsOf(TaskKey task) {
        return sorted(
                runs.values(),
                run -> run.run().task().equals(task),
                Comparator.comparing(TaskExecutionTrace::run),
                Integer.MAX_VALUE);
    }

    @Override
    public List<Attempt> attemptsOf(TaskKey task) {
        return sorted(
                attempts.values(),
                attempt -> attempt.task().equals(task),
                Comparator.comparing((Attempt attempt) -> attempt.order().causingRun())
                        .thenComparing(attempt -> attempt.order().ordinal()),
                Integer.MAX_VALUE);
    }

    @Override
    public List<Attempt> latestAttempts(int limit) {
        return sorted(
                attempts.values(),
                attempt -> true,
                Comparator.comparing((Attempt attempt) -> attempt.passage().reservedAt(), Comparator.reverseOrder())
                        .thenComparing(attempt -> attempt.id()),
                limit);
    }

    @Override
    public List<FailureRecord> failuresOf(TaskKey task) {
        return sorted(
                failures.values(),
                failure -> failure.run().task().equals(task),
                Comparator.comparing(FailureRecord::run),
                Integer.MAX_VALUE);
    }

    @Override
    public List<FailureRecord> samplesOf(String incidentId, int limit) {
        return sorted(
                failures.values(),
                failure -> failure.incidentId().equals(incidentId) && failure.sample() != null,
                Comparator.comparing(FailureRecord::at).thenComparing(FailureRecord::run),
                limit);
    }

    @Override
    public List<JournalEntry> journalAfter(long sequence, int limit) {
        return journal.stream().skip(sequence).limit(limit).toList();
    }

    @Override
    public List<JournalEntry> journalOf(@Nullable TaskKey task, @Nullable String incidentId, int limit) {
        List<JournalEntry> found = new ArrayList<>();
        for (JournalEntry entry : journal) {
            if (task != null
                    ? task.equals(entry.subject().task())
                    : Objects.equals(incidentId, entry.subject().incidentId())) {
                found.add(0, entry);
            }
        }
        return found.stream().limit(limit).toList();
    }

    @Override
    public List<ReportedChange> latestReportedChanges(int limit) {
        return sorted(
                reportedChanges.values(),
                change -> true,
                Comparator.comparing(ReportedChange::at, Comparator.reverseOrder())
                        .thenComparing(ReportedChange::id),
                limit);
    }

    @Override
    public List<OutcomeCount> outcomesOf(Cause cause) {
        List<OutcomeCount> counts = new ArrayList<>();
        outcomes.stream()
                .filter(count -> count.cause().equals(cause.id()))
                .sorted(Comparator.comparing(OutcomeCount::fingerprint).thenComparing(OutcomeCount::outcome))
                .forEach(count -> {
                    OutcomeCount last = counts.isEmpty() ? null : counts.get(counts.size() - 1);
                    if (last != null
                            && last.fingerprint().equals(count.fingerprint())
                            && last.outcome() == count.outcome()) {
                        counts.set(
                                counts.size() - 1,
                                new OutcomeCount(
                                        last.cause(),
                                        last.fingerprint(),
                                        last.outcome(),
                                        last.count() + count.count()));
                    } else {
                        counts.add(count);
                    }
                });
        return counts;
    }

    static TaskRecord.Trouble trouble(TaskRecord task) {
        return Objects.requireNonNull(task.trouble());
    }

    static <R> List<R> sorted(Collection<R> rows, Predicate<R> filter, Comparator<R> order, int limit) {
        return rows.stream().filter(filter).sorted(order).limit(limit).toList();
    }
}
