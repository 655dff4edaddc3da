package io.ripresa.bench.guards;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.worker.Guards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures tasks per second of the worker with its guards beside plain db-scheduler, in turn on one PostgreSQL that it
 * brings along, and writes the figures down. The ratio is taken within each round: what else the machine does befalls
 * both.
 */
public final class GuardCost {

    private static final Duration TEN = Duration.ofMillis(10);

    /** As many as a worker has by default; with tasks of 10 ms the two processors are not busy all the time. */
    private static final int AS_THEY_COME = 10;

    private final int threads;
    private final int rounds;
    private final StringBuilder body = new StringBuilder();
    private int round;

    GuardCost(int threads, int rounds) {
        this.threads = threads;
        this.rounds = rounds;
    }

    /**
     * @param arguments where to write (docs/guards.md), tasks that do nothing (10,000), tasks of 10 ms (4,000), rounds (7)
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path out = Path.of(arguments.length > 0 ? arguments[0] : "docs/guards.md");
        int nothing = number(arguments, 1, 10_000);
        int waiting = number(arguments, 2, 4_000);
        try (EmbeddedPostgres server =
                EmbeddedPostgres.builder().setting("fsync", "on").start()) {
            Files.writeString(out, new GuardCost(20, number(arguments, 3, 7)).run(server, nothing, waiting));
        }
        System.out.println("written to " + out);
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /** Measures all of it; the page. */
    String run(EmbeddedPostgres server, int nothing, int waiting) throws InterruptedException {
        server.createDatabase("plain");
        server.createDatabase("worker");
        try (HikariDataSource plain = server.dataSource("plain", threads + 4);
                HikariDataSource worker = server.dataSource("worker", threads + 4)) {
            Runner alone = PlainRunner.on(plain);
            measure(new Load(nothing, Duration.ZERO, threads), "that do nothing", alone, worker);
            measure(new Load(waiting, TEN, Math.min(threads, AS_THEY_COME)), "of 10 ms", alone, worker);
            if (threads > AS_THEY_COME) {
                measure(new Load(waiting, TEN, threads), "of 10 ms", alone, worker);
            }
        }
        return page();
    }

    private void measure(Load load, String what, Runner alone, HikariDataSource worker) throws InterruptedException {
        List<Runner> runners = List.of(
                alone,
                new WorkerRunner("worker, limit out of reach (the default)", worker, Guards.DEFAULT),
                new WorkerRunner(
                        "worker, limit in reach and counted",
                        worker,
                        Guards.DEFAULT.runsPerWorkspace(Math.max(1, load.threads() / 2))));
        double[][] rates = new double[runners.size()][rounds];
        once(load, runners); // what is loaded and compiled at the first time is not counted
        for (int i = 0; i < rounds; i++) {
            double[] rate = once(load, runners);
            for (int r = 0; r < rate.length; r++) {
                rates[r][i] = rate[r];
            }
        }
        body.append("## ").append(load.tasks()).append(" tasks ").append(what);
        body.append(", ").append(load.threads()).append(" threads\n\n");
        body.append("| | per second, median | least | most | of db-scheduler, median of rounds | cost |\n");
        body.append("|---|---|---|---|---|---|\n");
        for (int r = 0; r < rates.length; r++) {
            double[] ratios = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                ratios[i] = rates[r][i] / rates[0][i];
            }
            double ratio = quantile(ratios, 0.5);
            body.append(String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.0f | %.2f | %s |\n",
                    runners.get(r).name(),
                    quantile(rates[r], 0.5),
                    quantile(rates[r], 0),
                    quantile(rates[r], 1),
                    ratio,
                    r == 0 ? "" : Math.round(100 * (1 - ratio)) + " %"));
        }
        body.append("\n");
    }

    /** Each of them once, beginning with another one every time. */
    private double[] once(Load load, List<Runner> runners) throws InterruptedException {
        round++;
        double[] rates = new double[runners.size()];
        List<String> line = new ArrayList<>();
        for (int i = 0; i < rates.length; i++) {
            int r = (round + i) % rates.length;
            rates[r] = runners.get(r).run(load, r * 1_000 + round);
            line.add(runners.get(r).name() + ": " + Math.round(rates[r]) + "/s");
        }
        System.out.println(load.tasks() + " × " + load.each().toMillis() + " ms, " + load.threads() + " threads: "
                + String.join("; ", line));
        return rates;
    }

    /** @param share 0 for the least, 0.5 for the median, 1 for the most */
    static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private String page() {
        return "# What the worker and its guards cost\n\n"
                + "Written by `make guards`; do not edit. Tasks per second of the native worker, with everything it does"
                + " for a task (a durable state, events, leases, guards), beside db-scheduler alone, which deletes a row"
                + " when a task is done. In turn, in one process on one PostgreSQL; a ratio compares runs of one round."
                + "\n\n| | |\n|---|---|\n"
                + row("date", LocalDate.now(ZoneOffset.UTC).toString())
                + row(
                        "machine",
                        Runtime.getRuntime().availableProcessors() + " processors, shared with the database, "
                                + System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                + row("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"))
                + row("database", "PostgreSQL, embedded, every commit forced to the disk")
                + row("threads", "as told; a worker has " + AS_THEY_COME + " by default")
                + row("rounds", rounds + ", after one that is not counted; all tasks are there before the start")
                + row(
                        "db-scheduler",
                        "lock-and-fetch " + PlainRunner.LOWER + "/" + PlainRunner.UPPER
                                + ", priorities on, looks every 250 ms")
                + row(
                        "worker",
                        "guards as they come; tasks in " + WorkerRunner.WORKSPACES + " workspaces, limit in reach:"
                                + " half as many runs of each at once as there are threads")
                + "\n" + body;
    }

    private static String row(String name, String value) {
        return "| " + name + " | " + value + " |\n";
    }
}
