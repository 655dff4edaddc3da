package io.ripresa.server.depot;

import java.time.Duration;
import java.time.Instant;

/**
 * What the depot can take: one queue, drained at a fixed rate.
 *
 * <p>Every request served costs {@code 1 / capacity} seconds of work. It waits for the work before it, so latency grows
 * as the queue does. A request that would wait longer than {@link #LONGEST_WAIT} is rejected, and rejecting costs a
 * quarter of the work of serving. So at the load {@code x · capacity} with {@code x > 1} it serves
 * {@code (1 - x / 4) / (3 / 4)} of its capacity: 67 % at twice, nothing at four times. The queue of rejections is
 * bounded by {@link #LONGEST_BACKLOG}, so that it recovers from any storm within that time.
 *
 * <p>Safe for use by many threads.
 */
final class DepotLoad {

    /** Longest time in the queue; what would wait longer is rejected. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    /** The most work that can pile up, rejections included. */
    static final Duration LONGEST_BACKLOG = Duration.ofSeconds(3);
    /** Latency without any queue. */
    static final Duration BASE_LATENCY = Duration.ofMillis(150);
    /** Work of a rejection as a share of the work of serving. */
    static final double REJECTION_COST = 0.25;

    private final double secondsPerRequest;
    private Instant freeAt = Instant.EPOCH;

    DepotLoad(double capacityPerSecond) {
        if (!(capacityPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "capacity " + capacityPerSecond + " is not greater than 0; give the requests per second");
        }
        this.secondsPerRequest = 1 / capacityPerSecond;
    }

    /**
     * What becomes of a request.
     *
     * @param served whether it is served; otherwise it is rejected
     * @param latency until the answer
     */
    record Admission(boolean served, Duration latency) {}

    /** Takes a request that arrives now. */
    synchronized Admission offer(Instant now) {
        Duration wait = freeAt.isAfter(now) ? Duration.between(now, freeAt) : Duration.ZERO;
        boolean served = wait.compareTo(LONGEST_WAIT) <= 0;
        double work = served ? secondsPerRequest : secondsPerRequest * REJECTION_COST;
        Duration backlog = wait.plusNanos(Math.round(work * 1e9));
        freeAt = now.plus(backlog.compareTo(LONGEST_BACKLOG) > 0 ? LONGEST_BACKLOG : backlog);
        return new Admission(served, served ? wait.plus(BASE_LATENCY) : BASE_LATENCY);
    }

    /** Forgets its queue: a restart. */
    synchronized void clear() {
        freeAt = Instant.EPOCH;
    }
}
