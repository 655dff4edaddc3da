package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
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
    final Set<Changes.TimerKey> timers = new LinkedHashSet<>();
    final EnumMap<Disposition, Integer> dispositions = new EnumMap<>(Disposition.class);
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
        latestByCause.put(row.cause().id(), row);
    }

    /** False where the run had been counted as failed before. */
    boolean failure(FailureRecord row) {
        if (failures.putIfAbsent(row.run(), row) != null) {
            return false;
        }
        failuresOf.merge(row.incidentId(), 1, Integer::sum);
        return true;
    }

    void timers(Changes changes) {
        timers.removeAll(changes.cancelledTimers());
        for (Timer timer : changes.timers()) {
            timer(timer);
        }
    }

    void timer(Timer timer) {
        timers.add(new Changes.TimerKey(timer.kind(), timer.subject()));
    }

    boolean hasTimer(Timer.Kind kind, String subject) {
        return timers.contains(new Changes.TimerKey(kind, subject));
    }

    Set<String> liveOf(TaskKey task) {
        return live.getOrDefault(task, Set.of());
    }

    Set<String> holdersOf(GateKey gate) {
        return holders.getOrDefault(gate, Set.of());
    }
}
