package io.ripresa.worker;

import static io.ripresa.worker.Sql.instantOrNull;
import static io.ripresa.worker.Sql.query;
import static io.ripresa.worker.Sql.update;
import static io.ripresa.worker.Sql.updateAll;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statements on db-scheduler's table. A trigger says no more than "look whether this run of this task is to start":
 * what starts it is the compare-and-set on the task. It bears the task's type, and a process looks only at types it has
 * handlers for: what others are to run it never picks, and never passes on its way, however much that is. Stateless.
 */
final class Triggers {

    static final String TABLE = "ripresa_worker_trigger";

    private static final String INSERT = "insert into ripresa_worker_trigger"
            + " (task_name, task_instance, execution_time, picked, version, priority, workspace)"
            + " select ?, ?, ?, false, 1, ?, ? from (values (1)) as one(n)"
            + " where not exists (select 1 from ripresa_worker_trigger where task_name = ? and task_instance = ?)";

    private static final String KEY = " where task_name = ? and task_instance = ?";

    private final Dialect dialect;

    Triggers(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * A trigger.
     *
     * @param type the task's type
     * @param id the task's id
     * @param run the run it is for
     * @param at when
     * @param priority higher first
     * @param workspace the task's
     */
    record Trigger(String type, String id, int run, Instant at, int priority, String workspace) {

        /** The trigger of the task's next run. */
        static Trigger next(TaskRow task, Instant at) {
            return new Trigger(
                    task.descriptor().type(),
                    task.id(),
                    task.standing().run() + 1,
                    at,
                    task.descriptor().priority(),
                    task.descriptor().workspace());
        }
    }

    /** Its key in the table. */
    record Name(String type, String instance) implements Comparable<Name> {

        static Name of(String type, String id, int run) {
            return new Name(type, id + "#" + run);
        }

        @Override
        public int compareTo(Name other) {
            int byType = type.compareTo(other.type);
            return byType != 0 ? byType : instance.compareTo(other.instance);
        }

        String id() {
            return instance.substring(0, instance.lastIndexOf('#'));
        }

        int run() {
            return Integer.parseInt(instance.substring(instance.lastIndexOf('#') + 1));
        }
    }

    /** Adds triggers; one that is there already stays as it is. */
    void add(Connection c, List<Trigger> triggers) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Trigger t : triggers) {
            String instance = Name.of(t.type(), t.id(), t.run()).instance();
            rows.add(new @Nullable Object[] {t.type(), instance, t.at(), t.priority(), t.workspace(), t.type(), instance
            });
        }
        updateAll(c, INSERT, rows);
    }

    /** Makes triggers that nobody has picked due at these times. */
    void move(Connection c, List<Trigger> triggers) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Trigger t : triggers) {
            rows.add(new @Nullable Object[] {
                t.at(), t.type(), Name.of(t.type(), t.id(), t.run()).instance()
            });
        }
        updateAll(
                c,
                "update ripresa_worker_trigger set execution_time = ?, version = version + 1" + KEY
                        + " and picked = false",
                rows);
    }

    /** The run it stood for has begun or will not: takes the trigger away, picked or not. */
    void consume(Connection c, Name name) throws SQLException {
        update(c, "delete from ripresa_worker_trigger" + KEY, name.type(), name.instance());
    }

    /** The same for several. */
    void consume(Connection c, List<Name> names) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        names.forEach(name -> rows.add(new @Nullable Object[] {name.type(), name.instance()}));
        updateAll(c, "delete from ripresa_worker_trigger" + KEY, rows);
    }

    /**
     * Takes a trigger away that nobody has picked. One that is picked right now is left to who picked it: he finds that
     * the task is not to start, and consumes it.
     */
    void withdraw(Connection c, Name name) throws SQLException {
        update(c, "delete from ripresa_worker_trigger" + KEY + " and picked = false", name.type(), name.instance());
    }

    // --- what is due ---

    /** Which priorities occur among the triggers of each type: a walk over the index that jumps from one to the next. */
    static String levels(int types) {
        String highest =
                "(select max(t.priority) from ripresa_worker_trigger t where t.picked = false and t.task_name = ";
        return "with recursive level (task_name, priority) as ("
                + "select n.task_name, " + highest + "n.task_name)"
                + " from unnest(array[" + Sql.marks(types) + "]::varchar[]) as n(task_name)"
                + " union all select l.task_name, " + highest + "l.task_name and t.priority < l.priority)"
                + " from level l where l.priority is not null)";
    }

    /** How long until the next trigger of these types is due, negative where it is overdue; empty where there is none. */
    Optional<Duration> nextDue(Database database, List<String> types) {
        return database.read("look when the next run is due", c -> {
            Optional<Instant> next = earliest(c, types);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(Duration.between(database.now(c), next.get()));
        });
    }

    /** When the earliest trigger of these types that nobody has picked is due. */
    Optional<Instant> earliest(Connection c, List<String> types) throws SQLException {
        String sql = dialect == Dialect.POSTGRESQL
                ? levels(types.size())
                        + " select min(d.execution_time) as earliest from level l cross join lateral"
                        + " (select t.execution_time from ripresa_worker_trigger t where t.picked = false"
                        + " and t.task_name = l.task_name and t.priority = l.priority"
                        + " order by t.execution_time limit 1) d"
                : "select min(execution_time) as earliest from ripresa_worker_trigger where picked = false"
                        + " and task_name in (" + Sql.marks(types.size()) + ")";
        return query(c, sql, r -> Optional.ofNullable(instantOrNull(r, "earliest")), types.toArray())
                .get(0);
    }

    // --- giving back ---

    /** Gives back what a process had picked and not begun. */
    int unpick(Connection c, String process) throws SQLException {
        return update(
                c,
                "update ripresa_worker_trigger set picked = false, picked_by = null, version = version + 1"
                        + " where picked_by = ?",
                process);
    }

    /** What a process has picked and not begun, by the table. */
    List<Name> pickedBy(Connection c, String process) throws SQLException {
        return query(
                c,
                "select task_name, task_instance from ripresa_worker_trigger where picked_by = ?",
                r -> new Name(r.getString(1), r.getString(2)),
                process);
    }

    /** Gives single ones back. */
    void giveBack(Connection c, String process, List<Name> names) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Name name : names) {
            rows.add(new @Nullable Object[] {name.type(), name.instance(), process});
        }
        updateAll(
                c,
                "update ripresa_worker_trigger set picked = false, picked_by = null, version = version + 1" + KEY
                        + " and picked_by = ?",
                rows);
    }

    // --- looking ---

    /** The types of which there is a trigger that nobody has picked, by name: a jump from one to the next. */
    List<String> types(Connection c) throws SQLException {
        List<String> types = new ArrayList<>();
        String type = typeAfter(c, "");
        while (type != null) {
            types.add(type);
            type = typeAfter(c, type);
        }
        return types;
    }

    private static @Nullable String typeAfter(Connection c, String type) throws SQLException {
        return Sql.first(
                c,
                "select task_name from ripresa_worker_trigger where picked = false and task_name > ?"
                        + " order by task_name fetch first 1 rows only",
                r -> r.getString(1),
                type);
    }

    /** How many triggers of these types are due by a time, counted up to a limit. */
    int due(Connection c, List<String> types, Instant until, int limit) throws SQLException {
        if (types.isEmpty()) {
            return 0;
        }
        List<@Nullable Object> parameters = new ArrayList<>(types);
        parameters.add(until);
        String some = dialect == Dialect.POSTGRESQL
                ? levels(types.size()) + " select count(*) from (select 1 from level l cross join lateral (select 1"
                        + " from ripresa_worker_trigger t where t.picked = false and t.task_name = l.task_name"
                        + " and t.priority = l.priority and t.execution_time <= ?"
                : "select count(*) from (select * from (select 1 from ripresa_worker_trigger where picked = false"
                        + " and task_name in (" + Sql.marks(types.size()) + ") and execution_time <= ?";
        return query(
                        c,
                        some + " fetch first " + limit + " rows only) as d fetch first " + limit + " rows only) as e",
                        r -> r.getInt(1),
                        parameters.toArray())
                .get(0);
    }

    /**
     * Whether a trigger is due by a time or picked, by whatever process. One statement: between two, one that goes back
     * from picked to due would be seen by neither.
     */
    boolean isAnyPending(Connection c, Instant until) throws SQLException {
        String sql = "select count(*) from ripresa_worker_trigger where picked_by is not null or execution_time <= ?";
        return query(c, sql, r -> r.getInt(1), until).get(0) > 0;
    }

    /** How many triggers of a type nobody has picked, counted up to a limit. */
    int waiting(Connection c, String type, int limit) throws SQLException {
        return query(
                        c,
                        "select count(*) from (select 1 from ripresa_worker_trigger where picked = false"
                                + " and task_name = ? fetch first " + limit + " rows only) as counted",
                        r -> r.getInt(1),
                        type)
                .get(0);
    }
}
