package io.ripresa.worker;

import static io.ripresa.worker.Sql.first;
import static io.ripresa.worker.Sql.instant;
import static io.ripresa.worker.Sql.query;
import static io.ripresa.worker.Sql.update;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what is over and old, in small batches, each in a transaction of its own; one process at a time.
 *
 * <ul>
 *   <li>Tasks that ended (succeeded, cancelled, completed) longer ago than the retention, with their orders, once
 *       everything up to their end has been read. Never a task that may still run or that somebody may ask for.
 *   <li>Events that every reader has stored and that are older than a day. The events of the latest run of a task that
 *       has not ended stay: a reader that begins anew learns of every such task.
 *   <li>Gates that were released longer ago than a day.
 * </ul>
 *
 * <p>A reader is a process that polls; it says with its cursor what it has stored, and the lowest counts. Where nobody
 * has polled for the whole retention nobody reads, and events go by age alone.
 *
 * <p>Used by one thread at a time.
 */
final class Retention {

    static final Duration DEFAULT = Duration.ofDays(30);
    static final Duration EVENTS = Duration.ofHours(24);

    /** Between two turns, of whatever process, where there is nothing more to do. */
    static final Duration PAUSE = Duration.ofMinutes(1);
    /** After all events have been looked at. */
    private static final Duration REST = Duration.ofMinutes(10);
    /** A task's end is stored a moment after its events are dated. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private static final int BATCH = 500;
    private static final int MOST_BATCHES = 10;

    private static final String ENDED = "('SUCCEEDED', 'CANCELLED', 'COMPLETED')";

    private final Database database;
    private final Outbox outbox;
    private final Duration retention;
    private boolean mine;

    Retention(Database database, Outbox outbox, Duration retention) {
        this.database = database;
        this.outbox = outbox;
        this.retention = retention;
    }

    /** Takes a turn if one is due and nobody has it, or goes on with its own; how many rows went. */
    int turn() {
        return database.inTransaction("see whether cleaning is due", this::take) ? atOnce() : 0;
    }

    /** The same whoever has the turn: others at it at the same time are not in the way. */
    int atOnce() {
        int gone = 0;
        boolean more = true;
        for (int i = 0; i < MOST_BATCHES && more; i++) {
            Swept events = database.inTransaction("delete old events", this::events);
            int tasks = database.inTransaction("delete old tasks", this::tasks);
            gone += events.deleted() + tasks;
            more = events.more() || tasks == BATCH;
        }
        gone += database.inTransaction("forget old holds", (c, now) -> HoldBook.forget(c, now.minus(EVENTS)));
        mine = more;
        return gone;
    }

    /** Whether the last turn left something to do. */
    boolean isAtWork() {
        return mine;
    }

    private boolean take(Connection c, Instant now) throws SQLException {
        return update(
                        c,
                        "update ripresa_worker_mark set at = ? where name = 'cleaning' and (at <= ? or true = ?)",
                        now.plus(PAUSE),
                        now,
                        mine)
                == 1;
    }

    // --- events ---

    private record Swept(int deleted, boolean more) {}

    private record Mark(long position, Instant at) {}

    private static Mark mark(Connection c, String name) throws SQLException {
        return query(
                        c,
                        "select position, at from ripresa_worker_mark where name = ?",
                        r -> new Mark(r.getLong("position"), instant(r, "at")),
                        name)
                .get(0);
    }

    private static void set(Connection c, String name, long position, Instant at) throws SQLException {
        update(c, "update ripresa_worker_mark set position = ?, at = ? where name = ?", position, at, name);
    }

    /** Looks at the next events by position; begins again at the first after a rest. */
    private Swept events(Connection c, Instant now) throws SQLException {
        Mark swept = mark(c, "swept");
        if (swept.at().isAfter(now)) {
            return new Swept(0, false);
        }
        long readUpTo = readUpTo(c, now);
        Instant before = now.minus(EVENTS);
        List<Mark> window = query(
                c,
                "select position, occurred_at from ripresa_worker_event where position > ? and position <= ?"
                        + " order by position fetch first " + BATCH + " rows only",
                r -> new Mark(r.getLong("position"), instant(r, "occurred_at")),
                swept.position(),
                readUpTo);
        if (window.isEmpty() || window.stream().allMatch(e -> e.at().isAfter(before))) {
            set(c, "swept", 0, now.plus(REST));
            return new Swept(0, false);
        }
        long last = window.get(window.size() - 1).position();
        int deleted = update(
                c,
                "delete from ripresa_worker_event where position > ? and position <= ? and occurred_at < ?"
                        + " and not exists (select 1 from ripresa_worker_task t"
                        + " where t.id = ripresa_worker_event.task_id and t.state not in " + ENDED
                        + " and ripresa_worker_event.run >= t.run"
                        + " and ripresa_worker_event.kind not in ('Heartbeat', 'LateResult'))",
                swept.position(),
                last,
                before);
        set(c, "swept", last, now);
        return new Swept(deleted, true);
    }

    /** Up to where every reader has stored events; grows only. */
    private long readUpTo(Connection c, Instant now) throws SQLException {
        Mark read = mark(c, "read");
        @Nullable Mark readers = readers(c, now);
        if (readers != null) {
            Mark next = new Mark(Math.max(read.position(), readers.position()), readers.at());
            if (!next.equals(read)) {
                set(c, "read", next.position(), next.at());
            }
            return next.position();
        }
        if (read.at().plus(retention).isAfter(now)) {
            return read.position();
        }
        outbox.place(c, BATCH); // nobody reads, so nobody gives positions
        return mark(c, "placed").position();
    }

    /** The lowest position of those who read, and when one of them last did; null where there is none. */
    private static @Nullable Mark readers(Connection c, Instant now) throws SQLException {
        Optional<Mark> readers = query(
                        c,
                        "select read_up_to, read_at from ripresa_worker_process where read_at > ?",
                        r -> new Mark(r.getLong("read_up_to"), instant(r, "read_at")),
                        now.minus(EVENTS))
                .stream()
                .reduce((a, b) ->
                        new Mark(Math.min(a.position(), b.position()), a.at().isAfter(b.at()) ? a.at() : b.at()));
        return readers.orElse(null);
    }

    // --- tasks ---

    private int tasks(Connection c, Instant now) throws SQLException {
        List<String> over = query(
                c,
                "select id from ripresa_worker_task where state in " + ENDED + " and changed_at < ?"
                        + " order by changed_at fetch first " + BATCH + " rows only"
                        + database.dialect().skipLocked(),
                r -> r.getString(1),
                earlier(now.minus(retention), unreadSince(c, now)));
        if (over.isEmpty()) {
            return 0;
        }
        String these = " in (" + Sql.marks(over.size()) + ")";
        update(c, "delete from ripresa_worker_order where task_id" + these, over.toArray());
        // Their events have been read; those that are not a day old yet go with the others of their age.
        return update(c, "delete from ripresa_worker_task where id" + these, over.toArray());
    }

    /** When the oldest event happened that not every reader has stored. */
    private Instant unreadSince(Connection c, Instant now) throws SQLException {
        Instant placed = first(
                c,
                "select occurred_at from ripresa_worker_event where position > ? order by position"
                        + " fetch first 1 rows only",
                r -> instant(r, "occurred_at"),
                readUpTo(c, now));
        Instant waiting = first(
                c,
                "select occurred_at from ripresa_worker_event where position is null order by position, id"
                        + " fetch first 1 rows only",
                r -> instant(r, "occurred_at"));
        Instant oldest = earlier(Objects.requireNonNullElse(placed, now), Objects.requireNonNullElse(waiting, now));
        return oldest.minus(MARGIN);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
