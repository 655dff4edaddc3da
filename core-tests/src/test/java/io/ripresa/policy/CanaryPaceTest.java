package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Gate.Canaries;
import io.ripresa.model.Policy.CanaryLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a backlog asks, over the length of an outage. */
class CanaryPaceTest {

    private static final CanaryLimits LIMITS = CanaryLimits.DEFAULT;

    private static Duration gap(int spent, int members, Duration age) {
        return CanaryPace.gap(new Canaries(spent, spent, 0, null, null, null), members, age, List.of(), LIMITS);
    }

    /** Canaries spent in an outage of a length, all in vain. */
    private static int spent(int members, Duration outage, List<Duration> learned) {
        int spent = 0;
        Duration age = LIMITS.shortest();
        while (age.compareTo(outage) < 0) {
            spent++;
            age = age.plus(
                    CanaryPace.gap(new Canaries(spent, spent, 0, null, null, null), members, age, learned, LIMITS));
        }
        return spent;
    }

    @Test
    void smallIncidentsMakeTheirAttemptsLast() {
        assertThat(gap(0, 20, Duration.ZERO)).isEqualTo(Duration.ofSeconds(30));
        assertThat(gap(1, 20, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(60));
        assertThat(gap(2, 20, Duration.ofSeconds(120))).isEqualTo(Duration.ofSeconds(120));
        assertThat(gap(3, 20, Duration.ofSeconds(300))).isEqualTo(Duration.ofSeconds(300));
        assertThat(gap(9, 20, Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(9));
        assertThat(spent(20, Duration.ofHours(24), List.of())).isLessThanOrEqualTo(40);
    }

    @Test
    void aSmallIncidentWaitsNoLongerThanItsOutageHasLasted() {
        assertThat(gap(1, 20, Duration.ofSeconds(35))).isEqualTo(Duration.ofSeconds(60));
        assertThat(gap(2, 20, Duration.ofSeconds(95))).isEqualTo(Duration.ofSeconds(95));
        assertThat(gap(3, 20, Duration.ofSeconds(190))).isEqualTo(Duration.ofSeconds(190));
        assertThat(gap(4, 20, Duration.ofSeconds(380))).isEqualTo(Duration.ofSeconds(300));

        CanaryLimits tenth = new CanaryLimits(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.036);
        Canaries three = new Canaries(3, 3, 0, null, null, null);
        assertThat(CanaryPace.gap(three, 20, Duration.ofSeconds(19), List.of(), tenth))
                .as("what has been waited counts as it is, where all waits are a tenth")
                .isEqualTo(Duration.ofSeconds(19));
    }

    @Test
    void aTaskAloneWaitsForTwoMinutesBeforeItsFirstAttempt() {
        CanaryLimits tenth = new CanaryLimits(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.036);
        CanaryLimits atOnce = new CanaryLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 0.036);

        assertThat(CanaryPace.first(1, LIMITS)).isEqualTo(Duration.ofSeconds(120));
        assertThat(CanaryPace.first(2, LIMITS)).isEqualTo(LIMITS.shortest());
        assertThat(CanaryPace.first(1_000, LIMITS)).isEqualTo(LIMITS.shortest());
        assertThat(CanaryPace.first(1, tenth)).isEqualTo(Duration.ofSeconds(12));
        assertThat(CanaryPace.first(1, atOnce)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aShorterLongestGapShortensAllWaitsInProportion() {
        CanaryLimits tenth = new CanaryLimits(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.036);
        CanaryLimits atOnce = new CanaryLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 0.036);
        Canaries none = new Canaries(0, 0, 0, null, null, null);
        Canaries nine = new Canaries(9, 9, 0, null, null, null);

        assertThat(CanaryPace.gap(none, 20, Duration.ZERO, List.of(), tenth)).isEqualTo(Duration.ofSeconds(3));
        assertThat(CanaryPace.gap(nine, 20, Duration.ofHours(1), List.of(), tenth))
                .isEqualTo(Duration.ofSeconds(54));
        assertThat(CanaryPace.gap(none, 20, Duration.ZERO, List.of(), atOnce)).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({"1000, PT1H, 0.05", "1000, PT6H, 0.11", "10000, PT1H, 0.01", "10000, PT6H, 0.02", "500, PT10M, 0.05"})
    void largeIncidentsSpendASmallShare(int members, Duration outage, double share) {
        assertThat(spent(members, outage, List.of())).isLessThanOrEqualTo((int) (share * members));
    }

    @Test
    void noLargeIncidentWaitsLongerThanFiveMinutes() {
        for (int members : List.of(100, 1000, 10_000, 1_000_000)) {
            for (int hours = 0; hours < 48; hours++) {
                Duration gap = gap(hours * 20, members, Duration.ofHours(hours));
                assertThat(gap).isBetween(LIMITS.shortest(), LIMITS.longest());
            }
        }
        assertThat(gap(40, 1000, Duration.ofMinutes(59))).isLessThanOrEqualTo(Duration.ofSeconds(101));
    }

    @Test
    void outagesThatAreMuchAlikeShortenTheWaitNearTheirEnd() {
        List<Duration> twentyMinutes = Collections.nCopies(5, Duration.ofMinutes(20));
        Canaries c = new Canaries(12, 12, 0, null, null, null);
        Duration usual = CanaryPace.gap(c, 300, Duration.ofMinutes(19), List.of(), LIMITS);
        Duration near = CanaryPace.gap(c, 300, Duration.ofMinutes(19), twentyMinutes, LIMITS);
        Duration past = CanaryPace.gap(c, 300, Duration.ofMinutes(90), twentyMinutes, LIMITS);
        assertThat(near).isLessThan(usual.dividedBy(3));
        assertThat(past).isEqualTo(CanaryPace.gap(c, 300, Duration.ofMinutes(90), List.of(), LIMITS));

        List<Duration> unlike = List.of(Duration.ofMinutes(1), Duration.ofMinutes(20), Duration.ofHours(5));
        assertThat(CanaryPace.gap(c, 300, Duration.ofMinutes(19), unlike, LIMITS))
                .isEqualTo(usual);
    }

    @Test
    void startsThatLookedWellAndFailedLengthenTheWait() {
        Canaries three = new Canaries(5, 5, 3, Instant.EPOCH, Instant.EPOCH, null);
        assertThat(CanaryPace.afterFalseStart(three, 100, LIMITS)).isEqualTo(Duration.ofMillis(22_500));
        assertThat(CanaryPace.gap(three, 100, Duration.ofMinutes(1), List.of(), LIMITS))
                .isEqualTo(Duration.ofMillis(22_500));
        Canaries many = new Canaries(50, 50, 30, Instant.EPOCH, Instant.EPOCH, null);
        assertThat(CanaryPace.gap(many, 100, Duration.ofMinutes(1), List.of(), LIMITS))
                .isEqualTo(Duration.ofSeconds(300));
        assertThat(CanaryPace.afterFalseStart(many, 10_000, LIMITS)).isEqualTo(Duration.ofSeconds(10));
    }
}
