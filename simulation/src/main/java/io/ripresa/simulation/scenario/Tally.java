package io.ripresa.simulation.scenario;

import java.util.Arrays;

/** What is counted while a world runs. Tasks of a rehearsal are left out. Not safe for use by many threads. */
final class Tally {

    /** Failed attempts, all. */
    long failedAttempts;
    /** Of them, the first one of each hopeless task after its dependency worked. */
    long ownFailures;
    /** Of them, those that were at work when a new outage began. */
    long caughtByOutage;
    /** Attempts of poison. */
    long poisonAttempts;
    /** Ends of runs that were released after the breaker had closed. */
    long released;
    /** Of them, failures by the same cause, but for those that a new outage caught. */
    long releasedFailed;

    long unsafeReleases;

    private int[] attemptsPerSecond = new int[64];

    void attempt(long micros, ScenarioTask task) {
        if (!task.counted) {
            return;
        }
        if (task.isPoison()) {
            poisonAttempts++;
        }
        int second = (int) (micros / 1_000_000);
        if (second >= attemptsPerSecond.length) {
            attemptsPerSecond = Arrays.copyOf(attemptsPerSecond, Math.max(second + 1, attemptsPerSecond.length * 2));
        }
        attemptsPerSecond[second]++;
    }

    void failed(ScenarioTask task, boolean ofDependency, boolean newOutage) {
        if (Boolean.TRUE.equals(task.released)) {
            released++;
            releasedFailed += ofDependency && !newOutage ? 1 : 0;
        }
        if (task.runs == 1) {
            return;
        }
        failedAttempts++;
        if (newOutage) {
            caughtByOutage++;
        } else if (!ofDependency && !task.failsBeforeCall() && !task.ownFailureExcused) {
            task.ownFailureExcused = true;
            ownFailures++;
        }
    }

    /** Attempts begun in a second, counted from the start. */
    int attemptsIn(int second) {
        return second < attemptsPerSecond.length ? attemptsPerSecond[second] : 0;
    }
}
