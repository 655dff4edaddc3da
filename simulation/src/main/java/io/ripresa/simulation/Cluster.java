package io.ripresa.simulation;

import io.ripresa.model.Policy;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystemException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that share the store: when each ticks, and what becomes of those that die or pause. A node that pauses stops
 * in the middle of a step: the world and the other nodes go on, nested in the call that it is just making, until it
 * wakes up. Other nodes may pause meanwhile, each no longer than the pause that surrounds its own.
 */
final class Cluster implements Hindrance.Fate {

    /** Longest time until events that were delivered are looked for. */
    private static final Duration POLL = Duration.ofMillis(200);

    /** Nodes do not look in step. */
    private static final Duration PHASE = Duration.ofMillis(70);

    private static final Duration AFTER_ERROR = Duration.ofSeconds(1);
    private static final Duration BREATH = Duration.ofMillis(5);

    /** How long, and how often, a node looks by itself after something was in its way. */
    private static final Duration RESTLESS = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofSeconds(4);

    private final World world;
    private final Invariants judge;
    private final Policy policy;
    private final RecoveryNode.Factory factory;
    private final Consumer<Instant> passTime;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Reach> reaches = new ArrayList<>();
    private final SplittableRandom random;
    private @Nullable Instant pauseEnds;
    private Instant lastFailureAt = Scenario.START;
    private int ticks;
    private int deaths;
    private int pauses;
    private int failedCalls;

    /** What a node works with, as it reaches it. */
    private record Reach(RecoveryStore store, List<TaskSystem> systems) {}

    /**
     * What all nodes work with.
     *
     * @param store the store
     * @param systems the task systems
     * @param factory makes the nodes' processes
     * @param policy what they go by
     * @param afterReserve what happens after a reservation, before the node goes on
     */
    record Parts(
            RecoveryStore store,
            List<TaskSystem> systems,
            RecoveryNode.Factory factory,
            Policy policy,
            Runnable afterReserve) {}

    /**
     * @param passTime lets the world go on up to a time
     */
    Cluster(World world, Invariants judge, Parts parts, Consumer<Instant> passTime) {
        this.world = world;
        this.judge = judge;
        this.policy = parts.policy();
        this.factory = parts.factory();
        this.passTime = passTime;
        this.random = world.random("cluster");
        Scenario.Faults faults = world.scenario.faults();
        for (int i = 1; i <= faults.nodes(); i++) {
            Node node = new Node(i);
            Hindrance hindrance = new Hindrance(node, faults, world.time, this);
            List<TaskSystem> systems = new ArrayList<>();
            for (TaskSystem system : parts.systems()) {
                systems.add(new FaultyTaskSystem(system, hindrance, judge::given));
            }
            nodes.add(node);
            reaches.add(new Reach(new FaultyStore(parts.store(), hindrance, parts.afterReserve()), systems));
        }
    }

    void start() {
        nodes.forEach(this::start);
    }

    private void start(Node node) {
        Reach reach = reaches.get(node.number - 1);
        node.starts++;
        node.fineSince = now();
        node.process = factory.start(
                node.name, reach.store(), reach.systems(), policy, world.random(node.name + " start " + node.starts));
        wake(node, now());
    }

    private Instant now() {
        return world.time.instant();
    }

    // --- ticking ---

    /** There is something to read. */
    void delivered() {
        Instant at = now().plus(POLL);
        for (Node node : nodes) {
            lookAt(node, at.plus(PHASE.multipliedBy(node.number - 1L)));
        }
    }

    /** Everybody looks within a time, as their loops would by themselves. */
    void lookWithin(Duration time) {
        for (Node node : nodes) {
            wake(node, now().plus(time));
        }
    }

    /** Something will be due: who does not know it yet finds out when its loop looks by itself. */
    void due(Instant at) {
        Instant look = (at.isBefore(now()) ? now() : at).plus(LOOK);
        for (Node node : nodes) {
            wake(node, look);
        }
    }

    /** Everybody looks within a few seconds: something is open that no due time tells of. */
    void look() {
        lookWithin(LOOK);
    }

    private void wake(Node node, Instant when) {
        Instant present = node.dueAt;
        if (node.process != null && (present == null || when.isBefore(present))) {
            node.dueAt = when;
            lookAt(node, when);
        }
    }

    private void lookAt(Node node, Instant when) {
        Instant present = node.wakeAt;
        if (node.process != null && (present == null || when.isBefore(present))) {
            node.wakeAt = when;
            world.time.at(when, () -> wakeUp(node, when));
        }
    }

    /** Where others have read the news meanwhile and nothing else is due, a step would do nothing: it is left out. */
    private void wakeUp(Node node, Instant when) {
        if (!when.equals(node.wakeAt)) {
            return;
        }
        node.wakeAt = null;
        Instant due = node.dueAt;
        if (due != null && !now().isBefore(due) || judge.isNewsUnread()) {
            node.dueAt = null;
            if (node.busy) {
                node.missed = true;
            } else {
                tick(node);
            }
        } else if (due != null) {
            lookAt(node, due);
        }
    }

    private void tick(Node node) {
        RecoveryNode process = node.process;
        if (process == null) {
            return;
        }
        ticks++;
        node.busy = true;
        node.missed = false;
        boolean outer = judge.tickBegins();
        try {
            next(node, process.tick());
        } catch (NodeCrash e) {
            died(node, e.downFor());
        } catch (StoreException | TaskSystemException e) {
            next(node, now().plus(AFTER_ERROR));
        } catch (RuntimeException e) {
            judge.defect(node.name + ": " + trace(e));
            next(node, now().plus(AFTER_ERROR));
        } finally {
            node.busy = false;
            judge.tickEnds(outer);
        }
    }

    private void next(Node node, @Nullable Instant wanted) {
        Instant next = judge.isSettled() ? null : wanted;
        // A loop of its own looks again all the time; here that matters only after something went wrong.
        if (now().isBefore(node.restlessUntil)) {
            boolean justNow = node.restlessUntil.equals(now().plus(RESTLESS));
            Instant again = now().plus(justNow ? AFTER_ERROR : LOOK);
            next = next == null || again.isBefore(next) ? again : next;
        }
        Instant earliest = now().plus(BREATH);
        if (node.missed) {
            wake(node, earliest);
        } else if (next != null) {
            wake(node, next.isBefore(earliest) ? earliest : next);
        }
    }

    private void died(Node node, Duration downFor) {
        deaths++;
        hindered(node);
        node.process = null;
        node.wakeAt = null;
        node.dueAt = null;
        world.time.after(downFor, () -> start(node));
    }

    private static String trace(RuntimeException e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    // --- what befalls nodes ---

    @Override
    public void pause(Node node, Duration length) {
        pauses++;
        Instant outer = pauseEnds;
        Instant end = now().plus(length);
        if (outer != null && outer.isBefore(end)) {
            end = outer;
        }
        node.paused = true;
        pauseEnds = end;
        passTime.accept(end);
        pauseEnds = outer;
        node.paused = false;
        hindered(node);
    }

    @Override
    public void overtake(Node node) {
        int first = random.nextInt(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            Node other = nodes.get((first + i) % nodes.size());
            if (!other.busy && other.process != null) {
                Instant before = now();
                node.paused = true;
                tick(other);
                node.paused = false;
                if (now().isAfter(before)) {
                    // The other one paused in the middle of its step, and this one with it.
                    hindered(node);
                }
                return;
            }
        }
    }

    private void hindered(Node node) {
        node.fineSince = now();
        node.restlessUntil = now().plus(RESTLESS);
    }

    @Override
    public void failed(Node node) {
        failedCalls++;
        lastFailureAt = now();
        hindered(node);
    }

    /**
     * Since when every call of every node was answered, and there has been a node that nothing befell, the same one all
     * the time; null where no node could do anything now. Others may have died or stopped meanwhile.
     */
    @Nullable Instant calmSince() {
        Instant since = null;
        for (Node node : nodes) {
            if (node.isAwake() && (since == null || node.fineSince.isBefore(since))) {
                since = node.fineSince;
            }
        }
        return since == null || since.isAfter(lastFailureAt) ? since : lastFailureAt;
    }

    int ticks() {
        return ticks;
    }

    int deaths() {
        return deaths;
    }

    int pauses() {
        return pauses;
    }

    int failedCalls() {
        return failedCalls;
    }
}
