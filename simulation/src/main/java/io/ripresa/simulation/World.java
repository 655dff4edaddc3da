package io.ripresa.simulation;

import io.ripresa.model.TaskKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything outside of Ripresa: time, dependencies, task systems with their workers, and what is planned to happen to
 * them. What is in it is the truth. Each part draws its chance from a source of its own, so that taking one away leaves
 * the others as they are.
 */
final class World {

    final Scenario scenario;
    final VirtualTime time = new VirtualTime(Scenario.START);
    final List<SimulatedDependency> dependencies = new ArrayList<>();
    private final Map<String, SimulatedTaskSystem> systems = new LinkedHashMap<>();

    World(Scenario scenario) {
        this.scenario = scenario;
        for (DependencyPlan plan : scenario.dependencies()) {
            dependencies.add(new SimulatedDependency(plan, time, random("dependency " + plan.name())));
        }
        for (Site site : scenario.sites()) {
            SimulatedTaskSystem system =
                    new SimulatedTaskSystem(site, dependencies, time, random("task system " + site.name()));
            if (systems.put(site.name(), system) != null) {
                throw new IllegalArgumentException("two task systems are named \"" + site.name() + "\"");
            }
        }
    }

    /** A source of chance for one part. */
    SplittableRandom random(String part) {
        return new SplittableRandom(scenario.seed() * 31 + 17 + part.hashCode() * 0x9E3779B97F4A7C15L);
    }

    /** The task systems, in the order of the scenario. */
    List<SimulatedTaskSystem> systems() {
        return List.copyOf(systems.values());
    }

    @Nullable SimulatedTaskSystem system(String name) {
        return systems.get(name);
    }

    @Nullable TaskTruth truth(TaskKey key) {
        SimulatedTaskSystem system = systems.get(key.system());
        return system == null ? null : system.truth(key);
    }

    /** Everything that was submitted. */
    Stream<TaskTruth> truths() {
        return systems.values().stream().flatMap(system -> system.truths().stream());
    }

    /** Puts in what will happen whatever Ripresa does. */
    void plan() {
        for (TaskPlan task : scenario.tasks()) {
            at(task.submitAt(), () -> {
                TaskTruth truth = siteOf(task).submit(task);
                scenario.people().fixes().stream()
                        .filter(fix -> !time.instant().isBefore(Scenario.START.plus(fix.at())))
                        .forEach(fix -> cure(fix, truth));
            });
        }
        for (Fix fix : scenario.people().fixes()) {
            at(fix.at(), () -> truths().forEach(task -> cure(fix, task)));
        }
        for (Site site : scenario.sites()) {
            SimulatedTaskSystem system = systems.get(site.name());
            for (Site.Death death : site.deaths()) {
                if (system != null) {
                    at(death.at(), () -> system.kill(death.worker(), death.downFor()));
                }
            }
        }
        Map<String, TaskPlan> byId = new LinkedHashMap<>();
        scenario.tasks().forEach(task -> byId.put(task.id(), task));
        scenario.people()
                .reruns()
                .forEach(deed -> byHand(byId.get(deed.task()), deed, SimulatedTaskSystem::rerunByHand));
        scenario.people()
                .cancellations()
                .forEach(deed ->
                        byHand(byId.get(deed.task()), deed, (system, key) -> system.cancel(key, "no longer wanted")));
    }

    private static void cure(Fix fix, TaskTruth task) {
        if (fix.cures(task)) {
            TaskPlan.Hidden h = task.hidden;
            task.hidden = new TaskPlan.Hidden(HiddenCause.NONE, h.runs(), h.calls(), h.runTime());
        }
    }

    /** Lets something happen so long after the start. */
    void at(Duration sinceStart, Runnable action) {
        time.at(Scenario.START.plus(sinceStart), action);
    }

    private interface ByHand {
        void change(SimulatedTaskSystem system, TaskKey key);
    }

    private void byHand(@Nullable TaskPlan task, Scenario.Deed deed, ByHand action) {
        if (task == null) {
            return;
        }
        SimulatedTaskSystem system = siteOf(task);
        TaskKey key = new TaskKey(system.name(), task.id());
        at(deed.at(), () -> {
            if (system.truth(key) != null) {
                action.change(system, key);
            }
        });
    }

    private SimulatedTaskSystem siteOf(TaskPlan task) {
        return systems().get(task.site());
    }

    void forEachSystem(Consumer<SimulatedTaskSystem> action) {
        systems.values().forEach(action);
    }

    /** The busiest second of any dependency after its last outage, by its capacity. */
    double peakLoadRatio() {
        return dependencies.stream()
                .mapToDouble(SimulatedDependency::peakLoadRatio)
                .max()
                .orElse(0);
    }
}
