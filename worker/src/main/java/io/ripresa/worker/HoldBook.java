package io.ripresa.worker;

import static io.ripresa.worker.Database.query;
import static io.ripresa.worker.Database.update;
import static io.ripresa.worker.Database.updateAll;

import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import io.ripresa.worker.Triggers.Trigger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which gates are held, for all worker processes, and the pace at which what they held back is let go. Thread-safe.
 *
 * <p>A released gate keeps its row with the rate: a task that was parked in the very moment of the release is found by
 * {@link #sweep} and follows at that rate.
 */
final class HoldBook {

    private static final String NOT_OTHERWISE_HELD = " and not exists (select 1 from ripresa_worker_dependency d2"
            + " join ripresa_worker_hold h on h.dependency = d2.dependency and h.held = true"
            + " and (h.scope = '*' or h.scope = t.workspace) where d2.task_id = t.id)";

    private final Database database;
    private final Triggers triggers;
    private final InstantSource clock;

    HoldBook(Database database, Triggers triggers, InstantSource clock) {
        this.database = database;
        this.triggers = triggers;
        this.clock = clock;
    }

    void hold(GateKey gate) {
        database.change("hold " + gate, c -> {
            set(c, gate, true, 0);
        });
    }

    Set<GateKey> holds() {
        return database.inTransaction("read the holds", c -> new LinkedHashSet<>(new TreeSet<>(held(c))));
    }

    /** The first of these gates that is held, or null. */
    static @Nullable GateKey firstHeld(Connection c, List<GateKey> gates) throws SQLException {
        if (gates.isEmpty()) {
            return null;
        }
        Set<GateKey> held = new TreeSet<>(held(c));
        return gates.stream().filter(held::contains).findFirst().orElse(null);
    }

    private static List<GateKey> held(Connection c) throws SQLException {
        return query(
                c,
                "select dependency, scope from ripresa_worker_hold where held = true order by dependency, scope",
                r -> new GateKey(new Dependency(r.getString(1)), r.getString(2)));
    }

    /** Lets first starts pass, and schedules those parked for this gate alone; how many those are. */
    int release(GateKey gate, double startsPerSecond) {
        if (!(startsPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "startsPerSecond " + startsPerSecond + " is not greater than 0; give a rate, or keep the hold");
        }
        return database.inTransaction("release " + gate, c -> {
            set(c, gate, false, startsPerSecond);
            return space(c, gate, startsPerSecond);
        });
    }

    /**
     * Schedules tasks that are parked although no gate of theirs is held any more: a start that saw the hold and was
     * stored after the release. How many those are.
     *
     * @param since only where a gate was released after this: such starts take moments
     */
    int sweep(Instant since) {
        return database.inTransaction("let parked first starts go", c -> {
            List<Released> released = released(c, since);
            int let = 0;
            for (Released gate : released) {
                let += stranded(c, gate.gate()) ? space(c, gate.gate(), gate.startsPerSecond()) : 0;
            }
            return let;
        });
    }

    private static boolean stranded(Connection c, GateKey gate) throws SQLException {
        return !query(
                        c,
                        "select t.id from ripresa_worker_task t where t.state = 'HELD'"
                                + " and exists (select 1 from ripresa_worker_dependency d"
                                + " where d.task_id = t.id and d.dependency = ?)" + NOT_OTHERWISE_HELD
                                + " fetch first 1 rows only",
                        r -> r.getString(1),
                        gate.dependency().name())
                .isEmpty();
    }

    private record Released(GateKey gate, double startsPerSecond) {}

    private static List<Released> released(Connection c, Instant since) throws SQLException {
        return query(
                c,
                "select dependency, scope, starts_per_second from ripresa_worker_hold where held = false"
                        + " and changed_at >= ? order by dependency, scope",
                r -> new Released(new GateKey(new Dependency(r.getString(1)), r.getString(2)), r.getDouble(3)),
                since);
    }

    private void set(Connection c, GateKey gate, boolean held, double rate) throws SQLException {
        String dependency = gate.dependency().name();
        int changed = update(
                c,
                "update ripresa_worker_hold set held = ?, starts_per_second = ?, changed_at = ?"
                        + " where dependency = ? and scope = ?",
                held,
                rate,
                clock.instant(),
                dependency,
                gate.scope());
        if (changed == 0) {
            update(
                    c,
                    "insert into ripresa_worker_hold (dependency, scope, held, starts_per_second, changed_at)"
                            + " values (?, ?, ?, ?, ?)",
                    dependency,
                    gate.scope(),
                    held,
                    rate,
                    clock.instant());
        }
    }

    /** One parked or already let go, not yet started task. */
    private record Waiting(
            String id,
            int priority,
            Instant submittedAt,
            @Nullable Instant due) {

        static final Comparator<Waiting> ORDER = Comparator.comparingInt(Waiting::priority)
                .reversed()
                .thenComparing(Waiting::submittedAt)
                .thenComparing(Waiting::id);
    }

    private static List<Waiting> waiting(Connection c, GateKey gate, Instant now) throws SQLException {
        List<Waiting> waiting = new ArrayList<>(query(
                c,
                "select t.id, t.priority, t.submitted_at from ripresa_worker_task t where t.state = 'HELD'"
                        + " and (? = '*' or t.workspace = ?) and exists (select 1 from ripresa_worker_dependency d"
                        + " where d.task_id = t.id and d.dependency = ?)" + NOT_OTHERWISE_HELD,
                r -> new Waiting(r.getString(1), r.getInt(2), Database.instant(r, "submitted_at"), null),
                gate.scope(),
                gate.scope(),
                gate.dependency().name()));
        waiting.addAll(query(
                c,
                "select t.id, t.priority, t.submitted_at, tr.execution_time from ripresa_worker_task t"
                        + " join ripresa_worker_trigger tr on tr.task_name = 'ripresa-run'"
                        + " and tr.task_instance = t.id || '#1'"
                        + " where t.released_by = ? and t.state = 'SCHEDULED' and t.run = 0 and tr.picked = false"
                        + " and tr.execution_time > ?",
                r -> new Waiting(
                        r.getString(1),
                        r.getInt(2),
                        Database.instant(r, "submitted_at"),
                        Database.instant(r, "execution_time")),
                gate.toString(),
                now));
        waiting.sort(Waiting.ORDER);
        return waiting;
    }

    /**
     * Spaces first starts in time: what is parked for this gate and no held one, together with what was let go by it
     * before and has not begun, so that a later call with another rate changes the pace. The first keeps its time where
     * that is earlier, so that calling often does not push it away for ever.
     */
    private int space(Connection c, GateKey gate, double rate) throws SQLException {
        Instant now = clock.instant();
        String by = gate.toString();
        List<Waiting> waiting = waiting(c, gate, now);
        if (waiting.isEmpty()) {
            return 0;
        }
        long gap = Math.max(1, Math.round(1_000_000 / rate)); // microseconds: what the database keeps
        Instant earliest = waiting.stream()
                .map(Waiting::due)
                .filter(java.util.Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(now);
        Instant first = earliest.isAfter(now.plus(Duration.ofNanos(gap * 1_000)))
                ? now.plus(Duration.ofNanos(gap * 1_000))
                : earliest;
        List<@Nullable Object[]> rows = new ArrayList<>();
        List<Trigger> added = new ArrayList<>();
        List<Trigger> moved = new ArrayList<>();
        for (int i = 0; i < waiting.size(); i++) {
            Waiting one = waiting.get(i);
            Trigger trigger = new Trigger(
                    one.id(),
                    1,
                    first.plus(Duration.ofNanos(Math.multiplyExact(gap * 1_000, (long) i))),
                    one.priority());
            rows.add(new @Nullable Object[] {by, now, one.id()});
            (one.due() == null ? added : moved).add(trigger);
        }
        int[] changed = updateAll(
                c,
                "update ripresa_worker_task set state = 'SCHEDULED', released_by = ?, changed_at = ?,"
                        + " version = version + 1 where id = ? and run = 0"
                        + " and (state = 'HELD' or state = 'SCHEDULED')",
                rows);
        triggers.add(c, added);
        triggers.move(c, moved);
        return java.util.Arrays.stream(changed).sum();
    }
}
