package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.RunKey;
import io.ripresa.model.RunState;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.simulation.Simulation.Wiring;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import io.ripresa.spi.TaskSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Bugs, put between the real loop and its world. */
final class Plants {

    private Plants() {}

    static Wiring inStore(UnaryOperator<RecoveryStore> bug) {
        return Wiring.REAL.withStore(bug);
    }

    static Wiring inTaskSystem(Function<SimulatedTaskSystem, TaskSystem> bug) {
        return Wiring.REAL.withSystem(bug);
    }

    /** Says that it fenced, and runs whatever it is asked to run. */
    static final class NoFence extends ForwardingTaskSystem {
        private final SimulatedTaskSystem world;

        NoFence(SimulatedTaskSystem world) {
            super(world);
            this.world = world;
        }

        @Override
        public FenceResult fence(RunKey run) {
            return FenceResult.FENCED;
        }

        @Override
        public Receipt retry(RerunOrder order) {
            Receipt receipt = super.retry(order);
            TaskTruth task = world.truth(order.task());
            if (!receipt.accepted() && task != null) {
                world.start(task, order.attemptId());
            }
            return Receipt.ACCEPTED;
        }
    }

    /** Reserves on whatever the rows are now, instead of what they were when the caller looked. */
    static final class BlindReservations extends ForwardingStore {
        BlindReservations(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public List<ReserveResult> reserve(Reservation r) {
            List<Gate> gates = new ArrayList<>();
            for (Gate gate : r.gates()) {
                Gate now = inner.gates(List.of(gate.key())).get(gate.key());
                gates.add(now == null ? gate : gate.withVersion(now.version()));
            }
            Incident incident = r.incident();
            if (incident != null) {
                Incident now = inner.incidents(List.of(incident.id())).get(incident.id());
                incident = now == null ? incident : incident.withVersion(now.version());
            }
            List<Reservation.Item> items = new ArrayList<>();
            for (Reservation.Item item : r.items()) {
                TaskRecord task = item.task();
                Attempt attempt = item.attempt();
                TaskRecord taskNow = inner.tasks(List.of(task.key())).get(task.key());
                Attempt attemptNow = inner.attempts(List.of(attempt.id())).get(attempt.id());
                items.add(new Reservation.Item(
                        taskNow == null ? task : task.withVersion(taskNow.version()),
                        item.before(),
                        attemptNow == null ? attempt : attempt.withVersion(attemptNow.version()),
                        item.timer(),
                        item.journal()));
            }
            return super.reserve(new Reservation(gates, incident, items, r.validUntil()));
        }
    }

    /** Shows every gate as if its epoch had always been. */
    static final class AgelessEpochs extends ForwardingStore {
        AgelessEpochs(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public Map<GateKey, Gate> gates(Collection<GateKey> keys) {
            Map<GateKey, Gate> gates = new LinkedHashMap<>();
            super.gates(keys).forEach((key, gate) -> gates.put(key, since(gate, Instant.EPOCH)));
            return gates;
        }

        @Override
        public CommitResult commit(Changes changes) {
            return super.commit(copy(changes, this::restored, false));
        }

        @Override
        public List<ReserveResult> reserve(Reservation r) {
            List<Gate> gates = r.gates().stream().map(this::restored).toList();
            return super.reserve(new Reservation(gates, r.incident(), r.items(), r.validUntil()));
        }

        private Gate restored(Gate gate) {
            Gate now = inner.gates(List.of(gate.key())).get(gate.key());
            boolean same = now != null && now.epoch().number() == gate.epoch().number();
            return same ? since(gate, now.epoch().since()) : gate;
        }

        private static Gate since(Gate g, Instant since) {
            return new Gate(
                    g.key(),
                    g.breaker(),
                    new Gate.Epoch(g.epoch().number(), since),
                    g.streak(),
                    g.canaries(),
                    g.traffic(),
                    g.ramp(),
                    g.learned(),
                    g.episode(),
                    g.evidence(),
                    g.nextActionAt(),
                    g.version());
        }
    }

    /** Its cursor passes the last event of a batch without delivering it. */
    static final class SkippingCursor extends ForwardingTaskSystem {
        SkippingCursor(TaskSystem inner) {
            super(inner);
        }

        @Override
        public EventBatch poll(@Nullable String cursor, int limit) {
            EventBatch batch = super.poll(cursor, limit);
            List<TaskEvent> events = batch.events();
            return events.size() < 2
                    ? batch
                    : new EventBatch(
                            events.subList(0, events.size() - 1), batch.cursor(), batch.more(), batch.readAt());
        }
    }

    /** Does not look at the kill switch when something is issued. */
    static final class DeafToTheSwitch extends ForwardingStore {
        DeafToTheSwitch(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public CommitResult commit(Changes changes) {
            return super.commit(copy(changes, gate -> gate, false));
        }
    }

    /** Lets orders wait that were accepted before the kill switch was turned on. */
    static final class KeepsOrders extends ForwardingTaskSystem {
        KeepsOrders(TaskSystem inner) {
            super(inner);
        }

        @Override
        public void endOrders() {
            // Whatever was accepted is carried out.
        }
    }

    /** Forgets that runs have ended. */
    static final class NoDuplicates extends ForwardingStore {
        NoDuplicates(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public Map<RunKey, TaskExecutionTrace> runs(Collection<RunKey> keys) {
            Map<RunKey, TaskExecutionTrace> runs = new LinkedHashMap<>();
            super.runs(keys)
                    .forEach((key, r) -> runs.put(
                            key,
                            new TaskExecutionTrace(
                                    r.run(),
                                    RunState.RUNNING,
                                    r.worker(),
                                    r.attemptId(),
                                    r.progress(),
                                    r.startedAt(),
                                    null,
                                    r.version())));
            return runs;
        }
    }

    /** Takes the receipt of an order for the success of its run. */
    static final class SuccessOnReceipt extends ForwardingTaskSystem {
        private final SimulatedTaskSystem world;
        private final List<TaskEvent> pending = new ArrayList<>();

        SuccessOnReceipt(SimulatedTaskSystem world) {
            super(world);
            this.world = world;
        }

        @Override
        public Receipt retry(RerunOrder order) {
            Receipt receipt = super.retry(order);
            TaskTruth task = world.truth(order.task());
            if (receipt.accepted() && task != null) {
                pending.add(new TaskEvent(
                        task.descriptor(),
                        order.orderedRun().number(),
                        task.descriptor().timing().submittedAt(),
                        new TaskEvent.Succeeded()));
            }
            return receipt;
        }

        @Override
        public EventBatch poll(@Nullable String cursor, int limit) {
            EventBatch batch = super.poll(cursor, limit);
            List<TaskEvent> events = new ArrayList<>(batch.events());
            events.addAll(pending);
            pending.clear();
            return new EventBatch(events, batch.cursor(), batch.more(), batch.readAt());
        }
    }

    /** Takes every failure for a refused connection, so that nothing is ever hopeless. */
    static final class EverythingClears extends ForwardingTaskSystem {
        EverythingClears(TaskSystem inner) {
            super(inner);
        }

        @Override
        public EventBatch poll(@Nullable String cursor, int limit) {
            EventBatch batch = super.poll(cursor, limit);
            List<TaskEvent> events = new ArrayList<>();
            for (TaskEvent event : batch.events()) {
                boolean failed = event.detail() instanceof TaskEvent.Failed;
                TaskEvent.Detail detail =
                        failed ? new TaskEvent.Failed(FailureTexts.refused("dep0.example:443", "PUT")) : event.detail();
                events.add(new TaskEvent(event.task(), event.run(), event.occurredAt(), detail));
            }
            return new EventBatch(events, batch.cursor(), batch.more(), batch.readAt());
        }
    }

    /** Forgets how many attempts a task has had. */
    static final class NoCount extends ForwardingStore {
        NoCount(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public Map<TaskKey, TaskRecord> tasks(Collection<TaskKey> keys) {
            Map<TaskKey, TaskRecord> tasks = new LinkedHashMap<>();
            super.tasks(keys).forEach((key, task) -> tasks.put(key, uncounted(task)));
            return tasks;
        }

        @Override
        public List<TaskRecord> candidates(CandidateQuery q) {
            CandidateQuery all = new CandidateQuery(
                    q.incidentId(), q.now(), q.ignoreNotBefore(), Integer.MAX_VALUE, q.excludeUnsafe(), q.limit());
            return super.candidates(all).stream().map(NoCount::uncounted).toList();
        }

        private static TaskRecord uncounted(TaskRecord task) {
            TaskRecord.Runs r = task.runs();
            return task.withRuns(new TaskRecord.Runs(r.latest(), r.firstStartedAt(), 0, r.granted()));
        }
    }

    /** The same changes with other gates, with or without the question for the kill switch. */
    static Changes copy(Changes from, UnaryOperator<Gate> gates, boolean refusedByKillSwitch) {
        Changes to = refusedByKillSwitch ? new Changes().refuseByKillSwitch() : new Changes();
        from.tasks().forEach(to::task);
        from.runs().forEach(to::run);
        from.attempts().forEach(to::attempt);
        from.gates().forEach(gate -> to.gate(gates.apply(gate)));
        from.incidents().forEach(to::incident);
        from.failures().forEach(to::failure);
        from.cancelledTimers().forEach(timer -> to.cancelTimer(timer.kind(), timer.subject()));
        from.timers().forEach(to::timer);
        from.journal().forEach(to::journal);
        from.outcomes().forEach(to::outcome);
        from.reportedChanges().forEach(to::reportedChange);
        if (from.validUntil() != null) {
            to.validUntil(from.validUntil());
        }
        Changes.CursorMove move = from.cursor();
        return move == null ? to : to.cursor(move);
    }
}
