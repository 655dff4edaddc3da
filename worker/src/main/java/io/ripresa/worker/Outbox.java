package io.ripresa.worker;

import static io.ripresa.worker.Database.instant;
import static io.ripresa.worker.Database.query;
import static io.ripresa.worker.Database.update;
import static io.ripresa.worker.Database.updateAll;

import io.ripresa.model.TaskEvent;
import io.ripresa.spi.TaskSystem.EventBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait to be read. Written in the same transaction as the change they tell of.
 *
 * <p>Transactions do not become visible in the order in which their rows were numbered, so a reader that remembers the
 * highest number it has seen loses events. Here an event has no position until a reader sees it: a poll first gives the
 * next positions to all events that are visible and have none, under a lock that only readers take, then reads by
 * position. An event that becomes visible late gets a later position, however late it is: none is passed over. Events
 * of one task keep their order, since each is written after the one before was visible.
 */
final class Outbox {

    private static final int MOST_AT_ONCE = 2_000;

    private final Database database;
    private final TaskRows tasks;
    private final AtomicLong readUpTo = new AtomicLong();

    Outbox(Database database, TaskRows tasks) {
        this.database = database;
        this.tasks = tasks;
    }

    /**
     * An event to write.
     *
     * @param id the task
     * @param run the run, or 0
     * @param at when it happened
     * @param detail what happened
     */
    record Entry(String id, int run, Instant at, TaskEvent.Detail detail) {}

    void append(Connection c, String id, int run, Instant at, TaskEvent.Detail detail) throws SQLException {
        appendAll(c, List.of(new Entry(id, run, at, detail)));
    }

    void appendAll(Connection c, List<Entry> entries) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Entry e : entries) {
            rows.add(new @Nullable Object[] {
                e.id(), e.run(), EventText.kind(e.detail()), e.at(), EventText.write(e.detail())
            });
        }
        updateAll(
                c,
                "insert into ripresa_worker_event (task_id, run, kind, occurred_at, detail) values (?, ?, ?, ?, ?)",
                rows);
    }

    /** See {@link io.ripresa.spi.TaskSystem#poll}. */
    EventBatch poll(@Nullable String cursor, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is not positive; ask for at least 1 event");
        }
        long after = cursor == null ? 0 : parse(cursor);
        readUpTo.accumulateAndGet(after, Math::max);
        boolean unplaced = database.inTransaction("place new events of the outbox", c -> place(c));
        List<Placed> events = database.inTransaction(
                "read the outbox",
                c -> query(
                        c,
                        "select e.position, e.run as event_run, e.kind, e.occurred_at, e.detail, "
                                + TaskRows.DESCRIPTOR_COLUMNS
                                + " from ripresa_worker_event e join ripresa_worker_task t on t.id = e.task_id"
                                + " where e.position > ? order by e.position fetch first " + limit + " rows only",
                        r -> new Placed(
                                r.getLong("position"),
                                new TaskEvent(
                                        tasks.descriptor(r),
                                        r.getInt("event_run"),
                                        instant(r, "occurred_at"),
                                        EventText.read(r.getString("kind"), r.getString("detail")))),
                        after));
        String next = events.isEmpty()
                ? cursor
                : Long.toString(events.get(events.size() - 1).position());
        return new EventBatch(events.stream().map(Placed::event).toList(), next, unplaced || events.size() == limit);
    }

    private record Placed(long position, TaskEvent event) {}

    /** Gives positions to visible events that have none; whether there may be more of them. */
    private static boolean place(Connection c) throws SQLException {
        if (unplaced(c, 1).isEmpty()) {
            return false;
        }
        long position = query(
                        c,
                        "select position from ripresa_worker_outbox where name = 'events' for update",
                        r -> r.getLong(1))
                .get(0);
        List<Long> ids = unplaced(c, MOST_AT_ONCE); // read again: another reader may have placed them before the lock
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (long id : ids) {
            position++;
            rows.add(new @Nullable Object[] {position, id});
        }
        updateAll(c, "update ripresa_worker_event set position = ? where id = ?", rows);
        update(c, "update ripresa_worker_outbox set position = ? where name = 'events'", position);
        return ids.size() == MOST_AT_ONCE;
    }

    private static List<Long> unplaced(Connection c, int most) throws SQLException {
        return query(
                c,
                "select id from ripresa_worker_event where position is null order by id fetch first " + most
                        + " rows only",
                r -> r.getLong(1));
    }

    /**
     * Deletes events that were read and are older than a time. Read is what lies at or before a cursor that
     * {@link #poll} of this process was asked with: whoever asks with a cursor has stored it.
     *
     * @return how many
     */
    int prune(Instant olderThan) {
        return database.inTransaction(
                "prune the outbox",
                c -> update(
                        c,
                        "delete from ripresa_worker_event where position <= ? and occurred_at < ?",
                        readUpTo.get(),
                        olderThan));
    }

    private static long parse(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "cursor \"" + cursor + "\" was not issued by the native task system; use what poll returned", e);
        }
    }
}
