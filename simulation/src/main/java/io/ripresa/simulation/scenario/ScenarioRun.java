package io.ripresa.simulation.scenario;

import java.time.Duration;
import java.util.List;

/** One scenario, one policy, one seed: the unit of everything that is compared. The same three give the same figures. */
public final class ScenarioRun {

    /** What is not back by then will not come back by itself. */
    private static final Duration PATIENCE = Duration.ofHours(26);
    /** So long after the last task the rest is given to come to rest. */
    private static final Duration AFTERWARDS = Duration.ofHours(1);

    private ScenarioRun() {}

    /**
     * What came out.
     *
     * @param figures the figures
     * @param trail how it went over time
     * @param violations broken invariants, in words
     */
    public record Played(Figures figures, Trail trail, List<String> violations) {}

    public static Played run(OutageScenario scenario, Mechanism.Factory policy, long seed) {
        World world = new World(scenario, seed);
        Mechanism mechanism = policy.start(world);
        world.begin(mechanism);
        long gone = world.dependencies().stream()
                .mapToLong(d -> d.timeline().causeGoneAt())
                .max()
                .orElse(0);
        long end = Math.max(
                        gone,
                        world.countFrom() + Timeline.micros(scenario.arrival().to()))
                + Timeline.micros(PATIENCE);
        while (!world.isOver() && world.step(end)) {}
        long rest = Math.min(end, world.micros() + Timeline.micros(AFTERWARDS));
        while (!mechanism.isAtRest() && world.step(rest)) {}
        Mechanism.Account account = mechanism.account();
        return new Played(new Scoring(world).score(account), Trail.of(world), account.violations());
    }
}
