package io.ripresa.simulation.scenario;

import io.ripresa.simulation.scenario.DependencyProfile.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The same story several times on one time axis, so that something can be learned from the earlier ones. Each begins an
 * hour after the one before has come to its end; only the last one counts. Immutable.
 */
final class Rehearsals {

    private static final Duration BETWEEN = Duration.ofHours(1);

    private final OutageScenario scenario;
    private final Duration period;

    Rehearsals(OutageScenario scenario) {
        this.scenario = scenario;
        Duration last = scenario.arrival().to();
        for (DependencyProfile d : scenario.dependencies()) {
            last = later(last, Duration.ofNanos(new Timeline(d).causeGoneAt() * 1_000));
        }
        this.period = last.plus(BETWEEN);
    }

    /** Times that the story is told, the one that counts included. */
    int tellings() {
        return scenario.setting().rehearsals() + 1;
    }

    /** When a telling begins; the first one is 0. */
    Duration begins(int telling) {
        return period.multipliedBy(telling);
    }

    /** What befalls a dependency over all tellings. */
    DependencyProfile of(DependencyProfile d) {
        if (tellings() == 1) {
            return d;
        }
        List<Outage> outages = new ArrayList<>();
        for (int i = 0; i < tellings(); i++) {
            Duration shift = begins(i);
            d.outages().forEach(o -> outages.add(new Outage(o.from().plus(shift), o.to().plus(shift), o.mode())));
        }
        return new DependencyProfile(
                d.name(), d.share(), outages, of(d.capacity()), of(d.success()), of(d.foreground()), d.service());
    }

    private Steps of(Steps steps) {
        List<Steps.Step> all = new ArrayList<>();
        for (int i = 0; i < tellings(); i++) {
            Duration shift = begins(i);
            steps.steps().forEach(s -> all.add(new Steps.Step(s.from().plus(shift), s.value())));
        }
        return new Steps(all);
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
