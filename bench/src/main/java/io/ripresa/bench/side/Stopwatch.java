package io.ripresa.bench.side;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time since the beginning of a story. Safe for use by many threads. */
final class Stopwatch {

    private volatile long start = System.nanoTime();

    /** The story begins. */
    void begin() {
        start = System.nanoTime();
    }

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Waits until so much time has passed since the beginning. */
    void await(Duration until) throws InterruptedException {
        long left = start + until.toNanos() - System.nanoTime();
        if (left > 0 && new CountDownLatch(1).await(left, TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("nobody counts down");
        }
    }
}
