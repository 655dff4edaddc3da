package io.ripresa.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** How long something took, again and again. For one thread. */
final class Timings {

    private long[] nanos = new long[1_024];
    private int count;

    void add(Duration took) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = took.toNanos();
    }

    /** Measures a piece of work. */
    void measure(Runnable work) {
        long start = System.nanoTime();
        work.run();
        add(Duration.ofNanos(System.nanoTime() - start));
    }

    int count() {
        return count;
    }

    /** The value that so many percent do not exceed. */
    Duration percentile(double percent) {
        if (count == 0) {
            return Duration.ZERO;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * count);
        return Duration.ofNanos(sorted[Math.max(0, rank - 1)]);
    }

    String millis(double percent) {
        return String.format(Locale.ROOT, "%.1f", percentile(percent).toNanos() / 1e6);
    }
}
