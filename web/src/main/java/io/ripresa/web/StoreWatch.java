package io.ripresa.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one at a time read what the page shows, and knows whether the store answers: pages that ask while it does not are
 * told so at once, and do not each wait for it. Thread-safe.
 */
final class StoreWatch {

    private static final System.Logger LOG = System.getLogger(StoreWatch.class.getName());

    /** A reading that takes longer than this counts as no answer. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration REQUEST_WAITS = Duration.ofSeconds(2);

    private final InstantSource time;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Instant readingSince;
    private volatile @Nullable Instant failedSince;

    StoreWatch(InstantSource time) {
        this.time = time;
    }

    /** Reads, after whoever reads now. What it throws is remembered until a reading ends well. */
    <T> T read(Supplier<T> work) {
        reading.lock();
        try {
            return attempt(work);
        } finally {
            reading.unlock();
        }
    }

    /**
     * Reads for somebody who is waiting.
     *
     * @throws ProblemException where the store is known not to answer, or somebody has been reading for too long
     */
    <T> T readSoon(Supplier<T> work) {
        boolean mine = false;
        try {
            mine = trouble() == null && reading.tryLock(REQUEST_WAITS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!mine) {
            Instant since = trouble();
            throw new ProblemException(Problem.of(
                    503,
                    "Not available",
                    since == null
                            ? "The database takes long to answer."
                            : "The database has not answered since " + since + ".",
                    "Try again in a while."));
        }
        try {
            return attempt(work);
        } finally {
            reading.unlock();
        }
    }

    /** Since when the store does not answer, or null where it does. */
    @Nullable Instant trouble() {
        Instant failed = failedSince;
        Instant since = readingSince;
        if (failed != null) {
            return failed;
        }
        return since != null && since.plus(PATIENCE).isBefore(time.instant()) ? since : null;
    }

    private <T> T attempt(Supplier<T> work) {
        Instant begin = time.instant();
        boolean well = false;
        readingSince = begin;
        try {
            T result = work.get();
            well = true;
            return result;
        } catch (ProblemException e) {
            well = true; // the asker's problem, not the store's
            throw e;
        } catch (RuntimeException e) {
            if (failedSince == null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the page cannot be kept up to date, and says so: {0}; the store is asked again and again",
                        e.getMessage());
            }
            throw e;
        } finally {
            readingSince = null;
            settle(well, begin);
        }
    }

    private void settle(boolean well, Instant begin) {
        Instant before = failedSince;
        if (!well && before == null) {
            failedSince = begin;
        } else if (well && before != null) {
            failedSince = null;
            LOG.log(System.Logger.Level.INFO, "the store answers the page again, after trouble since {0}", before);
        }
    }
}
