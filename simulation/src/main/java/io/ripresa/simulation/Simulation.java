package io.ripresa.simulation;

import io.ripresa.Ripresa;
import io.ripresa.model.Attempt;
import io.ripresa.model.Disposition;
import io.ripresa.model.Outcome;
import io.ripresa.model.Policy;
import io.ripresa.model.ReportedChange;
import io.ripresa.orchestrate.Operator;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem;
import io.ripresa.store.InMemoryRecoveryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Drives the real recovery loop through a simulated world in virtual time, and judges every step. One thread, no clock,
 * no chance but the seed: the same scenario always has the same journal. Simulations share nothing that could change what
 * happens in them: several may run side by side.
 */
public final class Simulation {

    /** How long after the last fault everything must have been settled: two rounds of 24 hours, and some. */
    private static final Duration PATIENCE = Duration.ofHours(60);

    private static final Duration REPORTED_AGAIN = Duration.ofMinutes(1);

    private static final int MOST_TICKS = 60_000;
    private static final int STEPS_BETWEEN_ROUNDS = 64;

    private final Scenario scenario;
    private final World world;
    private final Violations violations;
    private final Invariants judge;
    private final RecoveryStore truth;
    private final Cluster cluster;
    private final Operator operator;
    private boolean stopWanted;
    private int steps;

    /**
     * What is driven. Tests put broken parts in.
     *
     * @param beneath what the store is made of, identity for the store in memory; the judge sees what it does
     * @param store what stands between the nodes and the store, identity for nothing
     * @param system what stands between the nodes and a task system
     * @param nodes makes the nodes' processes
     * @param policy the policy
     */
    record Wiring(
            UnaryOperator<RecoveryStore> beneath,
            UnaryOperator<RecoveryStore> store,
            Function<SimulatedTaskSystem, TaskSystem> system,
            RecoveryNode.Factory nodes,
            Policy policy) {

        /** The real thing with nothing in between. */
        static final Wiring REAL = new Wiring(
                UnaryOperator.identity(), UnaryOperator.identity(), system -> system, RealNode::new, Policy.DEFAULT);

        Wiring withBeneath(UnaryOperator<RecoveryStore> value) {
            return new Wiring(value, store, system, nodes, policy);
        }

        Wiring withStore(UnaryOperator<RecoveryStore> value) {
            return new Wiring(beneath, value, system, nodes, policy);
        }

        Wiring withSystem(Function<SimulatedTaskSystem, TaskSystem> value) {
            return new Wiring(beneath, store, value, nodes, policy);
        }

        Wiring withNodes(RecoveryNode.Factory value) {
            return new Wiring(beneath, store, system, value, policy);
        }

        private Policy policyOf(Scenario scenario) {
            Duration keptFor = scenario.keptFor();
            return keptFor == null ? policy : policy.withRetention(new Policy.Retention(keptFor, keptFor));
        }
    }

    private Simulation(Scenario scenario, Wiring wiring) {
        this.scenario = scenario;
        this.world = new World(scenario);
        Policy policy = wiring.policyOf(scenario);
        this.violations = new Violations(world.time);
        this.judge = new Invariants(violations, world, policy);
        this.truth = new WatchedStore(wiring.beneath().apply(new InMemoryRecoveryStore(world.time)), judge);
        List<TaskSystem> systems = world.systems().stream().map(wiring.system()).toList();
        Cluster.Parts parts =
                new Cluster.Parts(wiring.store().apply(truth), systems, wiring.nodes(), policy, this::stopIfWanted);
        this.cluster = new Cluster(world, judge, parts, this::pause);
        Ripresa.Builder builder = Ripresa.builder().store(truth).policy(policy).random(world.random("operator"));
        systems.forEach(builder::taskSystem);
        this.operator = builder.build().operator();
        world.systems().forEach(system -> {
            system.witness(judge);
            system.onDelivery(cluster::delivered);
        });
        judge.observe(truth, cluster::calmSince, cluster::due);
    }

    /** Runs the scenario that belongs to a seed. */
    public static SimulationReport run(long seed) {
        return run(ScenarioGenerator.generate(seed));
    }

    /** Runs a scenario. */
    public static SimulationReport run(Scenario scenario) {
        return run(scenario, Wiring.REAL);
    }

    static SimulationReport run(Scenario scenario, Wiring wiring) {
        return new Simulation(scenario, wiring).run();
    }

    private SimulationReport run() {
        plan();
        runUntil(Scenario.START.plus(scenario.healedAt()).plus(PATIENCE));
        violations.require(
                cluster.ticks() < MOST_TICKS, Invariant.NO_STANDSTILL, () -> cluster.ticks() + " ticks and no end");
        if (violations.isEmpty()) {
            judge.atTheEnd();
        }
        return report();
    }

    private void plan() {
        world.plan();
        Scenario.People people = scenario.people();
        Duration stopAt = people.stopAt();
        if (stopAt != null) {
            world.at(stopAt, () -> stopWanted = true);
            // In the middle of a reservation if there is one soon, so that the issue comes after it.
            world.at(stopAt.plusSeconds(30), this::stopIfWanted);
            world.at(people.resumeAt(), this::resume);
        }
        people.fixes().forEach(fix -> {
            world.at(fix.reportedAt(), () -> report(fix));
            world.at(fix.reportedAt().plus(REPORTED_AGAIN), () -> report(fix));
        });
        cluster.start();
    }

    private void report(Fix fix) {
        operator.report(
                "fix-" + scenario.people().fixes().indexOf(fix),
                fix.kind(),
                new ReportedChange.Scope(fix.workspace(), fix.type() == null ? List.of() : List.of(fix.type()), null),
                fix.cause().toString(),
                Scenario.START.plus(fix.at()),
                "somebody");
    }

    /** Lets the world go on for as long as a node pauses in the middle of a step. */
    private void pause(Instant end) {
        runUntil(end);
        Instant next = world.time.next();
        if (next == null || next.isAfter(end)) {
            world.time.advanceTo(end);
        }
    }

    /** Does what is due up to a time, judging each step; may be called from within a step. */
    private void runUntil(Instant end) {
        while (!violations.isFull() && cluster.ticks() < MOST_TICKS) {
            Instant next = world.time.next();
            if (next == null || next.isAfter(end)) {
                return;
            }
            world.time.advanceToNext();
            if (judge.afterStep()) {
                cluster.look();
            }
            if (++steps % STEPS_BETWEEN_ROUNDS == 0) {
                judge.nobodyIsForgotten();
            }
        }
    }

    private void stopIfWanted() {
        if (stopWanted) {
            stopWanted = false;
            operator.stop(
                    "somebody", "a look at what happens", scenario.people().keepHolds());
            cluster.lookWithin(Duration.ZERO);
        }
    }

    private void resume() {
        // Should it not have been turned on so far, it never is.
        stopWanted = false;
        operator.resume("somebody", "all is well");
        cluster.lookWithin(Duration.ZERO);
    }

    private SimulationReport report() {
        Map<Disposition, Integer> dispositions = new TreeMap<>();
        judge.books().tasks.values().forEach(row -> dispositions.merge(row.disposition(), 1, Integer::sum));
        int wasted = 0;
        for (Attempt attempt : judge.books().attempts.values()) {
            Attempt.Result result = attempt.result();
            if (result != null && result.outcome() != Outcome.RECOVERED) {
                wasted++;
            }
        }
        return new SimulationReport(
                scenario.seed(),
                () -> JournalText.hash(truth),
                dispositions,
                new SimulationReport.Effort(
                        judge.issued(),
                        wasted,
                        cluster.ticks(),
                        cluster.deaths(),
                        cluster.pauses(),
                        cluster.failedCalls(),
                        world.peakLoadRatio()),
                violations.list(),
                Duration.between(Scenario.START, world.time.instant()));
    }
}
