package io.ripresa.worker;

import io.ripresa.model.RunKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.spi.TaskSystemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lease of this start of the worker: taken, renewed, and given back once and for good. After it was given back it is
 * never taken again, and the database lets no run begin or end under it. Renewed by one thread at a time; given back by
 * any.
 */
final class Lease {

    private static final Logger LOG = System.getLogger(Lease.class.getName());
    static final Duration HEARTBEAT_EVENTS = Duration.ofSeconds(30);

    private final WorkerTables tables;
    private final Processes processes;
    private final Housekeeping.Running running;
    private final InstantSource clock;
    /** Held while it is renewed or given back. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Instant lastBeat;
    private volatile boolean over;

    Lease(WorkerTables tables, Processes processes, Housekeeping.Running running, InstantSource clock) {
        this.tables = tables;
        this.processes = processes;
        this.running = running;
        this.clock = clock;
        this.lastBeat = clock.instant();
    }

    /**
     * What there was to see when it was renewed.
     *
     * @param kept whether it had not been taken away
     * @param view the other processes
     */
    record Look(boolean kept, Processes.View view) {}

    /** When it was renewed last. */
    Instant lastBeat() {
        return lastBeat;
    }

    /** Whether the database answers: where it does not, a round that stands still is no sign of death. */
    boolean isDatabaseThere() {
        try {
            tables.database().read("see whether the database answers", tables.database()::now);
            return true;
        } catch (TaskSystemException e) {
            return false;
        }
    }

    /** Takes it: before anybody could have given it back. */
    Look take() {
        return Objects.requireNonNull(renew(), "the lease was given back while it was taken");
    }

    /** Renews it, and tells that the runs here are alive; null where it was given back. */
    @Nullable Look renew() {
        // What runs here now began under the lease that is about to be renewed, or lost.
        Map<RunKey, LiveRun> before = new TreeMap<>(running.live());
        @Nullable Long readUpTo = tables.outbox().readUpTo();
        Instant here = clock.instant();
        Map<RunKey, LiveRun> alive = new TreeMap<>(before);
        alive.values().removeIf(live -> !live.isHeartbeatDue(here, HEARTBEAT_EVENTS));
        Look look = renew(readUpTo, alive);
        if (look == null) {
            return null;
        }
        lastBeat = clock.instant();
        alive.values().forEach(live -> live.reported(here));
        if (!look.kept() && !before.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "worker {0} had been taken for dead; its {1} runs are stopped, their ends will not count",
                    processes.self().worker(),
                    before.size());
            before.keySet().forEach(running::stop);
        }
        return look;
    }

    private @Nullable Look renew(@Nullable Long readUpTo, Map<RunKey, LiveRun> alive) {
        lock.lock();
        try {
            if (over) {
                return null;
            }
            return tables.database()
                    .inTransaction(
                            "renew the lease of worker " + processes.self().worker(), (c, now) -> {
                                boolean kept = processes.beat(c, now, readUpTo);
                                List<Outbox.Entry> heartbeats = new ArrayList<>();
                                alive.keySet()
                                        .forEach(run -> heartbeats.add(new Outbox.Entry(
                                                run.task().externalId(),
                                                run.number(),
                                                now,
                                                new TaskEvent.Heartbeat())));
                                tables.outbox().appendAll(c, heartbeats);
                                return new Look(kept, processes.look(c));
                            });
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives it back for good; runs that have not ended are reported as lost. Never throws: where it fails others notice
     * when it is over. May be called again.
     *
     * @param atMost how long to wait for who is renewing it
     * @return whether it is given back
     */
    boolean giveBack(Duration atMost) {
        if (over) {
            return true;
        }
        if (!isMineWithin(atMost)) {
            return false;
        }
        try {
            tables.database().change("sign worker " + processes.self().worker() + " off", (c, now) -> {
                processes.orphan(c, runs(c, now), processes.self().incarnation());
                processes.leave(c);
            });
            over = true;
            return true;
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "worker " + processes.self().worker()
                            + " could not sign off; others take it for dead when its lease is over",
                    e);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isMineWithin(Duration atMost) {
        try {
            return lock.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The runs that the database takes for running under it, as the events that tell of their loss. */
    List<Outbox.Entry> runs(Connection c, Instant now) throws SQLException {
        return processes.runsOf(
                c, processes.self().incarnation(), processes.self().worker(), now);
    }
}
