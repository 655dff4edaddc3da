package io.ripresa.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a worker process: the one place where they are made.
 *
 * <p>The pools given to db-scheduler never interrupt their threads, also not when told to: a thread that is interrupted
 * while it writes closes an embedded H2 database.
 */
final class WorkerThreads {

    private final Uninterrupted scribes;
    private final Uninterrupted due;
    private final Uninterrupted ends;
    private final ScheduledThreadPoolExecutor timer;
    private final ScheduledExecutorService background;
    private final @Nullable ExecutorService ownHandlers;
    private final Executor handlers;
    private volatile @Nullable Future<?> rounds;

    /**
     * @param threads how many runs at once, or 0
     * @param factory makes the threads
     * @param handlers where handlers run, or null for threads of the factory
     */
    WorkerThreads(int threads, ThreadFactory factory, @Nullable Executor handlers) {
        this.scribes = new Uninterrupted(Math.max(1, threads), factory); // threads are made when there is work
        this.due = new Uninterrupted(1, factory);
        this.ends = new Uninterrupted(1, factory);
        this.timer = new ScheduledThreadPoolExecutor(1, factory);
        timer.setRemoveOnCancelPolicy(true);
        this.background = new ScheduledThreadPoolExecutor(1, factory);
        if (handlers == null) {
            this.ownHandlers = new ThreadPoolExecutor(
                    0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
            this.handlers = ownHandlers;
        } else {
            this.ownHandlers = null;
            this.handlers = handlers;
        }
    }

    /** Daemon threads named after the worker. */
    static ThreadFactory factory(String worker) {
        java.util.concurrent.atomic.AtomicInteger count = new java.util.concurrent.atomic.AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "ripresa-" + worker + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** One thread per run at once: writes for the run. */
    ExecutorService scribes() {
        return scribes;
    }

    /** Does this whenever one of {@link #scribes()} has become free. */
    void whenFree(Runnable hook) {
        scribes.whenFree = hook;
    }

    /** db-scheduler's thread that looks for due triggers. */
    ExecutorService due() {
        return due;
    }

    /** One thread: stores how runs ended. */
    Executor ends() {
        return ends;
    }

    /** Does this when {@link #due()} is to end: its thread may be waiting, and is not interrupted. */
    void whenDueEnds(Runnable hook) {
        due.whenShut = hook;
    }

    /** One thread, for what takes no time: wakes who waits for the time to come. */
    ScheduledExecutorService timer() {
        return timer;
    }

    /** One thread: lease, orphans, holds, late results. */
    Executor background() {
        return background;
    }

    /**
     * Does this on the background thread again and again, after a pause each time, until that thread ends; or until an
     * error is thrown, which {@link #ended()} tells.
     */
    void repeat(Runnable round, Duration pause) {
        rounds = background.scheduleWithFixedDelay(round, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What has ended that goes on as long as a worker lives, and why, in words for people; or null where nothing has. */
    @Nullable String ended() {
        Future<?> repeated = rounds;
        if (repeated != null && repeated.isDone() && !background.isShutdown()) {
            return "its rounds have ended (" + reason(repeated) + ")";
        }
        return due.hasLost ? "its thread that looks for due work has ended" : null;
    }

    private static String reason(Future<?> done) {
        try {
            done.get();
            return "without an error";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (CancellationException e) {
            return "cancelled";
        }
    }

    /** One thread that outlives the threads of a worker: looks after them. Never interrupted. */
    static ScheduledThreadPoolExecutor keeper(ThreadFactory factory) {
        ScheduledThreadPoolExecutor keeper = new ScheduledThreadPoolExecutor(1, factory);
        keeper.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        return keeper;
    }

    Executor handlers() {
        return handlers;
    }

    /** Ends the background thread, after what it is doing. */
    void closeBackground(Duration atMost) {
        background.shutdown();
        await(background, atMost);
    }

    /** Ends all other threads. Handlers that do not stop keep theirs. */
    void close() {
        for (ExecutorService pool : List.of(scribes, due, ends, timer)) {
            pool.shutdown();
        }
        if (ownHandlers != null) {
            ownHandlers.shutdown();
        }
    }

    static boolean await(ExecutorService pool, Duration atMost) {
        try {
            return pool.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static final class Uninterrupted extends ThreadPoolExecutor {

        private volatile Runnable whenFree = () -> {};
        private volatile Runnable whenShut = () -> {};
        /** Whether work ended though nobody had shut it. */
        private volatile boolean hasLost;

        Uninterrupted(int threads, ThreadFactory factory) {
            super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        }

        @Override
        protected void afterExecute(Runnable work, @Nullable Throwable failure) {
            if (!isShutdown()) {
                hasLost = true;
            }
            whenFree.run();
        }

        @Override
        public void shutdown() {
            super.shutdown();
            whenShut.run();
        }

        @Override
        public List<Runnable> shutdownNow() {
            List<Runnable> waiting = new java.util.ArrayList<>();
            getQueue().drainTo(waiting);
            shutdown();
            return waiting;
        }
    }
}
