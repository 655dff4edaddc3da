package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ripresa.model.Disposition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
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

    @BeforeAll
    static void quiet() {
        Quiet.down();
    }

    private static void run(long seed) {
        SimulationReport report;
        try {
            report = Simulation.run(seed);
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + " ended with " + e, e);
        }
        if (!report.isClean()) {
            fail(report.describe() + System.lineSeparator() + "again with -Dripresa.seed=" + seed);
        }
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
        sideBySide(LongStream.range(first, first + Long.getLong("ripresa.seeds", SEEDS)), SimulationTest::run);
    }

    /** Worlds share nothing: as many at once as there are processors. */
    private static void sideBySide(LongStream seeds, LongConsumer run) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Boolean>> runs = seeds.<Callable<Boolean>>mapToObj(seed -> () -> {
                        run.accept(seed);
                        return true;
                    })
                    .toList();
            for (Future<Boolean> one : threads.invokeAll(runs)) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatRunsBesideItDoesNotChangeAWorld() throws InterruptedException {
        Map<Long, String> hashes = new ConcurrentHashMap<>();

        sideBySide(
                LongStream.range(0, 24),
                seed -> hashes.put(seed, Simulation.run(seed).journalHash()));

        for (long seed = 0; seed < 24; seed++) {
            assertThat(Simulation.run(seed).journalHash()).isEqualTo(hashes.get(seed));
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
        sideBySide(LongStream.range(0, 60), seed -> {
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

    /** A judge that never has anything to judge proves nothing. */
    @Test
    void theWorldsAreWorthJudging() {
        int recovered = 0;
        int setAside = 0;
        int crashes = 0;
        int failedCalls = 0;
        int pauses = 0;
        for (long seed = 0; seed < 40; seed++) {
            SimulationReport report = Simulation.run(seed);
            recovered += report.count(Disposition.RECOVERED);
            setAside += report.count(Disposition.QUARANTINED) + report.count(Disposition.ESCALATED);
            crashes += report.effort().crashes();
            failedCalls += report.effort().failedCalls();
            pauses += report.effort().pauses();
        }
        assertThat(recovered).isGreaterThan(100);
        assertThat(setAside).isGreaterThan(100);
        assertThat(crashes).isGreaterThan(20);
        assertThat(failedCalls).isGreaterThan(100);
        assertThat(pauses).isGreaterThan(20);
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
