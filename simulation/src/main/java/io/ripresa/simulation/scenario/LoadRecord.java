package io.ripresa.simulation.scenario;

import java.util.Arrays;

/** When tasks called a dependency, in microseconds from the start; not in order. Not safe for use by many threads. */
final class LoadRecord {

    private long[] times = new long[64];
    private int size;

    void add(long time) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
        }
        times[size++] = time;
    }

    /** The calls from a time on, in order. */
    long[] from(long time) {
        long[] sorted = Arrays.stream(times, 0, size).filter(t -> t >= time).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
