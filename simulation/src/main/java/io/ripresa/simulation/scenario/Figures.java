package io.ripresa.simulation.scenario;

import org.jspecify.annotations.Nullable;

/**
 * What came out of one run of one scenario under one policy. Null where a figure is not defined. The glossary says what
 * each of them means.
 *
 * @param tasks tasks of the scenario
 * @param recoverable of them, failed or held because of their dependency, and may be run again
 * @param recovered of these, ended well after that
 * @param escalated tasks left to people
 * @param quarantined tasks set aside, because no re-run can help
 * @param notNeeded tasks found to be no longer needed
 * @param waste attempts
 * @param times seconds from the end of the cause
 * @param load what the dependency was asked for
 * @param care what must not happen, and what people notice
 */
public record Figures(
        int tasks,
        int recoverable,
        int recovered,
        @Nullable Long escalated,
        @Nullable Long quarantined,
        @Nullable Long notNeeded,
        Waste waste,
        Times times,
        Load load,
        Care care) {

    /**
     * @param w failed attempts per recovered task, without those that could not be helped
     * @param wGross the same with all of them
     * @param failedAttempts failed attempts, all
     * @param attemptsPerPoisonTask attempts per task that no attempt can cure
     */
    public record Waste(
            @Nullable Double w,
            @Nullable Double wGross,
            long failedAttempts,
            @Nullable Double attemptsPerPoisonTask) {}

    /**
     * @param p50 until half of the recoverable tasks were back
     * @param p90 until 90 % were
     * @param drain until all were
     * @param oracleP90 what can at best be had for 90 %
     * @param detectionDelay until the first recovery
     * @param soon how many were back within ten minutes
     */
    public record Times(
            @Nullable Double p50,
            @Nullable Double p90,
            @Nullable Double drain,
            @Nullable Double oracleP90,
            @Nullable Double detectionDelay,
            int soon) {}

    /**
     * @param peakRatio the busiest second after the end of the cause, by capacity
     * @param amplePeakRatio the same, over windows with a capacity of at least 20/s
     * @param overloadShare share of the drain above the capacity
     * @param overloadWindows the same in seconds
     * @param foregroundLost share of the foreground that recovery cost
     * @param collapsedSeconds seconds after the end of the cause in which, because of recovery, nothing was done in time
     */
    public record Load(
            @Nullable Double peakRatio,
            double amplePeakRatio,
            @Nullable Double overloadShare,
            int overloadWindows,
            @Nullable Double foregroundLost,
            int collapsedSeconds) {}

    /**
     * @param releaseFpr share of tasks released after the breaker had closed that failed again by the same cause
     * @param released tasks released after the breaker had closed
     * @param releasedFailed of these, those that failed again by the same cause
     * @param unsafeReleases re-runs that the table of effects and side effects forbids
     * @param falseClosings times that the breaker closed before the cause was gone
     * @param mostAttempts most attempts of one task
     * @param violations broken invariants
     */
    public record Care(
            @Nullable Double releaseFpr,
            long released,
            long releasedFailed,
            long unsafeReleases,
            int falseClosings,
            int mostAttempts,
            int violations) {}

    public boolean isComplete() {
        return recovered == recoverable;
    }
}
