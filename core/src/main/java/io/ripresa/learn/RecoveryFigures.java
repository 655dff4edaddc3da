package io.ripresa.learn;

import io.ripresa.model.Measured;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How well recovery does its work, counted from the journal. What nothing was counted for is unknown, never 0.
 *
 * @param automaticRecovery tasks that came back unattended, of those that failed by what clears by itself, that Ripresa
 *     might act on, whose cause did clear, and that Ripresa has ended with: they came back, or were left to a person
 * @param classifierFalsePositives of the same tasks, those whose attempts were all spent although others with the same
 *     cause came back: called to clear by itself, and as far as outcomes tell it does not
 * @param releaseFalsePositives runs released after the breaker had closed that failed again by the same cause, of all so
 *     released that ran to an end
 * @param unsafeReleases re-runs that the table of effect and side effects forbids and no person ordered, of all re-runs
 *     of which the outcome is known
 * @param interventionsAvoided failed tasks that came back unattended, of these and those that a person ordered to run
 *     again, completed or gave up
 * @param fromFailure from a task's failure to its verified success, of tasks that came back unattended
 * @param fromCauseEnd the same from the end of the cause, where a gate tells it: the closing of its breaker; a task that
 *     came back before that counts 0
 * @param workspaces share of time without a critical finding, of the workspace, or of all together
 * @param ripresa the same of Ripresa itself: somebody looked, and every task system could be asked
 */
public record RecoveryFigures(
        Measured automaticRecovery,
        Measured classifierFalsePositives,
        Measured releaseFalsePositives,
        Measured unsafeReleases,
        Measured interventionsAvoided,
        Times fromFailure,
        Times fromCauseEnd,
        Availability workspaces,
        Availability ripresa) {

    /**
     * Times that were measured; all null where there are none.
     *
     * @param count how many
     * @param p50 half of them took no longer, to 2 %
     * @param p90 nine of ten took no longer, to 2 %
     * @param mean their mean
     */
    public record Times(
            long count,
            @Nullable Duration p50,
            @Nullable Duration p90,
            @Nullable Duration mean) {

        static Times of(TimeSpread spread) {
            return new Times(spread.count(), spread.quantile(0.5), spread.quantile(0.9), spread.mean());
        }
    }
}
