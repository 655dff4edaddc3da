package io.ripresa.bench.side;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.bench.Disk;
import io.ripresa.bench.side.Calls.Made;
import io.ripresa.bench.side.Outcome.Pair;
import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.simulation.contest.Policies;
import io.ripresa.simulation.scenario.ScenarioRun;
import io.ripresa.simulation.scenario.ScenarioRun.Played;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Plays one outage in reality: real services that refuse connections for two minutes, real tasks on PostgreSQL, run by
 * db-scheduler alone, by JobRunr alone and by Ripresa's worker, at the same time, each with a service and a database of
 * its own. Then the simulator plays the same, and the figures are laid side by side.
 */
public final class SideBySide {

    private static final long SEED = 1;
    private static final int CONNECTIONS = 20;
    private static final int READY_SECONDS = 120;

    private final Setting setting;
    private final List<Duration> arrivals;

    SideBySide(Setting setting) {
        this.setting = setting;
        this.arrivals = setting.arrivals(SEED);
    }

    /** Who is compared, by the name of the policy that stands for it in the simulator. */
    static Map<String, Contender.Factory> contenders() {
        Map<String, Contender.Factory> all = new LinkedHashMap<>();
        all.put("ripresa", RipresaWorker::start);
        all.put("jobrunr", PlainJobRunr::start);
        all.put("db-scheduler", PlainDbScheduler::start);
        return all;
    }

    /**
     * @param arguments the folder to write to (docs), and, for a smaller story than the published one, the number of tasks,
     *     the seconds of the outage and the requests per second of the service
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "docs");
        Setting published = Setting.PUBLISHED;
        Setting setting = arguments.length < 4
                ? published
                : new Setting(
                        Integer.parseInt(arguments[1]),
                        published.before(),
                        Duration.ofSeconds(Long.parseLong(arguments[2])),
                        Double.parseDouble(arguments[3]),
                        published.latency(),
                        published.threads(),
                        published.patience());
        new SideReport(setting).write(folder, new SideBySide(setting).run(), LocalDate.now(ZoneOffset.UTC));
        System.out.println(
                "written to " + folder.resolve(SideReport.PAGE) + " and " + folder.resolve(SideReport.CHART));
    }

    /** The real run. */
    Outcome run() throws Exception {
        Path data = Files.createTempDirectory("ripresa-side");
        ExecutorService threads = Executors.newCachedThreadPool(SideBySide::daemon);
        try (EmbeddedPostgres server = EmbeddedPostgres.in(data).start()) {
            CyclicBarrier go = new CyclicBarrier(contenders().size());
            Map<String, Future<List<Made>>> runs = new LinkedHashMap<>();
            contenders().forEach((name, factory) -> {
                server.createDatabase(database(name));
                runs.put(name, threads.submit(() -> play(name, factory, server, go)));
            });
            Map<String, List<Made>> made = new LinkedHashMap<>();
            for (Map.Entry<String, Future<List<Made>>> run : runs.entrySet()) {
                made.put(run.getKey(), run.getValue().get());
            }
            return compared(made);
        } finally {
            threads.shutdownNow();
            Disk.remove(data);
        }
    }

    /** Until the last call of all was over. */
    private static int seconds(Map<String, List<Made>> made) {
        return (int) Math.ceil(made.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Made::endedAt)
                .max()
                .orElse(0));
    }

    private static String database(String name) {
        return name.replace('-', '_');
    }

    private List<Made> play(String name, Contender.Factory factory, EmbeddedPostgres server, CyclicBarrier go)
            throws Exception {
        Stopwatch time = new Stopwatch();
        ExecutorService submitter = Executors.newSingleThreadExecutor(SideBySide::daemon);
        try (HikariDataSource pool = server.dataSource(database(name), CONNECTIONS);
                Stockroom service = new Stockroom(setting, SideBySide::daemon)) {
            Calls calls = new Calls(service, setting.tasks(), time);
            try (Contender contender = factory.start(pool, calls, service, setting)) {
                go.await(READY_SECONDS, TimeUnit.SECONDS);
                time.begin();
                time.await(setting.before());
                service.shut();
                Future<?> submitting = submitter.submit(() -> submit(contender, time));
                time.await(setting.back());
                service.open();
                say(name, "the service is back; " + calls);
                submitting.get();
                boolean done = calls.missing().await(setting.patience().toNanos(), TimeUnit.NANOSECONDS);
                say(name, (done ? "over" : "given up") + " after " + Math.round(time.seconds()) + " s; " + calls);
            }
            return calls.made();
        } finally {
            submitter.shutdownNow();
        }
    }

    private @Nullable Void submit(Contender contender, Stopwatch time) throws InterruptedException {
        for (int task = 0; task < setting.tasks(); task++) {
            time.await(arrivals.get(task));
            contender.submit(task);
        }
        return null;
    }

    private Outcome compared(Map<String, List<Made>> made) {
        int seconds = seconds(made);
        List<Double> arrived = arrivals.stream().map(a -> a.toNanos() / 1e9).toList();
        List<Pair> pairs = new ArrayList<>();
        made.forEach((name, calls) ->
                pairs.add(new Pair(name, Standing.of(calls, setting, arrived, seconds), simulated(name))));
        return new Outcome(pairs, simulated(Policies.ORACLE));
    }

    private Standing simulated(String policy) {
        Played played = ScenarioRun.run(setting.scenario(), Policies.of(policy), SEED);
        return Standing.of(played.figures(), played.trail());
    }

    private static void say(String name, String words) {
        System.out.println(name + ": " + words);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "side-by-side");
        thread.setDaemon(true);
        return thread;
    }
}
