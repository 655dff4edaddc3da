package io.ripresa.simulation.scenario;

import java.time.Duration;
import java.util.List;

/**
 * What is true of one dependency over time. Nobody who recovers sees it; the judge does. All times count from the start
 * of the scenario.
 *
 * @param name {@code host:port}
 * @param share share of the tasks that call it, relative to the shares of the others; greater than 0
 * @param outages when it is out of order, in order, not overlapping
 * @param capacity requests per second that it can do
 * @param success probability that a request that it does goes well, 0 to 1
 * @param foreground requests per second of other traffic, evenly spaced
 * @param service how it serves
 */
public record DependencyProfile(
        String name,
        double share,
        List<Outage> outages,
        Steps capacity,
        Steps success,
        Steps foreground,
        Serving service) {

    /** A window out of order: from inclusive, to exclusive. */
    public record Outage(Duration from, Duration to, OutageMode mode) {
        public Outage {
            if (from.isNegative() || to.compareTo(from) <= 0) {
                throw new IllegalArgumentException("outage from " + from + " to " + to + " has no length");
            }
        }
    }

    /**
     * How it serves.
     *
     * @param collapses whether it takes in more than it can do in time: its queue is then twice as long as callers wait,
     *     and it still does the work of callers who have given up, so that under too much load nothing is done in time.
     *     Otherwise it refuses what would wait for more than half a second
     * @param latency time from the beginning of its work on a request to the answer
     * @param timeout how long callers wait
     */
    public record Serving(boolean collapses, Duration latency, Duration timeout) {
        public static final Serving SHEDDING = new Serving(false, Duration.ofMillis(100), Duration.ofSeconds(5));
        public static final Serving COLLAPSING = new Serving(true, Duration.ofMillis(100), Duration.ofSeconds(5));
    }

    public DependencyProfile {
        outages = List.copyOf(outages);
        for (int i = 1; i < outages.size(); i++) {
            if (outages.get(i).from().compareTo(outages.get(i - 1).to()) < 0) {
                throw new IllegalArgumentException("outages " + outages.get(i - 1) + " and " + outages.get(i) + " of "
                        + name + " overlap or are not in order");
            }
        }
        if (capacity.steps().stream().anyMatch(s -> !(s.value() > 0))) {
            throw new IllegalArgumentException("capacity of " + name + " must be greater than 0");
        }
        if (success.steps().stream().anyMatch(s -> !(s.value() >= 0 && s.value() <= 1))) {
            throw new IllegalArgumentException("success probability of " + name + " must be within 0 and 1");
        }
        if (foreground.steps().stream().anyMatch(s -> !(s.value() >= 0))) {
            throw new IllegalArgumentException("foreground of " + name + " must not be negative");
        }
    }
}
