package io.ripresa.bench.side;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.bench.SchedulerTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/** db-scheduler alone: a one-time task that failed is run again every five minutes. */
final class PlainDbScheduler implements Contender {

    private final Scheduler scheduler;
    private final OneTimeTask<Integer> task;

    private PlainDbScheduler(HikariDataSource database, Calls calls, Setting setting) {
        task = Tasks.oneTime("stock", Integer.class).execute((instance, context) -> {
            try {
                calls.call(instance.getData());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        scheduler = Scheduler.create(database, task)
                .threads(setting.threads())
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(Duration.ofMillis(250))
                .build();
    }

    static Contender start(HikariDataSource database, Calls calls, Stockroom service, Setting setting) {
        SchedulerTable.create(database, false);
        PlainDbScheduler made = new PlainDbScheduler(database, calls, setting);
        made.scheduler.start();
        return made;
    }

    @Override
    public void submit(int number) {
        scheduler.schedule(task.instance("stock-" + number, number), Instant.now());
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
