package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.simulation.ClockBaseline.ClockResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockBaselineTest {

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    private static List<Instant> failures(int count, Duration apart) {
        List<Instant> failures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            failures.add(START.plus(apart.multipliedBy(i)));
        }
        return failures;
    }

    @Test
    void anOutageShorterThanTheFirstWaitIsRecoveredByTheFirstAttempt() {
        ClockResult result = ClockBaseline.compute(failures(10, Duration.ofSeconds(1)), START.plusSeconds(30), 5);

        assertThat(result)
                .isEqualTo(new ClockResult(10, 10, 0, 0, 300.0 - 30 + 4, 300.0 - 30 + 8, 300.0 - 30 + 9, 1 / 5.0));
    }

    @Test
    void anOutageLongerThanAllWaitsIsLost() {
        ClockResult result = ClockBaseline.compute(failures(10, Duration.ZERO), START.plus(Duration.ofMinutes(66)), 5);

        assertThat(result).isEqualTo(new ClockResult(10, 0, 10, 30, null, null, null, 0));
    }

    @Test
    void tasksThatFailedTogetherComeBackTogetherAndOverrunTheDependency() {
        ClockResult result = ClockBaseline.compute(failures(30, Duration.ZERO), START.plusSeconds(60), 10);

        assertThat(result.peakLoadRatio()).isEqualTo(3);
        assertThat(result.recovered()).isEqualTo(30);
        assertThat(result.wastedAttempts()).isEqualTo(20 + 10);
        assertThat(result.p50Seconds()).isEqualTo(300.0 + 900 - 60);
        assertThat(result.allSeconds()).isEqualTo(300.0 + 900 + 2700 - 60);
    }

    @Test
    void foregroundTrafficIsServedFirst() {
        ClockResult result =
                ClockBaseline.compute(failures(10, Duration.ZERO), START.plusSeconds(60), 10, 6, ClockBaseline.PLAIN);

        assertThat(result.peakLoadRatio()).isEqualTo(1.6);
        assertThat(result.recovered()).isEqualTo(10);
        assertThat(result.wastedAttempts()).isEqualTo(6 + 2);
    }

    @Test
    void aCapacityOfZeroIsRefusedWithItsName() {
        assertThatThrownBy(() -> ClockBaseline.compute(List.of(), START, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacityPerSecond 0.0");
    }
}
