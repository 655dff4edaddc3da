package io.ripresa.worker;

import io.ripresa.model.RunKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.Signal;
import io.ripresa.spi.Signal.Topic;
import io.ripresa.worker.Processes.Seen;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a process does every few seconds, also one that runs no tasks: keeps its lease, tells that its runs are alive,
 * buries processes that are gone, stores ends that could not be stored, goes on with releases, cleans. One thread at a
 * time.
 */
final class Housekeeping {

    private static final Logger LOG = System.getLogger(Housekeeping.class.getName());
    static final Duration HEARTBEAT_EVENTS = Duration.ofSeconds(30);
    /** How many beats what is done now and then is apart: a minute. */
    private static final int MINUTE = 30;
    /** For how many beats tasks of a type may be overdue that nobody runs before it is told: a deployment passes. */
    private static final int PATIENCE = 5;
    /** Where nothing runs here, every how many rounds it is looked whether the database thinks otherwise. */
    private static final int IDLE_ROUNDS = 15;

    private final WorkerTables tables;
    private final Processes processes;
    private final Running running;
    private final HoldBook holds;
    private final Retention retention;
    private final Signal signal;
    private final InstantSource clock;
    private final Map<RunKey, LiveRun> suspects = new TreeMap<>();
    private Set<Triggers.Name> strays = Set.of();
    private int idleRounds;
    private Instant minutely = Instant.MIN;
    private volatile Instant lastBeat;
    private volatile boolean givenId;

    /** What runs in this process, or nothing where it runs nothing. */
    interface Running {

        /** The runs of this process. */
        Map<RunKey, LiveRun> live();

        /** Stops a run of this process, if it is here: others ended it. */
        void stop(RunKey run);

        /** Whether a trigger that this process picked is still in its hands. */
        boolean isInHand(Triggers.Name trigger);

        /** Tries again to store ends that could not be stored. */
        void writeUnwritten();

        /** Something may be due. */
        void wake();

        /** Does what is done once a minute. */
        void minutely();
    }

    Housekeeping(
            WorkerTables tables,
            Processes processes,
            Running running,
            HoldBook holds,
            Retention retention,
            Signal signal,
            InstantSource clock) {
        this.tables = tables;
        this.processes = processes;
        this.running = running;
        this.holds = holds;
        this.retention = retention;
        this.signal = signal;
        this.clock = clock;
        this.lastBeat = clock.instant();
    }

    /** When the lease was renewed last. */
    Instant lastBeat() {
        return lastBeat;
    }

    /**
     * Takes the lease, and buries what is proven dead at once. Throws where the database does not answer.
     *
     * @param alone whether the worker's id was given, and so is to be this process's alone: then it waits until it is
     *     known whether another process that has it lives
     * @throws WorkerIdTakenException if one does
     */
    void enter(boolean alone) {
        givenId = alone;
        bury(beat().view().others());
        if (alone) {
            takeId();
        }
    }

    /** One round. Never throws: what fails is tried again in the next round. */
    void round() {
        try {
            Look look = beat();
            if (givenId && !look.kept()) {
                takeIdBack();
            }
            running.writeUnwritten();
            compare();
            bury(look.view().others());
            if (look.view().draining() && holds.drain() > 0) {
                dueForAll();
            }
            clean();
        } catch (DatabaseAwayException e) {
            processes.forget(); // others could not beat either
            LOG.log(Level.DEBUG, "no round without the database", e);
        } catch (RuntimeException e) {
            processes.forget();
            LOG.log(
                    Level.WARNING,
                    "worker " + processes.self().worker() + " could not do its rounds; next in a moment",
                    e);
        }
    }

    /** Gives the lease back; runs that did not stop are reported as lost. Never throws: others notice later. */
    void leave() {
        try {
            running.writeUnwritten();
            tables.database().change("sign worker " + processes.self().worker() + " off", (c, now) -> {
                List<Outbox.Entry> left = mine(c, now);
                processes.orphan(c, left, processes.self().incarnation());
                processes.leave(c);
            });
            dueForAll();
            signal.ring(Topic.NEWS);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "worker " + processes.self().worker()
                            + " could not sign off; others take it for dead when its lease is over",
                    e);
        }
    }

    // --- the lease ---

    private record Look(boolean kept, Processes.View view) {}

    private Look beat() {
        // What runs here now began under the lease that is about to be renewed, or lost.
        Map<RunKey, LiveRun> before = new TreeMap<>(running.live());
        @Nullable Long readUpTo = tables.outbox().readUpTo();
        Instant here = clock.instant();
        Map<RunKey, LiveRun> alive = new TreeMap<>(before);
        alive.values().removeIf(live -> !live.isHeartbeatDue(here, HEARTBEAT_EVENTS));
        Look look = tables.database()
                .inTransaction("renew the lease of worker " + processes.self().worker(), (c, now) -> {
                    boolean kept = processes.beat(c, now, readUpTo);
                    List<Outbox.Entry> heartbeats = new ArrayList<>();
                    alive.keySet()
                            .forEach(run -> heartbeats.add(new Outbox.Entry(
                                    run.task().externalId(), run.number(), now, new TaskEvent.Heartbeat())));
                    tables.outbox().appendAll(c, heartbeats);
                    return new Look(kept, processes.look(c));
                });
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

    /** Waits for the end of a lease as long as the others do: for that long a process may have been gone. */
    private void takeId() {
        Map<String, Long> beats = new TreeMap<>();
        while (true) {
            Optional<String> holder = holderOfId();
            if (holder.isEmpty()) {
                return;
            }
            List<Seen> others = beat().view().others();
            for (Seen other : others) {
                String incarnation = other.identity().incarnation();
                if (incarnation.equals(holder.get())) {
                    Long before = beats.putIfAbsent(incarnation, other.beat());
                    if (before != null && before != other.beat()) {
                        leave();
                        throw refusal(other);
                    }
                }
            }
            bury(others);
            if (isInterrupted(processes.interval())) {
                leave();
                throw new IllegalStateException(
                        "interrupted while worker " + processes.self().worker() + " started");
            }
        }
    }

    /** Who else has the worker's id; empty where it is this process. */
    private Optional<String> holderOfId() {
        String holder = tables.database()
                .inTransaction("take the id of worker " + processes.self().worker(), (c, now) -> processes.takeId(c));
        return holder.equals(processes.self().incarnation()) ? Optional.empty() : Optional.of(holder);
    }

    private WorkerIdTakenException refusal(Seen other) {
        return new WorkerIdTakenException(
                "workerId \"" + processes.self().worker() + "\" is that of another process, which lives: process "
                        + other.identity().process().pid() + " on "
                        + other.identity().host(),
                "give this process a workerId of its own (ripresa.worker.id), or stop the other one first");
    }

    private void takeIdBack() {
        if (holderOfId().isPresent()) {
            LOG.log(
                    Level.WARNING,
                    "workerId \"{0}\" was taken by another process while this one was taken for dead; both work, and"
                            + " what is told of one may be of the other: give one of them another (ripresa.worker.id)",
                    processes.self().worker());
        }
    }

    private static boolean isInterrupted(Duration pause) {
        try {
            return new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private List<Outbox.Entry> mine(Connection c, Instant now) throws SQLException {
        return processes.runsOf(
                c, processes.self().incarnation(), processes.self().worker(), now);
    }

    // --- what is here and what the database says ---

    /**
     * Stops runs that others ended, ends runs that are not here although the database says so, and gives triggers back
     * that are picked by this process and not in its hands. What is about to begin or to end looks so for a moment: only
     * what is seen twice is acted on.
     */
    private void compare() {
        Map<RunKey, LiveRun> here = new TreeMap<>(running.live());
        if (here.isEmpty() && suspects.isEmpty() && strays.isEmpty() && ++idleRounds % IDLE_ROUNDS != 0) {
            return;
        }
        String incarnation = processes.self().incarnation();
        boolean ended = tables.database().inTransaction("compare the runs", (c, now) -> {
            List<Outbox.Entry> nobodys = new ArrayList<>();
            for (Outbox.Entry run : mine(c, now)) {
                RunKey key = new RunKey(new TaskKey(tables.system(), run.id()), run.run());
                here.remove(key);
                if (!running.live().containsKey(key)) {
                    nobodys.add(run);
                }
            }
            return processes.orphan(c, nobodys, incarnation) > 0;
        });
        here.forEach((run, live) -> {
            if (suspects.get(run) == live) {
                running.stop(run);
            }
        });
        suspects.clear();
        suspects.putAll(here);
        if (giveBack(incarnation) > 0) {
            dueForAll();
        }
        if (ended) {
            signal.ring(Topic.NEWS);
        }
    }

    private int giveBack(String incarnation) {
        Set<Triggers.Name> now = new TreeSet<>();
        for (Triggers.Name name : tables.database()
                .read("look what is picked", c -> tables.triggers().pickedBy(c, incarnation))) {
            if (!running.isInHand(name)) {
                now.add(name);
            }
        }
        List<Triggers.Name> twice = now.stream().filter(strays::contains).toList();
        if (!twice.isEmpty()) {
            tables.database()
                    .change("give triggers back", (c, at) -> tables.triggers().giveBack(c, incarnation, twice));
        }
        strays = now;
        return twice.size();
    }

    // --- others ---

    private void bury(List<Seen> others) {
        for (Seen dead : processes.gone(others)) {
            int runs = tables.database()
                    .inTransaction("bury worker " + dead.identity().worker(), (c, now) -> processes.bury(c, dead, now));
            if (runs >= 0) {
                LOG.log(
                        Level.WARNING,
                        "worker {0} (process {1} on {2}) is gone; {3} of its runs are reported as orphaned",
                        dead.identity().worker(),
                        Long.toString(dead.identity().process().pid()),
                        dead.identity().host(),
                        runs);
                dueForAll();
                signal.ring(Topic.NEWS);
            }
        }
    }

    private void dueForAll() {
        running.wake();
        signal.ring(Topic.WORK);
    }

    // --- now and then ---

    private void clean() {
        Instant now = clock.instant();
        boolean minute =
                !minutely.plus(processes.interval().multipliedBy(MINUTE)).isAfter(now);
        if (minute || retention.isAtWork()) {
            retention.turn();
        }
        if (minute) {
            minutely = now;
            running.minutely();
            // Should a look for what is due have been lost, by whatever fault, it is made up for.
            running.wake();
            String unhandled = tables.database().inTransaction("look for tasks that nobody runs", (c, at) -> {
                Instant before = at.minus(processes.interval().multipliedBy(PATIENCE));
                return Unhandled.sentence(Unhandled.find(c, tables.triggers()).stream()
                        .filter(type -> type.since().isBefore(before))
                        .toList());
            });
            if (!unhandled.isEmpty()) {
                LOG.log(Level.WARNING, "{0}", unhandled);
            }
        }
    }
}
