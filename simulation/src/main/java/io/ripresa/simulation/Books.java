package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A second set of books, kept from the changes that were applied: what the rows must add up to, without asking the
 * store again.
 */
final class Books {

    final Map<TaskKey, TaskRecord> tasks = new LinkedHashMap<>();
    final Map<RunKey, TaskExecutionTrace> runs = new HashMap<>();
    final Map<String, Attempt> attempts = new LinkedHashMap<>();
    final Map<TaskKey, Set<String>> live = new HashMap<>();
    final Map<GateKey, Set<String>> holders = new HashMap<>();
    final Map<GateKey, Gate> gates = new LinkedHashMap<>();
    final Map<String, Incident> incidents = new LinkedHashMap<>();
    final Map<String, String> openByCause = new HashMap<>();
    final Map<String, Incident> latestByCause = new HashMap<>();
    final Map<String, Incident.Counts> members = new HashMap<>();
    final Map<RunKey, FailureRecord> failures = new LinkedHashMap<>();
    final Map<String, Integer> failuresOf = new HashMap<>();
    final Map<Changes.TimerKey, Timer> timers = new LinkedHashMap<>();
    /** Changes that were reported. */
    final Map<String, ReportedChange> reportedChanges = new LinkedHashMap<>();
    /** Gates that want to be looked at. */
    final Set<GateKey> dueGates = new LinkedHashSet<>();
    /** Tasks that were deleted. */
    final Set<TaskKey> deleted = new LinkedHashSet<>();

    final EnumMap<Disposition, Integer> dispositions = new EnumMap<>(Disposition.class);
    /** Where reading of each task system's events stands. */
    final Map<String, String> cursors = new HashMap<>();

    Control control = Control.RUNNING;

    void task(TaskRecord row) {
        TaskRecord old = tasks.put(row.key(), row);
        if (old != null) {
            count(old, -1);
        }
        count(row, 1);
    }

    private void count(TaskRecord row, int delta) {
        dispositions.merge(row.disposition(), delta, Integer::sum);
        TaskRecord.Trouble trouble = row.trouble();
        if (trouble != null) {
            Incident.Counts counts = members.getOrDefault(trouble.incidentId(), Incident.Counts.NONE);
            members.put(trouble.incidentId(), counts.plus(row.disposition(), delta));
        }
    }

    void attempt(Attempt row) {
        attempts.put(row.id(), row);
        boolean alive = row.state().isLive();
        mark(live.computeIfAbsent(row.task(), t -> new LinkedHashSet<>()), row.id(), alive);
        for (Attempt.GateSlot slot : row.passage().gates()) {
            mark(holders.computeIfAbsent(slot.gate(), g -> new LinkedHashSet<>()), row.id(), alive);
        }
    }

    private static void mark(Set<String> set, String id, boolean present) {
        if (present) {
            set.add(id);
        } else {
            set.remove(id);
        }
    }

    void incident(Incident row) {
        incidents.put(row.id(), row);
        Incident latest = latestByCause.get(row.cause().id());
        if (latest == null || latest.number() <= row.number()) {
            latestByCause.put(row.cause().id(), row);
        }
    }

    /** False where the run had been counted as failed before. */
    boolean failure(FailureRecord row) {
        if (failures.putIfAbsent(row.run(), row) != null) {
            return false;
        }
        failuresOf.merge(row.incidentId(), 1, Integer::sum);
        return true;
    }

    void gate(Gate row) {
        gates.put(row.key(), row);
        if (row.nextActionAt() == null) {
            dueGates.remove(row.key());
        } else {
            dueGates.add(row.key());
        }
    }

    void timers(Changes changes) {
        changes.cancelledTimers().forEach(timers::remove);
        changes.timers().forEach(this::timer);
    }

    void timer(Timer timer) {
        timers.put(new Changes.TimerKey(timer.kind(), timer.subject()), timer);
    }

    boolean hasTimer(Timer.Kind kind, String subject) {
        return timers.containsKey(new Changes.TimerKey(kind, subject));
    }

    /** Whether nothing is due any more but cleaning, which is never over. */
    boolean onlyCleaningIsDue() {
        return dueGates.isEmpty()
                && (timers.isEmpty() || timers.size() == 1 && hasTimer(Timer.Kind.CLEAN, Timer.STORE));
    }

    /**
     * A task was deleted, with what was due for it. An incident goes on counting it: counts are of all who ever were
     * members.
     */
    void delete(TaskKey key) {
        TaskRecord row = tasks.remove(key);
        if (row == null) {
            return;
        }
        deleted.add(key);
        dispositions.merge(row.disposition(), -1, Integer::sum);
        forget(Timer.Kind.RERUN, key.toString());
        forget(Timer.Kind.EXPIRY, key.toString());
        for (int run = 1; run <= row.runs().latest(); run++) {
            forget(Timer.Kind.LIVENESS, new RunKey(key, run).toString());
        }
        for (Attempt attempt : attempts.values()) {
            if (attempt.task().equals(key)) {
                forget(Timer.Kind.ISSUE, attempt.id());
                forget(Timer.Kind.VERIFY, attempt.id());
            }
        }
    }

    private void forget(Timer.Kind kind, String subject) {
        timers.remove(new Changes.TimerKey(kind, subject));
    }

    Set<String> liveOf(TaskKey task) {
        return live.getOrDefault(task, Set.of());
    }

    Set<String> holdersOf(GateKey gate) {
        return holders.getOrDefault(gate, Set.of());
    }
}
