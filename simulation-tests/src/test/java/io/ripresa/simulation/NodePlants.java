package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.simulation.Simulation.Wiring;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryReadModel;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import io.ripresa.spi.TaskSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Bugs that take several nodes, a stopped or dead one, two clocks or a long time to do harm. */
final class NodePlants {

    private static final Instant NO_END = Instant.parse("9999-01-01T00:00:00Z");

    private NodePlants() {}

    /** Each process has a broken store of its own, with memory of its own. */
    static Wiring inEachStore(UnaryOperator<RecoveryStore> bug) {
        return Wiring.REAL.withNodes((name, store, systems, policy, random) ->
                new RealNode(name, bug.apply(store), systems, policy, random));
    }

    /** Each process reaches task systems through something broken of its own. */
    static Wiring inEachSystem(UnaryOperator<TaskSystem> bug) {
        return Wiring.REAL.withNodes((name, store, systems, policy, random) ->
                new RealNode(name, store, systems.stream().map(bug).toList(), policy, random));
    }

    /** Does not look when an order ends. */
    static final class EndlessOrders extends ForwardingTaskSystem {
        EndlessOrders(TaskSystem inner) {
            super(inner);
        }

        @Override
        public Receipt retry(RerunOrder o) {
            return super.retry(new RerunOrder(o.task(), o.expectedRun(), o.attemptId(), o.fence(), NO_END));
        }
    }

    /** Says that it recognises orders, which it may not do. */
    static final class ClaimsTooMuch extends ForwardingTaskSystem {
        ClaimsTooMuch(TaskSystem inner) {
            super(inner);
        }

        @Override
        public Capabilities capabilities() {
            Capabilities c = super.capabilities();
            return new Capabilities(true, c.fencing(), c.holding(), c.heartbeats());
        }
    }

    /** Reserves by what was known before a pause. */
    static final class EndlessReservations extends ForwardingStore {
        EndlessReservations(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public List<ReserveResult> reserve(Reservation r) {
            return super.reserve(new Reservation(r.gates(), r.incident(), r.items()));
        }
    }

    /** Counts only the slots that it took itself. */
    static final class OwnSlotsOnly extends ForwardingStore {
        private final Set<String> own = new LinkedHashSet<>();

        OwnSlotsOnly(RecoveryStore inner) {
            super(inner);
        }

        private int ofOthers(Gate gate) {
            long mine = inner.attempts(own).values().stream()
                    .filter(attempt -> attempt.state().isLive())
                    .filter(attempt -> attempt.passage().gates().stream()
                            .anyMatch(slot -> slot.gate().equals(gate.key())))
                    .count();
            return (int) Math.max(0, gate.traffic().inFlight() - mine);
        }

        @Override
        public Map<GateKey, Gate> gates(Collection<GateKey> keys) {
            Map<GateKey, Gate> gates = new LinkedHashMap<>();
            super.gates(keys).forEach((key, gate) -> gates.put(key, gate.withSlots(-ofOthers(gate))));
            return gates;
        }

        @Override
        public CommitResult commit(Changes changes) {
            return super.commit(Plants.copy(changes, this::restored, changes.refusedByKillSwitch()));
        }

        @Override
        public List<ReserveResult> reserve(Reservation r) {
            List<Gate> gates = r.gates().stream().map(this::restored).toList();
            List<ReserveResult> results =
                    super.reserve(new Reservation(gates, r.incident(), r.items(), r.validUntil()));
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) == ReserveResult.RESERVED) {
                    own.add(r.items().get(i).attempt().id());
                }
            }
            return results;
        }

        private Gate restored(Gate gate) {
            Gate now = inner.gates(List.of(gate.key())).get(gate.key());
            return now == null ? gate : gate.withSlots(ofOthers(now));
        }
    }

    /** A claim of due work never runs out. */
    static final class EndlessClaims extends ForwardingStore {
        EndlessClaims(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public DueWork due(String node, Duration claimFor, int limit) {
            return super.due(node, Duration.ofDays(1), limit);
        }
    }

    /** Nobody looks after reservations of others. */
    static final class NobodyLooksAfter extends ForwardingStore {
        NobodyLooksAfter(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public DueWork due(String node, Duration claimFor, int limit) {
            DueWork due = super.due(node, claimFor, limit);
            return new DueWork(
                    due.gates(),
                    due.timers().stream().filter(timer -> !isOfReserved(timer)).toList());
        }

        private boolean isOfReserved(Timer timer) {
            Attempt attempt = inner.attempts(List.of(timer.subject())).get(timer.subject());
            return attempt != null && attempt.state() == AttemptState.RESERVED;
        }
    }

    /** Remembers what it told, and believes that nobody else told anything. */
    static final class RememberedHolds extends ForwardingTaskSystem {
        private @Nullable Set<GateKey> told;

        RememberedHolds(TaskSystem inner) {
            super(inner);
        }

        @Override
        public Set<GateKey> holds() {
            Set<GateKey> present = told;
            if (present == null) {
                present = new LinkedHashSet<>(super.holds());
                told = present;
            }
            return present;
        }

        @Override
        public void hold(GateKey gate) {
            super.hold(gate);
            if (told != null) {
                told.add(gate);
            }
        }

        @Override
        public void release(GateKey gate, double startsPerSecond) {
            super.release(gate, startsPerSecond);
            if (told != null) {
                told.remove(gate);
            }
        }
    }

    /** Takes the task system's clock for the store's. */
    static final class ForeignClock extends ForwardingTaskSystem {
        ForeignClock(TaskSystem inner) {
            super(inner);
        }

        @Override
        public EventBatch poll(@Nullable String cursor, int limit) {
            EventBatch batch = super.poll(cursor, limit);
            return new EventBatch(batch.events(), batch.cursor(), batch.more());
        }
    }

    /** Takes events that come days late for fresh ones. */
    static final class EverythingIsNew extends ForwardingTaskSystem {
        EverythingIsNew(TaskSystem inner) {
            super(inner);
        }

        @Override
        public EventBatch poll(@Nullable String cursor, int limit) {
            EventBatch batch = super.poll(cursor, limit);
            Instant readAt = batch.readAt();
            if (readAt == null) {
                return batch;
            }
            List<TaskEvent> events = new ArrayList<>();
            for (TaskEvent e : batch.events()) {
                boolean old = e.occurredAt().isBefore(readAt.minus(Duration.ofHours(12)));
                events.add(old ? new TaskEvent(e.task(), e.run(), readAt, e.detail()) : e);
            }
            return new EventBatch(events, batch.cursor(), batch.more(), readAt);
        }
    }

    /** Deletes what is over, however short a time ago. */
    static final class HastyCleaning extends ForwardingStore {
        HastyCleaning(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public int clean(Cutoff cutoff, int limit) {
            return super.clean(new Cutoff(now(), cutoff.incidents()), limit);
        }
    }

    /** Deletes tasks that are over, whether or not their incident is open. */
    static final class CleaningWithoutIncidents extends ForwardingStore {
        private final Set<TaskKey> gone = new HashSet<>();

        CleaningWithoutIncidents(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public int clean(Cutoff cutoff, int limit) {
            int before = gone.size();
            for (TaskRecord task : super.findTasks(new TaskQuery(null, null, null, null, 1000))) {
                TaskRecord.Trouble trouble = task.trouble();
                Incident incident = trouble == null
                        ? null
                        : super.incidents(List.of(trouble.incidentId())).get(trouble.incidentId());
                if (incident != null
                        && incident.state() != IncidentState.RESOLVED
                        && task.disposition().isTerminal()
                        && task.since().isBefore(cutoff.tasks())) {
                    gone.add(task.key());
                }
            }
            return super.clean(cutoff, limit) + gone.size() - before;
        }

        @Override
        public Map<TaskKey, TaskRecord> tasks(Collection<TaskKey> keys) {
            Map<TaskKey, TaskRecord> tasks = new LinkedHashMap<>(super.tasks(keys));
            tasks.keySet().removeAll(gone);
            return tasks;
        }

        @Override
        public List<DispositionCount> dispositionCounts() {
            Map<RecoveryReadModel.DispositionCount, Long> counts = new LinkedHashMap<>();
            super.dispositionCounts()
                    .forEach(count -> counts.put(keyOf(count.workspace(), count.disposition()), count.tasks()));
            for (TaskRecord task : super.tasks(gone).values()) {
                counts.merge(keyOf(task.descriptor().workspace(), task.disposition()), -1L, Long::sum);
            }
            return counts.entrySet().stream()
                    .map(e -> new DispositionCount(
                            e.getKey().workspace(), e.getKey().disposition(), e.getValue()))
                    .toList();
        }

        private static DispositionCount keyOf(String workspace, Disposition disposition) {
            return new DispositionCount(workspace, disposition, 0);
        }
    }
}
