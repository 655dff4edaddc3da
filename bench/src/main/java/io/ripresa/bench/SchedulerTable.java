package io.ripresa.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The table of db-scheduler, as its documentation has it for PostgreSQL. */
public final class SchedulerTable {

    private SchedulerTable() {}

    /**
     * Makes it.
     *
     * @param priorities whether tasks are picked by priority, which has an index of its own
     */
    public static void create(DataSource database, boolean priorities) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table scheduled_tasks (task_name text not null, task_instance text not null,"
                    + " task_data bytea, execution_time timestamp with time zone not null, picked boolean not null,"
                    + " picked_by text, last_success timestamp with time zone, last_failure timestamp with time zone,"
                    + " consecutive_failures int, last_heartbeat timestamp with time zone, version bigint not null,"
                    + " priority smallint, primary key (task_name, task_instance))");
            statement.execute("create index on scheduled_tasks (execution_time)");
            statement.execute("create index on scheduled_tasks (last_heartbeat)");
            if (priorities) {
                statement.execute("create index on scheduled_tasks (priority desc, execution_time asc)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the table of db-scheduler cannot be made", e);
        }
    }
}
