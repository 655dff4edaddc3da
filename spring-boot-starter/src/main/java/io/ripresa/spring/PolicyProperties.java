package io.ripresa.spring;

import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How recovery is done, under {@code ripresa.policy}. What is not given is as {@link Policy#DEFAULT} has it.
 *
 * @param mode how much may be done: OFF, OBSERVE, SUGGEST or ACT
 * @param rolloutPercent share of tasks that the mode applies to, 0 to 100
 * @param attempts limits on attempts
 * @param breaker limits of the breaker
 * @param canaries pace of canaries
 * @param ramp pace of the return
 * @param liveness when a run counts as hung or stalled
 */
public record PolicyProperties(
        @Nullable Mode mode,
        @Nullable Integer rolloutPercent,
        @DefaultValue Attempts attempts,
        @DefaultValue Breaker breaker,
        @DefaultValue Canaries canaries,
        @DefaultValue Ramp ramp,
        @DefaultValue Liveness liveness) {

    public PolicyProperties {
        if (rolloutPercent != null) {
            Settings.between("policy.rollout-percent", rolloutPercent, 0, 100);
        }
    }

    /** The policy that these settings describe. */
    public Policy toPolicy() {
        return new Policy(
                or(mode, Policy.DEFAULT.mode()),
                or(rolloutPercent, Policy.DEFAULT.rolloutPercent()),
                attempts.limits(),
                breaker.limits(),
                canaries.limits(),
                ramp.limits(),
                liveness.limits(),
                Policy.DEFAULT.retention());
    }

    /**
     * @param limit attempts per task, 0 to 3
     * @param backOff waits where there is nothing but time to go by
     * @param jitter share by which a wait may be longer, 0 to 1
     * @param verifyAtLeast least time to wait for the outcome of an attempt
     * @param keepLastFor how long the last attempt is kept back while evidence can still come
     */
    public record Attempts(
            @Nullable Integer limit,
            @Nullable List<Duration> backOff,
            @Nullable Double jitter,
            @Nullable Duration verifyAtLeast,
            @Nullable Duration keepLastFor) {

        public Attempts {
            if (limit != null) {
                Settings.between("policy.attempts.limit", limit, 0, Policy.Attempts.MAX);
            }
            if (backOff != null) {
                if (backOff.isEmpty()) {
                    throw new BadSetting("ripresa.policy.attempts.back-off", null, "is empty", "Give durations.");
                }
                backOff.forEach(wait -> Settings.positive("policy.attempts.back-off", wait));
                backOff = List.copyOf(backOff);
            }
            if (jitter != null) {
                Settings.share("policy.attempts.jitter", jitter);
            }
            if (verifyAtLeast != null) {
                Settings.positive("policy.attempts.verify-at-least", verifyAtLeast);
            }
            if (keepLastFor != null) {
                Settings.notNegative("policy.attempts.keep-last-for", keepLastFor);
            }
        }

        Policy.Attempts limits() {
            Policy.Attempts d = Policy.Attempts.DEFAULT;
            return new Policy.Attempts(
                    or(limit, d.limit()),
                    or(backOff, d.backOff()),
                    or(jitter, d.jitter()),
                    or(verifyAtLeast, d.verifyAtLeast()),
                    or(keepLastFor, d.keepLastFor()));
        }
    }

    /**
     * @param opensAfter same-cause failures in a row that open it, 1 to 5
     * @param halfOpenTrials trials in flight at once while half-open, 1 to 3
     * @param halfOpenWithin longest time from opening to half-open, at most 300 s
     * @param closesAfter successes in a row that close it
     */
    public record Breaker(
            @Nullable Integer opensAfter,
            @Nullable Integer halfOpenTrials,
            @Nullable Duration halfOpenWithin,
            @Nullable Integer closesAfter) {

        private static final Duration HALF_OPEN_AT_THE_LATEST = Duration.ofSeconds(300);

        public Breaker {
            if (opensAfter != null) {
                Settings.between("policy.breaker.opens-after", opensAfter, 1, 5);
            }
            if (halfOpenTrials != null) {
                Settings.between("policy.breaker.half-open-trials", halfOpenTrials, 1, 3);
            }
            if (halfOpenWithin != null) {
                Settings.positive("policy.breaker.half-open-within", halfOpenWithin);
                if (halfOpenWithin.compareTo(HALF_OPEN_AT_THE_LATEST) > 0) {
                    throw new BadSetting(
                            "ripresa.policy.breaker.half-open-within",
                            halfOpenWithin.toString(),
                            "is above 300 s",
                            "Give 300s or less.");
                }
            }
            if (closesAfter != null) {
                Settings.between("policy.breaker.closes-after", closesAfter, 1, 1000);
            }
        }

        Policy.BreakerLimits limits() {
            Policy.BreakerLimits d = Policy.BreakerLimits.DEFAULT;
            return new Policy.BreakerLimits(
                    or(opensAfter, d.opensAfter()),
                    or(halfOpenTrials, d.halfOpenTrials()),
                    or(halfOpenWithin, d.halfOpenWithin()),
                    or(closesAfter, d.closesAfter()));
        }
    }

    /**
     * @param fast gap while little of the incident has been spent
     * @param slow gap afterwards
     * @param fastShare share of the incident's tasks that may be spent at the fast gap, 0 to 1
     */
    public record Canaries(
            @Nullable Duration fast,
            @Nullable Duration slow,
            @Nullable Double fastShare) {

        public Canaries {
            if (fast != null) {
                Settings.positive("policy.canaries.fast", fast);
            }
            if (slow != null) {
                Settings.positive("policy.canaries.slow", slow);
            }
            if (fastShare != null) {
                Settings.share("policy.canaries.fast-share", fastShare);
            }
        }

        Policy.CanaryLimits limits() {
            Policy.CanaryLimits d = Policy.CanaryLimits.DEFAULT;
            return new Policy.CanaryLimits(or(fast, d.fast()), or(slow, d.slow()), or(fastShare, d.fastShare()));
        }
    }

    /**
     * @param firstRate starts per second when the breaker closes
     * @param doublesTo rate up to which it doubles
     * @param growth factor beyond that, above 1 and at most 1.25
     * @param cut factor at a same-cause failure, 0 to 1
     * @param maxInFlight most slots per dependency, 1 to 1000
     */
    public record Ramp(
            @Nullable Double firstRate,
            @Nullable Double doublesTo,
            @Nullable Double growth,
            @Nullable Double cut,
            @Nullable Integer maxInFlight) {

        private static final double MOST_GROWTH = 1.25;

        public Ramp {
            if (firstRate != null) {
                Settings.above("policy.ramp.first-rate", firstRate, 0);
            }
            if (doublesTo != null) {
                Settings.above("policy.ramp.doubles-to", doublesTo, 0);
            }
            if (growth != null) {
                Settings.above("policy.ramp.growth", growth, 1);
                if (growth > MOST_GROWTH) {
                    throw new BadSetting(
                            "ripresa.policy.ramp.growth",
                            growth.toString(),
                            "is above " + MOST_GROWTH,
                            "Give a factor above 1, up to " + MOST_GROWTH + ".");
                }
            }
            if (cut != null) {
                Settings.share("policy.ramp.cut", cut);
            }
            if (maxInFlight != null) {
                Settings.between("policy.ramp.max-in-flight", maxInFlight, 1, 1000);
            }
        }

        Policy.RampLimits limits() {
            Policy.RampLimits d = Policy.RampLimits.DEFAULT;
            return new Policy.RampLimits(
                    or(firstRate, d.firstRate()),
                    or(doublesTo, d.doublesTo()),
                    or(growth, d.growth()),
                    or(cut, d.cut()),
                    or(maxInFlight, d.maxInFlight()));
        }
    }

    /**
     * @param hungAfter time without progress in one stage
     * @param stalledAfter time without a sign of life, where the system reports neither stages nor heartbeats
     */
    public record Liveness(
            @Nullable Duration hungAfter, @Nullable Duration stalledAfter) {

        public Liveness {
            if (hungAfter != null) {
                Settings.positive("policy.liveness.hung-after", hungAfter);
            }
            if (stalledAfter != null) {
                Settings.positive("policy.liveness.stalled-after", stalledAfter);
            }
        }

        Policy.Liveness limits() {
            Policy.Liveness d = Policy.Liveness.DEFAULT;
            return new Policy.Liveness(or(hungAfter, d.hungAfter()), or(stalledAfter, d.stalledAfter()));
        }
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }
}
