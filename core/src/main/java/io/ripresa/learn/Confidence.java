package io.ripresa.learn;

import io.ripresa.model.Measured;
import io.ripresa.model.Outcome;
import io.ripresa.model.OutcomeCount;
import java.util.List;

/** What counted outcomes say about a re-run for the same cause. Pure. */
public final class Confidence {

    private Confidence() {}

    /**
     * How often attempts for this error led to recovery. Refusals and unverified attempts say nothing and are left out.
     *
     * @param counts counts of one cause
     * @param fingerprint the error, or empty for all errors of the cause
     */
    public static Measured ofRecovery(List<OutcomeCount> counts, String fingerprint) {
        long recovered = 0;
        long trials = 0;
        for (OutcomeCount count : counts) {
            boolean asked = fingerprint.isEmpty() || count.fingerprint().equals(fingerprint);
            boolean telling = count.outcome() != Outcome.REJECTED && count.outcome() != Outcome.UNVERIFIED;
            if (asked && telling) {
                trials += count.count();
                recovered += count.outcome() == Outcome.RECOVERED ? count.count() : 0;
            }
        }
        return new Measured(recovered, trials);
    }
}
