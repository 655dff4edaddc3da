package io.ripresa.worker;

import io.ripresa.model.RunKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one worker: entered before they begin in the database, forgotten after they ended there. Once it is closed
 * nothing begins any more. Thread-safe.
 */
final class LiveRuns {

    private final Map<RunKey, LiveRun> runs = new ConcurrentHashMap<>();
    private final ReentrantLock idleLock = new ReentrantLock();
    private final Condition idle = idleLock.newCondition();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Each by its key; changes as they do. */
    Map<RunKey, LiveRun> all() {
        return runs;
    }

    @Nullable LiveRun get(RunKey run) {
        return runs.get(run);
    }

    /**
     * A run is about to begin: to be called before that is committed, so that what runs in the database is known here.
     *
     * @return false where it must not: who closes this and then finds it idle can be sure that it stays so
     */
    boolean enter(LiveRun run) {
        runs.put(run.run(), run);
        return !isClosing();
    }

    /** A run has ended, or did not begin. */
    void forget(@Nullable LiveRun run) {
        if (run != null && runs.remove(run.run(), run)) {
            idleLock.lock();
            try {
                idle.signalAll();
            } finally {
                idleLock.unlock();
            }
        }
    }

    /** Nothing is to begin any more. */
    void close() {
        closing.countDown();
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Waits for the close; whether it came. */
    boolean isClosingWithin(Duration wait) {
        try {
            return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits until none is left; false where some are after that time. */
    boolean awaitIdle(Duration atMost) {
        idleLock.lock();
        try {
            long left = atMost.toNanos();
            while (!runs.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = idle.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            idleLock.unlock();
        }
    }
}
