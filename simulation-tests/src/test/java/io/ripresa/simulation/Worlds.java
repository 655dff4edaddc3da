package io.ripresa.simulation;

import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskEvent;
import io.ripresa.simulation.DependencyPlan.BrownOut;
import io.ripresa.simulation.DependencyPlan.Outage;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystem.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small worlds for tests: one dependency, prompt and complete reports unless said otherwise. */
final class Worlds {

    /** Of the task system. */
    static final String NAME = "sim";

    static final Capabilities ALL = new Capabilities(true, true, true, true);

    static final int WORKERS = 2;

    private Worlds() {}

    record World(VirtualTime time, SimulatedTaskSystem system, SimulatedDependency dependency) {

        List<TaskEvent> events() {
            List<TaskEvent> events = new ArrayList<>();
            String cursor = null;
            TaskSystem.EventBatch batch;
            do {
                batch = system.poll(cursor, 7);
                events.addAll(batch.events());
                cursor = batch.cursor();
            } while (batch.more());
            return events;
        }

        List<String> kinds() {
            return events().stream()
                    .map(e -> e.detail().getClass().getSimpleName())
                    .filter(k -> !k.equals("Heartbeat"))
                    .toList();
        }
    }

    static World world(Capabilities capabilities, Site.Delivery delivery, Outage... outages) {
        VirtualTime time = new VirtualTime(Scenario.START);
        SplittableRandom random = new SplittableRandom(7);
        SimulatedDependency dependency = new SimulatedDependency(
                new DependencyPlan("dep.example:443", List.of(outages), 3, true, BrownOut.NONE), time, random.split());
        Site site = new Site(NAME, WORKERS, 4, List.of(), delivery, capabilities, Duration.ZERO);
        return new World(time, new SimulatedTaskSystem(site, List.of(dependency), time, random.split()), dependency);
    }

    static World world(Outage... outages) {
        return world(ALL, Site.Delivery.PROMPT, outages);
    }

    static Outage outage(int fromSeconds, int toSeconds, Mood mood) {
        return new Outage(Duration.ofSeconds(fromSeconds), Duration.ofSeconds(toSeconds), mood);
    }

    static TaskPlan task(String id, HiddenCause cause) {
        return new TaskPlan(
                id,
                "ws",
                0,
                0,
                Duration.ZERO,
                new TaskPlan.Declared(SideEffects.IDEMPOTENT, true, Duration.ofHours(24), true, 0, null),
                new TaskPlan.Hidden(cause, 1, 1, Duration.ofSeconds(2)));
    }
}
