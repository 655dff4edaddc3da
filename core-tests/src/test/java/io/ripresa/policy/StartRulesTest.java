package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Breaker;
import io.ripresa.model.Dependency;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Policy;
import io.ripresa.model.StartLimits;
import io.ripresa.policy.GateRules.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The limits of first starts, and the gate that holds them, in virtual time. */
class StartRulesTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final StartLimits LIMITS = new StartLimits(20, 10);
    private final GateRules rules = new GateRules(gate -> Policy.DEFAULT);
    private final Gate fresh = Gate.create(GateKey.starts("native"));

    private static Gate counted(Gate gate, Instant at, int starts, int failures) {
        Gate next = gate;
        for (int i = 0; i < starts; i++) {
            next = StartRules.counted(next, at, 1, 0);
        }
        return StartRules.counted(next, at, 0, failures);
    }

    @Test
    void asManyStartsInAMinuteAsTheLimitPassAndOneMoreDoesNot() {
        Gate twenty = counted(fresh, START, 20, 0);
        assertThat(StartRules.passed(twenty, LIMITS, START)).isNull();
        Gate more = StartRules.counted(twenty, START.plusSeconds(59), 1, 0);
        assertThat(StartRules.passed(more, LIMITS, START.plusSeconds(59)))
                .isEqualTo("More than 20 first starts in one minute.");
        assertThat(StartRules.passed(more, new StartLimits(null, 10), START)).isNull();
        assertThat(StartRules.passed(more, LIMITS, START.plusSeconds(120)))
                .as("what is read long after it was")
                .isNull();
    }

    @Test
    void theNextMinuteCountsAnew() {
        Gate twice = counted(counted(fresh, START, 20, 0), START.plusSeconds(60), 20, 0);
        assertThat(StartRules.passed(twice, LIMITS, START.plusSeconds(60))).isNull();
    }

    @Test
    void failuresOfFiveMinutesCountTogetherAndOlderOnesDoNot() {
        Gate gate = fresh;
        for (int minute = 0; minute < 5; minute++) {
            gate = counted(gate, START.plusSeconds(60L * minute), 0, 2);
        }
        Instant last = START.plusSeconds(240);
        assertThat(StartRules.passed(gate, LIMITS, last)).isNull();
        Gate more = StartRules.counted(gate, last, 0, 1);
        assertThat(StartRules.passed(more, LIMITS, last))
                .isEqualTo("More than 10 failures of causes not known before, within five minutes.");
        assertThat(StartRules.passed(more, LIMITS, last.plusSeconds(60))).isNull();
    }

    @Test
    void anyOrderOfTellingCountsTheSameAndTheRowStaysSmall() {
        SplittableRandom random = new SplittableRandom(20261126);
        for (int round = 0; round < 300; round++) {
            List<Instant> told = new ArrayList<>();
            Gate gate = fresh;
            for (int i = 0; i < 60; i++) {
                Instant at = START.plusSeconds(random.nextInt(400));
                told.add(at);
                gate = StartRules.counted(gate, at, 1, 0);
            }
            assertThat(gate.learned().calls().latest())
                    .hasSizeLessThanOrEqualTo(5)
                    .isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
            long newest = told.stream().mapToLong(Instant::getEpochSecond).max().orElseThrow() / 60;
            gate.learned().calls().latest().forEach(minute -> {
                long same = told.stream()
                        .filter(at -> at.getEpochSecond() / 60 == minute.number())
                        .count();
                // What comes later than four minutes after others is counted from then on only.
                assertThat(minute.calls()).isLessThanOrEqualTo(same);
                assertThat(minute.number()).isBetween(newest - 4, newest);
            });
        }
    }

    @Test
    void opensAtOnceHalfOpensAfterFiveMinutesAndClosesWhenThreeTrialsSucceed() {
        Gate open = rules.opened(counted(fresh, START, 21, 0), "inc-1", 1, START);
        assertThat(open.breaker()).isEqualTo(Breaker.OPEN);
        assertThat(open.traffic().holding()).isTrue();
        assertThat(open.learned().calls().latest())
                .as("counted anew afterwards")
                .isEmpty();
        assertThat(rules.plan(open, 50, START.plusSeconds(299)).starts()).isZero();

        Instant now = START.plusSeconds(300);
        Plan plan = rules.plan(open, 50, now);
        assertThat(plan.gate().breaker()).isEqualTo(Breaker.HALF_OPEN);
        Gate gate = rules.passed(plan, plan.starts(), 50, now);
        int most = gate.traffic().inFlight();
        for (int well = 0; well < 3; well++) {
            assertThat(gate.breaker()).isEqualTo(Breaker.HALF_OPEN);
            gate = rules.succeeded(rules.slotFreed(gate, now), new Took(now, Duration.ofMillis(50)), 40, now);
            for (int i = 0; i < 20 && gate.breaker() == Breaker.HALF_OPEN; i++) {
                now = now.plusMillis(500);
                Plan next = rules.plan(gate, 50, now);
                gate = next.starts() > 0 ? rules.passed(next, next.starts(), 50, now) : gate;
                most = Math.max(most, gate.traffic().inFlight());
            }
        }
        assertThat(most).isLessThanOrEqualTo(3);
        assertThat(gate.breaker()).isEqualTo(Breaker.CLOSED);
        assertThat(gate.ramp()).as("what was held comes back by a ramp").isNotNull();
    }

    @Test
    void oneFailedTrialOpensItForAnotherFiveMinutes() {
        Gate open = rules.opened(fresh, "inc-1", 1, START);
        Instant now = START.plusSeconds(300);
        Gate trying = rules.passed(rules.plan(open, 5, now), 1, 5, now);
        Gate again = rules.failed(rules.slotFreed(trying, now), null, 5, now);
        assertThat(again.breaker()).isEqualTo(Breaker.OPEN);
        assertThat(rules.plan(again, 5, now.plusSeconds(299)).starts()).isZero();
        assertThat(rules.plan(again, 5, now.plusSeconds(300)).starts()).isEqualTo(1);
    }

    @Test
    void whereNobodyWaitsItClosesWhenItsTimeIsOver() {
        Gate open = rules.opened(fresh, "inc-1", 1, START);
        assertThat(StartRules.rested(open, START.plusSeconds(299))).isNull();
        Gate rested = Objects.requireNonNull(StartRules.rested(open, START.plusSeconds(300)));
        assertThat(rested.breaker()).isEqualTo(Breaker.CLOSED);
        Gate other = rules.opened(Gate.create(GateKey.starts("x")).withEpisode(fresh.episode()), "i", 1, START);
        assertThat(StartRules.rested(other.withSlots(1), START.plusSeconds(300)))
                .as("a trial is under way")
                .isNull();
    }

    @Test
    void whereNobodyWaitsItIsLookedAtWhenItsTimeIsOverAndNotAllTheTimeAfterThat() {
        Gate open = rules.opened(fresh, "inc-1", 1, START);
        assertThat(StartRules.restsAt(open, START.plusSeconds(10))).isEqualTo(START.plusSeconds(300));
        assertThat(StartRules.restsAt(open.withSlots(1), START.plusSeconds(300)))
                .as("a trial is under way: its slot has it looked at")
                .isNull();
        Gate closed =
                open.moved(Breaker.HALF_OPEN, START.plusSeconds(300)).moved(Breaker.CLOSED, START.plusSeconds(301));
        assertThat(StartRules.restsAt(closed, START.plusSeconds(302)))
                .as("what is under way comes back by the ramp")
                .isNull();
        Gate other = rules.opened(Gate.create(GateKey.reachability(new Dependency("a:1"))), "i", 1, START);
        assertThat(StartRules.restsAt(other, START)).isNull();
    }

    @Test
    void aLimitThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new StartLimits(0, null))
                .hasMessage("startsPerMinute is 0; give a number from 1 to 1000000, or leave it out for no limit");
    }
}
