package io.ripresa.bench.side;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table scheduled_tasks (task_name text not null, task_instance text not null,"
                    + " task_data bytea, execution_time timestamp with time zone not null, picked boolean not null,"
                    + " picked_by text, last_success timestamp with time zone, last_failure timestamp with time zone,"
                    + " consecutive_failures int, last_heartbeat timestamp with time zone, version bigint not null,"
                    + " priority smallint, primary key (task_name, task_instance))");
            statement.execute("create index on scheduled_tasks (execution_time)");
            statement.execute("create index on scheduled_tasks (last_heartbeat)");
        } catch (SQLException e) {
            throw new IllegalStateException("the table of db-scheduler cannot be made", e);
        }
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
