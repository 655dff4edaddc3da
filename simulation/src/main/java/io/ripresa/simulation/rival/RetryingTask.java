package io.ripresa.simulation.rival;

/** A task that waits for its next retry, or runs. Times are microseconds since the start. */
final class RetryingTask {

    final int number;
    boolean requeued;
    int requeues;
    long backoffUntil;
    long throttledUntil;
    long deadline = -1;
    /** Counts the times that its next run was planned: only the latest plan counts. */
    int plan;

    RetryingTask(int number) {
        this.number = number;
    }
}
