package io.ripresa.simulation;

import io.ripresa.spi.TaskSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A world and what befalls it: everything that a run depends on besides the code. All durations count from
 * {@link #START}.
 *
 * @param seed from which all chance in the run is drawn
 * @param tasks what is submitted
 * @param dependencies what the tasks call
 * @param site the task system
 * @param faults what goes wrong around Ripresa
 * @param people what people do meanwhile
 */
public record Scenario(
        long seed, List<TaskPlan> tasks, List<DependencyPlan> dependencies, Site site, Faults faults, People people) {

    /** When every scenario begins. */
    public static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    public Scenario {
        tasks = List.copyOf(tasks);
        dependencies = List.copyOf(dependencies);
    }

    /**
     * The task system.
     *
     * @param workers worker processes
     * @param slots runs that each does at once
     * @param deaths workers that die
     * @param delivery how its events arrive
     * @param capabilities what it can do
     */
    public record Site(
            int workers, int slots, List<Death> deaths, Delivery delivery, TaskSystem.Capabilities capabilities) {
        public Site {
            deaths = List.copyOf(deaths);
        }
    }

    /** A worker that dies and is started again. */
    public record Death(Duration at, int worker, Duration downFor) {}

    /**
     * How events arrive.
     *
     * @param maxDelay longest time between an event and its delivery
     * @param duplicates share of events delivered twice
     * @param overlaps share of polls that read some events again
     */
    public record Delivery(Duration maxDelay, double duplicates, double overlaps) {
        public static final Delivery PROMPT = new Delivery(Duration.ZERO, 0, 0);
    }

    /**
     * What goes wrong around Ripresa, by call.
     *
     * @param nodes how many nodes share the store, 1 or 2
     * @param store share of the store's calls that fail, half of them after they took effect
     * @param system share of the task system's calls that fail, half of them after they took effect
     * @param crash share of calls at which the calling node dies, half of them after they took effect
     * @param interleave share of writes before which another node does a whole tick
     * @param until when all of it ends
     */
    public record Faults(int nodes, double store, double system, double crash, double interleave, Duration until) {
        public static final Faults NONE = new Faults(1, 0, 0, 0, 0, Duration.ZERO);
    }

    /**
     * What people do.
     *
     * @param stopAt when somebody turns the kill switch on, or null
     * @param resumeAt when somebody turns it off again
     * @param reruns tasks that somebody runs again by hand, in the task system, where their latest run had failed
     * @param cancellations tasks that somebody cancels in the task system
     */
    public record People(@Nullable Duration stopAt, Duration resumeAt, List<Deed> reruns, List<Deed> cancellations) {
        public static final People NONE = new People(null, Duration.ZERO, List.of(), List.of());

        public People {
            reruns = List.copyOf(reruns);
            cancellations = List.copyOf(cancellations);
        }
    }

    /** Something done to a task by hand. */
    public record Deed(Duration at, int task) {}

    /** When nothing goes wrong any more, after the start. */
    public Duration healedAt() {
        Duration healed = faults.until();
        for (DependencyPlan dependency : dependencies) {
            healed = later(healed, dependency.healedAt());
        }
        for (Death death : site.deaths()) {
            healed = later(healed, death.at().plus(death.downFor()));
        }
        for (TaskPlan task : tasks) {
            healed = later(healed, task.submitAt());
        }
        return people.stopAt() == null ? healed : later(healed, people.resumeAt());
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
