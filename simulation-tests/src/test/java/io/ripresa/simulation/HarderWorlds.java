package io.ripresa.simulation;

import io.ripresa.spi.TaskSystem.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Worlds in which things meet more often than by chance: for rules and bugs that need a meeting of a rare kind. */
final class HarderWorlds {

    private static final Duration LONG = Duration.ofHours(3);
    private static final int OFTEN = 1_000;
    private static final Capabilities ALL = new Capabilities(true, true, true, true);

    private HarderWorlds() {}

    /** The same world with two nodes, of which the other does a whole step before each reservation. */
    static Scenario overtaken(Scenario scenario) {
        List<Mishap> mishaps = IntStream.rangeClosed(1, 2)
                .mapToObj(node ->
                        new Mishap(node, Call.RESERVE, Duration.ZERO, 1, OFTEN, Mishap.Effect.OVERTAKEN, Duration.ZERO))
                .toList();
        return scenario.withFaults(new Scenario.Faults(2, mishaps, List.of(), LONG));
    }

    /** The same world with two nodes that take turns in stopping after they held or released, where all can be held. */
    static Scenario holdingInTurns(Scenario scenario) {
        List<Mishap> mishaps = Stream.of(Call.HOLD, Call.RELEASE)
                .flatMap(call -> IntStream.rangeClosed(1, 2)
                        .mapToObj(node -> new Mishap(
                                node,
                                call,
                                Duration.ZERO,
                                node,
                                OFTEN,
                                Mishap.Effect.PAUSE_AFTER,
                                Duration.ofMinutes(2))))
                .toList();
        List<Site> sites = scenario.sites().stream()
                .map(site -> site.withCapabilities(ALL))
                .toList();
        return scenario.withSites(sites).withFaults(new Scenario.Faults(2, mishaps, List.of(), LONG));
    }

    /** The same tasks in three bursts, at task systems that hold first starts when there are too many. */
    static Scenario limitingStarts(Scenario scenario) {
        SplittableRandom random = new SplittableRandom(scenario.seed() ^ 0xBB67AE8584CAA73BL);
        long gap = random.nextInt(200, 900);
        List<TaskPlan> tasks = new ArrayList<>();
        for (TaskPlan task : scenario.tasks()) {
            Duration at = Duration.ofSeconds(random.nextInt(3) * gap).plusMillis(random.nextInt(50_000));
            tasks.add(task.submittedAt(at));
        }
        Scenario bursts = scenario.withTasks(tasks)
                .withSites(scenario.sites().stream()
                        .map(site -> site.withCapabilities(ALL))
                        .toList());
        return new TightGenerator(random).limited(bursts);
    }

    /** The same tasks within ten minutes, at workers that are short of memory again and again. */
    static Scenario shortOfMemory(Scenario scenario) {
        List<TaskPlan> tasks = scenario.tasks().stream()
                .map(task -> task.submittedAt(Duration.ofMillis(task.submitAt().toMillis() % 600_000)))
                .toList();
        return new TightGenerator(new SplittableRandom(scenario.seed() ^ 0x510E527FADE682D1L))
                .shortOfMemory(scenario.withTasks(tasks));
    }

    /**
     * The same tasks, made slow, at one worker with one slot each, so that accepted orders wait: all fail at first, and
     * somebody turns the kill switch on while they come back.
     */
    static Scenario busyAtTheSwitch(Scenario scenario) {
        SplittableRandom random = new SplittableRandom(scenario.seed() ^ 0x6A09E667F3BCC909L);
        Duration outage = Duration.ofSeconds(random.nextInt(60, 240));
        List<TaskPlan> tasks = new ArrayList<>();
        for (TaskPlan task : scenario.tasks()) {
            tasks.add(task.submittedAt(Duration.ofMillis(task.submitAt().toMillis() % 60_000))
                    .taking(Duration.ofMillis(random.nextInt(1_000, 4_000))));
        }
        List<DependencyPlan> dependencies = scenario.dependencies().stream()
                .map(plan -> plan.withOutages(List.of(new DependencyPlan.Outage(Duration.ZERO, outage, Mood.REFUSE))))
                .toList();
        List<Site> sites = scenario.sites().stream()
                .map(site -> site.withCrew(new Site.Crew(1, 1, List.of())).withCapabilities(ALL))
                .toList();
        Duration stopAt = outage.plusSeconds(random.nextInt(5, 240));
        Scenario.People people = scenario.people();
        return scenario.withTasks(tasks)
                .withDependencies(dependencies)
                .withSites(sites)
                .withPeople(new Scenario.People(
                        stopAt,
                        stopAt.plusSeconds(random.nextInt(30, 600)),
                        random.nextBoolean(),
                        people.reruns(),
                        people.cancellations(),
                        people.fixes()));
    }
}
