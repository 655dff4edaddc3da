package io.ripresa.simulation.scenario;

/**
 * How much waits before a dependency turns requests away. One that sheds load lets nobody wait for more than half a
 * second; one that collapses lets twice as many wait as it can serve before their callers give up.
 */
final class Shedding {

    private static final double SHEDDING_SECONDS = 0.5;
    private static final double COLLAPSING_TIMEOUTS = 2;
    private static final double LEAST = 3;

    private final double longestWait;
    private final double patience;

    Shedding(DependencyProfile.Serving serving) {
        double timeout = serving.timeout().toNanos() / 1e9;
        longestWait = serving.collapses() ? COLLAPSING_TIMEOUTS * timeout : SHEDDING_SECONDS;
        patience = timeout - serving.latency().toNanos() / 1e9;
    }

    /** Most requests in the queue. */
    double most(double capacity) {
        return Math.max(LEAST, longestWait * capacity);
    }

    /** Requests in the queue up to which a further one is served before its caller gives up. */
    double inTime(double capacity) {
        return Math.min(most(capacity), Math.max(0, patience * capacity));
    }
}
