package io.ripresa.worker;

import static io.ripresa.worker.Sql.query;
import static io.ripresa.worker.Sql.update;
import static io.ripresa.worker.Sql.updateAll;

import io.ripresa.model.TaskEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The processes of the task system that are alive. One row per process is the lease of all its runs: it is beaten in one
 * statement, however many runs there are. The database lets no run begin without one, and no lease go before its runs.
 *
 * <p>Whether another process is gone is judged by whether its beat changes while this process watches, never by
 * comparing clocks: it is gone when four looks in a row, over four intervals, saw the same beat. What was seen before this
 * process or the database was away counts for nothing: others could not beat then either. A process that bears the same
 * worker id, and of which the operating system says here that it has ended, is gone at once.
 *
 * <p>Used by one thread at a time.
 */
final class Processes {

    static final int MISSED_BEATS = 4;

    private static final AtomicLong STARTS = new AtomicLong();

    private final Identity self;
    private final List<String> types;
    private final Duration interval;
    private final InstantSource clock;
    private final WorkspaceLimit limit;
    private final Triggers triggers;
    private final Outbox outbox;
    private final Map<String, Sighting> sightings = new HashMap<>();
    private @Nullable Instant lastLook;

    /**
     * Who a process is.
     *
     * @param incarnation new with every start
     * @param worker stable over starts; no two processes that live at the same time share it
     * @param host the machine's name
     * @param process what it is to its operating system
     */
    record Identity(String incarnation, String worker, String host, OsProcess process) {

        static Identity of(String worker, String host, Instant now) {
            OsProcess process = OsProcess.current();
            String seed = worker + '|' + host + '|' + process + '|' + now + '|' + STARTS.incrementAndGet();
            String incarnation = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8))
                    .toString();
            return new Identity(incarnation, worker, host, process);
        }

        /** Whether this is an earlier start of the same worker whose process is certain to have ended. */
        boolean isProvenDeadBy(Identity successor) {
            return worker.equals(successor.worker) && process.isGone();
        }
    }

    private record Sighting(long beat, Instant since, int checks) {}

    /**
     * A process that has been seen.
     *
     * @param identity who
     * @param beat its beat then
     */
    record Seen(Identity identity, long beat) {}

    /**
     * @param types what this process runs; none where it runs nothing
     * @param interval how often it beats
     * @param clock measures how long others have been silent
     * @param limit hears how many threads the living processes have
     */
    Processes(
            Identity self,
            List<String> types,
            Duration interval,
            InstantSource clock,
            WorkerTables tables,
            WorkspaceLimit limit) {
        this.self = self;
        this.types = List.copyOf(types);
        this.interval = interval;
        this.clock = clock;
        this.limit = limit;
        this.triggers = tables.triggers();
        this.outbox = tables.outbox();
    }

    Identity self() {
        return self;
    }

    /** How often it beats. */
    Duration interval() {
        return interval;
    }

    /**
     * Renews the lease; false where it had been taken away, and is now held anew: all runs under the old one are lost.
     *
     * @param readUpTo up to where events are stored by who reads in this process, or null where nobody asked
     */
    boolean beat(Connection c, Instant now, @Nullable Long readUpTo) throws SQLException {
        int renewed = update(
                c,
                "update ripresa_worker_process set beat = beat + 1, beat_at = ? where incarnation = ?",
                now,
                self.incarnation());
        if (renewed == 0) {
            update(
                    c,
                    "insert into ripresa_worker_process"
                            + " (incarnation, worker, host, pid, pid_started_ms, place, born, beat, beat_at, threads)"
                            + " values (?, ?, ?, ?, 0, ?, ?, 1, ?, ?)",
                    self.incarnation(),
                    self.worker(),
                    self.host(),
                    self.process().pid(),
                    self.process().place(),
                    self.process().born(),
                    now,
                    types.isEmpty() ? 0 : limit.threads());
            List<@Nullable Object[]> rows = new ArrayList<>();
            types.forEach(type -> rows.add(new @Nullable Object[] {self.incarnation(), type}));
            updateAll(c, "insert into ripresa_worker_process_type (incarnation, type) values (?, ?)", rows);
        }
        if (readUpTo != null) {
            update(
                    c,
                    "update ripresa_worker_process set read_up_to = ?, read_at = ? where incarnation = ?",
                    readUpTo,
                    now,
                    self.incarnation());
        }
        return renewed == 1;
    }

    /**
     * Takes the worker's id for this process, which holds a lease, alone. Whose it is now: this incarnation's, or
     * another's that had it before and whose lease is not over.
     */
    String takeId(Connection c) throws SQLException {
        update(
                c,
                "insert into ripresa_worker_id (worker, incarnation) select ?, ? from (values (1)) as one(n)"
                        + " where not exists (select 1 from ripresa_worker_id where worker = ?)",
                self.worker(),
                self.incarnation(),
                self.worker());
        String holder = Sql.first(
                c, "select incarnation from ripresa_worker_id where worker = ?", r -> r.getString(1), self.worker());
        if (holder == null) {
            throw new SQLException("worker id " + self.worker() + " became free in this moment", "40001");
        }
        return holder;
    }

    /** Gives the lease back. */
    void leave(Connection c) throws SQLException {
        triggers.unpick(c, self.incarnation());
        update(c, "delete from ripresa_worker_process where incarnation = ?", self.incarnation());
    }

    /**
     * What there is to see.
     *
     * @param others the other processes, as they are now
     * @param draining whether a gate is being drained
     */
    record View(List<Seen> others, boolean draining) {}

    /** Looks at everything in one statement; this process is there, it has just beaten. */
    View look(Connection c) throws SQLException {
        boolean[] draining = new boolean[1];
        long[] threads = new long[1];
        List<Seen> all = query(
                c,
                "select incarnation, worker, host, pid, place, born, beat, coalesce(threads, 1000) as threads, "
                        + HoldBook.ANY_DRAINING + " as draining from ripresa_worker_process order by incarnation",
                r -> {
                    draining[0] = r.getBoolean("draining");
                    threads[0] += r.getInt("threads");
                    String place = r.getString("place");
                    OsProcess process = new OsProcess(place == null ? "" : place, r.getLong("pid"), r.getLong("born"));
                    return new Seen(
                            new Identity(r.getString(1), r.getString(2), r.getString(3), process), r.getLong("beat"));
                });
        limit.seen(threads[0]);
        List<Seen> others = all.stream()
                .filter(seen -> !seen.identity().incarnation().equals(self.incarnation()))
                .toList();
        return new View(others, draining[0]);
    }

    /** What was seen counts for nothing: the database was away. */
    void forget() {
        sightings.clear();
    }

    /** Which of these, seen just now, are gone. */
    List<Seen> gone(List<Seen> others) {
        Instant now = clock.instant();
        if (lastLook != null && Duration.between(lastLook, now).compareTo(interval.multipliedBy(MISSED_BEATS)) > 0) {
            forget();
        }
        lastLook = now;
        List<Seen> gone = new ArrayList<>();
        Set<String> present = new TreeSet<>();
        for (Seen other : others) {
            String id = other.identity().incarnation();
            present.add(id);
            @Nullable Sighting before = sightings.get(id);
            Sighting sighting = before == null || before.beat() != other.beat()
                    ? new Sighting(other.beat(), now, 0)
                    : new Sighting(before.beat(), before.since(), before.checks() + 1);
            sightings.put(id, sighting);
            boolean silent = sighting.checks() >= MISSED_BEATS
                    && Duration.between(sighting.since(), now).compareTo(interval.multipliedBy(MISSED_BEATS)) >= 0;
            if (silent || other.identity().isProvenDeadBy(self)) {
                gone.add(other);
            }
        }
        sightings.keySet().retainAll(present);
        return gone;
    }

    /**
     * Parks the runs of a process that is gone, tells of each, gives back what it had picked, and ends its lease. How
     * many runs; -1 where it has beaten since it was seen, or another process was faster.
     */
    int bury(Connection c, Seen dead, Instant now) throws SQLException {
        String incarnation = dead.identity().incarnation();
        sightings.remove(incarnation);
        boolean still = Sql.first(
                        c,
                        "select 1 from ripresa_worker_process where incarnation = ? and beat = ? for update",
                        r -> r.getInt(1),
                        incarnation,
                        dead.beat())
                != null;
        if (!still) {
            return -1;
        }
        int orphaned = orphan(c, runsOf(c, incarnation, dead.identity().worker(), now), incarnation);
        triggers.unpick(c, incarnation);
        // Refused where a run began in between: then all of this is done again.
        update(c, "delete from ripresa_worker_process where incarnation = ?", incarnation);
        return orphaned;
    }

    /** Runs that the database takes for running in a process, as the events that tell of their loss. */
    List<Outbox.Entry> runsOf(Connection c, String incarnation, String worker, Instant now) throws SQLException {
        return query(
                c,
                "select id, run from ripresa_worker_task where state = 'RUNNING' and incarnation = ? order by id",
                r -> new Outbox.Entry(r.getString(1), r.getInt(2), now, new TaskEvent.Orphaned(worker)),
                incarnation);
    }

    /** RUNNING → PARKED for runs without a process, each with its event. How many it still was true for. */
    int orphan(Connection c, List<Outbox.Entry> runs, String incarnation) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Outbox.Entry run : runs) {
            rows.add(new @Nullable Object[] {run.at(), run.id(), run.run(), incarnation});
        }
        int[] changed = updateAll(
                c,
                "update ripresa_worker_task set state = 'PARKED', fenced_run = run, incarnation = null,"
                        + " changed_at = ?, version = version + 1"
                        + " where id = ? and run = ? and state = 'RUNNING' and incarnation = ?",
                rows);
        List<Outbox.Entry> orphaned = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
                orphaned.add(runs.get(i));
            }
        }
        outbox.appendAll(c, orphaned);
        return orphaned.size();
    }
}
