package io.ripresa.simulation;

import io.ripresa.spi.TaskSystem;
import java.time.Duration;
import java.util.List;

/**
 * A task system of a scenario, with its workers.
 *
 * @param name its name: {@code TaskKey#system()} of its tasks
 * @param workers worker processes
 * @param slots runs that each does at once
 * @param deaths workers that die
 * @param delivery how its events arrive
 * @param capabilities what it can do
 * @param ahead how far its clock is ahead of the store's; negative where it is behind. Everything that it stamps is off
 *     by so much
 */
public record Site(
        String name,
        int workers,
        int slots,
        List<Death> deaths,
        Delivery delivery,
        TaskSystem.Capabilities capabilities,
        Duration ahead) {

    public Site {
        deaths = List.copyOf(deaths);
    }

    /** A worker that dies and is started again, counted from the scenario's start. */
    public record Death(Duration at, int worker, Duration downFor) {}

    /**
     * How events arrive.
     *
     * @param maxDelay longest time between an event and its delivery
     * @param duplicates share of events delivered twice
     * @param overlaps share of polls that read some events again
     * @param stragglers share of events of which one more copy is delivered, one to two days later
     */
    public record Delivery(Duration maxDelay, double duplicates, double overlaps, double stragglers) {
        public static final Delivery PROMPT = new Delivery(Duration.ZERO, 0, 0, 0);
    }

    public Site withDeaths(List<Death> value) {
        return new Site(name, workers, slots, value, delivery, capabilities, ahead);
    }

    public Site withDelivery(Delivery value) {
        return new Site(name, workers, slots, deaths, value, capabilities, ahead);
    }

    public Site withCapabilities(TaskSystem.Capabilities value) {
        return new Site(name, workers, slots, deaths, delivery, value, ahead);
    }

    public Site withAhead(Duration value) {
        return new Site(name, workers, slots, deaths, delivery, capabilities, value);
    }
}
