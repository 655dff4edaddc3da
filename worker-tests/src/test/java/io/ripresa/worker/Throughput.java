package io.ripresa.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * Tasks per second that do nothing: the worker beside plain db-scheduler, in one run on one PostgreSQL that forces to the
 * disk. A full backlog first, then the start. Not a test: {@code main} with the number of tasks and of threads.
 */
final class Throughput {

    private Throughput() {}

    public static void main(String[] arguments) throws Exception {
        int tasks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        try (EmbeddedPostgres server =
                EmbeddedPostgres.builder().setting("fsync", "on").start()) {
            server.createDatabase("plain");
            server.createDatabase("worker");
            try (HikariDataSource plain = server.dataSource("plain", threads + 4);
                    HikariDataSource worker = server.dataSource("worker", threads + 4)) {
                createTable(plain);
                for (int i = 1; i <= rounds; i++) {
                    double theirs = tasks / seconds(plain(plain, tasks, threads, 0.5, 1.0));
                    double more = tasks / seconds(plain(plain, tasks, threads, 4.0, 20.0));
                    double ours = tasks / seconds(worker(worker, tasks, threads, i));
                    System.out.printf(
                            "db-scheduler 0.5/1.0: %.0f/s, 4/20: %.0f/s; worker: %.0f/s, ratio %.2f of the first%n",
                            theirs, more, ours, ours / theirs);
                }
            }
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static void createTable(HikariDataSource source) throws SQLException {
        try (Connection c = source.getConnection();
                Statement s = c.createStatement()) {
            s.execute("create table scheduled_tasks (task_name text not null, task_instance text not null,"
                    + " task_data bytea, execution_time timestamp with time zone not null, picked boolean not null,"
                    + " picked_by text, last_success timestamp with time zone, last_failure timestamp with time zone,"
                    + " consecutive_failures int, last_heartbeat timestamp with time zone, version bigint not null,"
                    + " priority smallint, primary key (task_name, task_instance))");
            s.execute("create index on scheduled_tasks (execution_time)");
            s.execute("create index on scheduled_tasks (last_heartbeat)");
            s.execute("create index on scheduled_tasks (priority desc, execution_time asc)");
        }
    }

    private static Duration plain(HikariDataSource source, int tasks, int threads, double lower, double upper)
            throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        OneTimeTask<Void> task = Tasks.oneTime("nothing").execute((instance, context) -> done.countDown());
        Scheduler scheduler = Scheduler.create(source, task)
                .threads(threads)
                .pollUsingLockAndFetch(lower, upper)
                .pollingInterval(Duration.ofMillis(250))
                .enablePriority()
                .build();
        List<TaskInstance<?>> all = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            all.add(task.instance("t" + i));
        }
        scheduler.scheduleBatch(all, Instant.now());
        Instant before = Instant.now();
        scheduler.start();
        done.await();
        Duration taken = Duration.between(before, Instant.now());
        scheduler.stop();
        return taken;
    }

    private static Duration worker(HikariDataSource source, int tasks, int threads, int round)
            throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        try (NativeTaskSystem system = NativeTaskSystem.builder(source)
                .workerId("w")
                .threads(threads)
                .handler(TaskType.of("nothing"), c -> done.countDown())
                .build()) {
            for (int from = 0; from < tasks; from += 1_000) {
                int first = from;
                system.submit(IntStream.range(first, Math.min(tasks, first + 1_000))
                        .mapToObj(i -> new Submission(round + "-" + i, "team", "nothing", "", Options.DEFAULT))
                        .toList());
            }
            Instant before = Instant.now();
            system.start();
            done.await();
            return Duration.between(before, Instant.now());
        }
    }
}
