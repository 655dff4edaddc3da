package io.ripresa.simulation.rival;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The control loops of others do what their documentation says. */
class ControlLoopsTest {

    private static final int HOUR = 3_600;

    @Test
    void altinnParksAStormKeepsThreeCanariesAndReleasesInDoublingCohorts() {
        HandSurroundings world = new HandSurroundings(200, s -> s >= HOUR).begin(NamespaceBreaker::new);

        // Retries after 1, 2, 4, 8 s until the first sweep at 30 s sees 200 of 200 waiting.
        world.advanceTo(Duration.ofSeconds(29));
        assertThat(world.starts).hasSize(200 * 5);

        // Three canaries; when they have failed, three others at the next sweep, and everybody else is parked, whose
        // windows are prolonged before they end.
        world.advanceTo(Duration.ofMinutes(40));
        assertThat(world.startsWithin(30, 60)).isEqualTo(3);
        assertThat(world.startsWithin(60, 600)).isBetween(3L * 17, 3L * 18);
        assertThat(world.startsWithin(600, 2400)).isBetween(3L * 58, 3L * 60);

        // When the cause is gone the next canary finds out; then 3, 6, 12 ... per sweep.
        world.advanceTo(Duration.ofSeconds(HOUR + 90));
        assertThat(world.succeeded()).isBetween(3L, 12L);
        world.advanceTo(Duration.ofSeconds(HOUR + 90 + 8 * 30));
        assertThat(world.succeeded()).isEqualTo(200);
        assertThat(world.givenUp).isEmpty();
    }

    @Test
    void altinnNeverTripsForFewAndDoesNotRetryWhatIsWrongWithTheInput() {
        HandSurroundings world = new HandSurroundings(49, s -> s >= 400);
        world.poison = 3;
        world.begin(NamespaceBreaker::new);

        world.advanceTo(Duration.ofSeconds(600));

        // 0, 1, 3, 7, 15, 31, 63, 127, 255 s and the 256 s after that.
        assertThat(world.starts).hasSize(49 * 10);
        assertThat(world.succeeded()).isEqualTo(48);
        assertThat(world.givenUp).containsExactly(3);
    }

    @Test
    void altinnGivesUpAfterADay() {
        HandSurroundings world = new HandSurroundings(60, s -> false).begin(NamespaceBreaker::new);

        world.advanceTo(Duration.ofHours(25));

        assertThat(world.givenUp).hasSize(60);
        assertThat(world.startsWithin(24 * HOUR + 2, 25 * HOUR)).isZero();
    }

    @Test
    void resilience4jTriesThreeTimesWithinASecondAndThenNobodyDoes() {
        HandSurroundings world = new HandSurroundings(1, s -> s >= 2).begin(RetryGuard::new);

        world.advanceTo(Duration.ofMinutes(5));

        assertThat(world.starts).containsExactly(0L, 600_000L, 1_200_000L);
        assertThat(world.givenUp).containsExactly(0);
    }

    @Test
    void itsBreakerStandsInFrontOfTheRetryAndCountsItAsOneCall() {
        HandSurroundings world = new HandSurroundings(600, s -> false).begin(RetryGuard::new);

        world.advanceTo(Duration.ofMinutes(5));

        // All 600 begin before any has failed; each is tried three times, and each counts once.
        assertThat(world.starts).hasSize(600 * 3);
        assertThat(world.givenUp).hasSize(600);

        HandSurroundings later = new HandSurroundings(600, s -> false);
        later.apart = 10_000_000;
        later.begin(RetryGuard::new);
        later.advanceTo(Duration.ofHours(2));
        // A hundred in each of four processes until it opens; then 10 of those that come after each 60 s.
        assertThat(later.starts.size()).isBetween(400 * 3 + 200, 600 * 3 - 1);
        assertThat(later.givenUp).hasSize(600);
    }

    @Test
    void itsBreakerOpensAtHalfOfAHundredCallsAndTakesTenToDecide() {
        CountingBreaker breaker = new CountingBreaker();
        for (int i = 0; i < 99; i++) {
            assertThat(breaker.lets(i)).isTrue();
            breaker.ended(i % 2 == 0, i);
        }
        assertThat(breaker.isOpen()).as("99 calls are too few").isFalse();
        breaker.ended(false, 99);
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.lets(59_000_000)).isFalse();

        for (int i = 0; i < 10; i++) {
            assertThat(breaker.lets(60_000_200)).isTrue();
        }
        assertThat(breaker.lets(60_000_200)).as("ten calls are permitted").isFalse();
        for (int i = 0; i < 10; i++) {
            breaker.ended(i < 6, 60_000_300);
        }
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.lets(60_000_400)).isTrue();
    }

    @Test
    void nServiceBusTriesTwentyFourTimesWithinAMinute() {
        HandSurroundings world = new HandSurroundings(1, s -> false).begin(MessagePump::new);

        world.advanceTo(Duration.ofMinutes(10));

        assertThat(world.starts).hasSize(24);
        assertThat(world.givenUp).containsExactly(0);
        // 60 s of delays, and the pauses of one second after ten failures in a row.
        assertThat(world.starts.get(23)).isBetween(60_000_000L, 80_000_000L);
    }

    @Test
    void nServiceBusTakesOneMessageASecondWhileEverythingFails() {
        HandSurroundings world = new HandSurroundings(500, s -> s >= 300).begin(MessagePump::new);

        world.advanceTo(Duration.ofSeconds(299));
        assertThat(world.startsWithin(60, 290)).isBetween(200L, 230L);

        world.advanceTo(Duration.ofSeconds(310));
        assertThat(world.succeeded()).as("one success, and eight at once again").isGreaterThan(300);
    }

    @Test
    void convoyHasGivenEverythingUpWithinTwentyMinutes() {
        HandSurroundings world = new HandSurroundings(100, s -> false).begin(SampledBreaker::new);

        world.advanceTo(Duration.ofHours(2));

        assertThat(world.givenUp).hasSize(100);
        assertThat(world.starts.size()).isLessThanOrEqualTo(100 * 10);
        assertThat(world.startsWithin(20 * 60, 2 * HOUR)).isZero();
    }

    @Test
    void convoyTriesEveryHundredSecondsWhereFewFail() {
        HandSurroundings world = new HandSurroundings(1, s -> s >= 450).begin(SampledBreaker::new);

        world.advanceTo(Duration.ofSeconds(600));

        assertThat(world.starts).hasSize(6);
        assertThat(world.succeeded()).isEqualTo(1);
    }

    @Test
    void thePersonPressesEveryTwoHoursFromTheFirstFailureOn() {
        HandSurroundings world = new HandSurroundings(50, s -> s >= 3 * HOUR).begin(PersonMechanism::new);

        world.advanceTo(Duration.ofHours(5));

        assertThat(world.startsWithin(0, 1)).isEqualTo(50);
        assertThat(world.startsWithin(2 * HOUR, 2 * HOUR + 1)).isEqualTo(50);
        assertThat(world.startsWithin(4 * HOUR, 4 * HOUR + 1)).isEqualTo(50);
        assertThat(world.starts).hasSize(150);
        assertThat(world.succeeded()).isEqualTo(50);
    }
}
