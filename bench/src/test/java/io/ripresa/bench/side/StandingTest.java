package io.ripresa.bench.side;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.bench.side.Calls.Made;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final Setting SETTING =
            new Setting(4, Duration.ofSeconds(2), Duration.ofSeconds(8), 10, Duration.ZERO, 1, Duration.ZERO);

    private static Standing of(Made... calls) {
        return Standing.of(List.of(calls), SETTING, List.of(2.0, 3.0, 4.0, 5.0), 16);
    }

    @Test
    void countsFromTheReturnAndFirstRunsAreNoReRuns() {
        Standing standing = of(
                new Made(0, 2, 2, false),
                new Made(1, 3, 3, false),
                new Made(0, 6, 6, false),
                new Made(0, 10, 11, true),
                new Made(1, 12, 13, true),
                new Made(2, 13, 14, true),
                new Made(2, 14, 15, true));

        assertThat(standing.recovered()).isEqualTo(3);
        assertThat(standing.p50()).isEqualTo(3);
        assertThat(standing.p90()).isNull();
        assertThat(standing.failedAttempts()).isEqualTo(1);
        assertThat(standing.twice()).isEqualTo(1);
        assertThat(standing.backlog()).startsWith(0, 0, 1, 2, 3, 4).endsWith(4, 4, 3, 3, 2, 1, 1);
    }

    @Test
    void thePictureAndThePageNameEverybodyCompared() {
        assertThat(SideBySide.contenders()).containsOnlyKeys("ripresa", "jobrunr", "db-scheduler");
        assertThat(SideBySide.contenders().keySet())
                .allSatisfy(name -> assertThat(io.ripresa.simulation.contest.Policies.names())
                        .contains(name));
    }

    @Test
    void arrivalsAreTheSameForAllAndWithinTheOutage() {
        assertThat(SETTING.arrivals(7))
                .isEqualTo(SETTING.arrivals(7))
                .isSorted()
                .hasSize(4)
                .allSatisfy(at -> assertThat(at).isBetween(SETTING.before(), SETTING.back()));
    }
}
