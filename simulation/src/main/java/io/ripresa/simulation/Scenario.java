package io.ripresa.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A world and what befalls it: everything that a run depends on besides the code. All durations count from
 * {@link #START}. {@link ScenarioText} writes it down and reads it again.
 *
 * @param seed from which all chance in the run is drawn
 * @param tasks what is submitted
 * @param dependencies what the tasks call
 * @param sites the task systems, at least one, each with a name of its own
 * @param faults what goes wrong around Ripresa
 * @param people what people do meanwhile
 * @param keptFor how long what is over is kept, or null for so long that it does not matter
 */
public record Scenario(
        long seed,
        List<TaskPlan> tasks,
        List<DependencyPlan> dependencies,
        List<Site> sites,
        Faults faults,
        People people,
        @Nullable Duration keptFor) {

    /** When every scenario begins. */
    public static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    public Scenario {
        tasks = List.copyOf(tasks);
        dependencies = List.copyOf(dependencies);
        sites = List.copyOf(sites);
        if (sites.isEmpty()) {
            throw new IllegalArgumentException("sites is empty; a scenario needs at least one task system");
        }
    }

    /**
     * What goes wrong around Ripresa. Each fault is an entry of its own, so that a failing scenario can be made smaller
     * by taking entries away.
     *
     * @param nodes how many nodes share the store, at least 1
     * @param mishaps what befalls single calls of nodes
     * @param absences when the store or a task system cannot be reached
     * @param until when all of it ends, but for pauses and deaths that began before
     */
    public record Faults(int nodes, List<Mishap> mishaps, List<Absence> absences, Duration until) {
        public static final Faults NONE = new Faults(1, List.of(), List.of(), Duration.ZERO);

        public Faults {
            mishaps = List.copyOf(mishaps);
            absences = List.copyOf(absences);
        }

        Faults withMishaps(List<Mishap> value) {
            return new Faults(nodes, value, absences, until);
        }

        Faults withAbsences(List<Absence> value) {
            return new Faults(nodes, mishaps, value, until);
        }

        /** When nodes can be hindered no longer: a death or a pause may outlast the last call that it began at. */
        Duration over() {
            Duration last = Duration.ZERO;
            for (Mishap mishap : mishaps) {
                last = later(last, mishap.length());
            }
            for (Absence absence : absences) {
                last = later(last, absence.to().minus(until));
            }
            return until.plus(last);
        }
    }

    /**
     * What people do.
     *
     * @param stopAt when somebody turns the kill switch on, or null
     * @param resumeAt when somebody turns it off again
     * @param keepHolds whether first starts stay held while it is on
     * @param reruns tasks that somebody runs again by hand, in the task system, where their latest run had failed
     * @param cancellations tasks that somebody cancels in the task system
     * @param fixes what somebody changes outside
     */
    public record People(
            @Nullable Duration stopAt,
            Duration resumeAt,
            boolean keepHolds,
            List<Deed> reruns,
            List<Deed> cancellations,
            List<Fix> fixes) {
        public static final People NONE = new People(null, Duration.ZERO, false, List.of(), List.of(), List.of());

        public People {
            reruns = List.copyOf(reruns);
            cancellations = List.copyOf(cancellations);
            fixes = List.copyOf(fixes);
        }

        People withReruns(List<Deed> value) {
            return new People(stopAt, resumeAt, keepHolds, value, cancellations, fixes);
        }

        People withCancellations(List<Deed> value) {
            return new People(stopAt, resumeAt, keepHolds, reruns, value, fixes);
        }

        People withFixes(List<Fix> value) {
            return new People(stopAt, resumeAt, keepHolds, reruns, cancellations, value);
        }
    }

    /** Something done to a task by hand; nothing where there is no such task. */
    public record Deed(Duration at, String task) {}

    /** When nothing goes wrong any more, after the start. */
    public Duration healedAt() {
        Duration healed = faults.over();
        for (DependencyPlan dependency : dependencies) {
            healed = later(healed, dependency.healedAt());
        }
        for (Site site : sites) {
            for (Site.Death death : site.deaths()) {
                healed = later(healed, death.at().plus(death.downFor()));
            }
            for (Site.Shortage shortage : site.crew().shortages()) {
                healed = later(healed, shortage.to());
            }
        }
        for (TaskPlan task : tasks) {
            healed = later(healed, task.submitAt());
        }
        for (Fix fix : people.fixes()) {
            healed = later(healed, fix.reportedAt());
        }
        return people.stopAt() == null ? healed : later(healed, people.resumeAt());
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    public Scenario withTasks(List<TaskPlan> value) {
        return new Scenario(seed, value, dependencies, sites, faults, people, keptFor);
    }

    public Scenario withDependencies(List<DependencyPlan> value) {
        return new Scenario(seed, tasks, value, sites, faults, people, keptFor);
    }

    public Scenario withSites(List<Site> value) {
        return new Scenario(seed, tasks, dependencies, value, faults, people, keptFor);
    }

    public Scenario withFaults(Faults value) {
        return new Scenario(seed, tasks, dependencies, sites, value, people, keptFor);
    }

    public Scenario withPeople(People value) {
        return new Scenario(seed, tasks, dependencies, sites, faults, value, keptFor);
    }

    public Scenario withKeptFor(@Nullable Duration value) {
        return new Scenario(seed, tasks, dependencies, sites, faults, people, value);
    }
}
