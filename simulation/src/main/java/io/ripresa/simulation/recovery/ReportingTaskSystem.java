package io.ripresa.simulation.recovery;

import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.simulation.scenario.OutageScenario.Fault;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.simulation.scenario.Surroundings.Declared;
import io.ripresa.simulation.scenario.Surroundings.Standing;
import io.ripresa.spi.TaskSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task system that tells what a task system knows. Conditional and deduplicated, as its contract asks. Not safe for
 * use by many threads.
 */
final class ReportingTaskSystem implements TaskSystem {

    static final String NAME = "tasks";

    /** As many digits for all tasks, so that the order of their keys is theirs. */
    private static final int FIRST = 1_000_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Surroundings surroundings;
    private final FaultPlan faults;
    private final Orders orders;
    private final Consumer<TaskEvent> onTold;
    private final List<TaskDescriptor> descriptors = new ArrayList<>();
    private final List<TaskEvent> events = new ArrayList<>();
    private int readable;
    private final Map<Integer, String> orderedBy = new HashMap<>();
    private final TreeSet<GateKey> holds = new TreeSet<>();
    private final Map<Integer, TreeSet<GateKey>> parked = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** Sees the orders that were taken. */
    interface Orders {
        /** Whether the order comes after a breaker closed; called before the run begins. */
        boolean taken(int task, RerunOrder order);
    }

    ReportingTaskSystem(Surroundings surroundings, FaultPlan faults, Orders orders, Consumer<TaskEvent> onTold) {
        this.surroundings = surroundings;
        this.faults = faults;
        this.onTold = onTold;
        this.orders = orders;
        for (int i = 0; i < surroundings.tasks(); i++) {
            descriptors.add(describe(i));
        }
    }

    private TaskDescriptor describe(int task) {
        Declared declared = surroundings.declared(task);
        return new TaskDescriptor(
                new TaskKey(NAME, "t" + Integer.toString(FIRST + task).substring(1)),
                "shop",
                "order",
                0,
                new TaskDescriptor.Safety(declared.sideEffects(), true, declared.keyValidFor()),
                new TaskDescriptor.Timing(surroundings.clock().instant(), TIMEOUT, null),
                List.of(new Dependency(declared.dependency())));
    }

    static int number(TaskKey key) {
        return Integer.parseInt(key.externalId().substring(1));
    }

    void tell(int task, int run, TaskEvent.Detail detail) {
        long now = surroundings.micros();
        TaskEvent event =
                new TaskEvent(descriptors.get(task), run, surroundings.clock().instant(), detail);
        onTold.accept(event);
        events.add(event);
        if (faults.isOn(Fault.Kind.EVENTS_TWICE, now)) {
            events.add(event);
        }
        if (!faults.isOn(Fault.Kind.EVENTS_LATE, now)) {
            readable = events.size();
        }
    }

    /** The attempt that ordered a run, or null. */
    @Nullable String orderOf(int task) {
        return orderedBy.get(task);
    }

    /** Parks a task that is about to be started first, if a gate that it needs is held. */
    boolean park(int task) {
        boolean held = false;
        for (GateKey gate : descriptors.get(task).declaredGates()) {
            if (holds.contains(gate)) {
                held = true;
                parked.computeIfAbsent(task, t -> new TreeSet<>()).add(gate);
                tell(task, 0, new TaskEvent.Held(gate));
            }
        }
        return held;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, surroundings.setting().holding(), false);
    }

    @Override
    public SystemCheck check() {
        return new SystemCheck(true, descriptors.size() + " tasks");
    }

    @Override
    public EventBatch poll(@Nullable String cursor, int limit) {
        if (!faults.isOn(Fault.Kind.EVENTS_LATE, surroundings.micros())) {
            readable = events.size();
        }
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        int to = Math.min(readable, from + limit);
        String next = readable == 0 && cursor == null ? null : Integer.toString(to);
        return new EventBatch(events.subList(from, to), next, to < readable);
    }

    @Override
    public TaskStatus status(TaskKey key) {
        int task = number(key);
        TaskStatus.State state = switch (surroundings.standing(task)) {
            case SCHEDULED -> TaskStatus.State.SCHEDULED;
            case HELD -> TaskStatus.State.HELD;
            case RUNNING -> TaskStatus.State.RUNNING;
            case FAILED -> TaskStatus.State.FAILED;
            case SUCCEEDED -> TaskStatus.State.SUCCEEDED;
        };
        return new TaskStatus(state, surroundings.runs(task), null);
    }

    @Override
    public Receipt retry(RerunOrder order) {
        if (taken.contains(order.attemptId())) {
            return Receipt.ACCEPTED;
        }
        if (surroundings.clock().instant().isAfter(order.validUntil())) {
            return Receipt.expired(order.validUntil());
        }
        int task = number(order.task());
        Standing standing = surroundings.standing(task);
        if (order.expectedRun() != surroundings.runs(task)) {
            return Receipt.refused("the latest run is " + surroundings.runs(task) + ", not " + order.expectedRun());
        }
        if (standing != Standing.FAILED && standing != Standing.HELD) {
            return Receipt.refused("the task is " + standing);
        }
        taken.add(order.attemptId());
        orderedBy.put(task, order.attemptId());
        parked.remove(task);
        surroundings.rerun(task, orders.taken(task, order));
        return Receipt.ACCEPTED;
    }

    @Override
    public FenceResult fence(RunKey run) {
        return FenceResult.ENDED;
    }

    @Override
    public void quarantine(TaskKey task, String reason) {
        surroundings.giveUp(number(task));
    }

    @Override
    public void complete(TaskKey task, String actor, String reason) {
        surroundings.giveUp(number(task));
    }

    @Override
    public void hold(GateKey gate) {
        holds.add(gate);
    }

    @Override
    public void release(GateKey gate, double startsPerSecond) {
        if (!holds.remove(gate)) {
            return;
        }
        long gap = Math.max(1, Math.round(1_000_000 / startsPerSecond));
        long at = surroundings.micros();
        List<Integer> freed = parked.keySet().stream().sorted().toList();
        for (int task : freed) {
            TreeSet<GateKey> by = parked.get(task);
            if (by != null && by.remove(gate) && by.isEmpty()) {
                parked.remove(task);
                surroundings.at(at, () -> startParked(task));
                at += gap;
            }
        }
    }

    private void startParked(int task) {
        if (surroundings.standing(task) == Standing.HELD && !park(task)) {
            surroundings.start(task);
        }
    }

    @Override
    public Set<GateKey> holds() {
        return Collections.unmodifiableSet(holds);
    }
}
