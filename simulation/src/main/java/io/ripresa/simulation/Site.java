package io.ripresa.simulation;

import io.ripresa.model.StartLimits;
import io.ripresa.spi.TaskSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A task system of a scenario, with its workers.
 *
 * @param name its name: {@code TaskKey#system()} of its tasks
 * @param crew its worker processes
 * @param delivery how its events arrive
 * @param capabilities what it can do
 * @param ahead how far its clock is ahead of the store's; negative where it is behind. Everything that it stamps is off
 *     by so much
 * @param startLimits what it bears before all its first starts are held
 */
public record Site(
        String name,
        Crew crew,
        Delivery delivery,
        TaskSystem.Capabilities capabilities,
        Duration ahead,
        StartLimits startLimits) {

    /** A task system without limits of first starts. */
    public Site(
            String name,
            int workers,
            int slots,
            List<Death> deaths,
            Delivery delivery,
            TaskSystem.Capabilities capabilities,
            Duration ahead) {
        this(name, new Crew(workers, slots, deaths), delivery, capabilities, ahead, StartLimits.NONE);
    }

    /**
     * The worker processes of a task system.
     *
     * @param workers how many there are
     * @param slots runs that each does at once
     * @param deaths which die
     * @param shortages which have too little memory, and when
     */
    public record Crew(int workers, int slots, List<Death> deaths, List<Shortage> shortages) {
        public Crew {
            deaths = List.copyOf(deaths);
            shortages = List.copyOf(shortages);
        }

        /** Workers with memory enough. */
        public Crew(int workers, int slots, List<Death> deaths) {
            this(workers, slots, deaths, List.of());
        }

        Crew withDeaths(List<Death> value) {
            return new Crew(workers, slots, value, shortages);
        }

        Crew withShortages(List<Shortage> value) {
            return new Crew(workers, slots, deaths, value);
        }
    }

    /** A time in which a worker has too little memory, from the start of the scenario; over when it is started anew. */
    public record Shortage(int worker, Duration from, Duration to) {

        Instant begins() {
            return Scenario.START.plus(from);
        }

        Instant ends() {
            return Scenario.START.plus(to);
        }
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

    public int workers() {
        return crew.workers();
    }

    public List<Death> deaths() {
        return crew.deaths();
    }

    public Site withDeaths(List<Death> value) {
        return withCrew(crew.withDeaths(value));
    }

    public Site withCrew(Crew value) {
        return new Site(name, value, delivery, capabilities, ahead, startLimits);
    }

    public Site withDelivery(Delivery value) {
        return new Site(name, crew, value, capabilities, ahead, startLimits);
    }

    public Site withCapabilities(TaskSystem.Capabilities value) {
        return new Site(name, crew, delivery, value, ahead, startLimits);
    }

    public Site withAhead(Duration value) {
        return new Site(name, crew, delivery, capabilities, value, startLimits);
    }

    public Site withStartLimits(StartLimits value) {
        return new Site(name, crew, delivery, capabilities, ahead, value);
    }

    /** Whether first starts can be held, and come back once: what limits of first starts need. */
    boolean holdsFirstStarts() {
        return capabilities.holding() && capabilities.conditionalRetry();
    }
}
