package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Breaker;
import io.ripresa.model.Dependency;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Observation;
import io.ripresa.model.Policy;
import io.ripresa.policy.GateRules.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of what passes, row by row, and the moves between its rows. */
class GateRulesTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration RUN_TIME = Duration.ofMillis(100);
    private final GateRules rules = new GateRules(gate -> Policy.DEFAULT);
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
    void aTaskAloneSpendsNoAttemptInTheFirstMomentsUnlessSomethingTellsThatItWorks() {
        Instant soon = START.plusSeconds(10);
        Instant later = START.plusSeconds(120);

        Plan waits = rules.plan(fresh, 1, soon);
        assertThat(waits.starts()).isZero();
        assertThat(waits.lookAgainAt()).isEqualTo(later);
        assertThat(rules.plan(fresh, 1, later).starts()).isOne();
        assertThat(rules.plan(fresh, 2, soon).starts())
                .as("another one of them may find out")
                .isOne();
        Gate told = rules.observed(fresh, probe(true, soon), 1, soon);
        assertThat(rules.plan(told, 1, soon).starts())
                .as("a probe says that it works")
                .isOne();
        Gate asked = fresh.withNotBefore(START.plusSeconds(30));
        assertThat(rules.plan(asked, 1, START.plusSeconds(30)).starts())
                .as("the dependency said when")
                .isOne();
        Gate spent = rules.failed(rules.passed(rules.plan(fresh, 1, later), 1, 1, later), null, 1, later);
        assertThat(rules.plan(spent, 1, later.plusSeconds(60)).starts())
                .as("only the first time")
                .isOne();
    }

    @Test
    void aSuccessInBetweenStartsTheCountAnew() {
        Gate gate = fresh;
        for (int i = 0; i < 12; i++) {
            gate = i % 4 == 3 ? rules.succeeded(gate, took(START), 50, START) : rules.failed(gate, null, 100, START);
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

        Gate oneWell = rules.succeeded(rules.slotFreed(trying, due), took(due), 99, due);
        Instant now = due;
        Gate more = oneWell;
        int sent = 0;
        for (int i = 0; i < 40; i++) {
            now = now.plusMillis(100);
            Plan plan = rules.plan(more, 100, now);
            assertThat(plan.starts()).isLessThanOrEqualTo(1);
            if (plan.starts() > 0) {
                more = rules.passed(plan, 1, 100, now);
                sent++;
            }
        }
        assertThat(sent).isEqualTo(3);
        assertThat(rules.plan(more, 100, now.plusSeconds(3600)).starts()).isZero();
    }

    @Test
    void aTrialThatFailedOtherwiseIsFollowedAtOnceAndDoesNotLengthenTheWaits() {
        Gate trying = rules.slotFreed(halfOpen(), START);
        Instant now = START.plusSeconds(40);
        Gate unheard = rules.inconclusive(trying, now);
        Plan next = rules.plan(unheard, 20, now);
        assertThat(next.starts()).isOne();

        Gate again = rules.passed(next, 1, 20, now);
        assertThat(again.canaries().spent()).isEqualTo(trying.canaries().spent());
        assertThat(rules.failed(again, null, 20, now).canaries().nextAt())
                .isEqualTo(now.plus(CanaryPace.gap(
                        trying.canaries(), 20, Duration.between(START, now), List.of(), Policy.DEFAULT.canaries())));
    }

    @Test
    void aRunThatFailsBesideTheTrialsSparesTheNextOneForAThirdOfTheWait() {
        Gate shut = rules.failed(rules.slotFreed(halfOpen(), START), null, 100, START.plusSeconds(10));
        Instant nextAt = shut.canaries().nextAt();
        Instant late = nextAt.minusSeconds(1);

        Gate spared = rules.failed(shut, null, 100, late);

        Duration gap = CanaryPace.gap(
                shut.canaries(), 100, Duration.between(START, late), List.of(), Policy.DEFAULT.canaries());
        assertThat(spared.canaries().nextAt()).isEqualTo(late.plus(gap.dividedBy(3)));
        assertThat(rules.plan(spared, 100, nextAt).starts()).isZero();
        assertThat(rules.failed(shut, null, 100, START.plusSeconds(10))
                        .canaries()
                        .nextAt())
                .as("the next trial is far off anyway")
                .isEqualTo(nextAt);
    }

    @Test
    void runsThatFailAgainAndAgainSpareNoTrialForMoreThanHalfAnHour() {
        Gate gate = rules.failed(rules.slotFreed(halfOpen(), START), null, 100, START.plusSeconds(10));
        int second = 20;
        for (int starts = 0; starts == 0 && second < 7200; second += 10) {
            Instant now = START.plusSeconds(second);
            gate = rules.failed(gate, null, 100, now);
            Plan plan = rules.plan(gate, 100, now);
            starts = plan.starts();
            gate = plan.gate();
        }
        assertThat(second).isBetween(1790, 1820);
    }

    @Test
    void aRunThatFailsSparesNoTrialWhileAProbeSeesThatItWorks() {
        Gate shut = rules.failed(rules.slotFreed(halfOpen(), START), null, 100, START.plusSeconds(10));
        Instant now = START.plusSeconds(20);
        Gate told = rules.observed(shut, probe(true, now), 100, now);
        assertThat(rules.failed(told, null, 100, now).canaries().nextAt())
                .isEqualTo(told.canaries().nextAt());
    }

    @Test
    void oneFailureWhileHalfOpenShutsItAgainInANewEpoch() {
        Gate trying = halfOpen();
        Gate shut = rules.failed(rules.slotFreed(trying, START), null, 100, START.plusSeconds(10));
        assertThat(shut.breaker()).isEqualTo(Breaker.OPEN);
        assertThat(shut.epoch().number()).isEqualTo(trying.epoch().number() + 1);
    }

    @Test
    void tenSuccessesInARowCloseItAndTheRampBegins() {
        Gate gate = halfOpen();
        for (int i = 0; i < 10; i++) {
            assertThat(gate.ramp()).isNull();
            gate = rules.succeeded(gate, took(START.plusSeconds(10)), 97, START.plusSeconds(10));
        }
        assertThat(gate.breaker()).isEqualTo(Breaker.CLOSED);
        assertThat(gate.ramp()).isNotNull();
        assertThat(gate.traffic().holding()).isTrue();
    }

    @Test
    void fewerMembersThanTenCloseItWhenAllAreBack() {
        Gate gate = rules.succeeded(halfOpen(), took(START.plusSeconds(10)), 0, START.plusSeconds(10));
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
    void aStartThatLookedWellAndFailedMakesTheNextWaitLongerAndAsksForMore() {
        Gate gate = halfOpen();
        Instant now = START.plusSeconds(10);
        Duration before = Duration.ZERO;
        for (int i = 0; i < 4; i++) {
            gate = rules.succeeded(rules.slotFreed(gate, now), took(now), 97, now);
            gate = rules.failed(gate, null, 2000, now);
            Instant next = gate.canaries().nextAt();
            Duration wait = Duration.between(now, next);
            assertThat(wait).isGreaterThanOrEqualTo(before);
            before = wait;
            now = next;
            gate = rules.passed(rules.plan(gate, 2000, now), 1, 2000, now);
        }
        assertThat(before).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        for (int i = 0; i < 13; i++) {
            gate = rules.succeeded(gate, took(now), 97, now);
            assertThat(gate.ramp()).isNull();
        }
        assertThat(rules.succeeded(gate, took(now), 97, now).ramp()).isNotNull();
    }

    @Test
    void lengthsOfOutagesAreLearnedWhenTheBreakerClosesAndForgottenByARelapse() {
        Gate gate = halfOpen();
        for (int i = 0; i < 10; i++) {
            gate = rules.succeeded(gate, took(START.plusSeconds(600)), 97, START.plusSeconds(600));
        }
        assertThat(gate.learned().outages()).containsExactly(Duration.ofSeconds(600));
        for (int i = 0; i < 5; i++) {
            gate = rules.failed(gate, null, 100, START.plusSeconds(601));
        }
        assertThat(gate.learned().outages()).isEmpty();
    }

    @Test
    void fiveFailuresInARowOnTheRampAreARelapse() {
        Gate gate = halfOpen();
        for (int i = 0; i < 10; i++) {
            gate = rules.succeeded(gate, took(START.plusSeconds(10)), 97, START.plusSeconds(10));
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
        Gate told = rules.observed(gate, probe(true, soon), 100, soon);
        assertThat(told.breaker()).isEqualTo(Breaker.OPEN);
        Plan plan = rules.plan(told, 100, soon);
        assertThat(plan.starts()).isEqualTo(1);
        assertThat(plan.gate().breaker()).isEqualTo(Breaker.HALF_OPEN);
    }

    @Test
    void aProbeThatPassesWhileTrialsFailIsNotListenedTo() {
        Gate gate = open();
        Instant now = START.plusSeconds(1);
        gate = rules.observed(gate, probe(true, now), 100, now);
        gate = rules.passed(rules.plan(gate, 100, now), 1, 100, now);
        gate = rules.failed(rules.slotFreed(gate, now), null, 100, now.plusSeconds(1));
        Instant next = gate.canaries().nextAt();

        Gate told = rules.observed(gate, probe(true, now.plusSeconds(2)), 100, now.plusSeconds(2));

        assertThat(told.canaries().nextAt()).isEqualTo(next);
        assertThat(EvidenceRules.verdict(told, now.plusSeconds(2)).sign()).isEqualTo(EvidenceRules.Sign.SILENT);
    }

    @Test
    void aProbeThatNeverPassesSparesTrialsButNotForEver() {
        Gate gate = open();
        int trial = 0;
        for (int second = 0; second < 4000 && trial == 0; second++) {
            Instant now = START.plusSeconds(second);
            gate = rules.observed(gate, probe(false, now), 100, now);
            Plan plan = rules.plan(gate, 100, now);
            gate = plan.gate();
            trial = plan.starts() > 0 ? second : 0;
        }
        assertThat(trial).isBetween(1795, 1802);
    }

    @Test
    void whereFewTasksWaitTheirAttemptsAreSparedForLongerOnTheWordOfAProbe() {
        Gate gate = open();
        for (int second = 0; second < 5 * 3600; second++) {
            Instant now = START.plusSeconds(second);
            gate = rules.observed(gate, probe(false, now), 20, now);
            Plan plan = rules.plan(gate, 20, now);
            gate = plan.gate();
            assertThat(plan.starts()).isZero();
        }
        Instant late = START.plus(Duration.ofHours(6)).plusSeconds(10);
        gate = rules.observed(gate, probe(false, late), 20, late);
        assertThat(rules.plan(gate, 20, late.plusSeconds(10)).starts()).isEqualTo(1);
    }

    @Test
    void isOpenForNoLongerThanFiveMinutesWhateverTheProbeSays() {
        Gate gate = open();
        for (int second = 0; second <= 300; second++) {
            Instant now = START.plusSeconds(second);
            gate = rules.observed(gate, probe(false, now), 100, now);
            gate = rules.plan(gate, 100, now).gate();
            assertThat(gate.breaker()).isEqualTo(second < 300 ? Breaker.OPEN : Breaker.HALF_OPEN);
        }
    }

    @Test
    void sourcesThatDisagreeSayNothing() {
        Instant now = START.plusSeconds(1);
        Gate gate = rules.observed(open(), probe(false, now), 100, now);
        Gate both = rules.observed(
                gate,
                new Observation(Observation.Kind.TRAFFIC, true, now, now.plusSeconds(5), "40 calls, none failed."),
                100,
                now);
        EvidenceRules.Verdict verdict = EvidenceRules.verdict(both, now);
        assertThat(verdict.sign()).isEqualTo(EvidenceRules.Sign.SILENT);
        assertThat(verdict.reasons()).containsExactly("Probe.", "40 calls, none failed.");
        assertThat(EvidenceRules.verdict(both, now.plusSeconds(60)).reasons()).isEmpty();
    }

    private static Took took(Instant now) {
        return new Took(now.minus(RUN_TIME), RUN_TIME);
    }

    private static Observation probe(boolean passed, Instant now) {
        return new Observation(Observation.Kind.PROBE, passed, now, now.plusSeconds(10), "Probe.");
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
