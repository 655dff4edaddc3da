package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ripresa.model.Disposition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The test of record. {@code -Dripresa.seed=42} runs one seed alone; {@code -Dripresa.seeds=5000} runs more;
 * {@code -Dripresa.build=17} starts from another number, so that every build tries new ones.
 */
class SimulationTest {

    private static final long SEEDS = 2_000;
    private static final long SEEDS_PER_BUILD = 1_000_000;

    /** Worlds that on average are like all. */
    private static final long ENOUGH = 200;

    @BeforeAll
    static void quiet() {
        Quiet.down();
    }

    private static SimulationReport run(long seed) {
        SimulationReport report;
        try {
            report = Simulation.run(seed);
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + " ended with " + e, e);
        }
        if (!report.isClean()) {
            fail(report.describe() + System.lineSeparator() + "again with -Dripresa.seed=" + seed);
        }
        return report;
    }

    private static long build() {
        String number = System.getProperty("ripresa.build", System.getenv("BUILD_NUMBER"));
        return number == null || !number.matches("[0-9]{1,9}") ? 0 : Long.parseLong(number);
    }

    @Test
    void everyInvariantHoldsInEveryWorld() throws InterruptedException {
        Long one = Long.getLong("ripresa.seed");
        if (one != null) {
            run(one);
            return;
        }
        long first = build() * SEEDS_PER_BUILD;
        long seeds = Long.getLong("ripresa.seeds", SEEDS);
        Seen seen = new Seen();
        SideBySide.run(LongStream.range(first, first + seeds), seed -> seen.add(run(seed)));
        if (seeds >= ENOUGH) {
            seen.isWorthJudging(seeds);
        }
    }

    /** What befell all worlds together. A judge that never has anything to judge proves nothing. */
    private static final class Seen {
        private final LongAdder recovered = new LongAdder();
        private final LongAdder setAside = new LongAdder();
        private final LongAdder crashes = new LongAdder();
        private final LongAdder failedCalls = new LongAdder();
        private final LongAdder pauses = new LongAdder();

        void add(SimulationReport report) {
            recovered.add(report.count(Disposition.RECOVERED));
            setAside.add(report.count(Disposition.QUARANTINED) + report.count(Disposition.ESCALATED));
            crashes.add(report.effort().crashes());
            failedCalls.add(report.effort().failedCalls());
            pauses.add(report.effort().pauses());
        }

        void isWorthJudging(long worlds) {
            assertThat(recovered.sum()).isGreaterThan(3 * worlds);
            assertThat(setAside.sum()).isGreaterThan(3 * worlds);
            assertThat(crashes.sum()).isGreaterThan(worlds / 2);
            assertThat(failedCalls.sum()).isGreaterThan(3 * worlds);
            assertThat(pauses.sum()).isGreaterThan(worlds / 2);
        }
    }

    @Test
    void seedsThatOnceFailedHold() throws IOException {
        List<Long> corpus = corpus();
        assertThat(corpus).isNotEmpty();
        for (long seed : corpus) {
            // In the world in which it failed, whatever came to the generator since.
            SimulationReport report = Simulation.run(ScenarioGenerator.roomy(seed));
            assertThat(report.violations()).as(report.describe()).isEmpty();
        }
    }

    @Test
    void worldsInWhichThingsMeetMoreOftenHold() throws InterruptedException {
        SideBySide.run(LongStream.range(0, 60), seed -> {
            Scenario scenario = ScenarioGenerator.generate(seed);
            for (Scenario harder : List.of(
                    HarderWorlds.overtaken(scenario),
                    HarderWorlds.holdingInTurns(scenario),
                    HarderWorlds.busyAtTheSwitch(scenario),
                    HarderWorlds.limitingStarts(scenario),
                    HarderWorlds.shortOfMemory(scenario))) {
                SimulationReport report = Simulation.run(harder);
                assertThat(report.violations()).as(report.describe()).isEmpty();
            }
        });
    }

    /** The success of a run that began before its task was held came before the news of its start. */
    @Test
    void aRunThatBeganBeforeItsTaskWasHeldIsNotTakenForTheOrderedOne() {
        SimulationReport report = Simulation.run(HarderWorlds.busyAtTheSwitch(ScenarioGenerator.generate(285)));
        assertThat(report.violations()).as(report.describe()).isEmpty();
    }

    @Test
    void largeWorldsHold() {
        for (long seed = 1; seed <= 2; seed++) {
            SimulationReport report = Simulation.run(ScenarioGenerator.generate(seed, 400));
            assertThat(report.violations()).as(report.describe()).isEmpty();
            assertThat(report.dispositions().values().stream().mapToInt(i -> i).sum())
                    .isEqualTo(400);
        }
    }

    private static List<Long> corpus() throws IOException {
        try (InputStream in = Objects.requireNonNull(SimulationTest.class.getResourceAsStream("seeds.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                    .toList();
        }
    }
}
