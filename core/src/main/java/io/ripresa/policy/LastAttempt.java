package io.ripresa.policy;

import io.ripresa.model.Gate;
import io.ripresa.model.Observation;
import io.ripresa.policy.EvidenceRules.Sign;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the last attempt of a task is kept back while its gate tries out whether the cause is gone: where somebody
 * else can still tell, it would be wasted; where nobody can, the clock spends it. Pure.
 */
public final class LastAttempt {

    /** A source that has been silent for longer has nothing more to say. */
    private static final Duration SILENT_FOR = Duration.ofHours(1);

    private LastAttempt() {}

    /**
     * @param gate the gate, with what was observed
     * @param sign what free evidence comes to
     * @param others whether other members have more than their last attempt, or one under way
     */
    public static boolean isKept(Gate gate, Sign sign, boolean others, Instant now) {
        return sign != Sign.WORKS && (others || sign == Sign.DOWN || canTell(gate, now));
    }

    /** Whether a probe or the calls of others were heard lately, and did not turn out to see something else. */
    private static boolean canTell(Gate gate, Instant now) {
        return gate.evidence().latest().stream()
                .filter(seen -> seen.kind() == Observation.Kind.PROBE || seen.kind() == Observation.Kind.TRAFFIC)
                .filter(seen -> now.isBefore(seen.validUntil().plus(SILENT_FOR)))
                .anyMatch(seen -> !(seen.works() && EvidenceRules.isContradicted(gate, seen)));
    }
}
