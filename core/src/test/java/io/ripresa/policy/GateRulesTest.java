package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Breaker;
import io.ripresa.model.Dependency;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Policy;
import io.ripresa.policy.GateRules.Plan;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The table of what passes, row by row, and the moves between its rows. */
class GateRulesTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration RUN_TIME = Duration.ofMillis(100);
    private final GateRules rules = new GateRules(Policy.DEFAULT);
    private final Gate fresh = rules.opened(
            Gate.create(GateKey.reachability(Dependency.endpoint("payments.example", 443))), "inc-1", 1, START);

    @Test
    void closedWithFewFailuresLetsOneCanaryPassAfterFiveSecondsAndHoldsNoFirstStart() {
        Gate gate = rules.failed(fresh, null, 100, START);
        assertThat(rules.plan(gate, 100, START.plusSeconds(4)).starts()).isZero();
        Plan plan = rules.plan(gate, 100, START.plusSeconds(5));
        assertThat(plan.starts()).isEqualTo(1);
        assertThat(plan.trial()).isTrue();
        assertThat(gate.traffic().holding()).isFalse();
    }

    @Test
    void fiveFailuresInARowOpenItAndFirstStartsAreHeld() {
        Gate gate = fresh;
        for (int i = 0; i < 4; i++) {
            gate = rules.failed(gate, null, 100, START);
            assertThat(gate.breaker()).isEqualTo(Breaker.CLOSED);
        }
        long epoch = gate.epoch().number();
        gate = rules.failed(gate, null, 100, START);
        assertThat(gate.breaker()).isEqualTo(Breaker.OPEN);
        assertThat(gate.epoch().number()).isEqualTo(epoch + 1);
        assertThat(gate.traffic().holding()).isTrue();
        assertThat(rules.plan(gate, 100, START.plusSeconds(1)).starts()).isZero();
    }

    @Test
    void aSuccessInBetweenStartsTheCountAnew() {
        Gate gate = fresh;
        for (int i = 0; i < 12; i++) {
            gate = i % 4 == 3 ? rules.succeeded(gate, RUN_TIME, 50, START) : rules.failed(gate, null, 100, START);
        }
        assertThat(gate.breaker()).isEqualTo(Breaker.CLOSED);
    }

    @Test
    void halfOpensWithOneTrialThenLetsNoMoreThanThreeBeInFlight() {
        Gate gate = open();
        Instant due = gate.canaries().nextAt();
        Plan first = rules.plan(gate, 100, due);
        assertThat(first.gate().breaker()).isEqualTo(Breaker.HALF_OPEN);
        assertThat(first.starts()).isEqualTo(1);
        Gate trying = rules.passed(first, 1, 100, due);
        assertThat(rules.plan(trying, 100, due).starts()).isZero();

        Gate oneWell = rules.succeeded(rules.slotFreed(trying, due), RUN_TIME, 99, due);
        Plan more = rules.plan(oneWell, 100, due);
        assertThat(more.starts()).isEqualTo(2);
        Gate full = rules.passed(more, 2, 100, due).withSlots(1);
        assertThat(rules.plan(full, 100, due.plusSeconds(3600)).starts()).isZero();
    }

    @Test
    void oneFailureWhileHalfOpenShutsItAgainInANewEpoch() {
        Gate trying = halfOpen();
        Gate shut = rules.failed(rules.slotFreed(trying, START), null, 100, START.plusSeconds(10));
        assertThat(shut.breaker()).isEqualTo(Breaker.OPEN);
        assertThat(shut.epoch().number()).isEqualTo(trying.epoch().number() + 1);
    }

    @Test
    void threeSuccessesInARowCloseItAndTheRampBegins() {
        Gate gate = halfOpen();
        for (int i = 0; i < 3; i++) {
            assertThat(gate.ramp()).isNull();
            gate = rules.succeeded(gate, RUN_TIME, 97, START.plusSeconds(10));
        }
        assertThat(gate.breaker()).isEqualTo(Breaker.CLOSED);
        assertThat(gate.ramp()).isNotNull();
        assertThat(gate.traffic().holding()).isTrue();
    }

    @Test
    void fewerMembersThanThreeCloseItWhenAllAreBack() {
        Gate gate = rules.succeeded(halfOpen(), RUN_TIME, 0, START.plusSeconds(10));
        assertThat(gate.breaker()).isEqualTo(Breaker.CLOSED);
    }

    @Test
    void staysOpenUntilTheTimeThatTheDependencyAskedFor() {
        Gate gate = fresh;
        Instant asked = START.plusSeconds(120);
        for (int i = 0; i < 5; i++) {
            gate = rules.failed(gate, asked, 100, START);
        }
        assertThat(gate.nextActionAt()).isEqualTo(asked);
        assertThat(rules.plan(gate, 100, START.plusSeconds(119)).starts()).isZero();
        assertThat(rules.plan(gate, 100, asked).starts()).isEqualTo(1);
    }

    @Test
    void canariesSlowDownWhenFivePercentOfTheIncidentAreSpent() {
        Policy.CanaryLimits limits = Policy.CanaryLimits.DEFAULT;
        assertThat(CanaryPace.gap(5, 100, limits)).isEqualTo(Duration.ofSeconds(5));
        assertThat(CanaryPace.gap(6, 100, limits)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void fiveFailuresInARowOnTheRampAreARelapse() {
        Gate gate = halfOpen();
        for (int i = 0; i < 3; i++) {
            gate = rules.succeeded(gate, RUN_TIME, 97, START.plusSeconds(10));
        }
        for (int i = 0; i < 5; i++) {
            gate = rules.failed(gate, null, 100, START.plusSeconds(11));
        }
        assertThat(gate.breaker()).isEqualTo(Breaker.OPEN);
        assertThat(gate.ramp()).isNull();
    }

    @Test
    void aPassingProbeHalfOpensAndDoesNotClose() {
        Gate gate = open();
        Instant soon = START.plusSeconds(1);
        assertThat(rules.plan(gate, 100, soon).starts()).isZero();
        Gate told = rules.probePassed(gate, soon);
        assertThat(told.breaker()).isEqualTo(Breaker.OPEN);
        Plan plan = rules.plan(told, 100, soon);
        assertThat(plan.starts()).isEqualTo(1);
        assertThat(plan.gate().breaker()).isEqualTo(Breaker.HALF_OPEN);
    }

    @Test
    void aProbeThatNeverPassesDelaysTrialsForAsLongAsTheBreakerMayBeOpenAndNoLonger() {
        Gate gate = open();
        Instant now = START;
        int trials = 0;
        for (int second = 0; second < 400; second++) {
            now = START.plusSeconds(second);
            gate = rules.probeFailed(gate, now.plusSeconds(1), now);
            if (rules.plan(gate, 100, now).starts() > 0) {
                trials = second;
                break;
            }
        }
        assertThat(trials).isBetween(295, 301);
    }

    private Gate open() {
        Gate gate = fresh;
        for (int i = 0; i < 5; i++) {
            gate = rules.failed(gate, null, 100, START);
        }
        return gate;
    }

    private Gate halfOpen() {
        Gate gate = open();
        Instant due = gate.canaries().nextAt();
        return rules.passed(rules.plan(gate, 100, due), 1, 100, due);
    }
}
