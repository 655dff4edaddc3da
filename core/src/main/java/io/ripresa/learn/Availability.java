package io.ripresa.learn;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The share of time without a critical finding.
 *
 * @param watched how long it was known how things stand; 0 where nobody ever looked
 * @param critical how long of that something critical was wrong
 */
public record Availability(Duration watched, Duration critical) {

    /** Nobody ever looked. */
    public static final Availability UNKNOWN = new Availability(Duration.ZERO, Duration.ZERO);

    public boolean isKnown() {
        return !watched.isZero();
    }

    /** From 0 to 1, or null where nothing is known. */
    public @Nullable Double share() {
        return isKnown() ? 1 - (double) critical.toMillis() / watched.toMillis() : null;
    }
}
