package io.ripresa.bench.guards;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What is run: all of it is there before the first start.
 *
 * @param tasks how many
 * @param each how long one takes, waiting; zero for nothing
 * @param threads how many at once
 */
record Load(int tasks, Duration each, int threads) {

    /** Does one task. */
    void work(CountDownLatch done) {
        if (!each.isZero()) {
            pause();
        }
        done.countDown();
    }

    private void pause() {
        try {
            if (new CountDownLatch(1).await(each.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tasks per second, where all of them took this long. */
    double perSecond(Duration all) {
        return tasks / (all.toNanos() / 1e9);
    }
}
