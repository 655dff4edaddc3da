package io.ripresa.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** Makes a store empty again: faster than a database of its own for every test. */
final class StoreRows {

    private static final List<String> TABLES = List.of(
            "task",
            "task_count",
            "run",
            "attempt",
            "gate",
            "incident",
            "failure",
            "timer",
            "change",
            "workspace",
            "journal",
            "outcome",
            "cursor",
            "control");

    private StoreRows() {}

    static void deleteAll(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.addBatch("delete from ripresa_" + table);
            }
            statement.addBatch(
                    "insert into ripresa_control (id, stopped, keep_holds, actor, reason, since, version) values"
                            + " (1, false, false, '', '', timestamp with time zone '1970-01-01 00:00:00+00:00', 0)");
            statement.executeBatch();
        }
    }
}
