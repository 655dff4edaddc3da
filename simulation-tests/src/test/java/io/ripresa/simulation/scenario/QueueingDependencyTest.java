package io.ripresa.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ripresa.simulation.scenario.DependencyProfile.Outage;
import io.ripresa.simulation.scenario.DependencyProfile.Serving;
import io.ripresa.simulation.scenario.QueueingDependency.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QueueingDependencyTest {

    private static final long SECOND = 1_000_000;
    private static final long BACK = 120 * SECOND;

    private static QueueingDependency of(DependencyProfile profile) {
        return new QueueingDependency(profile, new SplittableRandom(1), 1, 0);
    }

    private static QueueingDependency of(Serving serving, double foreground) {
        return of(Profiles.with(Steps.always(10), Steps.always(1), Steps.always(foreground), serving));
    }

    @Test
    void servesAtThePaceOfItsCapacityAndLatencyRisesWithTheQueue() {
        QueueingDependency dependency = of(Serving.SHEDDING, 0);
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Answer answer = dependency.call(BACK, null);
            assertThat(answer.trouble()).isNull();
            took.add((answer.at() - BACK) / 1000);
        }

        assertThat(took).containsExactly(100L, 200L, 300L, 400L, 500L);
    }

    @Test
    void shedsWhatWouldWaitForLongerThanHalfASecond() {
        QueueingDependency dependency = of(Serving.SHEDDING, 0);
        for (int i = 0; i < 6; i++) {
            assertThat(dependency.call(BACK, null).trouble()).isNull();
        }

        Answer refused = dependency.call(BACK, null);

        assertThat(refused.trouble()).isEqualTo(Trouble.UNAVAILABLE);
        assertThat(refused.at() - BACK).isLessThan(10_000);
        assertThat(dependency.call(BACK + SECOND, null).trouble()).isNull();
    }

    @Test
    void collapsesUnderLastingOverloadAndRecoversOnlyWithLessLoad() {
        QueueingDependency dependency = of(Serving.COLLAPSING, 0);
        // Half as much again as it can do, for a minute.
        int well = 0;
        int late = 0;
        for (long at = BACK; at < BACK + 60 * SECOND; at += SECOND / 15) {
            Trouble trouble = dependency.call(at, null).trouble();
            if (at >= BACK + 20 * SECOND) {
                well += trouble == null ? 1 : 0;
                late += trouble == Trouble.TIMED_OUT ? 1 : 0;
            }
        }
        assertThat(well).as("nothing is done in time, at full capacity").isZero();
        assertThat(late).isGreaterThan(300);

        // Just what it can do keeps it there.
        for (long at = BACK + 60 * SECOND; at < BACK + 90 * SECOND; at += SECOND / 10) {
            assertThat(dependency.call(at, null).trouble()).isNotNull();
        }
        // A pause of its queue's length ends it.
        assertThat(dependency.call(BACK + 101 * SECOND, null).trouble()).isNull();
    }

    @Test
    void shortOverloadIsNoCollapse() {
        QueueingDependency dependency = of(Serving.COLLAPSING, 0);
        for (int i = 0; i < 40; i++) {
            assertThat(dependency.call(BACK, null).trouble()).isNull();
        }
    }

    @Test
    void whatWaitsIsLostWhenTheNextOutageBegins() {
        QueueingDependency dependency = of(Profiles.down(Profiles.outage(60, 120), Profiles.outage(121, 130)));

        Answer answer = dependency.call(121 * SECOND - 50_000, null);
        Answer out = dependency.call(125 * SECOND, null);
        Answer after = dependency.call(130 * SECOND, null);

        assertThat(answer.trouble()).isEqualTo(Trouble.RESET);
        assertThat(answer.at()).isEqualTo(121 * SECOND);
        assertThat(out.trouble()).isEqualTo(Trouble.REFUSED);
        assertThat(after.trouble()).isNull();
        assertThat(after.at()).as("the queue of before is gone").isEqualTo(130 * SECOND + 100_000);
    }

    @Test
    void eachModeHasItsError() {
        for (OutageMode mode : OutageMode.values()) {
            QueueingDependency dependency =
                    of(Profiles.down(new Outage(Profiles.seconds(60), Profiles.seconds(120), mode)));
            Answer answer = dependency.call(100 * SECOND, null);
            long took = answer.at() - 100 * SECOND;
            switch (mode) {
                case REFUSE -> assertThat(answer.trouble()).isEqualTo(Trouble.REFUSED);
                case UNAVAILABLE -> assertThat(answer.trouble()).isEqualTo(Trouble.UNAVAILABLE);
                case HANG, COLLAPSE -> {
                    assertThat(answer.trouble()).isEqualTo(Trouble.TIMED_OUT);
                    assertThat(took).isEqualTo(5 * SECOND);
                }
            }
        }
    }

    @Test
    void anOutageByCollapseLeavesAFullQueueBehind() {
        DependencyProfile drowned = new DependencyProfile(
                "pay.example:443",
                1,
                List.of(new Outage(Profiles.seconds(60), Profiles.seconds(120), OutageMode.COLLAPSE)),
                Steps.always(10),
                Steps.always(1),
                Steps.always(0),
                Serving.COLLAPSING);
        QueueingDependency dependency = of(drowned);

        assertThat(dependency.call(BACK, null).trouble()).isEqualTo(Trouble.TIMED_OUT);
        assertThat(dependency.call(BACK + 6 * SECOND, null).trouble()).isNull();
        assertThat(dependency.timeline().causeGoneAt()).isBetween(BACK + 5 * SECOND, BACK + 6 * SECOND);
    }

    @Test
    void aBrownOutFailsByChanceAndAProbeSeesIt() {
        QueueingDependency dependency = of(Profiles.with(
                Steps.always(1_000),
                Steps.always(1).then(Profiles.seconds(120), 0.5).then(Profiles.seconds(400), 1),
                Steps.always(0),
                Serving.SHEDDING));
        int well = 0;
        int passed = 0;
        for (int i = 0; i < 1_000; i++) {
            well += dependency.call(BACK + i * 100_000L, null).trouble() == null ? 1 : 0;
            passed += dependency.probe(BACK + i * 100_000L) ? 1 : 0;
        }

        assertThat(well).isCloseTo(500, within(60));
        assertThat(passed).isCloseTo(500, within(60));
        assertThat(dependency.probe(100 * SECOND)).isFalse();
    }

    @Test
    void foregroundAloneLosesNothingAndSaysWhatRecoveryCosts() {
        QueueingDependency quiet = of(Serving.SHEDDING, 9);
        ForegroundTraffic alone = quiet.foregroundAt(BACK + 100 * SECOND);
        assertThat(alone.lost()).isZero();
        assertThat(alone.due()).isBetween(9L * 159, 9L * 161);
        assertThat(alone.failedIn(100)).isEqualTo(9);
        assertThat(alone.succeededIn(100)).isZero();
        assertThat(alone.succeededIn(200)).isEqualTo(9);

        QueueingDependency busy = of(Serving.SHEDDING, 9);
        SplittableRandom random = new SplittableRandom(3);
        for (long at = BACK; at < BACK + 100 * SECOND; at += random.nextLong(SECOND / 5)) {
            busy.call(at, null);
        }
        // 19 requests per second where 10 can be done: about half of the foreground goes.
        assertThat(busy.foregroundAt(BACK + 100 * SECOND).lost()).isBetween(300L, 600L);
    }

    @Test
    void poisonIsRefusedOnlyOnceTheDependencyWorks() {
        QueueingDependency dependency = of(Serving.SHEDDING, 0);

        assertThat(dependency.call(100 * SECOND, Trouble.REJECTED_INPUT).trouble())
                .isEqualTo(Trouble.REFUSED);
        assertThat(dependency.call(BACK, Trouble.REJECTED_INPUT).trouble()).isEqualTo(Trouble.REJECTED_INPUT);
    }
}
