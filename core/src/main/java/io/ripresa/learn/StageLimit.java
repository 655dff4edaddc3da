package io.ripresa.learn;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a run may be in one stage without progress before it counts as hung, and why that long. What the history of
 * the stage says only makes it longer: a run that is slow as always is not hung, and one that is faster than that has
 * the usual time all the same.
 *
 * @param limit the time
 * @param why for people: where the time comes from
 */
public record StageLimit(Duration limit, String why) {

    /** The least number of runs that succeeded before their times say something. */
    public static final int ENOUGH = 30;

    private static final double NEARLY_ALL = 0.99;
    private static final int TIMES_LONGER = 3;

    /**
     * @param ofStage what was set for the stage, or null
     * @param ofType what was set for the type or for all
     * @param history how long the stage took in runs that succeeded
     * @param timeout longest run: no stage may take longer
     */
    public static StageLimit of(@Nullable Duration ofStage, Duration ofType, TimeSpread history, Duration timeout) {
        if (ofStage != null) {
            return new StageLimit(ofStage, "set for this stage");
        }
        Duration slow = history.count() < ENOUGH ? null : history.quantile(NEARLY_ALL);
        Duration learned = slow == null ? Duration.ZERO : slow.multipliedBy(TIMES_LONGER);
        if (learned.compareTo(ofType) <= 0) {
            return new StageLimit(ofType, "set for this type, or the default");
        }
        String why = TIMES_LONGER + " times what 99 % of " + history.count() + " runs that succeeded took";
        return learned.compareTo(timeout) > 0
                ? new StageLimit(timeout, why + ", at most the time-out")
                : new StageLimit(learned, why);
    }
}
