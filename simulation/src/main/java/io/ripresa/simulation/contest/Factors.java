package io.ripresa.simulation.contest;

import io.ripresa.simulation.scenario.DependencyProfile;
import io.ripresa.simulation.scenario.DependencyProfile.Outage;
import io.ripresa.simulation.scenario.DependencyProfile.Serving;
import io.ripresa.simulation.scenario.EvidenceSource;
import io.ripresa.simulation.scenario.OutageMode;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.OutageScenario.Arrival;
import io.ripresa.simulation.scenario.OutageScenario.Mix;
import io.ripresa.simulation.scenario.OutageScenario.RunTime;
import io.ripresa.simulation.scenario.OutageScenario.Setting;
import io.ripresa.simulation.scenario.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the built-in scenarios differ in.
 *
 * @param outage how long the dependency is down
 * @param overload what it does when it is asked for too much
 * @param comeback how it comes back
 * @param poisonPercent share of tasks that fail by their own input once it works
 * @param foregroundPercent share of its capacity that other traffic takes
 * @param evidence what can tell that it works again
 * @param tasks tasks that fail
 */
public record Factors(
        Duration outage,
        Overload overload,
        Return comeback,
        int poisonPercent,
        int foregroundPercent,
        @Nullable EvidenceSource evidence,
        int tasks) {

    /** What a dependency does with too much. */
    public enum Overload {
        REFUSE,
        COLLAPSE
    }

    /** How a dependency comes back. */
    public enum Return {
        /** At once and whole. */
        FULL,
        /** Half of the requests fail at first, for as long as the outage was and at most for ten minutes. */
        PARTIAL,
        /** It comes back and goes three times before it stays. */
        FLAPPING,
        /** With a quarter of its capacity at first, for five minutes; half a minute after a short outage. */
        QUARTER
    }

    private static final Duration BEFORE = Duration.ofSeconds(60);
    private static final Duration RUN_TIME = Duration.ofMillis(500);
    private static final Duration LAST_ARRIVAL = Duration.ofSeconds(5);
    private static final int FLAPS = 3;

    /** The outage in words that can be typed. */
    public String id() {
        String source = evidence == null ? "blind" : evidence.name().toLowerCase(Locale.ROOT);
        String way = comeback.name().toLowerCase(Locale.ROOT);
        return "%s-%s-%s-p%d-f%d-%s-%d"
                .formatted(
                        text(outage),
                        overload.name().toLowerCase(Locale.ROOT),
                        way,
                        poisonPercent,
                        foregroundPercent,
                        source,
                        tasks);
    }

    private static String text(Duration duration) {
        if (duration.toMinutes() < 2) {
            return duration.toSeconds() + "s";
        }
        return duration.toHours() > 0 ? duration.toHours() + "h" : duration.toMinutes() + "m";
    }

    /** Requests per second: a backlog takes 25 s of the whole capacity, but a small one meets a small dependency. */
    double capacity() {
        return Math.max(10, tasks / 25.0);
    }

    OutageScenario scenario() {
        Duration down = BEFORE;
        Duration up = down.plus(outage);
        List<Outage> outages = new ArrayList<>(List.of(new Outage(down, up, OutageMode.REFUSE)));
        Steps capacity = Steps.always(capacity());
        Steps success = Steps.always(1);
        switch (comeback) {
            case FULL -> {
                // Nothing more to say.
            }
            case PARTIAL -> {
                Duration half = shorter(outage, Duration.ofMinutes(10));
                success = success.then(up, 0.5).then(up.plus(half), 1);
            }
            case FLAPPING -> {
                Duration well = shorter(outage.dividedBy(4), Duration.ofSeconds(30));
                Duration ill = well.multipliedBy(2);
                Duration at = up;
                for (int i = 0; i < FLAPS; i++) {
                    Duration again = at.plus(well);
                    outages.add(new Outage(again, again.plus(ill), OutageMode.REFUSE));
                    at = again.plus(ill);
                }
            }
            case QUARTER -> {
                Duration little = shorter(outage.dividedBy(2), Duration.ofMinutes(5));
                capacity = capacity.then(up, capacity() / 4).then(up.plus(little), capacity());
            }
        }
        DependencyProfile dependency = new DependencyProfile(
                "orders.example:443",
                1,
                outages,
                capacity,
                success,
                Steps.always(capacity() * foregroundPercent / 100.0),
                overload == Overload.COLLAPSE ? Serving.COLLAPSING : Serving.SHEDDING);
        return new OutageScenario(
                id(),
                tasks,
                new Arrival(down, up.minus(LAST_ARRIVAL)),
                RunTime.of(RUN_TIME),
                List.of(dependency),
                Mix.poison(poisonPercent / 100.0),
                Setting.PLAIN.withEvidence(evidence == null ? Set.of() : Set.of(evidence)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
