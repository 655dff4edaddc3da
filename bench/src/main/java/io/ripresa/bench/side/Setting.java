package io.ripresa.bench.side;

import io.ripresa.simulation.scenario.DependencyProfile;
import io.ripresa.simulation.scenario.DependencyProfile.Outage;
import io.ripresa.simulation.scenario.DependencyProfile.Serving;
import io.ripresa.simulation.scenario.OutageMode;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.OutageScenario.Arrival;
import io.ripresa.simulation.scenario.OutageScenario.Mix;
import io.ripresa.simulation.scenario.OutageScenario.RunTime;
import io.ripresa.simulation.scenario.Steps;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens: a service refuses connections for a while, and tasks arrive all through that time. The same for the real
 * run and for its simulation.
 *
 * @param tasks how many there are
 * @param before from the start to the outage
 * @param outage how long it lasts
 * @param capacity requests per second that the service can do
 * @param latency from the beginning of its work on a request to the answer
 * @param threads runs at once, for each of those compared
 * @param patience how long after the return is waited for what is not back
 */
record Setting(
        int tasks,
        Duration before,
        Duration outage,
        double capacity,
        Duration latency,
        int threads,
        Duration patience) {

    /** What callers wait for an answer. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** The one that the published figures are of. */
    static final Setting PUBLISHED = new Setting(
            2_000,
            Duration.ofSeconds(5),
            Duration.ofSeconds(120),
            40,
            Duration.ofMillis(100),
            40,
            Duration.ofMinutes(6));

    Duration back() {
        return before.plus(outage);
    }

    /** When each task arrives, from the start: evenly by chance over the outage, the earliest first. */
    List<Duration> arrivals(long seed) {
        return new SplittableRandom(seed)
                .longs(tasks, before.toNanos(), back().toNanos())
                .sorted()
                .mapToObj(Duration::ofNanos)
                .toList();
    }

    /** The same for the simulator. */
    OutageScenario scenario() {
        DependencyProfile service = new DependencyProfile(
                "stockroom.example:443",
                1,
                List.of(new Outage(before, back(), OutageMode.REFUSE)),
                Steps.always(capacity),
                Steps.always(1),
                Steps.always(0),
                new Serving(false, latency, TIMEOUT));
        OutageScenario.Setting plain = OutageScenario.Setting.PLAIN;
        return new OutageScenario(
                "side-by-side",
                tasks,
                new Arrival(before, back()),
                RunTime.of(Duration.ofMillis(2)),
                List.of(service),
                Mix.SOUND,
                new OutageScenario.Setting(plain.evidence(), 1, true, threads, 0, List.of()));
    }
}
