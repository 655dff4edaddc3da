package io.ripresa.worker;

import static io.ripresa.worker.Sql.first;
import static io.ripresa.worker.Sql.instant;
import static io.ripresa.worker.Sql.instantOrNull;
import static io.ripresa.worker.Sql.marks;
import static io.ripresa.worker.Sql.query;
import static io.ripresa.worker.Sql.update;
import static io.ripresa.worker.Sql.updateAll;

import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskDescriptor.Safety;
import io.ripresa.model.TaskDescriptor.Timing;
import io.ripresa.model.TaskKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements on the table of tasks. Each change is a compare-and-set: it names the state, and where it matters the
 * run, that the task must still have, and says whether it did. Stateless.
 */
final class TaskRows {

    /** What describes a task; the same columns for events. */
    static final String DESCRIPTOR_COLUMNS = "t.id as task, t.workspace, t.type, t.priority, t.side_effects,"
            + " t.single_call, t.key_valid_ms, t.timeout_ms, t.dependencies, t.submitted_at, t.expires_at";

    /** A whole task. */
    static final String COLUMNS = DESCRIPTOR_COLUMNS
            + ", t.payload, t.start_at, t.state, t.run, t.attempt_id, t.fence, t.fenced_run, t.changed_at, t.version,"
            + " t.parent, t.depth";

    private static final int CHUNK = 500;

    private final String system;
    /** Whether the order of the task in hand has ended by now. */
    private final String lapsed;

    private final Dialect dialect;

    TaskRows(String system, Dialect dialect) {
        this.system = system;
        this.dialect = dialect;
        this.lapsed =
                " exists (select 1 from ripresa_worker_order o where o.attempt_id = ripresa_worker_task.attempt_id"
                        + " and o.valid_until < " + dialect.present() + ")";
    }

    @Nullable TaskRow find(Connection c, String id) throws SQLException {
        return first(c, "select " + COLUMNS + " from ripresa_worker_task t where t.id = ?", this::row, id);
    }

    /** Those of these that are known, by id. */
    Map<String, TaskRow> find(Connection c, List<String> ids) throws SQLException {
        Map<String, TaskRow> found = new TreeMap<>();
        query(
                        c,
                        "select " + COLUMNS + " from ripresa_worker_task t where t.id in (" + marks(ids.size()) + ")",
                        this::row,
                        ids.toArray())
                .forEach(task -> found.put(task.id(), task));
        return found;
    }

    /** Those of these ids that are known. */
    Set<String> known(Connection c, Collection<String> ids) throws SQLException {
        Set<String> known = new TreeSet<>();
        List<String> all = List.copyOf(ids);
        for (int i = 0; i < all.size(); i += CHUNK) {
            List<String> chunk = all.subList(i, Math.min(all.size(), i + CHUNK));
            known.addAll(query(
                    c,
                    "select id from ripresa_worker_task where id in (" + marks(chunk.size()) + ")",
                    r -> r.getString(1),
                    chunk.toArray()));
        }
        return known;
    }

    void insert(Connection c, List<TaskRow> tasks) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (TaskRow task : tasks) {
            TaskDescriptor d = task.descriptor();
            rows.add(new @Nullable Object[] {
                task.id(),
                d.workspace(),
                d.type(),
                task.payload(),
                d.priority(),
                d.safety().sideEffects().name(),
                d.safety().singleCall(),
                d.safety().keyValidFor().toMillis(),
                d.timing().timeout().toMillis(),
                d.dependencies().stream().map(Dependency::name).collect(Collectors.joining("\n")),
                d.timing().submittedAt(),
                task.startAt(),
                d.timing().expiresAt(),
                task.standing().changedAt(),
                task.origin().parent(),
                task.origin().depth(),
                task.origin().content(),
                task.origin().duplicateOf(),
                task.standing().state().name()
            });
        }
        updateAll(
                c,
                "insert into ripresa_worker_task (id, workspace, type, payload, priority, side_effects, single_call,"
                        + " key_valid_ms, timeout_ms, dependencies, submitted_at, start_at, expires_at, run,"
                        + " fence, fenced_run, changed_at, version, parent, depth, content, duplicate_of, state)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, 1, ?, ?, ?, ?, ?)",
                rows);
    }

    /**
     * SCHEDULED → RUNNING, the next run; false where the row is no longer as it was read, or the run is a further one
     * whose order has lapsed. Refused by the database where the process has no lease.
     */
    boolean start(Connection c, TaskRow task, Processes.Identity process, Instant now) throws SQLException {
        return update(
                        c,
                        "update ripresa_worker_task set state = 'RUNNING', run = run + 1, incarnation = ?, worker = ?,"
                                + " released_by = null, changed_at = ?, version = version + 1"
                                + " where id = ? and state = 'SCHEDULED' and version = ? and (run = 0 or not" + lapsed
                                + ")",
                        withPresent(
                                now,
                                process.incarnation(),
                                process.worker(),
                                now,
                                task.id(),
                                task.standing().version()))
                == 1;
    }

    /** Whether the order of the task's next run has ended, by the clock of this moment. */
    boolean isLapsed(Connection c, TaskRow task, Instant now) throws SQLException {
        return task.standing().attemptId() != null
                && first(
                                c,
                                "select 1 from ripresa_worker_task where id = ? and" + lapsed,
                                r -> r.getInt(1),
                                withPresent(now, task.id()))
                        != null;
    }

    /**
     * SCHEDULED → PARKED, or HELD at a gate: the order of its next run is as if it had not been given. False where the
     * row is no longer as it was read.
     *
     * @param held where a first start waits again, or null for a further run
     */
    boolean letLapse(Connection c, TaskRow task, @Nullable GateKey held, Instant now) throws SQLException {
        boolean let = update(
                        c,
                        "update ripresa_worker_task set state = ?, attempt_id = null, released_by = null,"
                                + " changed_at = ?, version = version + 1"
                                + " where id = ? and state = 'SCHEDULED' and version = ?",
                        (held == null ? TaskState.PARKED : TaskState.HELD).name(),
                        now,
                        task.id(),
                        task.standing().version())
                == 1;
        if (let) {
            update(
                    c,
                    "delete from ripresa_worker_order where attempt_id = ?",
                    task.standing().attemptId());
            if (held != null) {
                parkAt(c, task, held);
            }
        }
        return let;
    }

    /** Adds what {@link Dialect#present} stands for. */
    private @Nullable Object[] withPresent(Instant now, @Nullable Object... parameters) {
        if (dialect == Dialect.POSTGRESQL) {
            return parameters;
        }
        @Nullable Object[] all = Arrays.copyOf(parameters, parameters.length + 1);
        all[parameters.length] = now;
        return all;
    }

    /** SCHEDULED, not started → HELD at this gate; false where the row is no longer as it was read. */
    boolean park(Connection c, TaskRow task, GateKey gate, Instant now) throws SQLException {
        boolean parked = update(
                        c,
                        "update ripresa_worker_task set state = 'HELD', released_by = null, changed_at = ?,"
                                + " version = version + 1"
                                + " where id = ? and state = 'SCHEDULED' and run = 0 and version = ?",
                        now,
                        task.id(),
                        task.standing().version())
                == 1;
        if (parked) {
            parkAt(c, task, gate);
        }
        return parked;
    }

    private static void parkAt(Connection c, TaskRow task, GateKey gate) throws SQLException {
        update(
                c,
                "insert into ripresa_worker_parked (task_id, gate, priority, submitted_at) values (?, ?, ?, ?)",
                task.id(),
                gate.toString(),
                task.descriptor().priority(),
                task.descriptor().timing().submittedAt());
    }

    /** Forgets where these tasks were parked: they are so no more. */
    void unpark(Connection c, Collection<String> ids) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        ids.forEach(id -> rows.add(new @Nullable Object[] {id}));
        updateAll(c, "delete from ripresa_worker_parked where task_id = ?", rows);
    }

    /** Whether this run is under way, by the database. */
    boolean isRunning(Connection c, String id, int run) throws SQLException {
        return first(
                        c,
                        "select 1 from ripresa_worker_task where id = ? and run = ? and state = 'RUNNING'",
                        r -> r.getInt(1),
                        id,
                        run)
                != null;
    }

    /** Whether this run is under way in this process, by the database. */
    boolean isRunning(Connection c, String id, int run, String incarnation) throws SQLException {
        return first(
                        c,
                        "select 1 from ripresa_worker_task where id = ? and run = ? and state = 'RUNNING'"
                                + " and incarnation = ?",
                        r -> r.getInt(1),
                        id,
                        run,
                        incarnation)
                != null;
    }

    /** RUNNING → PARKED by somebody else than the run itself: its end no longer counts. */
    boolean fence(Connection c, String id, int run, Instant now) throws SQLException {
        return update(
                        c,
                        "update ripresa_worker_task set state = 'PARKED', fenced_run = run, incarnation = null,"
                                + " changed_at = ?, version = version + 1"
                                + " where id = ? and run = ? and state = 'RUNNING'",
                        now,
                        id,
                        run)
                == 1;
    }

    /** An ordered run that has not begun is used up: it never begins, its number counts as fenced. */
    boolean fenceOrdered(Connection c, TaskRow task, Instant now) throws SQLException {
        return update(
                        c,
                        "update ripresa_worker_task set state = 'PARKED', run = run + 1, fenced_run = run + 1,"
                                + " released_by = null, changed_at = ?, version = version + 1"
                                + " where id = ? and state = 'SCHEDULED' and version = ?",
                        now,
                        task.id(),
                        task.standing().version())
                == 1;
    }

    /** Any state it may come from → a final one or QUARANTINED; a run under way is fenced. */
    boolean setAside(Connection c, TaskRow task, TaskState to, Instant now) throws SQLException {
        TaskState from = task.standing().state();
        if (from == to || !TaskState.TABLE.allows(from, to)) {
            return false;
        }
        boolean moved = update(
                        c,
                        "update ripresa_worker_task set state = ?, incarnation = null, released_by = null,"
                                + " fenced_run = case when state = 'RUNNING' then run else fenced_run end,"
                                + " changed_at = ?, version = version + 1 where id = ? and state = ? and version = ?",
                        to.name(),
                        now,
                        task.id(),
                        from.name(),
                        task.standing().version())
                == 1;
        if (moved && from == TaskState.HELD) {
            unpark(c, List.of(task.id()));
        }
        return moved;
    }

    /** Reads {@link #COLUMNS}. */
    TaskRow row(ResultSet r) throws SQLException {
        return new TaskRow(
                descriptor(r),
                r.getString("payload"),
                instantOrNull(r, "start_at"),
                new TaskRow.Standing(
                        TaskState.valueOf(r.getString("state")),
                        r.getInt("run"),
                        r.getString("attempt_id"),
                        r.getLong("fence"),
                        r.getInt("fenced_run"),
                        instant(r, "changed_at"),
                        r.getLong("version")),
                new TaskRow.Origin(r.getString("parent"), r.getInt("depth"), null, null));
    }

    /** Reads {@link #DESCRIPTOR_COLUMNS}. */
    TaskDescriptor descriptor(ResultSet r) throws SQLException {
        String dependencies = r.getString("dependencies");
        return new TaskDescriptor(
                new TaskKey(system, r.getString("task")),
                r.getString("workspace"),
                r.getString("type"),
                r.getInt("priority"),
                new Safety(
                        SideEffects.valueOf(r.getString("side_effects")),
                        r.getBoolean("single_call"),
                        Duration.ofMillis(r.getLong("key_valid_ms"))),
                new Timing(
                        instant(r, "submitted_at"),
                        Duration.ofMillis(r.getLong("timeout_ms")),
                        instantOrNull(r, "expires_at")),
                dependencies == null || dependencies.isEmpty()
                        ? List.of()
                        : dependencies.lines().map(Dependency::new).toList());
    }
}
