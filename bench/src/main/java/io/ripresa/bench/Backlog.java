package io.ripresa.bench;

import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.jdbc.StoreSchema;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * A backlog: one open incident per dependency, the breakers of their gates open. The first task of each incident is
 * taken in by the real orchestrator; the others are copies of its rows, made by the database.
 *
 * @param incidents how many incidents
 * @param tasksEach tasks in each
 */
record Backlog(int incidents, int tasksEach) {

    int tasks() {
        return incidents * tasksEach;
    }

    /** Makes the tables and fills them. */
    void load(DataSource database) {
        StoreSchema.migrate(database);
        takeInFirsts(database);
        Sql sql = new Sql(database);
        openBreakers(sql);
        multiply(sql);
        sql.run("vacuum analyze");
        sql.run("checkpoint");
    }

    private void takeInFirsts(DataSource database) {
        // The store's time stands still, so that no canary goes meanwhile.
        InstantSource clock = InstantSource.fixed(new JdbcRecoveryStore(database).now());
        FailingSystem system = new FailingSystem(clock, false);
        for (int i = 0; i < incidents; i++) {
            system.fail(i, 0);
        }
        Node node = new Node("loader", new JdbcRecoveryStore(database, clock), system);
        while (node.tick().events() > 0) {
            // until all is read
        }
    }

    /** As after five failures in a row; nothing is due. */
    private static void openBreakers(Sql sql) {
        sql.run("update ripresa_gate set breaker = 'OPEN', failures_in_a_row = 5, holding = true, epoch = epoch + 1,"
                + " visible_at = now() + interval '1 day', next_action_at = now() + interval '1 day',"
                + " version = version + 1");
        sql.run("update ripresa_task set not_before = null, lane = incident_id || E'\\t---', version = version + 1");
        sql.run("delete from ripresa_timer");
    }

    private void multiply(Sql sql) {
        if (tasksEach == 1) {
            return;
        }
        int more = tasksEach - 1;
        String key = "t.task || '-' || g";
        copy(sql, "task", more, Map.of("task", key, "trouble_since", "t.trouble_since + g * interval '1 millisecond'"));
        copy(sql, "run", more, Map.of("task", key));
        // Twenty samples are kept of an error, not of every task.
        copy(sql, "failure", more, Map.of("task", key, "sample", "null", "sampled", "false"));
        copy(sql, "journal", more, Map.of("task", key));
        sql.run("update ripresa_incident set waiting = waiting * ?, held = held * ?", tasksEach, tasksEach);
        sql.run("update ripresa_task_count set tasks = tasks * ?", tasksEach);
    }

    private static void copy(Sql sql, String table, int times, Map<String, String> changed) {
        List<String> columns = sql.texts(
                "select column_name from information_schema.columns where table_name = ? and is_identity = 'NO'"
                        + " order by ordinal_position",
                "ripresa_" + table);
        String values = columns.stream()
                .map(column -> changed.getOrDefault(column, "t." + column))
                .collect(Collectors.joining(", "));
        String about = table.equals("journal") ? " where t.task is not null" : "";
        sql.run("insert into ripresa_" + table + " (" + String.join(", ", columns) + ") select " + values
                + " from ripresa_" + table + " t cross join generate_series(1, " + times + ") g" + about);
    }

    /** Gates whose canary is due now; all others are not, for long. */
    static void makeDue(Sql sql, Instant now, List<String> gates) {
        sql.run(
                "update ripresa_gate set visible_at = now() + interval '1 day' where visible_at < now() + interval '1 hour'");
        sql.run(
                "update ripresa_gate set visible_at = ?::timestamptz, next_action_at = ?::timestamptz,"
                        + " canary_next_at = ?::timestamptz, version = version + 1 where gate = any (?)",
                now.toString(),
                now.toString(),
                now.toString(),
                gates.toArray(new String[0]));
    }
}
