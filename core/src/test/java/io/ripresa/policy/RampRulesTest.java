package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ripresa.model.Dependency;
import io.ripresa.model.Gate;
import io.ripresa.model.Gate.Learned;
import io.ripresa.model.GateKey;
import io.ripresa.model.Policy.RampLimits;
import io.ripresa.model.Ramp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RampRulesTest {

    private static final RampLimits LIMITS = RampLimits.DEFAULT;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Gate GATE = Gate.create(GateKey.reachability(Dependency.endpoint("payments.example", 443)))
            .withLearned(new Learned(0, Duration.ofMillis(100), List.of()));

    @Test
    void doublesToEightAndThenGrowsByAFifthPerRound() {
        Ramp ramp = RampRules.begin(LIMITS, START);
        assertThat(ramp.startsPerSecond()).isEqualTo(2);
        double[] expected = {4, 8, 9.6, 11.52, 13.824};
        Instant now = START;
        for (double rate : expected) {
            now = now.plusSeconds(1);
            ramp = fullRound(ramp, now);
            assertThat(ramp.startsPerSecond()).isCloseTo(rate, within(1e-9));
        }
    }

    @Test
    void aRateThatIsNotUsedDoesNotGrow() {
        Ramp ramp = RampRules.begin(LIMITS, START);
        ramp = fullRound(ramp, START.plusSeconds(1));
        Ramp idle = RampRules.succeeded(GATE, ramp, LIMITS, START.plusSeconds(60));
        assertThat(idle.startsPerSecond()).isEqualTo(ramp.startsPerSecond());
    }

    @Test
    void oneRoundTripOfFailuresIsOneCut() {
        Ramp ramp = at(20);
        Ramp once = RampRules.failed(GATE, ramp, LIMITS, START.plusSeconds(10));
        Ramp twice = RampRules.failed(GATE, once, LIMITS, START.plusMillis(10_400));
        Ramp later = RampRules.failed(GATE, twice, LIMITS, START.plusMillis(11_100));
        assertThat(once.startsPerSecond()).isCloseTo(14, within(1e-9));
        assertThat(twice.startsPerSecond()).isEqualTo(once.startsPerSecond());
        assertThat(later.startsPerSecond()).isCloseTo(9.8, within(1e-9));
    }

    @Test
    void afterACutItStaysBelowTheRateThatWasTooFast() {
        Ramp ramp = RampRules.failed(GATE, at(20), LIMITS, START.plusSeconds(10));
        Instant now = START.plusSeconds(10);
        for (int i = 0; i < 9; i++) {
            now = now.plusSeconds(1);
            ramp = fullRound(ramp, now);
        }
        assertThat(ramp.startsPerSecond()).isGreaterThan(14).isLessThanOrEqualTo(19);
    }

    @Test
    void startsAreSpreadEvenlyAndNotSavedUp() {
        Ramp ramp = at(10);
        int started = 0;
        Instant now = START.plusSeconds(60);
        for (int i = 0; i < 1000; i++) {
            now = now.plusMillis(10);
            int starts = RampRules.startsNow(GATE, ramp, LIMITS, now);
            assertThat(starts).isLessThanOrEqualTo(3);
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
            ramp = i % 2 == 0
                    ? RampRules.failed(GATE, ramp, LIMITS, now)
                    : RampRules.succeeded(GATE, ramp, LIMITS, now);
        }
        assertThat(RampRules.isRelapse(GATE, ramp, LIMITS)).isTrue();
    }

    private static Ramp at(double rate) {
        return new Ramp(rate, 0, null, START, START, Ramp.Window.EMPTY);
    }

    private static Ramp fullRound(Ramp ramp, Instant now) {
        Ramp next = ramp;
        int completions = (int) Math.ceil(ramp.startsPerSecond());
        for (int i = 0; i < completions; i++) {
            next = RampRules.succeeded(GATE, next, LIMITS, now);
        }
        return next;
    }
}
