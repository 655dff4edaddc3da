package io.ripresa.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.spi.RecoveryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures a backlog of a million failed tasks in a thousand incidents beside one of a thousand tasks in as many, on a
 * PostgreSQL that it brings along, and writes the figures down.
 */
public final class Bench {

    private static final int READS = 200;
    private static final int UNKNOWN_TASKS = 1_000_000;

    private final EmbeddedPostgres server;
    private final Backlog few;
    private final Backlog many;
    private final int rounds;
    private final Report report = new Report();

    Bench(EmbeddedPostgres server, Backlog few, Backlog many, int rounds) {
        this.server = server;
        this.few = few;
        this.many = many;
        this.rounds = rounds;
    }

    /**
     * @param arguments where to write (docs/bench.md), tasks per incident (1,000), incidents (1,000), rounds (5)
     */
    public static void main(String[] arguments) throws IOException {
        Path out = Path.of(arguments.length > 0 ? arguments[0] : "docs/bench.md");
        int tasksEach = number(arguments, 1, 1_000);
        int incidents = number(arguments, 2, 1_000);
        int rounds = number(arguments, 3, 5);
        Path data = Files.createTempDirectory("ripresa-bench");
        // Kept data, for the settings that go with them: every commit is forced to the disk.
        try (EmbeddedPostgres server = EmbeddedPostgres.in(data)
                .setting("shared_buffers", "256MB")
                .setting("max_wal_size", "4GB")
                .start()) {
            Files.writeString(
                    out, new Bench(server, new Backlog(incidents, 1), new Backlog(incidents, tasksEach), rounds).run());
        } finally {
            Disk.remove(data);
        }
        say("written to " + out);
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /** Measures all of it; the page. */
    String run() {
        load();
        ticks();
        reads();
        rates();
        quiet();
        try (HikariDataSource pool = server.dataSource("few", 1)) {
            return report.text(
                    "PostgreSQL " + new Sql(pool).texts("show server_version").get(0), LocalDate.now(ZoneOffset.UTC));
        }
    }

    private void load() {
        load("few", few);
        report.loaded(few, many, load("many", many));
    }

    private long load(String database, Backlog backlog) {
        server.createDatabase(database);
        try (HikariDataSource pool = server.dataSource(database, 4)) {
            Instant start = Instant.now();
            backlog.load(pool);
            long seconds = Duration.between(start, Instant.now()).toSeconds();
            say("loaded " + backlog.tasks() + " tasks in " + seconds + " s");
            return seconds;
        }
    }

    private void ticks() {
        TickComparison comparison = new TickComparison();
        try (World large = new World(server, "many", false)) {
            for (int round = 0; round < rounds; round++) {
                String copy = "few" + round;
                server.createDatabase(copy, "few");
                try (World small = new World(server, copy, false)) {
                    comparison.round(small, large);
                }
                server.dropDatabase(copy);
                say("round " + (round + 1) + ": reserved " + comparison.reserved() + "; p50 "
                        + comparison.few.millis(50) + " and " + comparison.many.millis(50) + " ms, p99 "
                        + comparison.few.millis(99) + " and " + comparison.many.millis(99) + " ms");
            }
        }
        report.ticks(comparison);
    }

    private void reads() {
        try (World small = new World(server, "few", false);
                World large = new World(server, "many", false)) {
            Map<String, Timings[]> figures = new LinkedHashMap<>();
            for (Map.Entry<String, Consumer<RecoveryStore>> question :
                    PageReads.questions(incident(small)).entrySet()) {
                Timings[] both = {new Timings(), new Timings()};
                for (int i = 0; i < READS; i++) {
                    both[0].measure(() -> question.getValue().accept(small.store));
                    both[1].measure(() -> question.getValue().accept(large.store));
                }
                figures.put(question.getKey(), both);
                say(question.getKey() + ": p50 " + both[0].millis(50) + " and " + both[1].millis(50) + " ms, p99 "
                        + both[0].millis(99) + " and " + both[1].millis(99) + " ms");
            }
            report.reads(figures);
        }
    }

    private static String incident(World world) {
        return world.sql
                .texts("select id from ripresa_incident order by id limit 1")
                .get(0);
    }

    private void rates() {
        report.section("Rates, with the large backlog");
        try (World world = new World(server, "many", false)) {
            figure("events taken in per second, failures at one dependency", Rates.ingest(world, 1, UNKNOWN_TASKS));
            figure(
                    "the same at " + many.incidents() + " dependencies in turn",
                    Rates.ingest(world, many.incidents(), 2 * UNKNOWN_TASKS));
            String incident = incident(world);
            for (int processes = 1; processes <= 2; processes++) {
                Rates.Reserving reserving = Rates.reserve(world, incident, processes);
                figure(
                        "attempts reserved per second through one gate in batches of 50, " + processes + " at once",
                        reserving.perSecond() + "; " + reserving.refused() + " of " + reserving.batches()
                                + " batches met another writer");
            }
        }
        for (int nodes = 1; nodes <= 2; nodes++) {
            try (World world = new World(server, "many", true)) {
                CountingStore counts = Rates.together(world, nodes);
                figure(
                        nodes + " nodes for " + Rates.seconds() + " s on the same gates, dependencies back",
                        counts.reserved.sum() + " attempts; " + counts.conflicts.sum() + " of " + counts.commits.sum()
                                + " commits and " + counts.gatesMoved.sum() + " of " + counts.reservations.sum()
                                + " reservations met another writer");
            }
        }
        report.end();
    }

    private void quiet() {
        report.section("With nothing to do");
        try (World world = new World(server, "few", false)) {
            figure("transactions per minute of a node that is told of news", Quiet.transactionsPerMinute(world, true));
            figure("the same of one that is not told", Quiet.transactionsPerMinute(world, false));
            Timings ringing = Quiet.ringing(world);
            figure(
                    "from a ring to its being heard, " + ringing.count() + " rings",
                    "p50 " + ringing.millis(50) + " ms, p99 " + ringing.millis(99) + " ms");
        }
        report.end();
    }

    private void figure(String what, Object value) {
        say(what + ": " + value);
        report.figure(what, value.toString());
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
