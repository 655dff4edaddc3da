package io.ripresa.simulation;

import io.ripresa.Ripresa;
import io.ripresa.model.Attempt;
import io.ripresa.model.Disposition;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Outcome;
import io.ripresa.model.Policy;
import io.ripresa.model.TaskKey;
import io.ripresa.orchestrate.Operator;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystemException;
import io.ripresa.store.InMemoryRecoveryStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Drives the real recovery loop through a simulated world in virtual time, and judges every step. One thread, no clock,
 * no chance but the seed: the same scenario always has the same journal.
 */
public final class Simulation {

    /** How long after the last fault everything must have been settled: two rounds of 24 hours, and some. */
    private static final Duration PATIENCE = Duration.ofHours(60);

    private static final int MOST_TICKS = 30_000;
    private static final int PAGE = 1000;
    private static final Duration AFTER_ERROR = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BREATH = Duration.ofMillis(5);

    private final Scenario scenario;
    private final Wiring wiring;
    private final VirtualTime time = new VirtualTime(Scenario.START);
    private final SplittableRandom random;
    private final List<SimulatedDependency> dependencies = new ArrayList<>();
    private final SimulatedTaskSystem world;
    private final Violations violations = new Violations(time);
    private final Invariants invariants;
    private final Mishaps storeMishaps;
    private final Mishaps systemMishaps;
    private final RecoveryStore truth;
    private final RecoveryStore store;
    private final TaskSystem system;
    private final Operator operator;
    private final List<Node> nodes = new ArrayList<>();
    private @Nullable Instant tickAt;
    private @Nullable Node active;
    private boolean nested;
    private boolean stopWanted;
    private int ticks;

    /**
     * What is driven. Tests put broken parts in.
     *
     * @param store what stands between the nodes and the store, identity for nothing
     * @param system what stands between the nodes and the task system
     * @param nodes makes the nodes
     * @param policy the policy
     */
    record Wiring(
            UnaryOperator<RecoveryStore> store,
            Function<SimulatedTaskSystem, TaskSystem> system,
            RecoveryNode.Factory nodes,
            Policy policy) {}

    private static final class Node {
        final String name;

        @Nullable RecoveryNode process;

        Node(String name) {
            this.name = name;
        }
    }

    private Simulation(Scenario scenario, Wiring wiring) {
        this.scenario = scenario;
        this.wiring = wiring;
        this.random = new SplittableRandom(scenario.seed() * 31 + 17);
        for (DependencyPlan plan : scenario.dependencies()) {
            dependencies.add(new SimulatedDependency(plan, time, random.split()));
        }
        this.world = new SimulatedTaskSystem(scenario.site(), dependencies, time, random.split());
        this.invariants = new Invariants(violations, time, world, wiring.policy());
        Scenario.Faults faults = scenario.faults();
        this.storeMishaps = new Mishaps(random.split(), faults.store(), faults.crash(), this::isFaulty);
        this.systemMishaps = new Mishaps(random.split(), faults.system(), faults.crash(), this::isFaulty);
        this.truth = new WatchedStore(new InMemoryRecoveryStore(time), invariants);
        this.store =
                new FaultyStore(wiring.store().apply(truth), storeMishaps, this::otherNodeFirst, this::stopIfWanted);
        this.system = new FaultyTaskSystem(wiring.system().apply(world), systemMishaps);
        this.operator = Ripresa.builder()
                .store(truth)
                .taskSystem(world)
                .policy(wiring.policy())
                .random(random.split())
                .build()
                .operator();
        world.witness(invariants.witness());
        world.onDelivery(() -> tickBy(time.instant().plus(POLL)));
    }

    /** Runs the scenario that belongs to a seed. */
    public static SimulationReport run(long seed) {
        return run(ScenarioGenerator.generate(seed));
    }

    /** Runs a scenario. */
    public static SimulationReport run(Scenario scenario) {
        return run(scenario, RealNode.WIRING);
    }

    static SimulationReport run(Scenario scenario, Wiring wiring) {
        return new Simulation(scenario, wiring).run();
    }

    /** Runs a scenario and returns its journal as text, a line per entry. */
    static String journal(Scenario scenario, Wiring wiring) {
        Simulation simulation = new Simulation(scenario, wiring);
        simulation.run();
        return simulation.journalText();
    }

    private SimulationReport run() {
        plan();
        Instant end = Scenario.START.plus(scenario.healedAt()).plus(PATIENCE);
        int steps = 0;
        while (!violations.isFull() && ticks < MOST_TICKS) {
            Instant next = time.next();
            if (next == null || next.isAfter(end)) {
                break;
            }
            time.advanceToNext();
            invariants.afterStep(truth);
            if (++steps % 64 == 0) {
                invariants.nobodyIsForgotten();
            }
        }
        violations.require(
                ticks < MOST_TICKS, Invariant.NO_STANDSTILL, () -> ticks + " ticks and no end; next is due " + tickAt);
        if (violations.isEmpty()) {
            invariants.atTheEnd(truth);
        }
        return report();
    }

    private void plan() {
        for (TaskPlan task : scenario.tasks()) {
            at(task.submitAt(), () -> world.submit(task));
        }
        for (Scenario.Death death : scenario.site().deaths()) {
            at(death.at(), () -> world.kill(death.worker(), death.downFor()));
        }
        Scenario.People people = scenario.people();
        for (Scenario.Deed deed : people.reruns()) {
            at(deed.at(), () -> byHand(deed, world::rerunByHand));
        }
        for (Scenario.Deed deed : people.cancellations()) {
            at(deed.at(), () -> byHand(deed, key -> world.cancel(key, "no longer wanted")));
        }
        Duration stopAt = people.stopAt();
        if (stopAt != null) {
            at(stopAt, () -> stopWanted = true);
            // In the middle of a reservation if there is one soon, so that the issue comes after it.
            at(stopAt.plusSeconds(30), this::stopIfWanted);
            at(people.resumeAt(), () -> turn(false));
        }
        for (int i = 0; i < scenario.faults().nodes(); i++) {
            Node node = new Node("node-" + (i + 1));
            nodes.add(node);
            start(node);
        }
    }

    private void at(Duration sinceStart, Runnable action) {
        time.at(Scenario.START.plus(sinceStart), action);
    }

    private void byHand(Scenario.Deed deed, java.util.function.Consumer<TaskKey> action) {
        TaskKey key = new TaskKey(
                SimulatedTaskSystem.NAME, scenario.tasks().get(deed.task()).id());
        if (world.truth(key) != null) {
            action.accept(key);
        }
    }

    private boolean isFaulty() {
        return time.instant().isBefore(Scenario.START.plus(scenario.faults().until()));
    }

    private void stopIfWanted() {
        if (stopWanted) {
            stopWanted = false;
            turn(true);
        }
    }

    /** By the order that a person has for it. */
    private void turn(boolean stop) {
        if (stop) {
            operator.stop("somebody", "a look at what happens", false);
        } else {
            operator.resume("somebody", "all is well");
        }
        tickBy(time.instant());
    }

    private void start(Node node) {
        node.process = wiring.nodes().start(node.name, store, system, wiring.policy(), random.split());
        tickBy(time.instant());
    }

    private void tickBy(Instant when) {
        Instant present = tickAt;
        if (present == null || when.isBefore(present)) {
            tickAt = when;
            time.at(when, () -> tickIfDue(when));
        }
    }

    private void tickIfDue(Instant when) {
        if (!when.equals(tickAt)) {
            return;
        }
        tickAt = null;
        int first = random.nextInt(nodes.size());
        Instant next = null;
        for (int i = 0; i < nodes.size(); i++) {
            Instant wanted = tick(nodes.get((first + i) % nodes.size()));
            if (wanted != null && (next == null || wanted.isBefore(next))) {
                next = wanted;
            }
        }
        if (next != null) {
            Instant earliest = time.instant().plus(BREATH);
            tickBy(next.isBefore(earliest) ? earliest : next);
        }
    }

    private @Nullable Instant tick(Node node) {
        RecoveryNode process = node.process;
        if (process == null) {
            return null;
        }
        ticks++;
        boolean outer = invariants.tickBegins();
        Node before = active;
        active = node;
        int failures = failedCalls();
        try {
            Instant wanted = process.tick();
            // A loop of its own looks again all the time; here that matters only after something went wrong.
            Instant again = time.instant().plus(AFTER_ERROR);
            return failures < failedCalls() && (wanted == null || again.isBefore(wanted)) ? again : wanted;
        } catch (NodeCrash e) {
            node.process = null;
            time.after(Duration.ofMillis(random.nextInt(100, 90_000)), () -> start(node));
            return null;
        } catch (StoreException | TaskSystemException e) {
            return time.instant().plus(AFTER_ERROR);
        } catch (RuntimeException e) {
            violations.require(false, Invariant.NO_ERROR, () -> node.name + ": " + trace(e));
            return time.instant().plus(AFTER_ERROR);
        } finally {
            active = before;
            invariants.tickEnds(outer);
        }
    }

    /** Another node does a whole tick between what this one read and what it writes. */
    private void otherNodeFirst() {
        Node present = active;
        if (nested
                || present == null
                || nodes.size() < 2
                || !isFaulty()
                || random.nextDouble() >= scenario.faults().interleave()) {
            return;
        }
        nested = true;
        try {
            Instant wanted = tick(nodes.get((nodes.indexOf(present) + 1) % nodes.size()));
            if (wanted != null) {
                tickBy(wanted);
            }
        } finally {
            nested = false;
        }
    }

    private int failedCalls() {
        return storeMishaps.failures() + systemMishaps.failures();
    }

    private static String trace(RuntimeException e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private SimulationReport report() {
        Map<Disposition, Integer> dispositions = new TreeMap<>();
        invariants.books().tasks.values().forEach(row -> dispositions.merge(row.disposition(), 1, Integer::sum));
        int wasted = 0;
        for (Attempt attempt : invariants.books().attempts.values()) {
            Attempt.Result result = attempt.result();
            if (result != null && result.outcome() != Outcome.RECOVERED) {
                wasted++;
            }
        }
        return new SimulationReport(
                scenario.seed(),
                hash(journalText()),
                dispositions,
                new SimulationReport.Effort(
                        invariants.issued(),
                        wasted,
                        ticks,
                        storeMishaps.crashes() + systemMishaps.crashes(),
                        failedCalls(),
                        dependencies.stream()
                                .mapToDouble(SimulatedDependency::peakLoadRatio)
                                .max()
                                .orElse(0)),
                violations.list(),
                Duration.between(Scenario.START, time.instant()));
    }

    private String journalText() {
        StringBuilder text = new StringBuilder();
        long after = 0;
        while (true) {
            List<JournalEntry> page = truth.journalAfter(after, PAGE);
            if (page.isEmpty()) {
                return text.toString();
            }
            for (JournalEntry e : page) {
                text.append(e.sequence())
                        .append('|')
                        .append(e.at())
                        .append('|')
                        .append(e.kind())
                        .append('|');
                text.append(e.subject())
                        .append('|')
                        .append(e.text())
                        .append('|')
                        .append(e.data())
                        .append('\n');
                after = e.sequence();
            }
        }
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
