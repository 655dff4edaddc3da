package io.ripresa.policy;

import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import java.time.Duration;
import java.util.List;

/** A policy while overrides are laid over it. Used by one thread, once. */
final class PolicyDraft {

    private final Policy from;
    Mode mode;
    int rolloutPercent;
    int attemptsLimit;
    List<Duration> backOff;
    Duration keepLastFor;
    Duration shortest;
    Duration longest;
    double share;
    double firstRate;
    double doublesTo;
    double growth;
    double cut;
    int maxInFlight;

    PolicyDraft(Policy from) {
        this.from = from;
        this.mode = from.mode();
        this.rolloutPercent = from.rolloutPercent();
        this.attemptsLimit = from.attempts().limit();
        this.backOff = from.attempts().backOff();
        this.keepLastFor = from.attempts().keepLastFor();
        this.shortest = from.canaries().shortest();
        this.longest = from.canaries().longest();
        this.share = from.canaries().share();
        this.firstRate = from.ramp().firstRate();
        this.doublesTo = from.ramp().doublesTo();
        this.growth = from.ramp().growth();
        this.cut = from.ramp().cut();
        this.maxInFlight = from.ramp().maxInFlight();
    }

    /**
     * The policy.
     *
     * @throws IllegalArgumentException if its values do not fit each other
     */
    Policy build() {
        Policy.Attempts before = from.attempts();
        return new Policy(
                mode,
                rolloutPercent,
                new Policy.Attempts(attemptsLimit, backOff, before.jitter(), before.verifyAtLeast(), keepLastFor),
                from.breaker(),
                new Policy.CanaryLimits(shortest, longest, share),
                new Policy.RampLimits(firstRate, doublesTo, growth, cut, maxInFlight),
                from.liveness(),
                from.retention());
    }
}
