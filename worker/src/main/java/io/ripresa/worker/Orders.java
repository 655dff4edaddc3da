package io.ripresa.worker;

import static io.ripresa.worker.Sql.query;
import static io.ripresa.worker.Sql.update;
import static io.ripresa.worker.Sql.updateAll;

import io.ripresa.model.RunKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.spi.TaskSystem.FenceResult;
import io.ripresa.spi.TaskSystem.Receipt;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.worker.Triggers.Trigger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What others ask of a task: to run it again, to fence a run, to set it aside. Thread-safe: each answer is decided by
 * a compare-and-set in the database, so that of two that ask at once one wins, in whatever process they are.
 */
final class Orders {

    private static final int CHUNK = 500;

    private final Database database;
    private final TaskRows tasks;
    private final Triggers triggers;
    private final Outbox outbox;
    private final String unlessLate;

    Orders(WorkerTables tables) {
        this.database = tables.database();
        this.tasks = tables.tasks();
        this.triggers = tables.triggers();
        this.outbox = tables.outbox();
        // By the clock of the moment in which the row is changed, not by one that was read before a pause.
        this.unlessLate = database.dialect() == Dialect.POSTGRESQL ? " and clock_timestamp() <= ?" : " and true = ?";
    }

    /** Orders runs; the answers in the order of the questions. */
    List<Receipt> retry(List<RerunOrder> orders) {
        Receipt[] receipts = new Receipt[orders.size()];
        // Rows are locked in one order everywhere, so that two batches wait for each other but do not deadlock.
        List<Integer> order = IntStream.range(0, orders.size())
                .boxed()
                .sorted(Comparator.comparing(i -> orders.get(i).task()))
                .toList();
        for (int from = 0; from < order.size(); from += CHUNK) {
            List<Integer> chunk = order.subList(from, Math.min(order.size(), from + CHUNK));
            List<RerunOrder> part = chunk.stream().map(orders::get).toList();
            Receipt[] answers = database.inTransaction("order runs", (c, now) -> retry(c, part, now));
            for (int i = 0; i < answers.length; i++) {
                receipts[chunk.get(i)] = answers[i];
            }
        }
        return Arrays.asList(receipts);
    }

    private Receipt[] retry(Connection c, List<RerunOrder> orders, Instant now) throws SQLException {
        lock(c, orders);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (RerunOrder o : orders) {
            rows.add(new @Nullable Object[] {
                o.attemptId(),
                o.fence(),
                now,
                o.task().externalId(),
                o.expectedRun(),
                o.fence(),
                o.expectedRun(),
                o.attemptId(),
                inTime(o, now)
            });
        }
        int[] changed = updateAll(
                c,
                "update ripresa_worker_task set state = 'SCHEDULED', attempt_id = ?, fence = ?, released_by = null,"
                        + " changed_at = ?, version = version + 1"
                        + " where id = ? and run = ? and fence <= ?"
                        + " and (state = 'PARKED' or (? = 0 and attempt_id is null"
                        + " and (state = 'HELD' or state = 'SCHEDULED')))"
                        + " and not exists (select 1 from ripresa_worker_order o where o.attempt_id = ?)" + unlessLate,
                rows);
        List<@Nullable Object[]> accepted = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            RerunOrder o = orders.get(i);
            if (changed[i] == 1) {
                ids.add(o.task().externalId());
                accepted.add(new @Nullable Object[] {
                    o.attemptId(), o.task().externalId(), o.expectedRun() + 1, o.fence(), now, o.validUntil()
                });
            }
        }
        updateAll(
                c,
                "insert into ripresa_worker_order (attempt_id, task_id, run, fence, at, valid_until)"
                        + " values (?, ?, ?, ?, ?, ?)",
                accepted);
        List<Trigger> due = due(c, ids, now);
        triggers.add(c, due);
        List<Trigger> first = due.stream().filter(t -> t.run() == 1).toList();
        triggers.move(c, first); // one that waited is due now
        tasks.unpark(c, first.stream().map(Trigger::id).toList());
        Receipt[] answers = new Receipt[orders.size()];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = changed[i] == 1 ? Receipt.ACCEPTED : explain(c, orders.get(i), now);
        }
        return answers;
    }

    /** From now on no run begins by an order that was accepted before. */
    void end() {
        database.change(
                "end orders",
                (c, now) ->
                        update(c, "update ripresa_worker_order set valid_until = ? where valid_until > ?", now, now));
    }

    /** Waiting for a row must be over when it is looked whether an order is in time. */
    private static void lock(Connection c, List<RerunOrder> orders) throws SQLException {
        query(
                c,
                "select id from ripresa_worker_task where id in (" + Sql.marks(orders.size())
                        + ") order by id for update",
                r -> r.getString(1),
                orders.stream().map(o -> o.task().externalId()).toArray());
    }

    private Object inTime(RerunOrder order, Instant now) {
        return database.dialect() == Dialect.POSTGRESQL
                ? order.validUntil()
                : (Object) !now.isAfter(order.validUntil());
    }

    private static List<Trigger> due(Connection c, List<String> ids, Instant now) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        return query(
                c,
                "select type, id, run, priority, workspace from ripresa_worker_task where id in ("
                        + Sql.marks(ids.size()) + ")",
                r -> new Trigger(r.getString(1), r.getString(2), r.getInt(3) + 1, now, r.getInt(4), r.getString(5)),
                ids.toArray());
    }

    private Receipt explain(Connection c, RerunOrder order, Instant began) throws SQLException {
        List<String> same = query(
                c,
                "select task_id from ripresa_worker_order where attempt_id = ?",
                r -> r.getString(1),
                order.attemptId());
        if (!same.isEmpty()) {
            prolong(c, order, began);
            return same.get(0).equals(order.task().externalId())
                    ? Receipt.ACCEPTED
                    : Receipt.refused("attempt " + order.attemptId() + " is an order for another task: " + same.get(0));
        }
        if (isLate(c, order, began)) {
            return Receipt.expired(order.validUntil());
        }
        TaskRow task = tasks.find(c, order.task().externalId());
        if (task == null) {
            return Receipt.refused("task " + order.task() + " is not known");
        }
        TaskRow.Standing now = task.standing();
        if (now.run() != order.expectedRun()) {
            return Receipt.refused("latest run is " + now.run() + ", not " + order.expectedRun());
        }
        if (now.fence() > order.fence()) {
            return Receipt.refused("fence " + order.fence() + " is lower than " + now.fence() + ", seen before");
        }
        return Receipt.refused(
                switch (now.state()) {
                    case RUNNING -> "run " + now.run() + " has not ended";
                    case SCHEDULED, HELD ->
                        now.attemptId() == null
                                ? "run " + (now.run() + 1) + " is due already"
                                : "run " + (now.run() + 1) + " is ordered already, by attempt " + now.attemptId();
                    case SUCCEEDED -> "the task has succeeded";
                    case CANCELLED -> "the task was cancelled";
                    case COMPLETED -> "the task was completed by a person";
                    case QUARANTINED -> "the task is quarantined";
                    case DUPLICATE -> "the task is set aside as a duplicate; let it go first";
                    case PARKED -> "the task changed in this moment; ask again";
                });
    }

    /** Asked again, an order that waits holds as long as it was asked for last. */
    private void prolong(Connection c, RerunOrder order, Instant began) throws SQLException {
        if (!isLate(c, order, began)) {
            update(
                    c,
                    "update ripresa_worker_order set valid_until = ? where attempt_id = ? and task_id = ?"
                            + " and valid_until < ?",
                    order.validUntil(),
                    order.attemptId(),
                    order.task().externalId(),
                    order.validUntil());
        }
    }

    private boolean isLate(Connection c, RerunOrder order, Instant began) throws SQLException {
        return (database.dialect() == Dialect.POSTGRESQL ? database.now(c) : began).isAfter(order.validUntil());
    }

    /** See {@link io.ripresa.spi.TaskSystem#fence}. Interrupting the handler is the caller's part. */
    FenceResult fence(RunKey run) {
        String id = run.task().externalId();
        return database.inTransaction("fence run " + run, (c, now) -> {
            if (tasks.fence(c, id, run.number(), now)) {
                return FenceResult.FENCED;
            }
            TaskRow task = tasks.find(c, id);
            if (task == null) {
                return FenceResult.FENCED; // what is not known cannot report an end
            }
            TaskRow.Standing standing = task.standing();
            boolean ordered = standing.state() == TaskState.SCHEDULED
                    && standing.run() + 1 == run.number()
                    && standing.attemptId() != null;
            if (ordered && tasks.fenceOrdered(c, task, now)) {
                triggers.withdraw(c, Triggers.Name.of(task.descriptor().type(), id, run.number()));
                return FenceResult.FENCED;
            }
            return standing.fencedRun() == run.number() ? FenceResult.FENCED : FenceResult.ENDED;
        });
    }

    /**
     * Moves a task to CANCELLED, COMPLETED or QUARANTINED, where it may go there.
     *
     * @return the run that was under way and is now fenced; 0 where there was none; -1 where nothing changed
     */
    int setAside(String id, TaskState to, @Nullable String reason) {
        return database.inTransaction("set task " + id + " aside", (c, now) -> {
            for (int i = 0; i < 10; i++) {
                TaskRow task = tasks.find(c, id);
                if (task == null
                        || task.standing().state() == to
                        || !TaskState.TABLE.allows(task.standing().state(), to)) {
                    return -1;
                }
                if (tasks.setAside(c, task, to, now)) {
                    triggers.withdraw(
                            c,
                            Triggers.Name.of(
                                    task.descriptor().type(),
                                    id,
                                    task.standing().run() + 1));
                    if (to == TaskState.CANCELLED && reason != null) {
                        outbox.append(c, id, task.standing().run(), now, new TaskEvent.Cancelled(reason));
                    }
                    return task.standing().state() == TaskState.RUNNING
                            ? task.standing().run()
                            : 0;
                }
            }
            throw new SQLException("task " + id + " kept changing", "40001");
        });
    }
}
