package io.ripresa.worker;

import static io.ripresa.worker.Sql.first;
import static io.ripresa.worker.Sql.instant;
import static io.ripresa.worker.Sql.query;
import static io.ripresa.worker.Sql.update;
import static io.ripresa.worker.Sql.updateAll;

import io.ripresa.model.TaskEvent;
import io.ripresa.spi.TaskSystem.Backlog;
import io.ripresa.spi.TaskSystem.EventBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait to be read. Written in the same transaction as the change they tell of.
 *
 * <p>Transactions do not become visible in the order in which their rows were numbered, so a reader that remembers the
 * highest number it has seen loses events. Here an event has no position until a reader sees it: a poll first gives the
 * next positions to events that are visible and have none, under a lock that only readers take, then reads by position.
 * An event that becomes visible late gets a later position, however late it is: none is passed over. Events of one task
 * keep their order, since each is written after the one before was visible.
 *
 * <p>Thread-safe.
 */
final class Outbox {

    private static final int MOST_PLACED = 2_000;
    /** Characters of details in one batch, about: bounds memory where failures have a lot to say. */
    private static final long MOST_TEXT = 4_000_000;

    private static final int FETCH = 50;
    /** How many unplaced events are counted one by one. */
    private static final int COUNTED = 2_000;

    private static final long NOBODY = -1;

    private final Database database;
    private final TaskRows tasks;
    /** The lowest cursor that somebody in this process asked with since {@link #readUpTo()} was asked. */
    private final AtomicLong asked = new AtomicLong(NOBODY);

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
        long after = parse(cursor);
        asked.accumulateAndGet(after, (known, now) -> known == NOBODY ? now : Math.min(known, now));
        return database.inTransaction("read the outbox", (c, now) -> {
            boolean unplaced = place(c, Math.min(limit, MOST_PLACED));
            Page page = read(c, after, limit);
            String next = page.events().isEmpty() ? cursor : Long.toString(page.last());
            return new EventBatch(page.events(), next, unplaced || page.cut(), now);
        });
    }

    /**
     * Up to where this process's readers have stored events, by the cursors they asked with since this was asked last:
     * the lowest. Null where nobody asked.
     */
    @Nullable Long readUpTo() {
        long value = asked.getAndSet(NOBODY);
        return value == NOBODY ? null : value;
    }

    private record Page(List<TaskEvent> events, long last, boolean cut) {}

    private Page read(Connection c, long after, int limit) throws SQLException {
        List<TaskEvent> events = new ArrayList<>();
        long last = after;
        long text = 0;
        try (PreparedStatement statement =
                c.prepareStatement("select e.position, e.run as event_run, e.kind, e.occurred_at, e.detail, "
                        + TaskRows.DESCRIPTOR_COLUMNS
                        + " from ripresa_worker_event e join ripresa_worker_task t on t.id = e.task_id"
                        + " where e.position > ? order by e.position fetch first " + limit + " rows only")) {
            statement.setFetchSize(FETCH); // in a transaction: rows come in portions, and the rest stays away
            Sql.set(statement, after);
            try (ResultSet r = statement.executeQuery()) {
                while (text < MOST_TEXT && r.next()) {
                    String detail = r.getString("detail");
                    text += detail.length();
                    last = r.getLong("position");
                    events.add(new TaskEvent(
                            tasks.descriptor(r),
                            r.getInt("event_run"),
                            instant(r, "occurred_at"),
                            EventText.read(r.getString("kind"), detail)));
                }
            }
        }
        return new Page(events, last, events.size() == limit || text >= MOST_TEXT);
    }

    /** Gives positions to visible events that have none; whether there may be more of them. */
    boolean place(Connection c, int most) throws SQLException {
        if (unplaced(c, 1).isEmpty()) {
            return false;
        }
        long position = query(
                        c,
                        "select position from ripresa_worker_mark where name = 'placed' for update",
                        r -> r.getLong(1))
                .get(0);
        List<Long> ids = unplaced(c, most); // read again: another reader may have placed them before the lock
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (long id : ids) {
            position++;
            rows.add(new @Nullable Object[] {position, id});
        }
        updateAll(c, "update ripresa_worker_event set position = ? where id = ?", rows);
        update(c, "update ripresa_worker_mark set position = ? where name = 'placed'", position);
        return ids.size() == most;
    }

    private static List<Long> unplaced(Connection c, int most) throws SQLException {
        return query(
                c,
                "select id from ripresa_worker_event where position is null order by position, id fetch first " + most
                        + " rows only",
                r -> r.getLong(1));
    }

    /** See {@link io.ripresa.spi.TaskSystem#backlog}: counts, but no more than some thousand rows. */
    Backlog backlog(@Nullable String cursor) {
        long after = parse(cursor);
        return database.inTransaction("count what is unread", (c, now) -> {
            long placed = query(c, "select position from ripresa_worker_mark where name = 'placed'", r -> r.getLong(1))
                    .get(0);
            Instant oldest = first(
                    c,
                    "select occurred_at from ripresa_worker_event where position > ? order by position"
                            + " fetch first 1 rows only",
                    r -> instant(r, "occurred_at"),
                    after);
            if (oldest == null) {
                oldest = first(
                        c,
                        "select occurred_at from ripresa_worker_event where position is null order by position, id"
                                + " fetch first 1 rows only",
                        r -> instant(r, "occurred_at"));
            }
            return new Backlog(Math.max(0, placed - after) + waiting(c), oldest);
        });
    }

    /** How many events have no position; an estimate from their numbers, which have few gaps, where they are many. */
    private static long waiting(Connection c) throws SQLException {
        long counted = query(
                        c,
                        "select count(*) from (select 1 from ripresa_worker_event where position is null"
                                + " fetch first " + COUNTED + " rows only) as counted",
                        r -> r.getLong(1))
                .get(0);
        if (counted < COUNTED) {
            return counted;
        }
        long lowest = end(c, "");
        return Math.max(counted, end(c, " desc") - lowest + 1);
    }

    private static long end(Connection c, String direction) throws SQLException {
        Long id = first(
                c,
                "select id from ripresa_worker_event where position is null order by position" + direction + ", id"
                        + direction + " fetch first 1 rows only",
                r -> r.getLong(1));
        return Objects.requireNonNullElse(id, 0L);
    }

    private static long parse(@Nullable String cursor) {
        if (cursor == null) {
            return 0;
        }
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "cursor \"" + cursor + "\" was not issued by the native task system; use what poll returned", e);
        }
    }
}
