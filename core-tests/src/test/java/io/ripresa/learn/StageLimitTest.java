package io.ripresa.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageLimitTest {

    private static final Duration USUAL = Duration.ofSeconds(180);
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private static TimeSpread history(int runs, Duration each) {
        TimeSpread spread = new TimeSpread();
        spread.add(each, runs);
        return spread;
    }

    private static Duration limit(@Nullable Duration ofStage, TimeSpread history) {
        return StageLimit.of(ofStage, USUAL, history, TIMEOUT).limit();
    }

    @Test
    void whatIsSetForTheStageGoesBeforeAll() {
        assertThat(limit(Duration.ofSeconds(5), history(100, Duration.ofMinutes(2))))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aFewRunsSayNothingAndEnoughMakeItLonger() {
        Duration slow = Duration.ofSeconds(100);
        assertThat(limit(null, history(StageLimit.ENOUGH - 1, slow))).isEqualTo(USUAL);
        assertThat(limit(null, history(StageLimit.ENOUGH, slow)))
                .isBetween(slow.multipliedBy(3), Duration.ofSeconds(307));
    }

    @Test
    void whatIsAlwaysQuickHasTheUsualTimeAllTheSame() {
        assertThat(limit(null, history(1_000, Duration.ofMillis(20)))).isEqualTo(USUAL);
    }

    @Test
    void oneInAHundredThatWasVerySlowSaysNothing() {
        TimeSpread history = history(1_000, Duration.ofSeconds(1));
        history.add(Duration.ofMinutes(9));
        assertThat(limit(null, history)).isEqualTo(USUAL);
    }

    @Test
    void neverLongerThanTheRunMayTake() {
        StageLimit limit = StageLimit.of(null, USUAL, history(40, Duration.ofMinutes(8)), TIMEOUT);
        assertThat(limit.limit()).isEqualTo(TIMEOUT);
        assertThat(limit.why()).endsWith("at most the time-out");
    }

    @Test
    void whatWasCountedCanBeKeptAndCountedAgain() {
        TimeSpread first = history(7, Duration.ofMillis(1_234));
        first.add(Duration.ZERO, 2);
        TimeSpread again = new TimeSpread();
        first.steps().forEach(again::add);

        assertThat(again.count()).isEqualTo(9);
        assertThat(again.quantile(1)).isEqualTo(first.quantile(1));
        assertThat(again.steps()).isEqualTo(first.steps());
        assertThat(Map.copyOf(again.steps())).containsEntry(Duration.ZERO, 2L);
    }
}
