package io.ripresa.worker;

import static io.ripresa.worker.Sql.queryLast;
import static io.ripresa.worker.Sql.updateAll;

import io.ripresa.model.GateKey;
import io.ripresa.model.TaskEvent;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statements that begin and end many runs at once. Each change is a compare-and-set, as those on single tasks are.
 * Stateless.
 */
final class RunRows {

    private final TaskRows tasks;
    private final Outbox outbox;
    private final Dialect dialect;

    RunRows(TaskRows tasks, Outbox outbox, Dialect dialect) {
        this.tasks = tasks;
        this.outbox = outbox;
        this.dialect = dialect;
    }

    /**
     * SCHEDULED → RUNNING, the first run of tasks that nobody ordered; for each 1, or 0 where the row is no longer as it
     * was read. Refused by the database where the process has no lease.
     */
    int[] startFirst(Connection c, List<TaskRow> tasks, Processes.Identity process, Instant now) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (TaskRow task : tasks) {
            rows.add(new @Nullable Object[] {
                process.incarnation(),
                process.worker(),
                now,
                task.id(),
                task.standing().version()
            });
        }
        return updateAll(
                c,
                "update ripresa_worker_task set state = 'RUNNING', run = 1, incarnation = ?, worker = ?,"
                        + " released_by = null, changed_at = ?, version = version + 1"
                        + " where id = ? and state = 'SCHEDULED' and run = 0 and attempt_id is null and version = ?",
                rows);
    }

    /**
     * What first starts must not pass.
     *
     * @param atMost the limit of runs per workspace
     * @param held the gate of all first starts, or null where nothing limits them
     */
    record Unless(int atMost, @Nullable GateKey held) {

        private String condition() {
            return WorkspaceLimit.OUT_OF_REACH
                    + (held == null
                            ? ""
                            : " and not exists (select 1 from ripresa_worker_hold h where h.held = true"
                                    + " and h.dependency = ?)");
        }

        private List<@Nullable Object> parameters() {
            return held == null
                    ? List.of(atMost)
                    : List.of(atMost, held.dependency().name());
        }
    }

    /**
     * On PostgreSQL, a part of a statement: begins the first runs of those tasks in {@code due} (task_name, task_instance:
     * triggers that are locked) that nobody ordered, that have not expired and need no gate, where first starts are not
     * held altogether and the limit of runs per workspace is out of reach; tells of each and uses its trigger up. What
     * began is {@code begun}, and its triggers are {@code used}. A task that another transaction is at work on is left
     * out: who waited here, with a trigger in his hands, could wait for ever. Refused by the database where the process
     * has no lease.
     */
    record Beginning(
            TaskRows tasks,
            Processes.Identity process,
            Unless unless,
            @Nullable Instant now) {

        /** The task of a row that has the columns of {@code begun}. */
        TaskRow begun(ResultSet row) throws SQLException {
            return tasks.row(row);
        }

        String sql() {
            return ", present as (select coalesce(cast(? as timestamptz), clock_timestamp()) as time),"
                    + " free as (select t.id from due, present, ripresa_worker_task t"
                    + " where right(due.task_instance, 2) = '#1' and t.id = left(due.task_instance, -2)"
                    + " and t.state = 'SCHEDULED' and t.run = 0 and t.attempt_id is null"
                    + " and t.dependencies = '' and (t.expires_at is null or t.expires_at >= present.time)"
                    + " and" + unless.condition() + " for update of t skip locked),"
                    + " begun as (update ripresa_worker_task t set state = 'RUNNING', run = 1, incarnation = ?,"
                    + " worker = ?, released_by = null, changed_at = present.time, version = t.version + 1"
                    + " from free, present where t.id = free.id returning " + TaskRows.COLUMNS + "),"
                    + " told as (insert into ripresa_worker_event (task_id, run, kind, occurred_at, detail)"
                    + " select begun.task, 1, ?, present.time, ? from begun, present),"
                    + " used as (delete from ripresa_worker_trigger g using begun where g.task_name = begun.type"
                    + " and g.task_instance = begun.task || '#1' returning g.*)";
        }

        List<@Nullable Object> parameters() {
            TaskEvent.Detail started = new TaskEvent.Started(process.worker(), null);
            List<@Nullable Object> parameters = new ArrayList<>();
            parameters.add(now);
            parameters.addAll(unless.parameters());
            parameters.add(process.incarnation());
            parameters.add(process.worker());
            parameters.add(EventText.kind(started));
            parameters.add(EventText.write(started));
            return parameters;
        }
    }

    /** @param now the database's time, or null where the statement takes it itself */
    Beginning beginning(Processes.Identity process, Unless unless, @Nullable Instant now) {
        return new Beginning(tasks, process, unless, now);
    }

    private static Array texts(Connection c, Stream<String> texts) throws SQLException {
        return c.createArrayOf("varchar", texts.toArray());
    }

    /**
     * The end of a run.
     *
     * @param ago how long ago it was
     * @param event what tells of it
     */
    record Ending(String id, int run, TaskState to, Duration ago, TaskEvent.Detail event) {}

    /**
     * RUNNING → SUCCEEDED or PARKED, and tells of it; by number those for which this run of this process was still the
     * one that counts.
     *
     * @param now the database's time, or null where the statement takes it itself
     */
    Set<Integer> end(Connection c, List<Ending> endings, String incarnation, @Nullable Instant now)
            throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            return endAtOnce(c, endings, incarnation, now);
        }
        Instant present = Objects.requireNonNull(now, "H2 has the time of this process");
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Ending e : endings) {
            rows.add(new @Nullable Object[] {e.to().name(), present.minus(e.ago()), e.id(), e.run(), incarnation});
        }
        int[] changed = updateAll(
                c,
                "update ripresa_worker_task set state = ?, incarnation = null, changed_at = ?,"
                        + " version = version + 1"
                        + " where id = ? and run = ? and state = 'RUNNING' and incarnation = ?",
                rows);
        Set<Integer> ended = new TreeSet<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
                ended.add(i);
            }
        }
        outbox.appendAll(
                c,
                ended.stream()
                        .map(endings::get)
                        .map(e -> new Outbox.Entry(e.id(), e.run(), present.minus(e.ago()), e.event()))
                        .toList());
        return ended;
    }

    private static Set<Integer> endAtOnce(Connection c, List<Ending> endings, String incarnation, @Nullable Instant now)
            throws SQLException {
        return new TreeSet<>(queryLast(
                c,
                Dialect.LIMITED + "with ending as (select e.*, coalesce(cast(? as timestamptz), clock_timestamp())"
                        + " - e.ago * interval '1 microsecond' as at from unnest(?, ?, ?, ?, ?, ?) with ordinality"
                        + " as e (id, run, state, ago, kind, detail, number)),"
                        + " ended as (update ripresa_worker_task t set state = e.state, incarnation = null,"
                        + " changed_at = e.at, version = t.version + 1 from ending e"
                        + " where t.id = e.id and t.run = e.run and t.state = 'RUNNING' and t.incarnation = ?"
                        + " returning e.number),"
                        + " told as (insert into ripresa_worker_event (task_id, run, kind, occurred_at, detail)"
                        + " select e.id, e.run, e.kind, e.at, e.detail from ending e join ended using (number)"
                        + " order by number)"
                        + " select number from ended",
                r -> r.getInt(1) - 1,
                now,
                texts(c, endings.stream().map(Ending::id)),
                c.createArrayOf("int4", endings.stream().map(Ending::run).toArray()),
                texts(c, endings.stream().map(e -> e.to().name())),
                c.createArrayOf(
                        "int8",
                        endings.stream().map(e -> e.ago().toNanos() / 1_000).toArray()),
                texts(c, endings.stream().map(e -> EventText.kind(e.event()))),
                texts(c, endings.stream().map(e -> EventText.write(e.event()))),
                incarnation));
    }
}
