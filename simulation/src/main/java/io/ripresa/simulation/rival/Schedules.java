package io.ripresa.simulation.rival;

/** Default retry schedules as published, in seconds. Each names where it was read. */
public final class Schedules {

    /** {@code lib/sidekiq/job_retry.rb}: count⁴ + 15 + rand(10 · (count + 1)), count from 0, 25 retries, then dead. */
    public static final Schedule SIDEKIQ = (failures, random) -> {
        int count = failures - 1;
        return count >= 25 ? null : (double) (pow4(count) + 15 + random.nextInt(10 * (count + 1)));
    };

    /** {@code worker.ex}, {@code backoff.ex}: (15 + 2^attempt) × 1 to 1.1, 20 attempts, then discarded. */
    public static final Schedule OBAN = (failures, random) ->
            failures >= 20 ? null : (15 + Math.pow(2, failures)) * (1 + 0.1 * random.nextDouble());

    /** {@code internal/retrypolicy/default.go}: errors⁴ ± 10 %, 25 attempts, then discarded. */
    public static final Schedule RIVER =
            (failures, random) -> failures >= 25 ? null : pow4(failures) * (0.9 + 0.2 * random.nextDouble());

    /** {@code AutomaticRetryAttribute.cs}: (n − 1)⁴ + 15 + rand(0..29) · n, 10 retries, then failed. */
    public static final Schedule HANGFIRE = (failures, random) ->
            failures > 10 ? null : (double) (pow4(failures - 1) + 15 + random.nextInt(30) * failures);

    /** {@code RetryFilter.java}: 3ⁿ without jitter, 10 retries, then failed. */
    public static final Schedule JOBRUNR = (failures, random) -> failures > 10 ? null : Math.pow(3, failures);

    /** {@code Tasks.DEFAULT_RETRY_INTERVAL}: 5 minutes, for ever. */
    public static final Schedule DB_SCHEDULER = (failures, random) -> 300.0;

    /** {@code app/task.py}: {@code retry()} after 180 s, 3 retries, then failed. */
    public static final Schedule CELERY = (failures, random) -> failures > 3 ? null : 180.0;

    /** {@code common/retrypolicy/retry_policy.go}: 1 · 2ⁿ, at most 100, for ever. */
    public static final Schedule TEMPORAL =
            (failures, random) -> Math.min(100, Math.pow(2, Math.min(failures - 1, 10)));

    /** {@code crates/types/src/config/invocation.rs}: 0.5 · 2ⁿ, at most 60, 70 attempts, then paused for a person. */
    public static final Schedule RESTATE =
            (failures, random) -> failures >= 70 ? null : Math.min(60, 0.5 * Math.pow(2, Math.min(failures - 1, 10)));

    /** A plain ladder of 5, 15 and 45 minutes, then given up. */
    public static final Schedule CLOCK_5_15_45 = (failures, random) -> switch (failures) {
        case 1 -> 300.0;
        case 2 -> 900.0;
        case 3 -> 2700.0;
        default -> null;
    };

    private Schedules() {}

    private static long pow4(int n) {
        long square = (long) n * n;
        return square * square;
    }
}
