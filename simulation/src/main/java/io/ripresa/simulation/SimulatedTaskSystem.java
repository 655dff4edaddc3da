package io.ripresa.simulation;

import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.StartLimits;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.TaskSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task system in virtual time: workers with slots, tasks with hidden causes, events that arrive late, twice and out of
 * order. What it cannot do according to its {@link Capabilities} it really cannot. Not safe for use by many threads.
 */
public final class SimulatedTaskSystem implements TaskSystem {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Site site;
    private final Capabilities capabilities;
    private final VirtualTime time;
    private final Workers workers;
    private final EventFeed feed;
    private final Map<TaskKey, TaskTruth> tasks = new LinkedHashMap<>();
    private final Parking parking;
    private final List<SimulatedDependency> dependencies;
    private Witness witness = Witness.NOBODY;

    /**
     * @param site name, workers, delivery, capabilities
     * @param dependencies what the tasks call, by the index in their plans
     * @param time what its clock is ahead of or behind, by what the site says
     * @param random source of all chance in it
     */
    public SimulatedTaskSystem(
            Site site, List<SimulatedDependency> dependencies, VirtualTime time, RandomGenerator random) {
        this.site = site;
        this.capabilities = site.capabilities();
        this.dependencies = List.copyOf(dependencies);
        this.time = time;
        this.feed = new EventFeed(site.delivery(), time, random);
        this.workers = new Workers(this, site, time, random);
        this.parking = new Parking(this, workers, time);
    }

    /** Lets somebody see everything in the moment in which it happens. */
    public void witness(Witness newWitness) {
        witness = newWitness;
    }

    /** Calls back whenever there is something new to poll. */
    public void onDelivery(Runnable callback) {
        feed.onDelivery(callback);
    }

    /** Whether every event was delivered and nothing is queued or at work. */
    public boolean isIdle() {
        return feed.isDrained() && workers.isIdle();
    }

    /** Everything that was submitted, in order. */
    public Collection<TaskTruth> truths() {
        return Collections.unmodifiableCollection(tasks.values());
    }

    public @Nullable TaskTruth truth(TaskKey key) {
        return tasks.get(key);
    }

    /** Takes a task; it starts as soon as a slot is free, or is parked where one of its gates is held. */
    public TaskTruth submit(TaskPlan plan) {
        return submit(
                plan,
                plan.declared().dependencyNamed()
                        ? List.of(dependencies.get(plan.dependency()).dependency())
                        : List.of());
    }

    /** Takes a task that declares other needs than the dependency that it calls. */
    TaskTruth submit(TaskPlan plan, List<Dependency> needs) {
        TaskTruth task = new TaskTruth(plan, describe(plan, needs));
        if (tasks.putIfAbsent(task.descriptor.key(), task) != null) {
            throw new IllegalArgumentException("task " + plan.id() + " was submitted before");
        }
        publish(task, 0, new TaskEvent.Submitted());
        if (!parking.park(task)) {
            workers.queue(task, null);
        }
        return task;
    }

    /** Somebody runs a failed task again by hand. Nothing happens where it has not failed. */
    public void rerunByHand(TaskKey key) {
        TaskTruth task = known(key);
        if (task.state == TaskStatus.State.FAILED) {
            workers.queue(task, null);
        }
    }

    /** Somebody withdraws a task that is not at work and has not succeeded. */
    public void cancel(TaskKey key, String reason) {
        TaskTruth task = known(key);
        switch (task.state) {
            case SCHEDULED, HELD, FAILED -> {
                workers.unqueue(task);
                task.state = TaskStatus.State.CANCELLED;
                publish(task, task.latestRun(), new TaskEvent.Cancelled(reason));
            }
            case RUNNING, SUCCEEDED, CANCELLED, MISSING -> {
                // Too late.
            }
        }
    }

    /** Changes what makes the runs of a task fail that begin from now on. */
    void behave(TaskKey key, TaskPlan.Hidden hidden) {
        known(key).hidden = hidden;
    }

    /** A hanging run ends, whether or not it was fenced. */
    void finish(RunKey key, boolean succeed) {
        TaskTruth task = known(key.task());
        workers.endHang(task, task.runs.get(key.number() - 1), succeed);
    }

    /** A worker process dies with everything aboard. */
    public void kill(int worker, Duration downFor) {
        workers.kill(worker, downFor);
    }

    @Override
    public String name() {
        return site.name();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public SystemCheck check() {
        return new SystemCheck(true, tasks.size() + " tasks");
    }

    @Override
    public EventBatch poll(@Nullable String cursor, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is below 1; ask for at least one event");
        }
        EventBatch batch = feed.poll(cursor, limit);
        return new EventBatch(batch.events(), batch.cursor(), batch.more(), clock());
    }

    @Override
    public Backlog backlog(@Nullable String cursor) {
        return feed.backlog(cursor);
    }

    @Override
    public TaskStatus status(TaskKey key) {
        TaskTruth task = tasks.get(key);
        if (task == null) {
            return new TaskStatus(TaskStatus.State.MISSING, 0, null);
        }
        return new TaskStatus(task.state, task.latestRun(), clock());
    }

    @Override
    public Receipt retry(RerunOrder order) {
        TaskTruth task = tasks.get(order.task());
        if (task == null) {
            return Receipt.refused("task " + order.task() + " is not known");
        }
        if (task.setAside) {
            return Receipt.refused("task " + order.task() + " is set aside");
        }
        Receipt receipt = capabilities.conditionalRetry() ? conditionally(task, order) : plainly(task, order);
        witness.ordered(task, order, receipt);
        return receipt;
    }

    private Receipt conditionally(TaskTruth task, RerunOrder order) {
        if (task.orders.containsKey(order.attemptId())) {
            if (!time.instant().isAfter(order.validUntil())) {
                task.orderEnds.merge(order.attemptId(), order.validUntil(), (a, b) -> a.isAfter(b) ? a : b);
            }
            return Receipt.ACCEPTED;
        }
        if (time.instant().isAfter(order.validUntil())) {
            return Receipt.expired(order.validUntil());
        }
        if (order.fence() < task.fence) {
            return Receipt.refused("fence " + order.fence() + " is older than " + task.fence);
        }
        if (order.expectedRun() != task.latestRun()) {
            return Receipt.refused("the latest run is " + task.latestRun() + ", not " + order.expectedRun());
        }
        if (task.state != TaskStatus.State.FAILED && task.state != TaskStatus.State.HELD) {
            return Receipt.refused("the task is " + task.state);
        }
        task.fence = order.fence();
        task.orderEnds.put(order.attemptId(), order.validUntil());
        start(task, order.attemptId());
        return Receipt.ACCEPTED;
    }

    /** A system without conditions runs whatever it is asked to run. */
    private Receipt plainly(TaskTruth task, RerunOrder order) {
        if (task.state == TaskStatus.State.CANCELLED) {
            return Receipt.refused("the task is " + task.state);
        }
        start(task, order.attemptId());
        return Receipt.ACCEPTED;
    }

    /** Starts the next run whatever the task's state: what a system without any check would do. */
    void start(TaskTruth task, String attemptId) {
        task.orders.put(attemptId, task.latestRun() + 1);
        task.parkedBy.clear();
        workers.queue(task, attemptId);
    }

    /**
     * Whether the order of the run that would begin now has ended while it waited. Then the task stands as before, which
     * is said, and the same attempt may be ordered again.
     */
    boolean lapses(TaskTruth task, @Nullable String attemptId) {
        Instant end = attemptId == null ? null : task.orderEnds.get(attemptId);
        if (attemptId == null || end == null || !time.instant().isAfter(end)) {
            return false;
        }
        boolean first = task.latestRun() == 0;
        if (first && !parking.parkAgain(task)) {
            // Nothing holds it any more: it starts as one that was never parked.
            return false;
        }
        task.orders.remove(attemptId);
        task.orderEnds.remove(attemptId);
        task.state = first ? TaskStatus.State.HELD : TaskStatus.State.FAILED;
        publish(task, task.latestRun(), new TaskEvent.OrderLapsed(attemptId));
        return true;
    }

    @Override
    public void endOrders() {
        Instant now = time.instant();
        tasks.values().forEach(task -> task.orderEnds.replaceAll((id, end) -> end.isAfter(now) ? now : end));
    }

    @Override
    public FenceResult fence(RunKey key) {
        if (!capabilities.fencing()) {
            return FenceResult.UNSUPPORTED;
        }
        TaskTruth task = tasks.get(key.task());
        if (task == null || key.number() < 1 || key.number() > task.latestRun()) {
            return FenceResult.ENDED;
        }
        RunTruth run = task.runs.get(key.number() - 1);
        if (run.endedAt != null && !run.fenced) {
            return FenceResult.ENDED;
        }
        if (!run.fenced) {
            run.fenced = true;
            workers.leave(run);
            if (task.latest() == run) {
                task.state = TaskStatus.State.FAILED;
            }
        }
        return FenceResult.FENCED;
    }

    @Override
    public void quarantine(TaskKey key, String reason) {
        known(key).setAside = true;
    }

    @Override
    public void complete(TaskKey key, String actor, String reason) {
        TaskTruth task = known(key);
        workers.unqueue(task);
        task.state = TaskStatus.State.CANCELLED;
    }

    @Override
    public void hold(GateKey gate) {
        if (capabilities.holding()) {
            witness.held(this, gate);
            parking.hold(gate);
            witness.holdsChanged(gate);
        }
    }

    @Override
    public void release(GateKey gate, double startsPerSecond) {
        if (parking.release(gate, startsPerSecond)) {
            witness.holdsChanged(gate);
        }
    }

    @Override
    public Set<GateKey> holds() {
        return parking.holds();
    }

    @Override
    public StartLimits startLimits() {
        return site.startLimits();
    }

    @Override
    public List<DependencyProbe> probes() {
        return workers.probes();
    }

    WorkerMemory memory(int worker) {
        return workers.memory(worker);
    }

    /** The gates that a first start has to pass; that of all first starts last. */
    List<GateKey> gatesOf(TaskTruth task) {
        List<GateKey> declared = task.descriptor.declaredGates();
        return startLimits().isNone()
                ? declared
                : Stream.concat(declared.stream(), Stream.of(GateKey.starts(name())))
                        .toList();
    }

    boolean isHeld(GateKey gate) {
        return parking.isHeld(gate);
    }

    SimulatedDependency dependencyOf(TaskTruth task) {
        return dependencies.get(task.plan.dependency());
    }

    boolean reportsProgress() {
        return capabilities.heartbeats();
    }

    void began(TaskTruth task, RunTruth run) {
        witness.started(task, run);
    }

    void publish(TaskTruth task, int run, TaskEvent.Detail detail) {
        feed.publish(new TaskEvent(task.descriptor, run, clock(), detail));
    }

    /** What its clock shows. */
    private Instant clock() {
        return time.instant().plus(site.ahead());
    }

    private TaskTruth known(TaskKey key) {
        TaskTruth task = tasks.get(key);
        if (task == null) {
            throw new IllegalArgumentException("task " + key + " is not known; submit it first");
        }
        return task;
    }

    private TaskDescriptor describe(TaskPlan plan, List<Dependency> needs) {
        TaskPlan.Declared declared = plan.declared();
        Duration expires = declared.expiresAfter();
        return new TaskDescriptor(
                new TaskKey(name(), plan.id()),
                plan.workspace(),
                "order-" + plan.dependency(),
                declared.priority(),
                new TaskDescriptor.Safety(declared.sideEffects(), declared.singleCall(), declared.keyValidFor()),
                new TaskDescriptor.Timing(
                        clock(),
                        TIMEOUT,
                        // Said by whoever submitted it, not stamped here.
                        expires == null ? null : time.instant().plus(expires)),
                needs);
    }
}
