package io.ripresa.worker;

import static io.ripresa.worker.Sql.instant;
import static io.ripresa.worker.Sql.query;
import static io.ripresa.worker.Sql.queryLast;
import static io.ripresa.worker.Sql.updateAll;

import io.ripresa.spi.TaskSystemException;
import io.ripresa.worker.Triggers.Name;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Takes triggers that are due for one process. What goes first takes turns: mostly what is urgent, now and then what has
 * waited longest whatever its priority, and now and then the next workspace; so neither a priority nor a workspace with
 * a long queue can keep others waiting for ever. Used by one thread.
 */
final class Picks {

    private static final Logger LOG = System.getLogger(Picks.class.getName());

    /** How many workspaces are looked at in one turn. */
    private static final int MOST_WORKSPACES = 200;

    private static final String PICKED = "picked = true, picked_by = ?, version = t.version + 1";

    private final Database database;
    private final String process;
    private final List<String> types;
    private final WorkspaceLimit limit;
    private final Collection<Name> inHand;
    private int looks;
    /** The workspace whose turn was the last; before the first turn one that goes before all. */
    private String after = "";

    /**
     * @param process who picks
     * @param types what it can run
     * @param inHand what it picked before and is not over, as it is at any time: on PostgreSQL that is left, since a
     *     server that crashed may have forgotten who picked it
     */
    Picks(Database database, String process, List<String> types, WorkspaceLimit limit, Collection<Name> inHand) {
        this.database = database;
        this.process = process;
        this.types = types;
        this.limit = limit;
        this.inHand = inHand;
    }

    /**
     * A trigger that is this process's now.
     *
     * @param begun the task whose first run began with the pick, or null
     */
    record Picked(
            Name name,
            Instant at,
            long version,
            String workspace,
            @Nullable TaskRow begun) {}

    /** Begins runs with the pick of their triggers, and hears of it within the transaction. */
    interface Beginner {

        /** @param now the database's time, or null where the statement takes it itself */
        RunRows.Beginning beginning(@Nullable Instant now);

        /**
         * These have begun, if the transaction comes to its end.
         *
         * @throws java.util.concurrent.CancellationException where nothing is to begin any more
         */
        void began(List<Picked> these);

        /** It did not, for certain: these have not begun. */
        void undone(List<Picked> these);
    }

    /** The part of a statement that finds and locks what is due, at most so many: {@code due}. */
    private record Finding(String sql, List<@Nullable Object> parameters) {}

    /** What goes first. */
    private enum First {
        /** The highest priority, and of these the longest due. */
        URGENT,
        /** The longest due. */
        WAITING
    }

    /** Picks what is due, at most so many. On PostgreSQL single statements. */
    List<Picked> pick(int most) {
        return pickDue(most, null);
    }

    /**
     * The same; and on PostgreSQL, where the limit of runs per workspace is out of reach, what can begins in the same
     * statement.
     */
    List<Picked> pick(int most, Beginner beginner) {
        boolean with = database.dialect() == Dialect.POSTGRESQL && !limit.isInReach();
        return pickDue(most, with ? beginner : null);
    }

    private List<Picked> pickDue(int most, @Nullable Beginner with) {
        Set<String> full =
                limit.isInReach() ? database.read("look for workspaces without room", limit::full) : Set.of();
        int turn = looks++ % 4;
        if (!full.isEmpty()) {
            return inTurn(most, full, with);
        }
        if (turn != 3) {
            return pick(most, turn == 1 ? First.WAITING : First.URGENT, with);
        }
        List<Picked> picked = new ArrayList<>(inTurn(most, full, with));
        if (picked.size() < most) {
            picked.addAll(pick(most - picked.size(), First.URGENT, with));
        }
        return picked;
    }

    private List<Picked> pick(int most, First first, @Nullable Beginner with) {
        return database.dialect() == Dialect.POSTGRESQL
                ? take("look for due runs", c -> find(c, most, first), with)
                : database.inTransaction(
                        "look for due runs",
                        (c, now) -> pick(
                                c,
                                "",
                                List.of(),
                                first == First.URGENT ? "priority desc, execution_time" : "execution_time",
                                most,
                                now));
    }

    /** Goes on with the workspace after the one that was the last, and from the first one again after all. */
    private List<Picked> inTurn(int most, Set<String> full, @Nullable Beginner with) {
        String from = after;
        List<Picked> picked;
        if (database.dialect() == Dialect.POSTGRESQL) {
            picked = take("look for due runs by workspace", c -> findInTurn(c, most, full, from), with);
        } else {
            picked = new ArrayList<>(workspaces(most, full, ">", from));
            if (picked.size() < most) {
                picked.addAll(workspaces(most - picked.size(), full, "<=", from));
            }
        }
        Comparator<String> turn = Comparator.<String, Boolean>comparing(w -> w.compareTo(from) <= 0)
                .thenComparing(w -> w);
        picked.stream().map(Picked::workspace).max(turn).ifPresent(last -> after = last);
        return picked;
    }

    private List<Picked> workspaces(int most, Set<String> full, String side, String from) {
        return database.inTransaction("look for due runs by workspace", (c, now) -> {
            List<Object> parameters = new ArrayList<>(full);
            String which = full.isEmpty() ? "" : " and workspace not in (" + Sql.marks(full.size()) + ")";
            parameters.add(from);
            return pick(
                    c,
                    which + " and workspace " + side + " ?",
                    parameters,
                    "workspace, priority desc, execution_time",
                    most,
                    now);
        });
    }

    // --- single statements ---

    private List<Picked> take(String what, Database.Reading<Finding> find, @Nullable Beginner with) {
        if (with != null) {
            List<Picked> began = new ArrayList<>();
            try {
                return database.atAStroke(what, (c, now) -> {
                    undone(began, with); // of a try that was rolled back
                    List<Picked> picked = takeAndBegin(c, find.in(c), with.beginning(now));
                    picked.stream().filter(one -> one.begun() != null).forEach(began::add);
                    with.began(List.copyOf(began));
                    return picked;
                });
            } catch (DatabaseAwayException e) {
                throw e; // what began may have begun
            } catch (CancellationException e) {
                undone(began, with);
                throw e;
            } catch (TaskSystemException e) {
                undone(began, with);
                LOG.log(Level.DEBUG, "what is due does not begin together; it is picked, and begins one by one", e);
            }
        }
        return database.read(what, c -> take(c, find.in(c)));
    }

    private static void undone(List<Picked> began, Beginner beginner) {
        beginner.undone(List.copyOf(began));
        began.clear();
    }

    private List<Picked> take(Connection c, Finding due) throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>(due.parameters());
        parameters.add(process);
        return query(
                c,
                due.sql() + " update ripresa_worker_trigger t set " + PICKED + " from due,"
                        // A pick that is lost with the server is harmless, since who picked remembers: nobody waits for
                        // the disk.
                        + " (select set_config('synchronous_commit', 'off', true)) as lazily"
                        + " where t.task_name = due.task_name and t.task_instance = due.task_instance"
                        + " returning t.task_name, t.task_instance, t.execution_time, t.version as trigger_version, t.workspace",
                r -> picked(r, null),
                parameters.toArray());
    }

    private List<Picked> takeAndBegin(Connection c, Finding due, RunRows.Beginning beginning) throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>(due.parameters());
        parameters.addAll(beginning.parameters());
        parameters.add(process);
        return queryLast(
                c,
                Dialect.LIMITED + due.sql() + beginning.sql()
                        + ", taken as (update ripresa_worker_trigger t set " + PICKED + " from due"
                        + " where t.task_name = due.task_name and t.task_instance = due.task_instance and not exists"
                        + " (select 1 from begun b where b.type = due.task_name and b.task || '#1' = due.task_instance)"
                        + " returning t.*)"
                        + " select p.task_name, p.task_instance, p.execution_time, p.version as trigger_version,"
                        + " p.workspace, b.* from (select * from used union all select * from taken) p"
                        + " left join begun b on b.type = p.task_name and b.task || '#1' = p.task_instance",
                r -> picked(r, r.getString("task") == null ? null : beginning.begun(r)),
                parameters.toArray());
    }

    /**
     * For each type and each priority that occurs there is one look into the index, at the earliest: neither what is
     * due later, nor other types, nor how much is due makes it slower.
     */
    private Finding find(Connection c, int most, First first) throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>(types);
        parameters.add(left(c));
        parameters.add(most);
        parameters.add(most);
        return new Finding(
                Triggers.levels(types.size())
                        + ", due (task_name, task_instance) as (select d.task_name, d.task_instance from level l"
                        + " cross join lateral (select t.task_name, t.task_instance, t.priority, t.execution_time"
                        + " from ripresa_worker_trigger t where t.picked = false and t.task_name = l.task_name"
                        + " and t.priority = l.priority and t.execution_time <= statement_timestamp()"
                        + " and t.task_instance <> all (?)"
                        + " order by t.execution_time limit ? for update skip locked) d order by "
                        + (first == First.URGENT ? "d.priority desc, d.execution_time" : "d.execution_time")
                        + " limit ?)",
                parameters);
    }

    /**
     * For each type and workspace that occurs there is one look into the index: in a first lap those after the last one,
     * in a second lap the others.
     */
    private Finding findInTurn(Connection c, int most, Set<String> full, String from) throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>();
        String next =
                "(select min(t.workspace) from ripresa_worker_trigger t where t.picked = false and t.task_name = ";
        parameters.addAll(types);
        parameters.add(from);
        parameters.add(from);
        parameters.add(left(c));
        parameters.add(most);
        parameters.add(from);
        parameters.add(c.createArrayOf("varchar", full.toArray()));
        parameters.add(most);
        return new Finding(
                "with recursive place (task_name, workspace, lap, step) as (select n.task_name, " + next
                        + "n.task_name and t.workspace > l.start), l.lap, 1"
                        + " from unnest(array[" + Sql.marks(types.size()) + "]::varchar[]) as n(task_name)"
                        + " cross join (values (1, ?::varchar), (2, '')) as l(lap, start)"
                        + " union all select p.task_name, " + next + "p.task_name and t.workspace > p.workspace),"
                        + " p.lap, p.step + 1 from place p where p.workspace is not null and p.step < "
                        + MOST_WORKSPACES + " and (p.lap = 1 or p.workspace <= ?)),"
                        + " room as (select d.*, p.lap from place p cross join lateral (select t.task_name,"
                        + " t.task_instance, t.workspace from ripresa_worker_trigger t where t.picked = false"
                        + " and t.task_name = p.task_name and t.workspace = p.workspace"
                        + " and t.execution_time <= statement_timestamp() and t.task_instance <> all (?)"
                        + " order by t.priority desc, t.execution_time limit ? for update skip locked) d"
                        + " where (p.lap = 1 or p.workspace <= ?) and p.workspace <> all (?)),"
                        + " due as (select r.task_name, r.task_instance from (select f.*, row_number() over"
                        + " (partition by f.task_name, f.workspace) as place from room f) r"
                        + " order by r.place, r.lap, r.workspace limit ?)",
                parameters);
    }

    private Array left(Connection c) throws SQLException {
        return c.createArrayOf("varchar", inHand.stream().map(Name::instance).toArray());
    }

    private static Picked picked(ResultSet r, @Nullable TaskRow begun) throws SQLException {
        return new Picked(
                new Name(r.getString("task_name"), r.getString("task_instance")),
                instant(r, "execution_time"),
                r.getLong("trigger_version"),
                r.getString("workspace"),
                begun);
    }

    private List<Picked> pick(Connection c, String which, List<Object> more, String order, int most, Instant now)
            throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>(types);
        parameters.add(now);
        parameters.addAll(more);
        List<Picked> due = query(
                c,
                "select task_name, task_instance, execution_time, version + 1 as trigger_version, workspace"
                        + " from ripresa_worker_trigger"
                        + " where task_name in (" + Sql.marks(types.size()) + ") and picked = false"
                        + " and execution_time <= ?" + which + " order by " + order + " fetch first " + most
                        + " rows only",
                r -> picked(r, null),
                parameters.toArray());
        List<@Nullable Object[]> taken = new ArrayList<>();
        for (Picked p : due) {
            taken.add(new @Nullable Object[] {process, p.name().type(), p.name().instance()});
        }
        updateAll(
                c,
                "update ripresa_worker_trigger t set " + PICKED + " where task_name = ? and task_instance = ?",
                taken);
        return due;
    }
}
