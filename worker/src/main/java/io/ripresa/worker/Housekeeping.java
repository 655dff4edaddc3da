package io.ripresa.worker;

import io.ripresa.model.RunKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a worker process does every few seconds: keeps its lease, tells that its runs are alive, buries processes that
 * are gone, stores ends that could not be stored, lets go what was parked in the moment of a release. One thread at a
 * time.
 */
final class Housekeeping {

    private static final Logger LOG = System.getLogger(Housekeeping.class.getName());
    static final Duration HEARTBEAT_EVENTS = Duration.ofSeconds(30);
    private static final Duration RELEASED_LATELY = Duration.ofMinutes(2);

    private final WorkerTables tables;
    private final Processes processes;
    private final RunLauncher launcher;
    private final HoldBook holds;
    private final Runnable wake;
    private final InstantSource clock;
    private final Map<RunKey, LiveRun> suspects = new TreeMap<>();
    private volatile Instant lastBeat;

    Housekeeping(
            WorkerTables tables,
            Processes processes,
            RunLauncher launcher,
            HoldBook holds,
            Runnable wake,
            InstantSource clock) {
        this.tables = tables;
        this.processes = processes;
        this.launcher = launcher;
        this.holds = holds;
        this.wake = wake;
        this.clock = clock;
        this.lastBeat = clock.instant();
    }

    /** When the lease was renewed last. */
    Instant lastBeat() {
        return lastBeat;
    }

    /** Takes the lease, and buries what is proven dead at once. Throws where the database does not answer. */
    void enter() {
        tables.database().inTransaction("register worker " + processes.self().worker(), c -> processes.beat(c));
        lastBeat = clock.instant();
        bury();
        holds.sweep(Instant.EPOCH);
    }

    /** One round. Never throws: what fails is tried again in the next round. */
    void round() {
        try {
            beat();
            launcher.writeUnwritten();
            reconcile();
            bury();
            if (holds.sweep(clock.instant().minus(RELEASED_LATELY)) > 0) {
                wake.run();
            }
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "worker " + processes.self().worker() + " could not do its rounds; next in a moment",
                    e);
        }
    }

    /** Gives the lease back; runs that did not stop are reported as lost. Never throws: others notice later. */
    void leave() {
        try {
            launcher.writeUnwritten();
            tables.database().change("sign worker " + processes.self().worker() + " off", c -> {
                List<Outbox.Entry> left = processes.runsOf(
                        c, processes.self().incarnation(), processes.self().worker());
                processes.orphan(c, left, processes.self().incarnation());
                processes.leave(c);
            });
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "worker " + processes.self().worker()
                            + " could not sign off; others take it for dead when its lease is over",
                    e);
        }
    }

    private void beat() {
        boolean kept = tables.database()
                .inTransaction("renew the lease of worker " + processes.self().worker(), c -> {
                    boolean renewed = processes.beat(c);
                    Instant now = clock.instant();
                    List<Outbox.Entry> alive = new ArrayList<>();
                    launcher.live().forEach((run, live) -> {
                        if (live.heartbeatDue(now, HEARTBEAT_EVENTS)) {
                            alive.add(new Outbox.Entry(
                                    run.task().externalId(), run.number(), now, new TaskEvent.Heartbeat()));
                        }
                    });
                    tables.outbox().appendAll(c, alive);
                    return renewed;
                });
        lastBeat = clock.instant();
        if (!kept) {
            LOG.log(
                    Level.WARNING,
                    "worker {0} had been taken for dead; its runs are stopped, their ends will not count",
                    processes.self().worker());
        }
    }

    /** Stops runs that others ended, and ends runs that are not here although the database says so. */
    private void reconcile() {
        Map<RunKey, LiveRun> here = new TreeMap<>(launcher.live());
        tables.database().change("compare the runs", c -> {
            List<Outbox.Entry> nobodys = new ArrayList<>();
            for (Outbox.Entry run : processes.runsOf(
                    c, processes.self().incarnation(), processes.self().worker())) {
                RunKey key = new RunKey(new TaskKey(tables.system(), run.id()), run.run());
                here.remove(key);
                if (!launcher.live().containsKey(key)) {
                    nobodys.add(run);
                }
            }
            processes.orphan(c, nobodys, processes.self().incarnation());
        });
        // A run that is about to begin or to end is here and not there for a moment; one that stays so was ended by
        // others.
        here.forEach((run, live) -> {
            if (suspects.get(run) == live) {
                launcher.stop(run, LiveRun.Reason.FENCED);
            }
        });
        suspects.clear();
        suspects.putAll(here);
    }

    private void bury() {
        tables.database().change("look after other workers", c -> {
            for (Processes.Identity dead : processes.gone(c)) {
                int runs = processes.bury(c, dead);
                LOG.log(
                        Level.WARNING,
                        "worker {0} (process {1} on {2}) is gone; {3} of its runs are reported as orphaned",
                        dead.worker(),
                        Long.toString(dead.pid()),
                        dead.host(),
                        runs);
            }
        });
        wake.run();
    }
}
