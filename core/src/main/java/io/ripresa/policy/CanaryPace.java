package io.ripresa.policy;

import io.ripresa.model.Policy.CanaryLimits;
import java.time.Duration;

/**
 * How long to wait between two canaries. Provisional: fast while little of the incident has been spent, then slow.
 */
public final class CanaryPace {

    private CanaryPace() {}

    /**
     * The gap before the next canary.
     *
     * @param spent canaries and trials sent in this incident
     * @param members tasks of the incident
     */
    public static Duration gap(int spent, int members, CanaryLimits limits) {
        return spent <= limits.fastShare() * members ? limits.fast() : limits.slow();
    }
}
