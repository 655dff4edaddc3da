package io.ripresa.server.chaos;

import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.server.depot.LedgerEntry;
import io.ripresa.server.depot.LedgerReading;
import io.ripresa.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One seed, from an empty database to the judgement. */
final class ChaosRun {

    /** How long after the last fault all tasks may take to come to an end. */
    static final Duration SETTLES_WITHIN = Duration.ofSeconds(300);

    /** Tasks a second, so that what fails in an outage is a good part of all. */
    private static final int TASKS_A_SECOND = 80;

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int TASKS_TO_SHOW = 3;

    private final EmbeddedPostgres postgres;
    private final Path folder;
    private final ExecutorService threads;
    private final InstantSource clock = InstantSource.system();

    /**
     * @param postgres where each run has a database of its own
     * @param folder for what the runs leave behind
     * @param threads as many as are needed
     */
    ChaosRun(EmbeddedPostgres postgres, Path folder, ExecutorService threads) {
        this.postgres = postgres;
        this.folder = folder;
        this.threads = threads;
    }

    SeedReport play(FaultPlan plan, int tasks) throws IOException, InterruptedException {
        Instant started = clock.instant();
        Path own = Files.createDirectories(folder.resolve("seed-" + plan.seed()));
        Duration within = Duration.ofSeconds(Math.max(10, tasks / TASKS_A_SECOND));
        List<ChaosTask> all = ChaosTask.some(plan.seed(), tasks, within);
        SplittableRandom random = new SplittableRandom(started.toEpochMilli());
        double capacity = Math.max(40, tasks / 10.0);
        try (ChaosSite site = ChaosSite.open(postgres, "chaos_" + plan.seed(), own, capacity, random, threads)) {
            Instant begin = clock.instant();
            ChaosFeed feed = new ChaosFeed(site.desk().submitter(), site.service(), clock);
            CountDownLatch fed = new CountDownLatch(1);
            threads.execute(() -> {
                try {
                    feed.run(all, begin);
                    fed.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            List<Happening> happenings = new FaultPlayer(plan, site, clock).play(begin, threads);
            EvidenceReader reader = new EvidenceReader(site, all);
            Duration settledAfter = settle(reader, fed);
            Evidence evidence = new Evidence(
                    reader.stories(),
                    site.ledger().entries(),
                    happenings,
                    reader.orders(),
                    reader.counted(),
                    settledAfter,
                    dead(site));
            List<Violation> violations = new ChaosJudge(evidence).violations();
            return new SeedReport(
                    plan,
                    begin,
                    evidence,
                    violations,
                    records(violations, evidence, reader),
                    Duration.between(started, clock.instant()));
        }
    }

    /** Waits until all tasks have come to an end; how long that took, or null where it took too long. */
    private @Nullable Duration settle(EvidenceReader reader, CountDownLatch fed) throws InterruptedException {
        Instant from = clock.instant();
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            Duration passed = Duration.between(from, clock.instant());
            if (fed.getCount() == 0 && isOver(reader)) {
                return passed;
            }
            if (passed.compareTo(SETTLES_WITHIN) > 0 || never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return null;
            }
        }
    }

    private static boolean isOver(EvidenceReader reader) {
        try {
            return reader.open() == 0;
        } catch (StoreException e) {
            // Its connections are those of before the database came back: the next look has others.
            return false;
        }
    }

    private static List<String> dead(ChaosSite site) {
        return site.nodes().stream()
                .filter(node -> !node.isAlive())
                .map(node -> node.name() + " (" + node.lastWords() + ")")
                .toList();
    }

    private static List<String> records(List<Violation> violations, Evidence evidence, EvidenceReader reader) {
        List<String> lines = new ArrayList<>();
        LedgerReading ledger = new LedgerReading(evidence.ledger());
        List<String> shown = violations.stream()
                .flatMap(v -> v.tasks().stream().limit(TASKS_TO_SHOW))
                .distinct()
                .toList();
        for (String task : shown) {
            lines.add(task + ", ledger:");
            ledger.requestsOf(task).stream().map(LedgerEntry::toLine).forEach(line -> lines.add("  " + line));
            lines.add(task + ", journal:");
            reader.journal(task).forEach(line -> lines.add("  " + line));
        }
        return lines;
    }
}
