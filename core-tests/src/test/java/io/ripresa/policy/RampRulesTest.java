package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ripresa.model.Dependency;
import io.ripresa.model.Evidence;
import io.ripresa.model.Gate;
import io.ripresa.model.Gate.Learned;
import io.ripresa.model.Gate.RunTimes;
import io.ripresa.model.GateKey;
import io.ripresa.model.Observation;
import io.ripresa.model.Policy.RampLimits;
import io.ripresa.model.Ramp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The steps of the ramp one by one; {@link RampOnQueueTest} shows what comes of them. */
class RampRulesTest {

    private static final RampLimits LIMITS = RampLimits.DEFAULT;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration RUN_TIME = Duration.ofMillis(100);
    private static final int MANY = 100_000;
    private static final Gate GATE = Gate.create(GateKey.reachability(Dependency.endpoint("payments.example", 443)))
            .withLearned(Learned.NOTHING.withMedianRunTime(RUN_TIME).withRunTimes(new RunTimes(300, 100, 100)));

    @Test
    void doublesToEightAndThenGrowsByAQuarterPerRound() {
        Ramp ramp = RampRules.begin(GATE, 1_000, LIMITS, START);
        assertThat(ramp.startsPerSecond()).isCloseTo(4, within(0.2));
        double[] expected = {8, 10, 12.5, 15.625};
        Instant now = START;
        for (double rate : expected) {
            now = now.plusSeconds(1);
            ramp = fullRound(ramp, now);
            assertThat(ramp.startsPerSecond()).isCloseTo(rate, within(1e-9));
        }
    }

    @Test
    void aSmallIncidentBeginsGentlyAndALargeOneDoesNot() {
        assertThat(RampRules.begin(GATE, 20, LIMITS, START).startsPerSecond()).isCloseTo(0.95, within(0.01));
        assertThat(RampRules.begin(GATE, 10_000, LIMITS, START).startsPerSecond())
                .isEqualTo(8);
        assertThat(RampRules.trialRate(20, LIMITS, false)).isCloseTo(0.95, within(0.01));
        assertThat(RampRules.trialRate(10_000, LIMITS, false)).isEqualTo(4);
    }

    @Test
    void whereSomebodyElseSeesThatItWorksTrialsAndTheRampBeginTwiceAsFast() {
        Observation works =
                new Observation(Observation.Kind.PROBE, true, START, START.plusSeconds(30), "The probe was answered.");
        Gate told = GATE.withEvidence(Evidence.NONE.with(works));
        assertThat(RampRules.trialRate(1_000, LIMITS, true)).isEqualTo(4);
        assertThat(RampRules.begin(told, 1_000, LIMITS, START).startsPerSecond())
                .isEqualTo(8);
        assertThat(RampRules.begin(told, 20, LIMITS, START).startsPerSecond()).isCloseTo(0.95, within(0.01));
    }

    @Test
    void growsForLittleWhereTheRateIsLow() {
        Ramp ramp = at(10);
        Instant now = START.plusSeconds(2);
        for (int i = 0; i < 20; i++) {
            ramp = well(ramp, now, 120);
        }
        assertThat(ramp.startsPerSecond()).isEqualTo(12.5);
    }

    @Test
    void whatTheDependencyIsKnownToTakeIsNotExceededAtFirst() {
        Gate knows = GATE.withLearned(GATE.learned().withCapacity(3.2));
        Ramp ramp = RampRules.begin(knows, MANY, LIMITS, START);
        Instant now = START;
        for (int i = 0; i < 2; i++) {
            now = now.plusSeconds(1);
            ramp = fullRound(ramp, now);
            assertThat(ramp.startsPerSecond()).isCloseTo(3.2, within(1e-9));
        }
        // With so much to do it is worth a try whether it takes more by now.
        ramp = fullRound(ramp, now.plusSeconds(10));
        assertThat(ramp.startsPerSecond()).isCloseTo(3.52, within(1e-9));
    }

    @Test
    void aRateThatIsNotUsedDoesNotGrow() {
        Ramp ramp = fullRound(RampRules.begin(GATE, 1_000, LIMITS, START), START.plusSeconds(1));
        Ramp idle = well(ramp, START.plusSeconds(60));
        assertThat(idle.startsPerSecond()).isEqualTo(ramp.startsPerSecond());
    }

    @Test
    void doesNotGrowWhereLittleIsLeftToDo() {
        Ramp ramp = at(20);
        Instant now = START.plusSeconds(2);
        for (int i = 0; i < 20; i++) {
            ramp = well(ramp, now, 400);
        }
        assertThat(ramp.startsPerSecond()).isEqualTo(20);
    }

    @Test
    void oneRoundTripOfFailuresIsOneCut() {
        Ramp once = RampRules.failed(GATE, at(20), LIMITS, START.plusSeconds(10));
        Ramp twice = RampRules.failed(GATE, once, LIMITS, START.plusMillis(10_400));
        Ramp later = RampRules.failed(GATE, twice, LIMITS, START.plusMillis(11_100));
        assertThat(once.startsPerSecond()).isLessThanOrEqualTo(14).isGreaterThanOrEqualTo(5);
        assertThat(twice.startsPerSecond()).isEqualTo(once.startsPerSecond());
        assertThat(later.startsPerSecond()).isLessThan(twice.startsPerSecond()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void startsAreSpreadEvenlyAndNotSavedUp() {
        Ramp ramp = at(10);
        int started = 0;
        Instant now = START.plusSeconds(60);
        for (int i = 0; i < 1000; i++) {
            now = now.plusMillis(10);
            int starts = RampRules.startsNow(GATE, ramp, LIMITS, now);
            assertThat(starts).isLessThanOrEqualTo(1);
            if (starts > 0) {
                ramp = RampRules.started(ramp, starts, now);
                started += starts;
            }
        }
        assertThat(started).isBetween(99, 103);
    }

    @Test
    void startsStopAtTheSlotsThatAreInUse() {
        Ramp ramp = at(10);
        Gate full = GATE.withSlots(RampRules.inFlightLimit(GATE, ramp, LIMITS));
        assertThat(RampRules.startsNow(full, ramp, LIMITS, START.plusSeconds(60)))
                .isZero();
    }

    @Test
    void halfOfTheLatestCompletionsFailingIsARelapse() {
        Ramp ramp = at(4);
        Instant now = START;
        for (int i = 0; i < 10; i++) {
            assertThat(RampRules.isRelapse(GATE, ramp, LIMITS)).isFalse();
            now = now.plusMillis(50);
            ramp = i % 2 == 0 ? RampRules.failed(GATE, ramp, LIMITS, now) : well(ramp, now);
        }
        assertThat(RampRules.isRelapse(GATE, ramp, LIMITS)).isTrue();
    }

    private static Ramp at(double rate) {
        return Ramp.begin(rate, Duration.ofMillis(500), START);
    }

    private static Ramp well(Ramp ramp, Instant now) {
        return well(ramp, now, MANY);
    }

    private static Ramp well(Ramp ramp, Instant now, int pending) {
        Took took = new Took(now.minus(RUN_TIME), RUN_TIME);
        Ramp after = RampRules.succeeded(GATE, ramp, took, pending, LIMITS, now).ramp();
        assertThat(after).isNotNull();
        return after;
    }

    private static Ramp fullRound(Ramp ramp, Instant now) {
        Ramp next = ramp;
        int completions = (int) Math.ceil(ramp.startsPerSecond());
        for (int i = 0; i < completions; i++) {
            next = well(next, now);
        }
        return next;
    }
}
