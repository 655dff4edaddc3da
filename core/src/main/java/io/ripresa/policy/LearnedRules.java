package io.ripresa.policy;

import io.ripresa.model.Gate;
import io.ripresa.model.Gate.Learned;
import io.ripresa.model.Ramp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a gate learns from its incidents. Pure. */
final class LearnedRules {

    private static final int KEPT_OUTAGES = 20;
    private static final double MEDIAN_STEP = 0.03;

    private LearnedRules() {}

    /** What the dependency took at the end of an incident. */
    static Learned withCapacity(Learned learned, Ramp ramp) {
        double ceiling = ramp.bound().ceiling();
        return learned.withCapacity(ceiling > 0 ? ceiling : Math.max(learned.capacity(), ramp.startsPerSecond()));
    }

    static Learned withOutage(Gate gate, Instant now) {
        Learned learned = gate.learned();
        Instant openedAt = gate.episode().openedAt();
        if (openedAt == null) {
            return learned;
        }
        List<Duration> outages = new ArrayList<>(learned.outages());
        outages.add(Duration.between(openedAt, now));
        if (outages.size() > KEPT_OUTAGES) {
            outages.remove(0);
        }
        return learned.withOutages(outages);
    }

    /** The outage was not over. */
    static Learned withoutLastOutage(Learned learned) {
        List<Duration> outages = learned.outages();
        return outages.isEmpty() ? learned : learned.withOutages(outages.subList(0, outages.size() - 1));
    }

    static Learned withRunTime(Learned learned, Duration runTime) {
        long median = learned.medianRunTime().toMillis();
        long value = Math.max(1, runTime.toMillis());
        long next = median == 0
                ? value
                : value > median
                        ? Math.min(value, (long) Math.ceil(median * (1 + MEDIAN_STEP)))
                        : Math.max(value, (long) Math.floor(median * (1 - MEDIAN_STEP)));
        return learned.withMedianRunTime(Duration.ofMillis(Math.max(1, next)));
    }
}
