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
 */
public record Policy(
        Mode mode,
        int rolloutPercent,
        Attempts attempts,
        BreakerLimits breaker,
        CanaryLimits canaries,
        RampLimits ramp,
        Liveness liveness) {

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
        /** Provisional: closes after 3 successes. */
        public static final BreakerLimits DEFAULT = new BreakerLimits(5, 3, Duration.ofSeconds(300), 3);

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
     * Provisional pace of canaries.
     *
     * @param fast gap while little of the incident has been spent
     * @param slow gap afterwards
     * @param fastShare share of the incident's tasks that may be spent at the fast gap, 0 to 1
     */
    public record CanaryLimits(Duration fast, Duration slow, double fastShare) {
        public static final CanaryLimits DEFAULT =
                new CanaryLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 0.05);
    }

    /**
     * @param firstRate starts per second when the breaker closes
     * @param doublesTo rate up to which it doubles
     * @param growth factor per round beyond that, at most 1.25: what an unknown capacity can be overrun by
     * @param cut factor at a same-cause failure
     * @param maxInFlight most slots per dependency
     */
    public record RampLimits(double firstRate, double doublesTo, double growth, double cut, int maxInFlight) {
        public static final RampLimits DEFAULT = new RampLimits(2, 8, 1.2, 0.7, 1000);

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

    /** Act, on everything, with the documented figures. */
    public static final Policy DEFAULT = new Policy(
            Mode.ACT,
            100,
            Attempts.DEFAULT,
            BreakerLimits.DEFAULT,
            CanaryLimits.DEFAULT,
            RampLimits.DEFAULT,
            Liveness.DEFAULT);

    public Policy withMode(Mode value) {
        return new Policy(value, rolloutPercent, attempts, breaker, canaries, ramp, liveness);
    }

    public Policy withRolloutPercent(int value) {
        return new Policy(mode, value, attempts, breaker, canaries, ramp, liveness);
    }

    public Policy withAttempts(Attempts value) {
        return new Policy(mode, rolloutPercent, value, breaker, canaries, ramp, liveness);
    }

    public Policy withBreaker(BreakerLimits value) {
        return new Policy(mode, rolloutPercent, attempts, value, canaries, ramp, liveness);
    }

    public Policy withCanaries(CanaryLimits value) {
        return new Policy(mode, rolloutPercent, attempts, breaker, value, ramp, liveness);
    }

    public Policy withLiveness(Liveness value) {
        return new Policy(mode, rolloutPercent, attempts, breaker, canaries, ramp, value);
    }
}
