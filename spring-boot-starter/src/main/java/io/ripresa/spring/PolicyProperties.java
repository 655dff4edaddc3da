package io.ripresa.spring;

import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How recovery is done, under {@code ripresa.policy}. The defaults are those of {@link Policy#DEFAULT}; a test compares
 * them.
 *
 * @param mode how much may be done: OFF, OBSERVE (decide and journal only), SUGGEST (wait for approval) or ACT
 * @param rolloutPercent share of tasks that the mode applies to, 0 to 100, by a stable hash
 * @param attempts limits on attempts
 * @param breaker limits of the breaker
 * @param canaries pace of canaries
 * @param ramp pace of the return
 * @param liveness when a run counts as hung or stalled
 */
public record PolicyProperties(
        @DefaultValue("ACT") Mode mode,
        @DefaultValue("100") int rolloutPercent,
        @DefaultValue Attempts attempts,
        @DefaultValue Breaker breaker,
        @DefaultValue Canaries canaries,
        @DefaultValue Ramp ramp,
        @DefaultValue Liveness liveness) {

    public PolicyProperties {
        Settings.between("policy.rollout-percent", rolloutPercent, 0, 100);
    }

    /** The policy that these settings describe, with the retention of {@link Policy#DEFAULT}. */
    public Policy toPolicy() {
        return new Policy(
                mode,
                rolloutPercent,
                attempts.limits(),
                breaker.limits(),
                canaries.limits(),
                ramp.limits(),
                liveness.limits(),
                Policy.Retention.DEFAULT);
    }

    /**
     * @param limit attempts per task, 0 to 3
     * @param backOff waits before the attempts where there is nothing but time to go by
     * @param jitter share by which such a wait may be longer by chance, 0 to 1
     * @param verifyAtLeast least time to wait for the outcome of an attempt; twice the task's time-out where that is more
     * @param keepLastFor how long the last attempt is kept back while evidence can still come
     */
    public record Attempts(
            @DefaultValue("3") int limit,
            @DefaultValue("5m,15m,45m") List<Duration> backOff,
            @DefaultValue("0.1") double jitter,
            @DefaultValue("10m") Duration verifyAtLeast,
            @DefaultValue("24h") Duration keepLastFor) {

        public Attempts {
            Settings.between("policy.attempts.limit", limit, 0, Policy.Attempts.MAX);
            if (backOff.isEmpty()) {
                throw new BadSetting("ripresa.policy.attempts.back-off", null, "is empty", "Give durations.");
            }
            backOff.forEach(wait -> Settings.positive("policy.attempts.back-off", wait));
            backOff = List.copyOf(backOff);
            Settings.share("policy.attempts.jitter", jitter);
            Settings.positive("policy.attempts.verify-at-least", verifyAtLeast);
            Settings.notNegative("policy.attempts.keep-last-for", keepLastFor);
        }

        Policy.Attempts limits() {
            return new Policy.Attempts(limit, backOff, jitter, verifyAtLeast, keepLastFor);
        }
    }

    /**
     * @param opensAfter same-cause failures in a row that open a breaker, 1 to 5
     * @param halfOpenTrials trials in flight at once while a breaker is half-open, 1 to 3
     * @param halfOpenWithin longest time from a breaker's opening to half-open, at most 300 s
     * @param closesAfter successes in a row that close a breaker
     */
    public record Breaker(
            @DefaultValue("5") int opensAfter,
            @DefaultValue("3") int halfOpenTrials,
            @DefaultValue("300s") Duration halfOpenWithin,
            @DefaultValue("10") int closesAfter) {

        private static final Duration HALF_OPEN_AT_THE_LATEST = Duration.ofSeconds(300);

        public Breaker {
            Settings.between("policy.breaker.opens-after", opensAfter, 1, 5);
            Settings.between("policy.breaker.half-open-trials", halfOpenTrials, 1, 3);
            Settings.positive("policy.breaker.half-open-within", halfOpenWithin);
            if (halfOpenWithin.compareTo(HALF_OPEN_AT_THE_LATEST) > 0) {
                throw new BadSetting(
                        "ripresa.policy.breaker.half-open-within",
                        halfOpenWithin.toString(),
                        "is above 300 s",
                        "Give 300s or less.");
            }
            Settings.between("policy.breaker.closes-after", closesAfter, 1, 1000);
        }

        Policy.BreakerLimits limits() {
            return new Policy.BreakerLimits(opensAfter, halfOpenTrials, halfOpenWithin, closesAfter);
        }
    }

    /**
     * @param shortest shortest gap between canaries, at least 1 s
     * @param longest longest gap of large incidents, at least the shortest and at most 300 s; less shortens the waits of small
     *     ones in proportion
     * @param share of a large incident's tasks that may be spent as canaries in its first hour, above 0, at most 0.05
     */
    public record Canaries(
            @DefaultValue("5s") Duration shortest,
            @DefaultValue("300s") Duration longest,
            @DefaultValue("0.036") double share) {

        private static final double MOST_SHARE = 0.05;

        public Canaries {
            Settings.atLeast("policy.canaries.shortest", shortest, Duration.ofSeconds(1));
            Settings.atLeast("policy.canaries.longest", longest, shortest);
            if (longest.compareTo(Breaker.HALF_OPEN_AT_THE_LATEST) > 0) {
                throw new BadSetting(
                        "ripresa.policy.canaries.longest", longest.toString(), "is above 300 s", "Give 300s or less.");
            }
            Settings.above("policy.canaries.share", share, 0);
            if (share > MOST_SHARE) {
                throw new BadSetting(
                        "ripresa.policy.canaries.share",
                        Double.toString(share),
                        "is above " + MOST_SHARE,
                        "Give a share above 0, up to " + MOST_SHARE + ".");
            }
        }

        Policy.CanaryLimits limits() {
            return new Policy.CanaryLimits(shortest, longest, share);
        }
    }

    /**
     * @param firstRate starts per second when the breaker closes
     * @param doublesTo starts per second up to which the rate doubles
     * @param growth factor by which the rate grows beyond that, above 1 and at most 1.25
     * @param cut factor by which the rate is cut at a same-cause failure, 0 to 1
     * @param maxInFlight most tasks in flight per dependency, 1 to 1000
     */
    public record Ramp(
            @DefaultValue("4") double firstRate,
            @DefaultValue("8") double doublesTo,
            @DefaultValue("1.25") double growth,
            @DefaultValue("0.7") double cut,
            @DefaultValue("1000") int maxInFlight) {

        private static final double MOST_GROWTH = 1.25;

        public Ramp {
            Settings.above("policy.ramp.first-rate", firstRate, 0);
            Settings.above("policy.ramp.doubles-to", doublesTo, 0);
            Settings.above("policy.ramp.growth", growth, 1);
            if (growth > MOST_GROWTH) {
                throw new BadSetting(
                        "ripresa.policy.ramp.growth",
                        Double.toString(growth),
                        "is above " + MOST_GROWTH,
                        "Give a factor above 1, up to " + MOST_GROWTH + ".");
            }
            Settings.share("policy.ramp.cut", cut);
            Settings.between("policy.ramp.max-in-flight", maxInFlight, 1, 1000);
        }

        Policy.RampLimits limits() {
            return new Policy.RampLimits(firstRate, doublesTo, growth, cut, maxInFlight);
        }
    }

    /**
     * @param hungAfter time without progress in one stage after which a run counts as hung
     * @param stalledAfter time without a sign of life after which a run counts as stalled, where the system reports neither
     *     stages nor heartbeats
     */
    public record Liveness(
            @DefaultValue("180s") Duration hungAfter,
            @DefaultValue("30m") Duration stalledAfter) {

        public Liveness {
            Settings.positive("policy.liveness.hung-after", hungAfter);
            Settings.positive("policy.liveness.stalled-after", stalledAfter);
        }

        Policy.Liveness limits() {
            return new Policy.Liveness(hungAfter, stalledAfter);
        }
    }
}
