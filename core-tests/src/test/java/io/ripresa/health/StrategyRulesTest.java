package io.ripresa.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Finding;
import io.ripresa.model.Finding.Kind;
import io.ripresa.model.Finding.Level;
import io.ripresa.model.Measured;
import io.ripresa.model.Mode;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.model.WorkspaceStrategy.Authority;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who may carry a strategy out, and when. */
class StrategyRulesTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void resetAndReactivationGoByRuleAndAPersonsWorkNever() {
        for (Mode mode : Mode.values()) {
            assertThat(StrategyRules.actsByItself(WorkspaceStrategy.STATUS_RESET, Measured.UNKNOWN, mode))
                    .isTrue();
            assertThat(StrategyRules.actsByItself(WorkspaceStrategy.WORKER_REACTIVATION, Measured.UNKNOWN, mode))
                    .isTrue();
            assertThat(StrategyRules.actsByItself(
                            WorkspaceStrategy.MANUAL_INTERVENTION, new Measured(1_000, 1_000), mode))
                    .isFalse();
        }
    }

    @Test
    void theOthersNeedTwentyOutcomesAndALowerBoundOfFourFifths() {
        WorkspaceStrategy parking = WorkspaceStrategy.DUPLICATE_PARKING;
        assertThat(StrategyRules.actsByItself(parking, Measured.UNKNOWN, Mode.ACT))
                .isFalse();
        assertThat(StrategyRules.actsByItself(parking, new Measured(19, 19), Mode.ACT))
                .as("bound " + new Measured(19, 19).lowerBound() + ", too few")
                .isFalse();
        assertThat(StrategyRules.actsByItself(parking, new Measured(20, 20), Mode.ACT))
                .isTrue();
        assertThat(StrategyRules.actsByItself(parking, new Measured(20, 20), Mode.SUGGEST))
                .isFalse();
        assertThat(StrategyRules.actsByItself(parking, new Measured(19, 20), Mode.ACT))
                .as("bound " + new Measured(19, 20).lowerBound())
                .isFalse();
        assertThat(StrategyRules.actsByItself(parking, new Measured(90, 100), Mode.ACT))
                .isTrue();
    }

    @Test
    void nothingGoesByItselfThatWasNotMeasuredSeeded() {
        SplittableRandom random = new SplittableRandom(20261127);
        int acted = 0;
        for (int i = 0; i < 20_000; i++) {
            int trials = random.nextInt(120);
            Measured outcomes = new Measured(trials - random.nextInt(1 + Math.min(trials, 12)), trials);
            WorkspaceStrategy strategy = WorkspaceStrategy.values()[random.nextInt(WorkspaceStrategy.values().length)];
            Mode mode = Mode.values()[random.nextInt(Mode.values().length)];
            boolean acts = StrategyRules.actsByItself(strategy, outcomes, mode);
            if (acts && strategy.authority() != Authority.RULE) {
                acted++;
                assertThat(strategy.authority()).isEqualTo(Authority.MEASURED);
                assertThat(mode).isEqualTo(Mode.ACT);
                assertThat(outcomes.trials()).isGreaterThanOrEqualTo(20);
                assertThat(outcomes.lowerBound()).isGreaterThanOrEqualTo(0.8);
                Measured better = new Measured(outcomes.successes() + 1, outcomes.trials() + 1);
                assertThat(StrategyRules.actsByItself(strategy, better, mode))
                        .as("one success more takes nothing away, after %s", outcomes)
                        .isTrue();
            }
        }
        assertThat(acted).isPositive();
    }

    @Test
    void itIsDueAtTheFirstLookAndOnceInEachRestWheneverAndByWhomeverItIsLookedSeeded() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 500; round++) {
            Finding finding = new Finding(
                    Kind.DUPLICATES,
                    Level.WARNING,
                    3,
                    WorkspaceStrategy.DUPLICATE_PARKING,
                    Measured.UNKNOWN,
                    START,
                    "3 tasks repeat others.");
            Instant last = random.nextBoolean() ? null : START.minusSeconds(60);
            Instant now = START;
            int due = 0;
            while (now.isBefore(START.plus(Duration.ofHours(2)))) {
                boolean is = StrategyRules.isDue(finding, last, now);
                assertThat(now.equals(START) && !is).as("the first look").isFalse();
                due += is ? 1 : 0;
                last = now;
                now = now.plusSeconds(30 + random.nextInt(60));
            }
            assertThat(due).isEqualTo(10);
        }
    }

    @Test
    void whatIsCarriedOutByRuleIsNotDueHere() {
        Finding stalled = new Finding(
                Kind.STALLED,
                Level.WARNING,
                1,
                WorkspaceStrategy.WORKER_REACTIVATION,
                Measured.UNKNOWN,
                START,
                "1 run shows no sign of life.");
        assertThat(StrategyRules.isDue(stalled, null, START)).isFalse();
    }
}
