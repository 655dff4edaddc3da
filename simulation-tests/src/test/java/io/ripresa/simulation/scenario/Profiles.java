package io.ripresa.simulation.scenario;

import io.ripresa.simulation.scenario.DependencyProfile.Outage;
import io.ripresa.simulation.scenario.DependencyProfile.Serving;
import io.ripresa.simulation.scenario.OutageScenario.Arrival;
import io.ripresa.simulation.scenario.OutageScenario.Mix;
import io.ripresa.simulation.scenario.OutageScenario.RunTime;
import io.ripresa.simulation.scenario.OutageScenario.Setting;
import java.time.Duration;
import java.util.List;

/** Small scenarios for tests. */
public final class Profiles {

    /** Ten requests per second, down from 60 s to 120 s. */
    public static final DependencyProfile PLAIN = new DependencyProfile(
            "pay.example:443",
            1,
            List.of(outage(60, 120)),
            Steps.always(10),
            Steps.always(1),
            Steps.always(0),
            Serving.SHEDDING);

    private Profiles() {}

    public static Outage outage(int from, int to) {
        return new Outage(seconds(from), seconds(to), OutageMode.REFUSE);
    }

    public static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    public static DependencyProfile with(Steps capacity, Steps success, Steps foreground, Serving serving) {
        return new DependencyProfile(PLAIN.name(), 1, PLAIN.outages(), capacity, success, foreground, serving);
    }

    public static DependencyProfile down(Outage... outages) {
        return new DependencyProfile(
                PLAIN.name(),
                1,
                List.of(outages),
                PLAIN.capacity(),
                PLAIN.success(),
                PLAIN.foreground(),
                PLAIN.service());
    }

    public static OutageScenario scenario(int tasks, DependencyProfile dependency) {
        return scenario(tasks, dependency, Mix.SOUND, Setting.PLAIN);
    }

    public static OutageScenario scenario(int tasks, DependencyProfile dependency, Mix mix, Setting setting) {
        return new OutageScenario(
                "test",
                tasks,
                new Arrival(seconds(60), seconds(115)),
                RunTime.of(Duration.ofMillis(500)),
                List.of(dependency),
                mix,
                setting);
    }
}
