package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.CallHistory;
import io.ripresa.model.CallHistory.Minute;
import io.ripresa.model.CallHistory.Usual;
import io.ripresa.model.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarningRulesTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Dependency DB = new Dependency("db:orders");
    private static final int DAY = 24 * 60;

    /** A dependency that is called, minute after minute. */
    private static final class Caller {
        private final SplittableRandom random;
        private final double callsPerMinute;
        private CallHistory history = CallHistory.NONE;
        private Instant now = START;
        private int begun;
        private int longest;

        Caller(double callsPerMinute, long seed) {
            this.callsPerMinute = callsPerMinute;
            this.random = new SplittableRandom(seed);
        }

        /** Calls that fail with this probability, each for itself. */
        Caller run(int minutes, double failing) {
            return run(minutes, minute -> failing);
        }

        Caller run(int minutes, IntToDoubleFunction failing) {
            for (int i = 0; i < minutes; i++) {
                double due = callsPerMinute + random.nextDouble();
                long calls = (long) Math.floor(due);
                double share = failing.applyAsDouble(i);
                long failed = 0;
                for (long call = 0; call < calls; call++) {
                    failed += random.nextDouble() < share ? 1 : 0;
                }
                minute(calls, failed);
            }
            return this;
        }

        void minute(long calls, long failed) {
            Minute minute = new Minute(Minute.of(now), calls, failed);
            now = now.plusSeconds(60);
            if (calls > 0) {
                boolean before = warned();
                history = WarningRules.counted(history, minute, now);
                begun += !before && warned() ? 1 : 0;
                longest = Math.max(longest, history.latest().size());
            }
        }

        boolean warned() {
            return history.warning() != null;
        }

        /** Minutes until the warning comes, or until it is gone. */
        int until(boolean warned, double failing, int atMost) {
            for (int i = 1; i <= atMost; i++) {
                run(1, failing);
                if (warned() == warned) {
                    return i;
                }
            }
            return Integer.MAX_VALUE;
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "0, 5", "0, 300", "0.01, 0.5", "0.01, 5", "0.01, 300", "0.1, 0.5", "0.1, 5", "0.1, 300"})
    void whatFailsAsUsualIsNoNews(double usual, double callsPerMinute) {
        for (long seed = 0; seed < 40; seed++) {
            assertThat(new Caller(callsPerMinute, seed).run(DAY, usual).begun)
                    .as("seed %s", seed)
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 300, 0.2, 2",
        "0.01, 300, 0.2, 2",
        "0.1, 300, 0.4, 3",
        "0, 30, 0.2, 4",
        "0.01, 30, 0.2, 5",
        "0.1, 30, 0.6, 4",
        "0, 5, 0.3, 8",
        "0.01, 5, 0.5, 8",
        "0, 1, 0.5, 20",
        "0.01, 1, 0.8, 20"
    })
    void moreFailuresThanEverAreSeenWithinMinutes(double usual, double callsPerMinute, double then, int minutes) {
        for (long seed = 0; seed < 40; seed++) {
            Caller caller = new Caller(callsPerMinute, seed).run(3 * DAY, usual);
            assertThat(caller.until(true, then, 2 * minutes))
                    .as("seed %s", seed)
                    .isLessThanOrEqualTo(minutes);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.1})
    void itEndsAQuarterOfAnHourAfterAllIsAsUsual(double usual) {
        for (long seed = 0; seed < 20; seed++) {
            Caller caller = new Caller(100, seed).run(DAY, usual).run(30, 0.5);
            assertThat(caller.warned()).isTrue();
            double before = caller.history.usual().share();

            assertThat(caller.until(false, usual, 60)).as("seed %s", seed).isBetween(10, 20);
            assertThat(caller.begun).isEqualTo(1);
            caller.run(60, usual);
            assertThat(caller.history.usual().share())
                    .as("what was out of the ordinary is no history")
                    .isBetween(before / 1.5, before * 1.5 + 0.001);
        }
    }

    @Test
    void whatComesAndGoesIsOneWarning() {
        for (long seed = 0; seed < 20; seed++) {
            Caller caller = new Caller(100, seed).run(DAY, 0.005).run(240, minute -> minute % 6 < 3 ? 0.3 : 0.005);
            assertThat(caller.begun).as("seed %s", seed).isEqualTo(1);
            assertThat(caller.warned()).isTrue();
        }
    }

    @Test
    void oneBadMinuteIsNone() {
        Caller caller = new Caller(100, 1).run(DAY, 0);
        caller.minute(100, 60);
        caller.run(30, 0);
        assertThat(caller.begun).isZero();
    }

    @Test
    void nothingIsSaidOfWhatIsHardlyKnown() {
        Caller few = new Caller(2, 1).run(99, 0).run(20, 0.5);
        assertThat(few.begun).isZero();
        Caller atOnce = new Caller(0, 1);
        for (int i = 0; i < 9; i++) {
            atOnce.minute(1_000, 0);
        }
        atOnce.run(20, 0);
        for (int i = 0; i < 4; i++) {
            atOnce.minute(1_000, 300);
        }
        assertThat(atOnce.history.usual().minutes()).isLessThan(10);
        assertThat(atOnce.begun).isZero();
    }

    @Test
    void aShortHistoryLeavesMoreToChance() {
        Caller young = new Caller(10, 1).run(50, 0);
        Caller old = new Caller(10, 1).run(10 * DAY, 0);
        int later = young.until(true, 0.2, 60);
        assertThat(old.until(true, 0.2, 60)).isLessThan(later);
        assertThat(later).isLessThanOrEqualTo(20);
    }

    @Test
    void aFewOfVeryManyAreNotWorthAWord() {
        Caller caller = new Caller(0, 1);
        for (int i = 0; i < DAY; i++) {
            caller.minute(100_000, 0);
        }
        for (int i = 0; i < 30; i++) {
            caller.minute(100_000, 900);
        }
        assertThat(caller.begun).isZero();
        caller.minute(100_000, 1_500);
        assertThat(caller.until(true, 0, 1)).isPositive();
    }

    @Test
    void whereFailuresComeInBurstsABurstIsNoNewsAfterTheFirstDay() {
        int inBursts = 0;
        for (long seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Caller caller = new Caller(100, seed);
            // Four of a hundred calls at once, in every tenth minute.
            for (int i = 0; i < 10 * DAY; i++) {
                caller.minute(100, random.nextInt(10) == 0 ? 4 : 0);
                if (i == DAY) {
                    caller.begun = 0;
                }
            }
            inBursts += caller.begun;
            assertThat(WarningRules.bursts(caller.history.usual())).isBetween(3.0, 4.0);
            assertThat(caller.until(true, 0.2, 5)).isLessThanOrEqualTo(3);
        }
        assertThat(inBursts).isZero();
        Caller evenly = new Caller(100, 1).run(DAY, 0.01);
        assertThat(WarningRules.bursts(evenly.history.usual())).isBetween(1.0, 1.2);
    }

    @Test
    void whatWentOnForADayIsWhatIsUsual() {
        Caller caller = new Caller(30, 1).run(2 * DAY, 0);
        assertThat(caller.until(true, 0.2, 10)).isLessThanOrEqualTo(5);
        assertThat(caller.until(false, 0.2, 2 * DAY)).isBetween(DAY - 1, DAY + 1);
        assertThat(caller.history.usual().share()).isBetween(0.18, 0.22);
        caller.run(DAY, 0.2);
        assertThat(caller.begun).isEqualTo(1);
    }

    @Test
    void anOutageIsNoHistory() {
        Caller caller = new Caller(60, 1).run(DAY, 0).run(5, 0.9);
        assertThat(caller.warned()).isTrue();
        Usual before = caller.history.usual();
        caller.history = caller.history.interrupted();
        assertThat(caller.history).isEqualTo(new CallHistory(before, caller.now, caller.history.latest(), null));
        assertThat(caller.history.latest()).isEmpty();
        assertThat(CallHistory.NONE.interrupted()).isSameAs(CallHistory.NONE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5, 1, 3, 1_000})
    void whatIsKeptIsBounded(double callsPerMinute) {
        Caller caller = new Caller(callsPerMinute, 3).run(DAY, 0.01);
        assertThat(caller.longest).isLessThanOrEqualTo(61);
        long all = Math.round(caller.history.usual().calls())
                + caller.history.latest().stream().mapToLong(Minute::calls).sum();
        assertThat(all).isBetween((long) (DAY * callsPerMinute * 0.7), (long) (DAY * (callsPerMinute + 0.6)));
    }

    @Test
    void minutesOfSeveralNodesAddUpInWhateverOrderTheyCome() {
        Instant now = START.plusSeconds(180);
        long minute = Minute.of(START);
        CallHistory history = CallHistory.NONE;
        history = WarningRules.counted(history, new Minute(minute + 1, 10, 1), now);
        history = WarningRules.counted(history, new Minute(minute, 5, 0), now);
        history = WarningRules.counted(history, new Minute(minute + 1, 20, 2), now);
        history = WarningRules.counted(history, new Minute(minute + 2, 1, 0), now);
        assertThat(history.latest())
                .containsExactly(new Minute(minute, 5, 0), new Minute(minute + 1, 30, 3), new Minute(minute + 2, 1, 0));
    }

    @Test
    void whatIsLongAgoCountsForHalfAfterAMonth() {
        Caller caller = new Caller(100, 1).run(DAY, 0.1).run(70, 0);
        double calls = caller.history.usual().calls();
        caller.now = caller.now.plus(Duration.ofDays(30));
        caller.minute(1, 0);
        assertThat(caller.history.usual().calls()).isBetween(calls * 0.49, calls * 0.52);
    }

    @Test
    void itIsSilentAnHourAfterTheLastMinute() {
        Caller caller = new Caller(100, 1).run(3, 0);
        assertThat(WarningRules.silentFrom(caller.history)).isEqualTo(caller.now.plus(Duration.ofHours(1)));
    }

    @Test
    void theFiguresAreWords() {
        Caller caller = new Caller(0, 1);
        for (int i = 0; i < DAY; i++) {
            caller.minute(100, i % 3 == 0 ? 2 : 0);
        }
        assertThat(caller.history.figures(DB)).isNull();
        for (int i = 0; i < 2; i++) {
            caller.minute(100, 45);
        }
        assertThat(Objects.requireNonNull(caller.history.figures(DB)))
                .matches("of the latest [56]00 calls of db:orders 9[24] failed, usually 1 in 150");
        assertThat(new Usual(10_000, 0.4, 100, 0).inWords()).isEqualTo("none");
        assertThat(new Usual(1_000, 300, 100, 0).inWords()).isEqualTo("30 %");
        assertThat(new Usual(1_000, 100, 100, 0).inWords()).isEqualTo("1 in 10");
        assertThat(new Usual(123_456, 1, 100, 0).inWords()).isEqualTo("1 in 120000");
        assertThat(new Usual(14, 2, 100, 0).inWords()).isEqualTo("1 in 7");
    }
}
