package io.ripresa.policy;

import io.ripresa.model.Policy.Attempts;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits for what has nothing but time to go by. */
public final class BackOff {

    private static final long CONFLICT_MIN_MILLIS = 1_000;
    private static final long CONFLICT_MAX_MILLIS = 10_000;

    private BackOff() {}

    /** The wait before the attempt after {@code issued} attempts: 5, 15, 45 minutes by default, and a little longer. */
    public static Duration delay(int issued, Attempts limits, RandomGenerator random) {
        Duration base = limits.backOff().get(Math.min(issued, limits.backOff().size() - 1));
        return base.plusMillis((long) (base.toMillis() * limits.jitter() * random.nextDouble()));
    }

    /** The wait before the first attempt after a conflict with another transaction: 1 to 10 s, so that they part. */
    public static Duration conflictDelay(RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(CONFLICT_MIN_MILLIS, CONFLICT_MAX_MILLIS + 1));
    }
}
