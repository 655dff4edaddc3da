package io.ripresa.simulation;

import java.time.Duration;
import java.util.List;

/**
 * A dependency of a scenario.
 *
 * @param name {@code host:port}
 * @param outages when it is out of order; may overlap, the first one counts
 * @param capacityPerSecond calls that it serves in one second; further ones are refused with 503
 * @param collapses whether being asked for more than twice its capacity in one second costs it the next five seconds
 * @param brownOut when it fails by chance
 */
public record DependencyPlan(
        String name, List<Outage> outages, int capacityPerSecond, boolean collapses, BrownOut brownOut) {

    /** A time out of order, from the start of the scenario. */
    public record Outage(Duration from, Duration to, Mood mood) {}

    /** A time in which calls fail with a probability, from the start of the scenario. */
    public record BrownOut(Duration from, Duration to, double probability) {
        public static final BrownOut NONE = new BrownOut(Duration.ZERO, Duration.ZERO, 0);
    }

    public DependencyPlan {
        outages = List.copyOf(outages);
    }

    public DependencyPlan withOutages(List<Outage> value) {
        return new DependencyPlan(name, value, capacityPerSecond, collapses, brownOut);
    }

    public DependencyPlan withCollapses(boolean value) {
        return new DependencyPlan(name, outages, capacityPerSecond, value, brownOut);
    }

    public DependencyPlan withBrownOut(BrownOut value) {
        return new DependencyPlan(name, outages, capacityPerSecond, collapses, value);
    }

    /** When it is in order for good, after the start. */
    public Duration healedAt() {
        Duration last = brownOut.to();
        for (Outage outage : outages) {
            if (outage.to().compareTo(last) > 0) {
                last = outage.to();
            }
        }
        return last;
    }
}
