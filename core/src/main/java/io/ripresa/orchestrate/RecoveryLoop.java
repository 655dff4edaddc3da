package io.ripresa.orchestrate;

import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place with a thread: ticks when something is due, when it is woken, and otherwise now and then to see whether
 * task systems report something. Safe for use by many threads.
 */
public final class RecoveryLoop implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RecoveryLoop.class.getName());
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);
    private static final Duration SHORTEST = Duration.ofMillis(20);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private final RecoveryStore store;
    private final Supplier<TickReport> tick;
    private final Duration idle;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable String trouble;
    private volatile @Nullable Instant lastTickAt;

    /**
     * @param tick one step
     * @param idle longest time between two steps while nothing is due
     * @param threads makes the one thread
     */
    public RecoveryLoop(RecoveryStore store, Supplier<TickReport> tick, Duration idle, ThreadFactory threads) {
        this.store = store;
        this.tick = tick;
        this.idle = idle;
        this.thread = threads.newThread(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Something may be due: tick soon. Cheap, may be called from anywhere. */
    public void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    /** Whether it was started. */
    public boolean isStarted() {
        return thread.getState() != Thread.State.NEW;
    }

    /** Why the latest step failed, or null where it did not. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** When the latest step ended, store's clock, or null before the first. */
    public @Nullable Instant lastTickAt() {
        return lastTickAt;
    }

    private void run() {
        while (!closed) {
            Duration wait = step();
            try {
                if (wakeUps.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Duration step() {
        try {
            TickReport report = tick.get();
            Instant now = store.now();
            lastTickAt = now;
            trouble = report.troubles().isEmpty() ? null : report.troubles().get(0);
            Instant due = report.nextDue();
            if (report.more()) {
                return SHORTEST;
            }
            Duration wait = due == null ? idle : Duration.between(now, due);
            return wait.compareTo(idle) > 0 ? idle : wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
        } catch (StoreException e) {
            trouble = "the store cannot be used: " + e.getMessage();
            LOG.log(System.Logger.Level.ERROR, "The store cannot be used; trying again in {0}", AFTER_TROUBLE, e);
            return AFTER_TROUBLE;
        } catch (RuntimeException e) {
            trouble = "a step failed: " + e;
            LOG.log(System.Logger.Level.ERROR, "A step failed; nothing of it was stored; trying again", e);
            return AFTER_TROUBLE;
        }
    }

    /** Lets the present step end, then stops. Waits for it, up to 30 s. */
    @Override
    public void close() {
        closed = true;
        wakeUps.release();
        if (thread == Thread.currentThread() || thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(STOP_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
