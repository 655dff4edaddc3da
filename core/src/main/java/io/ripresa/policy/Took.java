package io.ripresa.policy;

import java.time.Duration;
import java.time.Instant;

/**
 * A run that went well.
 *
 * @param startedAt when it started, store's clock
 * @param runTime how long it took
 */
public record Took(Instant startedAt, Duration runTime) {

    /** A run from one time to another; of no length where they are the wrong way round. */
    public static Took between(Instant startedAt, Instant endedAt) {
        Duration took = Duration.between(startedAt, endedAt);
        return new Took(startedAt, took.isNegative() ? Duration.ZERO : took);
    }

    double millis() {
        return runTime.toNanos() / 1e6;
    }
}
