package io.ripresa.bench.guards;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.bench.SchedulerTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** db-scheduler alone, with its table and indexes as its documentation has them. */
final class PlainRunner implements Runner {

    static final double LOWER = 0.5;
    static final double UPPER = 1.0;

    private final HikariDataSource database;

    private PlainRunner(HikariDataSource database) {
        this.database = database;
    }

    static PlainRunner on(HikariDataSource database) {
        SchedulerTable.create(database, true);
        return new PlainRunner(database);
    }

    @Override
    public String name() {
        return "db-scheduler alone";
    }

    @Override
    public double run(Load load, int round) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(load.tasks());
        OneTimeTask<Void> task = Tasks.oneTime("load").execute((instance, context) -> load.work(done));
        Scheduler scheduler = Scheduler.create(database, task)
                .threads(load.threads())
                .pollUsingLockAndFetch(LOWER, UPPER)
                .pollingInterval(Duration.ofMillis(250))
                .enablePriority()
                .build();
        List<TaskInstance<?>> all = new ArrayList<>();
        for (int i = 0; i < load.tasks(); i++) {
            all.add(task.instance(round + "-" + i));
        }
        scheduler.scheduleBatch(all, Instant.now());
        Instant start = Instant.now();
        scheduler.start();
        done.await();
        Duration taken = Duration.between(start, Instant.now());
        scheduler.stop();
        return load.perSecond(taken);
    }
}
