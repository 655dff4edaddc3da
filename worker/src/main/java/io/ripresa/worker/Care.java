package io.ripresa.worker;

import static io.ripresa.worker.Sql.query;
import static io.ripresa.worker.Sql.update;
import static io.ripresa.worker.Sql.updateAll;

import io.ripresa.model.Finding.Kind;
import io.ripresa.model.TaskKey;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.spi.WorkspaceCare;
import io.ripresa.worker.Triggers.Trigger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Duplicates that were told of and taken, workspaces at their limit of runs, and what is kept for too long. Each change
 * is a compare-and-set, so that it may be asked for at once by several. Thread-safe.
 */
final class Care implements WorkspaceCare {

    /** How long a limit stays raised. */
    static final Duration RAISED_FOR = Duration.ofHours(1);

    /** What ended so long before its time to go is only late: cleaning goes in turns. */
    private static final Duration LATE = Duration.ofHours(1);

    private static final int MOST_COUNTED = 10_000;
    private static final int BATCH = 500;

    /** Duplicates that have not begun, while the task that each repeats has not ended. */
    private static final String DUPLICATES = " from ripresa_worker_task t join ripresa_worker_task o"
            + " on o.id = t.duplicate_of where t.duplicate_of is not null and t.state = 'SCHEDULED' and t.run = 0"
            + " and t.attempt_id is null and o.state in ('SCHEDULED', 'HELD', 'RUNNING', 'PARKED')";

    private final WorkerTables tables;
    private final Supplier<@Nullable WorkspaceLimit> limit;
    private final Retention retention;
    private final Duration keep;
    private final Runnable due;

    /**
     * @param limit of runs per workspace, null where it is not known here
     * @param keep how long tasks are kept after they ended
     * @param due called when something is due
     */
    Care(
            WorkerTables tables,
            Supplier<@Nullable WorkspaceLimit> limit,
            Retention retention,
            Duration keep,
            Runnable due) {
        this.tables = tables;
        this.limit = limit;
        this.retention = retention;
        this.keep = keep;
        this.due = due;
    }

    @Override
    public List<Need> needs() {
        return tables.database().inTransaction("look what workspaces need", (c, now) -> {
            List<Need> needs = new ArrayList<>();
            counts(c, "select t.workspace" + DUPLICATES)
                    .forEach((workspace, n) -> needs.add(new Need(
                            workspace,
                            Kind.DUPLICATES,
                            n,
                            n + (n == 1 ? " task that has not begun repeats" : " tasks that have not begun repeat")
                                    + " another that has not ended: the same type and payload.")));
            counts(
                            c,
                            "select t.workspace from ripresa_worker_task t where t.duplicate_of is not null"
                                    + " and t.state = 'DUPLICATE'")
                    .forEach((workspace, n) -> needs.add(new Need(
                            workspace,
                            Kind.DUPLICATES_ASIDE,
                            n,
                            n + (n == 1 ? " task is" : " tasks are")
                                    + " set aside as duplicates: a person lets them go, or cancels them.")));
            atTheirLimit(c, now, needs);
            counts(
                            c,
                            "select t.workspace from ripresa_worker_task t where t.state in"
                                    + " ('SUCCEEDED', 'CANCELLED', 'COMPLETED') and t.changed_at < ?"
                                    + " order by t.changed_at",
                            now.minus(keep).minus(LATE))
                    .forEach((workspace, n) -> needs.add(new Need(
                            workspace,
                            Kind.OVER_RETENTION,
                            n,
                            n + (n == 1 ? " task" : " tasks") + " ended longer ago than " + keep.toDays()
                                    + " days and should have been deleted.")));
            return needs;
        });
    }

    private void atTheirLimit(Connection c, Instant now, List<Need> needs) throws SQLException {
        WorkspaceLimit present = limit.get();
        if (present == null || !present.isInReach()) {
            return;
        }
        Set<String> full = present.full(c);
        List<String> types = full.isEmpty() ? List.of() : tables.triggers().types(c);
        for (String workspace : full) {
            long waiting = 0;
            // Type by type: so the index leads to what is due in this workspace, whatever else is due.
            for (String type : types) {
                waiting += counts(
                                c,
                                "select t.workspace from ripresa_worker_trigger t where t.picked = false"
                                        + " and t.task_name = ? and t.workspace = ? and t.execution_time <= ?",
                                type,
                                workspace,
                                now)
                        .getOrDefault(workspace, 0L);
            }
            if (waiting > 0) {
                needs.add(new Need(
                        workspace,
                        Kind.LIMIT_REACHED,
                        waiting,
                        waiting + (waiting == 1 ? " task waits" : " tasks wait") + " because "
                                + present.atMost(c, workspace)
                                + " runs are under way, as many as are allowed at once."));
            }
        }
    }

    /** How many rows of a statement there are in each workspace; not more than some thousand are looked at. */
    private static Map<String, Long> counts(Connection c, String select, @Nullable Object... parameters)
            throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        query(
                c,
                "select workspace, count(*) from (" + select + " fetch first " + MOST_COUNTED
                        + " rows only) as looked_at group by workspace",
                r -> counts.put(r.getString(1), r.getLong(2)),
                parameters);
        return counts;
    }

    @Override
    public String carryOut(WorkspaceStrategy strategy, String workspace) {
        return switch (strategy) {
            case DUPLICATE_PARKING -> setAside(workspace);
            case LIMIT_INCREASE -> raise(workspace);
            case CLEAN_UP -> {
                int gone = retention.atOnce();
                yield gone + " rows of what was over and old are deleted, of all workspaces.";
            }
            case RECOVERY, STATUS_RESET, WORKER_REACTIVATION, MANUAL_INTERVENTION ->
                throw new IllegalArgumentException("the native task system has nothing to do for " + strategy);
        };
    }

    private record Duplicate(String id, String type, long version) {}

    private String setAside(String workspace) {
        int all = 0;
        int last;
        do {
            last = tables.database().inTransaction("set duplicates aside", (c, now) -> setAside(c, workspace, now));
            all += last;
        } while (last == BATCH);
        return all + (all == 1 ? " duplicate is" : " duplicates are") + " set aside.";
    }

    private int setAside(Connection c, String workspace, Instant now) throws SQLException {
        List<Duplicate> found = query(
                c,
                "select t.id, t.type, t.version" + DUPLICATES + " and t.workspace = ? order by t.id fetch first "
                        + BATCH + " rows only",
                r -> new Duplicate(r.getString(1), r.getString(2), r.getLong(3)),
                workspace);
        List<@Nullable Object[]> rows = new ArrayList<>();
        found.forEach(task -> rows.add(new @Nullable Object[] {now, task.id(), task.version()}));
        int[] changed = updateAll(
                c,
                "update ripresa_worker_task set state = 'DUPLICATE', released_by = null, changed_at = ?,"
                        + " version = version + 1 where id = ? and state = 'SCHEDULED' and run = 0 and version = ?",
                rows);
        int aside = 0;
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
                tables.triggers()
                        .withdraw(
                                c,
                                Triggers.Name.of(
                                        found.get(i).type(), found.get(i).id(), 1));
                aside++;
            }
        }
        return aside;
    }

    private String raise(String workspace) {
        WorkspaceLimit present = limit.get();
        if (present == null) {
            throw new IllegalStateException(
                    "this process does not know the limit of runs per workspace; order it at one"
                            + " that runs tasks, or set ripresa.worker.guards.runs-per-workspace here");
        }
        int most = 2 * present.base();
        Instant until = tables.database().inTransaction("raise the limit of a workspace", (c, now) -> {
            Instant end = now.plus(RAISED_FOR);
            if (update(
                            c,
                            "update ripresa_worker_raised set at_most = ?, until = ? where workspace = ?",
                            most,
                            end,
                            workspace)
                    == 0) {
                update(
                        c,
                        "insert into ripresa_worker_raised (workspace, at_most, until) values (?, ?, ?)",
                        workspace,
                        most,
                        end);
            }
            return end;
        });
        due.run();
        return "Up to " + most + " runs at once, in place of " + present.base() + ", until " + until + ".";
    }

    @Override
    public boolean letGo(TaskKey key) {
        boolean let = tables.database().inTransaction("let duplicate " + key + " go", (c, now) -> {
            TaskRow task = tables.tasks().find(c, key.externalId());
            if (task == null
                    || update(
                                    c,
                                    "update ripresa_worker_task set state = 'SCHEDULED', duplicate_of = null,"
                                            + " changed_at = ?, version = version + 1"
                                            + " where id = ? and state = 'DUPLICATE' and version = ?",
                                    now,
                                    task.id(),
                                    task.standing().version())
                            == 0) {
                return false;
            }
            Instant startAt = Objects.requireNonNullElse(task.startAt(), now);
            tables.triggers().add(c, List.of(Trigger.next(task, startAt.isBefore(now) ? now : startAt)));
            return true;
        });
        if (let) {
            due.run();
        }
        return let;
    }
}
