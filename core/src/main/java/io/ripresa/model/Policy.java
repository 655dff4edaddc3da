package io.ripresa.model;

import java.time.Duration;
import java.util.List;

/**
 * How recovery is done in one scope.
 *
 * @param mode how much may be done
 * @param rolloutPercent share of tasks, by a stable hash, that the mode applies to; the rest is observed
 * @param attempts limits on attempts
 * @param breaker limits of the breaker
 * @param canaries pace of canaries
 * @param ramp pace of the return
 * @param liveness when a run counts as hung or stalled
 * @param retention how long what is over is kept
 */
public record Policy(
        Mode mode,
        int rolloutPercent,
        Attempts attempts,
        BreakerLimits breaker,
        CanaryLimits canaries,
        RampLimits ramp,
        Liveness liveness,
        Retention retention) {

    public Policy {
        if (rolloutPercent < 0 || rolloutPercent > 100) {
            throw new IllegalArgumentException(
                    "rollout-percent " + rolloutPercent + " is not a percentage; give 0 to 100");
        }
    }

    /**
     * @param limit attempts per task, whatever the cause, 0 to 3
     * @param backOff waits before attempts where there is nothing but time to go by; the last one repeats
     * @param jitter share by which a wait may be longer, 0 to 1, so that tasks do not come back in step
     * @param verifyAtLeast least time to wait for the outcome of an attempt; twice the task's time-out where that is more
     * @param keepLastFor how long the last attempt is kept back while evidence can still come
     */
    public record Attempts(
            int limit, List<Duration> backOff, double jitter, Duration verifyAtLeast, Duration keepLastFor) {

        /** The most that can be configured: a promise to users, not a default. */
        public static final int MAX = 3;

        public static final Attempts DEFAULT = new Attempts(
                3,
                List.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(45)),
                0.1,
                Duration.ofMinutes(10),
                Duration.ofHours(24));

        public Attempts {
            if (limit < 0 || limit > MAX) {
                throw new IllegalArgumentException("attempts.limit " + limit + " is outside 0 to " + MAX);
            }
            if (backOff.isEmpty()) {
                throw new IllegalArgumentException("attempts.back-off is empty; give at least one duration");
            }
            if (jitter < 0 || jitter > 1) {
                throw new IllegalArgumentException("attempts.jitter " + jitter + " is outside 0 to 1");
            }
            backOff = List.copyOf(backOff);
        }
    }

    /**
     * @param opensAfter same-cause failures in a row that open it, at most 5
     * @param halfOpenTrials trials in flight at once while half-open, at most 3
     * @param halfOpenWithin longest time from opening to half-open, at most 300 s
     * @param closesAfter successes in a row that close it; all members where they are fewer
     */
    public record BreakerLimits(int opensAfter, int halfOpenTrials, Duration halfOpenWithin, int closesAfter) {
        public static final BreakerLimits DEFAULT = new BreakerLimits(5, 3, Duration.ofSeconds(300), 10);

        public BreakerLimits {
            if (opensAfter < 1 || opensAfter > 5) {
                throw new IllegalArgumentException("breaker.opens-after " + opensAfter + " is outside 1 to 5");
            }
            if (halfOpenTrials < 1 || halfOpenTrials > 3) {
                throw new IllegalArgumentException("breaker.half-open-trials " + halfOpenTrials + " is outside 1 to 3");
            }
            if (closesAfter < 1) {
                throw new IllegalArgumentException("breaker.closes-after " + closesAfter + " is below 1");
            }
        }
    }

    /**
     * Pace of canaries.
     *
     * @param shortest shortest gap, at least 1 s
     * @param longest longest gap of large incidents, at most 300 s; less shortens the waits of small ones in proportion
     * @param share of a large incident's tasks that may be spent as canaries in its first hour, above 0, at most 0.05
     */
    public record CanaryLimits(Duration shortest, Duration longest, double share) {
        public static final CanaryLimits DEFAULT =
                new CanaryLimits(Duration.ofSeconds(5), Duration.ofSeconds(300), 0.036);

        public CanaryLimits {
            if (shortest.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("canaries.shortest " + shortest + " is below PT1S");
            }
            if (longest.compareTo(Duration.ofSeconds(300)) > 0 || longest.compareTo(shortest) < 0) {
                throw new IllegalArgumentException(
                        "canaries.longest " + longest + " is outside " + shortest + " to PT5M");
            }
            if (!(share > 0 && share <= 0.05)) {
                throw new IllegalArgumentException("canaries.share " + share + " is outside 0 to 0.05");
            }
        }
    }

    /**
     * @param firstRate starts per second when the breaker closes
     * @param doublesTo rate up to which it doubles
     * @param growth factor per round beyond that, at most 1.25: what an unknown capacity can be overrun by
     * @param cut factor at a same-cause failure
     * @param maxInFlight most slots per dependency
     */
    public record RampLimits(double firstRate, double doublesTo, double growth, double cut, int maxInFlight) {
        public static final RampLimits DEFAULT = new RampLimits(4, 8, 1.25, 0.7, 1000);

        public RampLimits {
            if (!(growth > 1 && growth <= 1.25)) {
                throw new IllegalArgumentException("ramp.growth " + growth + " is outside 1 to 1.25");
            }
            if (!(cut > 0 && cut < 1)) {
                throw new IllegalArgumentException("ramp.cut " + cut + " is outside 0 to 1");
            }
        }
    }

    /**
     * @param hungAfter time without a sign of life, where the system reports heartbeats
     * @param stalledAfter time in any state without a sign of life, where the system reports neither stages nor
     *     heartbeats
     */
    public record Liveness(Duration hungAfter, Duration stalledAfter) {
        public static final Liveness DEFAULT = new Liveness(Duration.ofSeconds(180), Duration.ofMinutes(30));
    }

    /**
     * How long what is over is kept. Attempts and what recognises repeated events go with their task, so that a task
     * counts its attempts for as long as it may come back. An event that is older than {@code tasks} and names a task
     * that is not known is taken for one of a task that was deleted: it is journalled and re-opens nothing.
     *
     * @param tasks from a task's end to its deletion, at least 24 h: longer than any event may be late
     * @param incidents from an incident's resolution to its deletion, no less than {@code tasks}
     */
    public record Retention(Duration tasks, Duration incidents) {
        /** The least that can be configured. */
        public static final Duration LEAST = Duration.ofHours(24);

        public static final Retention DEFAULT = new Retention(Duration.ofDays(30), Duration.ofDays(90));

        public Retention {
            if (tasks.compareTo(LEAST) < 0) {
                throw new IllegalArgumentException("retention.tasks " + tasks + " is below " + LEAST);
            }
            if (incidents.compareTo(tasks) < 0) {
                throw new IllegalArgumentException(
                        "retention.incidents " + incidents + " is below retention.tasks " + tasks);
            }
        }
    }

    /** Act, on everything, with the documented figures. */
    public static final Policy DEFAULT = new Policy(
            Mode.ACT,
            100,
            Attempts.DEFAULT,
            BreakerLimits.DEFAULT,
            CanaryLimits.DEFAULT,
            RampLimits.DEFAULT,
            Liveness.DEFAULT,
            Retention.DEFAULT);

    public Policy withMode(Mode value) {
        return new Policy(value, rolloutPercent, attempts, breaker, canaries, ramp, liveness, retention);
    }

    public Policy withRolloutPercent(int value) {
        return new Policy(mode, value, attempts, breaker, canaries, ramp, liveness, retention);
    }

    public Policy withAttempts(Attempts value) {
        return new Policy(mode, rolloutPercent, value, breaker, canaries, ramp, liveness, retention);
    }

    public Policy withBreaker(BreakerLimits value) {
        return new Policy(mode, rolloutPercent, attempts, value, canaries, ramp, liveness, retention);
    }

    public Policy withCanaries(CanaryLimits value) {
        return new Policy(mode, rolloutPercent, attempts, breaker, value, ramp, liveness, retention);
    }

    public Policy withLiveness(Liveness value) {
        return new Policy(mode, rolloutPercent, attempts, breaker, canaries, ramp, value, retention);
    }

    public Policy withRetention(Retention value) {
        return new Policy(mode, rolloutPercent, attempts, breaker, canaries, ramp, liveness, value);
    }
}
