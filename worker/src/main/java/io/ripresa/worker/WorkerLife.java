package io.ripresa.worker;

import io.ripresa.spi.LocalWorker;
import io.ripresa.spi.Signal;
import io.ripresa.spi.TaskSystemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts, stops and replaces the worker of this process, so that there are never two: a worker begins only after the one
 * before has given its lease back, and under a lease that was given back nothing begins or ends any more. Thread-safe.
 *
 * <p>A worker that died, because an error ended its rounds or its look for work, or because they stand still, is found by
 * a thread that looks at it at every beat; its runs are ended and reported as lost, and another takes its place.
 */
final class WorkerLife implements LocalWorker {

    private static final Logger LOG = System.getLogger(WorkerLife.class.getName());
    /** How long to wait for a round that is renewing the lease of who is to leave. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** How many looks in a row see no new round until the worker is taken for hung. */
    private static final int STILL_LOOKS = 15;
    /** At how many of these, the last, the database must have answered: else it is the database that stands still. */
    private static final int ASKING_LOOKS = 3;

    private static final Duration SHORTEST_LOOK = Duration.ofMillis(250);
    /** How long signing off may take: longer than the database is tried. */
    private static final Duration SIGNING_OFF = Duration.ofSeconds(30);

    enum Phase {
        BUILT,
        STARTED,
        STOPPED,
        CLOSED
    }

    private final Supplier<Worker> workers;
    private final boolean alone;
    private final Signal signal;
    private final InstantSource clock;
    /** Held by who starts, stops or replaces. */
    private final ReentrantLock turn = new ReentrantLock();
    /** Looks, and signs off: it is never interrupted. */
    private final ScheduledThreadPoolExecutor keeper;

    private volatile Worker present;
    private volatile Phase phase = Phase.BUILT;
    private final AtomicInteger starts = new AtomicInteger();
    private volatile @Nullable String trouble;
    /** Whether the present worker may have a lease. */
    private boolean mayHoldLease;

    private boolean looksAlready;
    private @Nullable String dead;
    private long roundsSeen;
    private final AtomicInteger stillLooks = new AtomicInteger();
    private RevivalPace pace = RevivalPace.FRESH;

    /**
     * @param workers makes a worker that has not begun, each time another
     * @param alone whether the worker's id was given, and so is this process's alone
     */
    WorkerLife(
            Supplier<Worker> workers,
            boolean alone,
            Signal signal,
            InstantSource clock,
            ScheduledThreadPoolExecutor keeper) {
        this.workers = workers;
        this.alone = alone;
        this.signal = signal;
        this.clock = clock;
        this.keeper = keeper;
        this.present = workers.get();
    }

    /** The latest worker, whether it has begun or ended. */
    Worker present() {
        return present;
    }

    Phase phase() {
        return phase;
    }

    /** What is wrong with the worker's life, a sentence for people, or null. */
    @Nullable String trouble() {
        return trouble;
    }

    /** How often a worker has begun here. */
    int starts() {
        return starts.get();
    }

    @Override
    public Standing standing() {
        Worker worker = present;
        String wrong = trouble;
        State state = state(phase, wrong);
        return new Standing(
                worker.identity().worker(),
                state,
                worker.launcher().live().size(),
                starts.get(),
                state == State.DIED && wrong != null ? wrong : sentence());
    }

    private static State state(Phase phase, @Nullable String trouble) {
        return switch (phase) {
            case BUILT -> State.NOT_STARTED;
            case STARTED -> trouble == null ? State.RUNNING : State.DIED;
            case STOPPED -> State.STOPPED;
            case CLOSED -> State.CLOSED;
        };
    }

    /** What runs here, a sentence for people. */
    String sentence() {
        Worker worker = present;
        int runs = worker.launcher().live().size();
        return switch (phase) {
            case BUILT -> "The worker of this process has not been started.";
            case STARTED ->
                worker.runsTasks()
                        ? runs + " runs under way in this process."
                        : "This process runs no tasks (threads is 0, or it has no handlers and ripresa.http.allow is empty).";
            case STOPPED ->
                "The worker of this process is stopped: it runs nothing until it is started."
                        + (runs == 0 ? "" : " It still waits for the end of " + runs + " runs.");
            case CLOSED -> "The worker of this process is stopped for good.";
        };
    }

    /** Begins, or begins again after {@link #stop()}. */
    @Override
    public void start() {
        turn.lock();
        try {
            if (phase == Phase.STARTED || phase == Phase.CLOSED) {
                throw new IllegalStateException("the native task system is " + phase
                        + (phase == Phase.STARTED ? "; restart() starts it anew" : " for good"));
            }
            begin();
        } finally {
            turn.unlock();
        }
    }

    /** Ends the worker, which may be begun again. Does nothing where none has begun. */
    @Override
    public void stop() {
        turn.lock();
        try {
            if (phase == Phase.STARTED) {
                phase = Phase.STOPPED;
                end();
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * Ends the worker and begins another. Who calls it while that is under way waits for it, and nothing is done twice.
     */
    @Override
    public void restart() {
        int before = starts.get();
        turn.lock();
        try {
            if (phase == Phase.STARTED && starts.get() != before) {
                return;
            }
            if (phase != Phase.STARTED && phase != Phase.STOPPED) {
                throw new IllegalStateException("the native task system is " + phase + "; it cannot be restarted");
            }
            stop();
            begin();
        } finally {
            turn.unlock();
        }
    }

    /** Ends the worker for good. Does nothing the second time. */
    void close() {
        if (!isMyTurnWithin(SIGNING_OFF)) {
            LOG.log(
                    Level.WARNING,
                    "worker {0} is being replaced and the database does not answer; it is left to its threads' end",
                    present.identity().worker());
            phase = Phase.CLOSED;
            keeper.shutdown();
            present.closeThreads();
            return;
        }
        try {
            if (phase != Phase.CLOSED) {
                phase = Phase.CLOSED;
                end();
                keeper.shutdown();
            }
        } finally {
            turn.unlock();
        }
    }

    private boolean isMyTurnWithin(Duration atMost) {
        try {
            return turn.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return turn.tryLock();
        }
    }

    private void begin() {
        if (phase != Phase.BUILT) {
            signOff(present);
            present.closeThreads();
            present = workers.get();
        }
        mayHoldLease = true;
        try {
            present.begin(alone, signal);
        } catch (RuntimeException e) {
            phase = Phase.STOPPED;
            throw e;
        }
        phase = Phase.STARTED;
        starts.incrementAndGet();
        dead = null;
        trouble = null;
        stillLooks.set(0);
        if (!looksAlready) {
            looksAlready = true;
            long pause = Math.max(present.beat().toMillis(), SHORTEST_LOOK.toMillis());
            var unused = keeper.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS); // never throws
        }
    }

    private void end() {
        trouble = null;
        Worker worker = present;
        if (mayHoldLease) {
            worker.end();
            try {
                signOff(worker);
            } catch (TaskSystemException e) {
                LOG.log(Level.WARNING, "{0}; others take it for dead when its lease is over", e.getMessage());
            }
        }
        worker.closeThreads();
    }

    /**
     * Gives the lease of a worker that has ended back.
     *
     * @throws TaskSystemException where that cannot be done now: then no other may begin
     */
    private void signOff(Worker worker) {
        if (!mayHoldLease) {
            return;
        }
        boolean left;
        try {
            // On a thread that nobody interrupts: an interrupted write closes an embedded database.
            left = keeper.submit(() -> worker.leave(PATIENCE)).get(SIGNING_OFF.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            left = false;
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "not signed off", e);
            left = false;
        }
        left(worker, left);
    }

    private void left(Worker worker, boolean left) {
        if (!left) {
            throw new TaskSystemException(
                    "worker " + worker.identity().worker() + " could not be signed off: its lease is still there",
                    null);
        }
        mayHoldLease = false;
    }

    // --- on the keeper's thread ---

    private void look() {
        if (phase != Phase.STARTED) {
            return;
        }
        try {
            countStillLooks(present); // not in the turn: the database may take its time
            if (turn.tryLock()) {
                try {
                    if (phase == Phase.STARTED && hasDied()) {
                        replace();
                    }
                } finally {
                    turn.unlock();
                }
            }
        } catch (Throwable e) { // also errors: nobody looks after who looks
            LOG.log(
                    Level.WARNING,
                    "could not look after worker " + present.identity().worker(),
                    e);
        }
    }

    /** Counted in looks, not in time: while the whole process stands still nobody looks. */
    private void countStillLooks(Worker worker) {
        long rounds = worker.rounds();
        if (rounds != roundsSeen) {
            roundsSeen = rounds;
            stillLooks.set(0);
        } else if (stillLooks.get() < STILL_LOOKS - ASKING_LOOKS || worker.isDatabaseThere()) {
            stillLooks.incrementAndGet();
        } else {
            stillLooks.set(STILL_LOOKS - ASKING_LOOKS);
        }
    }

    private boolean hasDied() {
        if (dead != null) {
            return true;
        }
        String certain = present.death();
        dead = certain == null && stillLooks.get() >= STILL_LOOKS ? "its rounds stand still" : certain;
        if (dead == null) {
            return false;
        }
        trouble = "The worker of this process has died: " + dead + ". It is being replaced.";
        LOG.log(
                Level.WARNING,
                "worker {0} has died: {1}; its {2} runs are ended and reported as lost, and another takes its place",
                present.identity().worker(),
                dead,
                present.launcher().live().size());
        present.abandon();
        return true;
    }

    private void replace() {
        Instant now = clock.instant();
        if (pace.next(now).isAfter(now)) {
            return;
        }
        pace = pace.tried(now);
        String why = dead;
        Worker former = present;
        try {
            if (mayHoldLease) {
                left(former, former.leave(PATIENCE)); // on this thread, which nobody interrupts
                former.interruptRuns();
            }
            begin();
            LOG.log(
                    Level.INFO,
                    "worker {0} works again; the one before had died: {1}",
                    present.identity().worker(),
                    why);
        } catch (RuntimeException e) {
            if (phase == Phase.STOPPED) {
                phase = Phase.STARTED; // as far as its owner is concerned: it is tried again
            }
            dead = why;
            trouble = "The worker of this process has died (" + why + ") and could not be replaced: " + e.getMessage()
                    + ". Tried again at " + pace.next(now) + ".";
            LOG.log(Level.WARNING, "{0}", trouble);
        }
    }
}
