package io.ripresa.worker;

import static io.ripresa.worker.Sql.query;
import static io.ripresa.worker.Sql.updateAll;

import io.ripresa.model.GateKey;
import io.ripresa.model.TaskEvent;
import java.sql.Array;
import java.sql.Connection;
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
     * On PostgreSQL: begins the first runs of these triggers' tasks where nobody ordered them, they have not expired and
     * need no gate, first starts are not held altogether, and the limit of runs per workspace is out of reach, tells of each, and uses the triggers up, in one
     * statement. Those that began. Refused by the database where the process has no lease.
     */
    List<TaskRow> startFreely(
            Connection c, List<Triggers.Name> first, Processes.Identity process, Unless unless, @Nullable Instant now)
            throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(texts(c, first.stream().map(Triggers.Name::id)));
        parameters.add(texts(c, first.stream().map(Triggers.Name::type)));
        parameters.add(now);
        parameters.add(process.incarnation());
        parameters.add(process.worker());
        parameters.addAll(unless.parameters());
        parameters.add(EventText.kind(new TaskEvent.Started(process.worker(), null)));
        parameters.add(EventText.write(new TaskEvent.Started(process.worker(), null)));
        return query(
                c,
                Dialect.WITH_LIMITS + ", due as (select * from unnest(?, ?) as d (id, type)),"
                        + " present as (select coalesce(cast(? as timestamptz), clock_timestamp()) as time),"
                        + " begun as (update ripresa_worker_task t set state = 'RUNNING', run = 1, incarnation = ?,"
                        + " worker = ?, released_by = null, changed_at = present.time, version = t.version + 1"
                        + " from due, present, limits"
                        + " where t.id = due.id and t.state = 'SCHEDULED' and t.run = 0 and t.attempt_id is null"
                        + " and t.dependencies = '' and (t.expires_at is null or t.expires_at >= present.time)"
                        + " and" + unless.condition()
                        + " returning " + TaskRows.COLUMNS + "),"
                        + " told as (insert into ripresa_worker_event (task_id, run, kind, occurred_at, detail)"
                        + " select begun.task, 1, ?, present.time, ? from begun, present),"
                        + " used as (delete from ripresa_worker_trigger g using due, begun where due.id = begun.task"
                        + " and g.task_name = due.type and g.task_instance = due.id || '#1')"
                        + " select * from begun",
                tasks::row,
                parameters.toArray());
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
        return new TreeSet<>(query(
                c,
                Dialect.WITH_LIMITS + ", ending as (select e.*, coalesce(cast(? as timestamptz), clock_timestamp())"
                        + " - e.ago * interval '1 microsecond' as at from unnest(?, ?, ?, ?, ?, ?) with ordinality"
                        + " as e (id, run, state, ago, kind, detail, number)),"
                        + " ended as (update ripresa_worker_task t set state = e.state, incarnation = null,"
                        + " changed_at = e.at, version = t.version + 1 from ending e, limits"
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
