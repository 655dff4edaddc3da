package io.ripresa.worker;

import static io.ripresa.worker.Sql.instant;
import static io.ripresa.worker.Sql.query;
import static io.ripresa.worker.Sql.update;

import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which gates are held, for all worker processes, and the pace at which what they held back is let go. Thread-safe.
 *
 * <p>A released gate is <em>draining</em>: what is parked at it gets its trigger a few seconds before it is due, in
 * small batches, by whichever process comes first. A million parked tasks are never more than one batch in memory, and
 * another rate, or another hold, finds few triggers to change.
 */
final class HoldBook {

    /** How far ahead triggers are made: some rounds of housekeeping, so that one process's delay leaves no gap. */
    static final Duration AHEAD = Duration.ofSeconds(10);

    /**
     * How long a gate stays draining when nothing is parked at it: a start that saw the hold may be parked after the
     * release, but no transaction lives that long.
     */
    private static final Duration LINGER = Duration.ofSeconds(60);

    private static final int BATCH = 500;
    private static final int MOST_BATCHES = 20;

    private static final String THIS_GATE = " where dependency = ? and scope = ?";

    private final Database database;
    private final Departures departures;

    HoldBook(Database database, Departures departures) {
        this.database = database;
        this.departures = departures;
    }

    void hold(GateKey gate) {
        database.change("hold " + gate, (c, now) -> set(c, gate, true, 0, now));
    }

    Set<GateKey> holds() {
        return database.read("read the holds", c -> new LinkedHashSet<>(new TreeSet<>(held(c))));
    }

    private static List<GateKey> held(Connection c) throws SQLException {
        return gates(c, "select dependency, scope from ripresa_worker_hold where held = true");
    }

    private static List<GateKey> gates(Connection c, String sql, @Nullable Object... parameters) throws SQLException {
        return query(c, sql, r -> new GateKey(new Dependency(r.getString(1)), r.getString(2)), parameters);
    }

    /** The first of these gates that is held, or null. */
    static @Nullable GateKey firstHeld(Connection c, List<GateKey> gates) throws SQLException {
        Set<GateKey> held = held(c, gates);
        return gates.stream().filter(held::contains).findFirst().orElse(null);
    }

    /** Those of these gates' dependencies that are held, in whatever scope. */
    static Set<GateKey> held(Connection c, Collection<GateKey> gates) throws SQLException {
        if (gates.isEmpty()) {
            return Set.of();
        }
        Object[] dependencies =
                gates.stream().map(g -> g.dependency().name()).distinct().toArray();
        return new TreeSet<>(gates(
                c,
                "select dependency, scope from ripresa_worker_hold where held = true and dependency in ("
                        + Sql.marks(dependencies.length) + ")",
                dependencies));
    }

    /** Lets first starts pass, and schedules those parked for this gate alone; how many it scheduled by now. */
    int release(GateKey gate, double startsPerSecond) {
        if (!(startsPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "startsPerSecond " + startsPerSecond + " is not greater than 0; give a rate, or keep the hold");
        }
        int moved = database.inTransaction("release " + gate, (c, now) -> {
            Instant before = set(c, gate, false, startsPerSecond, now);
            Departures.Let again = departures.spaceAgain(c, gate, new Pace(startsPerSecond, before), now);
            next(c, gate, again.next());
            return again.scheduled();
        });
        return moved + drain(gate);
    }

    /** The pace of a release: one start each 1/rate seconds. */
    record Pace(double startsPerSecond, Instant next) {

        Duration gap() {
            // Microseconds: what the database keeps.
            return Duration.ofNanos(Math.max(1, Math.round(1_000_000 / startsPerSecond)) * 1_000);
        }

        /** The next start: not in the past, and no later than one gap from now. */
        Instant first(Instant now) {
            Instant latest = now.plus(gap());
            return next.isBefore(now) ? now : next.isAfter(latest) ? latest : next;
        }
    }

    /** Goes on with the gates that are draining; how many tasks were scheduled. */
    int drain() {
        List<GateKey> draining = database.read(
                "look for released gates",
                c -> gates(
                        c,
                        "select dependency, scope from ripresa_worker_hold where draining = true"
                                + " order by dependency, scope"));
        int let = 0;
        for (GateKey gate : draining) {
            let += drain(gate);
        }
        return let;
    }

    private int drain(GateKey gate) {
        int let = 0;
        for (int i = 0; i < MOST_BATCHES; i++) {
            Batch batch =
                    database.inTransaction("let first starts go that need " + gate, (c, now) -> batch(c, gate, now));
            let += batch.let();
            if (!batch.more()) {
                break;
            }
        }
        return let;
    }

    private record Batch(int let, boolean more) {
        static final Batch NONE = new Batch(0, false);
    }

    private record Draining(Pace pace, Instant changedAt) {}

    private Batch batch(Connection c, GateKey gate, Instant now) throws SQLException {
        // Whoever has the row lets go; the others need not wait for it.
        Draining draining = Sql.first(
                c,
                "select starts_per_second, next_start_at, changed_at from ripresa_worker_hold" + THIS_GATE
                        + " and draining = true" + database.dialect().skipLocked(),
                r -> new Draining(new Pace(r.getDouble(1), instant(r, "next_start_at")), instant(r, "changed_at")),
                gate.dependency().name(),
                gate.scope());
        if (draining == null) {
            return Batch.NONE;
        }
        Instant next =
                draining.pace().next().isBefore(now) ? now : draining.pace().next();
        if (next.isAfter(now.plus(AHEAD))) {
            return Batch.NONE;
        }
        long room = Duration.between(next, now.plus(AHEAD))
                        .dividedBy(draining.pace().gap())
                + 1;
        int most = (int) Math.min(BATCH, room);
        Departures.Let let = departures.letGo(
                c, gate, new Departures.Timetable(next, draining.pace().gap(), most), now);
        if (let.seen() == 0) {
            if (draining.changedAt().plus(LINGER).isBefore(now)) {
                update(
                        c,
                        "update ripresa_worker_hold set draining = false" + THIS_GATE,
                        gate.dependency().name(),
                        gate.scope());
            }
            return Batch.NONE;
        }
        next(c, gate, let.next());
        return new Batch(let.scheduled(), let.seen() == most && let.scheduled() < room);
    }

    private static void next(Connection c, GateKey gate, Instant next) throws SQLException {
        update(
                c,
                "update ripresa_worker_hold set next_start_at = ?" + THIS_GATE,
                next,
                gate.dependency().name(),
                gate.scope());
    }

    /** Whether any gate is draining. */
    static final String ANY_DRAINING = "exists (select 1 from ripresa_worker_hold where draining = true)";

    /** Forgets gates that were released long ago; how many. */
    static int forget(Connection c, Instant before) throws SQLException {
        return update(
                c,
                "delete from ripresa_worker_hold where held = false and draining = false and changed_at < ?",
                before);
    }

    /** Changes a gate's row; when its next start would have been. */
    private static Instant set(Connection c, GateKey gate, boolean held, double rate, Instant now) throws SQLException {
        String dependency = gate.dependency().name();
        Instant next = Sql.first(
                c,
                "select next_start_at from ripresa_worker_hold" + THIS_GATE + " for update",
                r -> instant(r, "next_start_at"),
                dependency,
                gate.scope());
        if (next == null) {
            update(
                    c,
                    "insert into ripresa_worker_hold (dependency, scope, held, draining, starts_per_second,"
                            + " next_start_at, changed_at) values (?, ?, ?, ?, ?, ?, ?)",
                    dependency,
                    gate.scope(),
                    held,
                    !held,
                    rate,
                    now,
                    now);
            return now;
        }
        update(
                c,
                "update ripresa_worker_hold set held = ?, draining = ?, starts_per_second = ?, changed_at = ?"
                        + THIS_GATE,
                held,
                !held,
                rate,
                now,
                dependency,
                gate.scope());
        return next;
    }
}
