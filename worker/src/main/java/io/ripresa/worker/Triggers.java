package io.ripresa.worker;

import static io.ripresa.worker.Database.query;
import static io.ripresa.worker.Database.update;
import static io.ripresa.worker.Database.updateAll;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements on db-scheduler's table, where they must share a transaction with the task. A trigger says no more
 * than "look whether this run of this task is to start": what starts it is the compare-and-set on the task. Stateless.
 */
final class Triggers {

    /** Name of the one db-scheduler task. */
    static final String TASK_NAME = "ripresa-run";

    static final String TABLE = "ripresa_worker_trigger";

    private static final String INSERT = "insert into ripresa_worker_trigger"
            + " (task_name, task_instance, execution_time, picked, version, priority)"
            + " select ?, ?, ?, false, 1, ? from (values (1)) as one(n)"
            + " where not exists (select 1 from ripresa_worker_trigger where task_name = ? and task_instance = ?)";

    /**
     * A trigger.
     *
     * @param id the task's id
     * @param run the run it is for
     * @param at when
     * @param priority higher first
     */
    record Trigger(String id, int run, Instant at, int priority) {}

    /** The name of a trigger: task and run. */
    static String instance(String id, int run) {
        return id + "#" + run;
    }

    static String idOf(String instance) {
        return instance.substring(0, instance.lastIndexOf('#'));
    }

    static int runOf(String instance) {
        return Integer.parseInt(instance.substring(instance.lastIndexOf('#') + 1));
    }

    /** Adds triggers; one that is there already stays as it is. */
    void add(Connection c, List<Trigger> triggers) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Trigger t : triggers) {
            String instance = instance(t.id(), t.run());
            rows.add(new @Nullable Object[] {TASK_NAME, instance, t.at(), t.priority(), TASK_NAME, instance});
        }
        updateAll(c, INSERT, rows);
    }

    /** Makes triggers that nobody has picked due at these times. */
    void move(Connection c, List<Trigger> triggers) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Trigger t : triggers) {
            rows.add(new @Nullable Object[] {t.at(), TASK_NAME, instance(t.id(), t.run())});
        }
        updateAll(
                c,
                "update ripresa_worker_trigger set execution_time = ?, version = version + 1"
                        + " where task_name = ? and task_instance = ? and picked = false",
                rows);
    }

    /** The run it stood for has begun or will not: takes the trigger away, picked or not. */
    void consume(Connection c, String id, int run) throws SQLException {
        update(
                c,
                "delete from ripresa_worker_trigger where task_name = ? and task_instance = ?",
                TASK_NAME,
                instance(id, run));
    }

    /**
     * Takes a trigger away that nobody has picked. One that is picked right now is left to who picked it: he finds that
     * the task is not to start, and consumes it.
     */
    void withdraw(Connection c, String id, int run) throws SQLException {
        update(
                c,
                "delete from ripresa_worker_trigger where task_name = ? and task_instance = ? and picked = false",
                TASK_NAME,
                instance(id, run));
    }

    /** Gives back what a process had picked and not begun. */
    int unpick(Connection c, String incarnation) throws SQLException {
        return update(
                c,
                "update ripresa_worker_trigger set picked = false, picked_by = null, last_heartbeat = null,"
                        + " version = version + 1 where picked = true and picked_by = ?",
                incarnation);
    }

    /** Triggers due by a time, or picked. */
    long pending(Connection c, Instant until) throws SQLException {
        return query(
                        c,
                        "select count(*) from ripresa_worker_trigger where picked = true or execution_time <= ?",
                        r -> r.getLong(1),
                        until)
                .get(0);
    }
}
