package io.ripresa.simulation;

import io.ripresa.model.SideEffects;
import io.ripresa.simulation.DependencyPlan.BrownOut;
import io.ripresa.simulation.DependencyPlan.Outage;
import io.ripresa.simulation.Scenario.Deed;
import io.ripresa.simulation.Scenario.People;
import io.ripresa.simulation.Site.Death;
import io.ripresa.simulation.Site.Delivery;
import io.ripresa.spi.TaskSystem.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes a scenario out of a number: the same number, the same scenario. */
public final class ScenarioGenerator {

    private static final int MOST_TASKS = 100;

    /** Of the first task system, and of the second where there is one. */
    private static final String FIRST_SITE = "sim";

    private static final String SECOND_SITE = "sim2";

    private final RandomGenerator random;
    private final long seed;
    private final FaultGenerator faults;

    private ScenarioGenerator(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.faults = new FaultGenerator(new SplittableRandom(seed ^ 0x5DEECE66DL));
    }

    /** A scenario of at most 100 tasks. */
    public static Scenario generate(long seed) {
        ScenarioGenerator generator = new ScenarioGenerator(seed);
        return generator.scenario(generator.size());
    }

    /** A scenario with a given number of tasks. */
    public static Scenario generate(long seed, int tasks) {
        return new ScenarioGenerator(seed).scenario(tasks);
    }

    /** The scenario of a seed without what makes some tight: as it was before there were such. */
    static Scenario roomy(long seed) {
        ScenarioGenerator generator = new ScenarioGenerator(seed);
        return generator.roomy(generator.size());
    }

    private int size() {
        return chance(random, 0.1) ? random.nextInt(50, MOST_TASKS + 1) : random.nextInt(3, 45);
    }

    private Scenario scenario(int size) {
        return new TightGenerator(new SplittableRandom(seed ^ 0x3C6EF372FE94F82BL)).tighten(roomy(size));
    }

    private Scenario roomy(int size) {
        List<DependencyPlan> dependencies = new ArrayList<>();
        int count = random.nextInt(1, 4);
        for (int i = 0; i < count; i++) {
            dependencies.add(dependency(i));
        }
        List<Site> sites = new ArrayList<>();
        sites.add(site(FIRST_SITE));
        List<HiddenCause> troubles = new ArrayList<>();
        HiddenCause[] all = HiddenCause.values();
        for (int i = random.nextInt(0, 4); i > 0; i--) {
            // Misconfigured ones come with what mends them, too large ones with worlds that are tight.
            troubles.add(all[random.nextInt(1, HiddenCause.MISCONFIGURED.ordinal())]);
        }
        double troubled = random.nextDouble(0.05, 0.5);
        Duration spread = seconds(30, 1800);
        List<TaskPlan> tasks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            HiddenCause cause = troubles.isEmpty() || !chance(random, troubled)
                    ? HiddenCause.NONE
                    : troubles.get(random.nextInt(troubles.size()));
            tasks.add(task(i, count, cause, spread));
        }
        if (chance(random, 0.4)) {
            sites.add(site(SECOND_SITE));
            tasks.replaceAll(task -> task.at(random.nextInt(2), task.dependency()));
        }
        sites.replaceAll(site -> site.withAhead(ahead()));
        @Nullable Duration keptFor = chance(random, 0.06) ? Duration.ofHours(24) : null;
        if (keptFor != null) {
            sites.replaceAll(site -> site.withDelivery(straggling(site.delivery())));
        }
        FixGenerator fixes = new FixGenerator(new SplittableRandom(seed ^ 0x2545F4914F6CDD1DL));
        fixes.misconfigure(tasks);
        People people = people(tasks, sites).withFixes(fixes.generate(tasks));
        return new Scenario(seed, tasks, dependencies, sites, faults.generate(sites, people), people, keptFor);
    }

    /** How far a clock is off, either way. */
    private Duration ahead() {
        if (!chance(random, 0.4)) {
            return Duration.ZERO;
        }
        Duration ahead = seconds(1, 300);
        return chance(random, 0.5) ? ahead : ahead.negated();
    }

    private static Delivery straggling(Delivery d) {
        return new Delivery(d.maxDelay(), d.duplicates(), d.overlaps(), 0.1);
    }

    private DependencyPlan dependency(int index) {
        List<Outage> outages = new ArrayList<>();
        Duration from = seconds(0, 600);
        for (int i = random.nextInt(0, 4); i > 0; i--) {
            Duration to = from.plus(outageLength());
            Mood[] moods = Mood.values();
            outages.add(new Outage(from, to, moods[random.nextInt(moods.length)]));
            // The next one begins at once (another mood of the same outage) or after a while (flapping).
            from = chance(random, 0.4) ? to : to.plus(seconds(5, 1200));
        }
        BrownOut brownOut = BrownOut.NONE;
        if (chance(random, 0.2)) {
            Duration begin = seconds(0, 1800);
            brownOut = new BrownOut(begin, begin.plus(seconds(30, 1800)), random.nextDouble(0.05, 0.6));
        }
        return new DependencyPlan(
                "dep" + index + ".example:443", outages, random.nextInt(1, 30), chance(random, 0.3), brownOut);
    }

    private Duration outageLength() {
        double roll = random.nextDouble();
        if (roll < 0.45) {
            return seconds(5, 120);
        }
        return roll < 0.85 ? seconds(120, 1500) : seconds(1500, 6 * 3600);
    }

    private TaskPlan task(int index, int dependencies, HiddenCause cause, Duration spread) {
        SideEffects sideEffects = chance(random, 0.5)
                ? SideEffects.IDEMPOTENT
                : chance(random, 0.5) ? SideEffects.KEYED : SideEffects.UNSAFE;
        int calls = chance(random, 0.8) ? 1 : random.nextInt(2, 4);
        @Nullable Duration expires = chance(random, 0.1) ? seconds(60, 7200) : null;
        return new TaskPlan(
                String.format("t-%03d", index),
                "ws-" + random.nextInt(3),
                0,
                random.nextInt(dependencies),
                Duration.ofMillis(random.nextLong(spread.toMillis())),
                new TaskPlan.Declared(
                        sideEffects,
                        calls == 1 && chance(random, 0.6),
                        chance(random, 0.8) ? Duration.ofHours(24) : seconds(60, 1800),
                        chance(random, 0.7),
                        random.nextInt(3),
                        expires),
                new TaskPlan.Hidden(cause, random.nextInt(1, 3), calls, Duration.ofMillis(random.nextInt(50, 8000))));
    }

    private Site site(String name) {
        int workers = random.nextInt(1, 5);
        List<Death> deaths = new ArrayList<>();
        if (chance(random, 0.25)) {
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                deaths.add(new Death(seconds(10, 2400), random.nextInt(workers), seconds(1, 120)));
            }
        }
        Delivery delivery = chance(random, 0.4)
                ? Delivery.PROMPT
                : new Delivery(
                        Duration.ofMillis(random.nextInt(50, 30_000)),
                        random.nextDouble(0.3),
                        random.nextDouble(0.3),
                        0);
        Capabilities capabilities = chance(random, 0.55)
                ? new Capabilities(true, true, true, true)
                : new Capabilities(chance(random, 0.6), chance(random, 0.6), chance(random, 0.6), chance(random, 0.6));
        return new Site(name, workers, random.nextInt(1, 9), deaths, delivery, capabilities, Duration.ZERO);
    }

    private People people(List<TaskPlan> tasks, List<Site> sites) {
        Duration stopAt = chance(random, 0.2) ? seconds(20, 2400) : null;
        Duration resumeAt = stopAt == null ? Duration.ZERO : stopAt.plus(seconds(60, 3600));
        boolean keepHolds = stopAt != null && chance(random, 0.3);
        List<Deed> reruns = new ArrayList<>();
        if (chance(random, 0.3)) {
            // Where a re-run is not conditional, nobody could keep a person and us apart.
            deeds(
                    reruns,
                    tasks.stream()
                            .filter(task ->
                                    sites.get(task.site()).capabilities().conditionalRetry())
                            .toList());
        }
        List<Deed> cancellations = new ArrayList<>();
        if (chance(random, 0.2)) {
            deeds(cancellations, tasks);
        }
        return new People(stopAt, resumeAt, keepHolds, reruns, cancellations, List.of());
    }

    private void deeds(List<Deed> deeds, List<TaskPlan> tasks) {
        for (int i = tasks.isEmpty() ? 0 : random.nextInt(1, 6); i > 0; i--) {
            deeds.add(new Deed(
                    seconds(30, 3600), tasks.get(random.nextInt(tasks.size())).id()));
        }
    }

    private Duration seconds(int least, int most) {
        return Duration.ofMillis(random.nextLong(least * 1000L, most * 1000L + 1));
    }

    private static boolean chance(RandomGenerator random, double share) {
        return random.nextDouble() < share;
    }
}
