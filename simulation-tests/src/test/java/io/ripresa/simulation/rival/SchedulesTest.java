package io.ripresa.simulation.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schedules against their formulas, and against what they are known to do in outages. */
class SchedulesTest {

    /** Chance that always is in the middle: the mean jitter. */
    private static final RandomGenerator MEAN = new RandomGenerator() {
        private boolean up;

        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }

        @Override
        public double nextDouble() {
            return 0.5;
        }

        @Override
        public int nextInt(int bound) {
            // The mean of an even bound lies between two numbers: now the one, now the other.
            up = !up;
            return up ? (bound - 1) / 2 : bound / 2;
        }
    };

    private static Schedule of(String name) {
        return switch (name) {
            case "sidekiq" -> Schedules.SIDEKIQ;
            case "oban" -> Schedules.OBAN;
            case "river" -> Schedules.RIVER;
            case "hangfire" -> Schedules.HANGFIRE;
            case "jobrunr" -> Schedules.JOBRUNR;
            case "db-scheduler" -> Schedules.DB_SCHEDULER;
            case "celery" -> Schedules.CELERY;
            case "temporal" -> Schedules.TEMPORAL;
            case "restate" -> Schedules.RESTATE;
            default -> Schedules.CLOCK_5_15_45;
        };
    }

    /**
     * A task fails at 0, the cause is gone at {@code outage}: seconds from there to its next try, and tries burnt
     * before. -1 where it was given up before. The figures are the published ones, in the units in which they were
     * rounded.
     */
    @ParameterizedTest(name = "{0} over {1} min: +{2} s, {3} tries")
    @CsvSource({
        "sidekiq, 5, 180, 4, 30",
        "sidekiq, 30, 720, 6, 30",
        "sidekiq, 120, 1920, 8, 30",
        "sidekiq, 360, 4200, 10, 30",
        "sidekiq, 1440, 3600, 13, 60",
        "oban, 5, 77, 6, 1",
        "oban, 30, 480, 9, 30",
        "oban, 120, 1560, 11, 30",
        "oban, 360, 12960, 13, 180",
        "oban, 1440, 51480, 15, 180",
        "river, 5, 54, 3, 1",
        "river, 30, 480, 5, 30",
        "river, 120, 1560, 7, 30",
        "river, 360, 3720, 9, 30",
        "river, 1440, 2880, 12, 30",
        "hangfire, 5, 3, 3, 3",
        "hangfire, 30, 960, 6, 30",
        "hangfire, 120, 2340, 8, 30",
        "hangfire, 360, -1, 10, 0",
        "hangfire, 1440, -1, 10, 0",
        "jobrunr, 5, 63, 4, 0",
        "jobrunr, 30, 1500, 6, 30",
        "jobrunr, 120, 2640, 7, 30",
        "jobrunr, 360, 7920, 8, 180",
        "jobrunr, 1440, 2160, 9, 30",
        "celery, 5, 60, 1, 0",
        "celery, 30, -1, 3, 0",
        "celery, 120, -1, 3, 0",
        "celery, 360, -1, 3, 0",
        "celery, 1440, -1, 3, 0",
        "clock-5-15-45, 5, 0, 0, 0",
        "clock-5-15-45, 30, 2100, 2, 0",
        "clock-5-15-45, 120, -1, 3, 0",
        "clock-5-15-45, 360, -1, 3, 0",
        "clock-5-15-45, 1440, -1, 3, 0",
        "restate, 120, -1, 69, 0",
        "restate, 360, -1, 69, 0",
        "restate, 1440, -1, 69, 0"
    })
    void whatItDoesInAnOutage(String name, int minutes, double delay, int tries, double rounding) {
        Played played = play(of(name), Duration.ofMinutes(minutes), MEAN);

        assertThat(played.tries()).isEqualTo(tries);
        assertThat(played.delay()).isCloseTo(delay, within(rounding + 0.001));
    }

    /** The phase is chance: at most the cap away. */
    @ParameterizedTest(name = "{0} over {1} min: at most +{2} s, {3} tries")
    @CsvSource({
        "db-scheduler, 5, 300, 0", "db-scheduler, 30, 300, 5", "db-scheduler, 120, 300, 23",
                "db-scheduler, 360, 300, 71",
        "db-scheduler, 1440, 300, 287", "temporal, 5, 100, 8", "temporal, 30, 100, 23", "temporal, 120, 100, 77",
        "temporal, 360, 100, 221", "temporal, 1440, 100, 869", "restate, 5, 60, 10", "restate, 30, 60, 35"
    })
    void whatShortCapsDoInAnOutage(String name, int minutes, double most, int tries) {
        Played played = play(of(name), Duration.ofMinutes(minutes), MEAN);

        assertThat(played.tries()).isEqualTo(tries);
        assertThat(played.delay()).isBetween(0.0, most);
    }

    private record Played(double delay, int tries) {}

    private static Played play(Schedule schedule, Duration outage, RandomGenerator random) {
        double at = 0;
        int failures = 1;
        while (true) {
            Double delay = schedule.delay(failures, random);
            if (delay == null) {
                return new Played(-1, failures - 1);
            }
            at += delay;
            if (at >= outage.toSeconds()) {
                return new Played(at - outage.toSeconds(), failures - 1);
            }
            failures++;
        }
    }

    @Test
    void jitterStaysWithinWhatIsPublished() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1_000; i++) {
            for (int n = 1; n <= 10; n++) {
                assertThat(Schedules.SIDEKIQ.delay(n, random))
                        .isBetween(Math.pow(n - 1, 4) + 15, Math.pow(n - 1, 4) + 15 + 10 * n - 1);
                assertThat(Schedules.OBAN.delay(n, random)).isBetween(15 + Math.pow(2, n), 1.1 * (15 + Math.pow(2, n)));
                assertThat(Schedules.RIVER.delay(n, random)).isBetween(0.9 * Math.pow(n, 4), 1.1 * Math.pow(n, 4));
                assertThat(Schedules.HANGFIRE.delay(n, random))
                        .isBetween(Math.pow(n - 1, 4) + 15, Math.pow(n - 1, 4) + 15 + 29 * n);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sidekiq, 25",
        "oban, 19",
        "river, 24",
        "hangfire, 10",
        "jobrunr, 10",
        "celery, 3",
        "restate, 69",
        "clock-5-15-45, 3"
    })
    void givesUpAfterItsLastRetry(String name, int retries) {
        assertThat(of(name).delay(retries, MEAN)).isNotNull();
        assertThat(of(name).delay(retries + 1, MEAN)).isNull();
    }

    @Test
    void thoseWithoutALimitGoOnForEver() {
        assertThat(Schedules.DB_SCHEDULER.delay(100_000, MEAN)).isEqualTo(300);
        assertThat(Schedules.TEMPORAL.delay(100_000, MEAN)).isEqualTo(100);
    }
}
