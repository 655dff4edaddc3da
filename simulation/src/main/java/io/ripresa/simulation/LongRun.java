package io.ripresa.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Runs many seeds, several side by side, says how far it is, and makes the scenario of a seed that fails as small as it
 * can be.
 */
public final class LongRun {

    private static final int MOST_FAILURES = 5;
    private static final int SHRINKING_RUNS = 4_000;
    private static final long REPORT_EVERY = 1_000;

    private final Simulation.Wiring wiring;
    private final Executor executor;
    private final int threads;
    private final InstantSource clock;
    private final Consumer<String> out;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    /**
     * @param executor where seeds run
     * @param threads how many at once
     * @param clock for the time that it takes
     * @param out takes what is said, text of one or more lines; never called by two threads at once
     */
    public LongRun(Executor executor, int threads, InstantSource clock, Consumer<String> out) {
        this(Simulation.Wiring.REAL, executor, threads, clock, out);
    }

    LongRun(Simulation.Wiring wiring, Executor executor, int threads, InstantSource clock, Consumer<String> out) {
        this.wiring = wiring;
        this.executor = executor;
        this.threads = threads;
        this.clock = clock;
        this.out = out;
    }

    /**
     * Runs so many seeds, and waits for them. Stops early after a few that fail.
     *
     * @return how many failed
     */
    public long run(long from, long seeds) {
        Quiet.down();
        Instant began = clock.instant();
        AtomicLong next = new AtomicLong(from);
        CompletableFuture<?>[] workers = IntStream.range(0, threads)
                .mapToObj(i -> CompletableFuture.runAsync(() -> work(next, from + seeds, began, seeds), executor))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(workers).join();
        say(done.get() + " seeds from " + from + ", " + failures.get() + " failed, "
                + Duration.between(began, clock.instant()).toSeconds() + " s");
        return failures.get();
    }

    private void work(AtomicLong next, long end, Instant began, long seeds) {
        for (long seed = next.getAndIncrement();
                seed < end && failures.get() < MOST_FAILURES;
                seed = next.getAndIncrement()) {
            one(seed);
            long count = done.incrementAndGet();
            if (count % REPORT_EVERY == 0) {
                say(count + " of " + seeds + " seeds, " + failures.get() + " failed, "
                        + Duration.between(began, clock.instant()).toSeconds() + " s");
            }
        }
    }

    private void one(long seed) {
        SimulationReport report;
        try {
            report = Simulation.run(ScenarioGenerator.generate(seed), wiring);
        } catch (RuntimeException e) {
            failures.incrementAndGet();
            say("seed " + seed + " ended with " + e);
            return;
        }
        if (!report.isClean()) {
            failures.incrementAndGet();
            say(report.describe());
            say(shrunken(
                    ScenarioGenerator.generate(seed), report.violations().get(0).invariant()));
        }
    }

    /** The smallest scenario that breaks the same rule: in words, and as text to replay. */
    private String shrunken(Scenario scenario, Invariant invariant) {
        Scenario small = new Shrinker(Shrinker.breaks(invariant, wiring), SHRINKING_RUNS).shrink(scenario);
        StringBuilder text = new StringBuilder("The smallest scenario found that breaks " + invariant + ": "
                + small.tasks().size() + " of " + scenario.tasks().size() + " tasks, "
                + small.faults().nodes() + " nodes, " + small.faults().mishaps().size() + " of "
                + scenario.faults().mishaps().size() + " mishaps.\n");
        small.faults()
                .mishaps()
                .forEach(m -> text.append("  ").append(m.sentence()).append('\n'));
        small.faults()
                .absences()
                .forEach(a -> text.append("  ").append(a.sentence()).append('\n'));
        return text + ScenarioText.write(small) + Simulation.run(small, wiring).describe();
    }

    private void say(String text) {
        synchronized (out) {
            out.accept(text);
        }
    }
}
