package io.ripresa.worker;

import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.Signal;
import io.ripresa.spi.Signal.Topic;
import io.ripresa.worker.Processes.Seen;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a process does every few seconds, also one that runs no tasks: keeps its lease, tells that its runs are alive,
 * buries processes that are gone, stores ends that could not be stored, goes on with releases, cleans. One thread at a
 * time.
 */
final class Housekeeping {

    private static final Logger LOG = System.getLogger(Housekeeping.class.getName());
    /** How many beats what is done now and then is apart: a minute. */
    private static final int MINUTE = 30;
    /** For how many beats tasks of a type may be overdue that nobody runs before it is told: a deployment passes. */
    private static final int PATIENCE = 5;
    /** Where nothing runs here, every how many rounds it is looked whether the database thinks otherwise. */
    private static final int IDLE_ROUNDS = 15;

    private static final Duration SOON = Duration.ofSeconds(10);

    private final WorkerTables tables;
    private final Processes processes;
    private final Lease lease;
    private final Running running;
    private final HoldBook holds;
    private final Retention retention;
    private final Signal signal;
    private final InstantSource clock;
    private final Map<RunKey, LiveRun> suspects = new TreeMap<>();
    private Set<Triggers.Name> strays = Set.of();
    private int idleRounds;
    private Instant minutely = Instant.MIN;
    private final AtomicLong rounds = new AtomicLong();
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
        this.lease = new Lease(tables, processes, running, clock);
        this.running = running;
        this.holds = holds;
        this.retention = retention;
        this.signal = signal;
        this.clock = clock;
    }

    Lease lease() {
        return lease;
    }

    /** How many rounds have ended, well or not. */
    long rounds() {
        return rounds.get();
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
        bury(lease.take().view().others());
        if (alone) {
            takeId();
        }
    }

    /** One round. Never throws: what fails is tried again in the next round. */
    void round() {
        try {
            Lease.Look look = lease.renew();
            if (look == null) {
                return; // signed off meanwhile: another took this one's place
            }
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
        rounds.incrementAndGet();
    }

    /** Tries a last time to store ends that could not be stored. Never throws: those runs are reported as lost. */
    void writeUnwritten() {
        try {
            running.writeUnwritten();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "ends of runs of worker " + processes.self().worker() + " could not be stored", e);
        }
    }

    /** Gives the lease back for good, see {@link Lease#giveBack}, and tells the others that what was lost can be had. */
    boolean leave(Duration atMost) {
        boolean left = lease.giveBack(atMost);
        if (left) {
            dueForAll();
            signal.ring(Topic.NEWS);
        }
        return left;
    }

    // --- the worker's id ---

    /** Waits for the end of a lease as long as the others do: for that long a process may have been gone. */
    private void takeId() {
        Map<String, Long> beats = new TreeMap<>();
        while (true) {
            Optional<String> holder = holderOfId();
            if (holder.isEmpty()) {
                return;
            }
            List<Seen> others = lease.take().view().others();
            for (Seen other : others) {
                String incarnation = other.identity().incarnation();
                if (incarnation.equals(holder.get())) {
                    Long before = beats.putIfAbsent(incarnation, other.beat());
                    if (before != null && before != other.beat()) {
                        lease.giveBack(SOON);
                        throw refusal(other);
                    }
                }
            }
            bury(others);
            if (isInterrupted(processes.interval())) {
                lease.giveBack(SOON);
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
            for (Outbox.Entry run : lease.runs(c, now)) {
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
            tables.database().change("end raised limits", WorkspaceLimit::endRaised);
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
