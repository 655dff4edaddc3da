package io.ripresa.simulation;

import io.ripresa.spi.TaskSystem.Capabilities;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Worlds in which nodes meet more often than by chance: for bugs that need a meeting of a rare kind. */
final class HarderWorlds {

    private static final Duration LONG = Duration.ofHours(3);
    private static final int OFTEN = 1_000;

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
                .map(site -> new Site(
                        site.name(),
                        site.workers(),
                        site.slots(),
                        site.deaths(),
                        site.delivery(),
                        new Capabilities(true, true, true, true),
                        site.ahead()))
                .toList();
        return scenario.withSites(sites).withFaults(new Scenario.Faults(2, mishaps, List.of(), LONG));
    }
}
