package io.ripresa.model;

import org.jspecify.annotations.Nullable;

/**
 * What a task system bears before its first starts are held altogether. Neither limit is there by default.
 *
 * @param startsPerMinute most first starts in one minute of the clock, 1 to 1,000,000, or null; what recovery ordered does
 *     not count
 * @param newFailuresPerFiveMinutes most failures of causes that had no open incident, in one minute of the clock and the
 *     four before it, 1 to 100,000, or null; runs that recovery ordered do not count
 */
public record StartLimits(
        @Nullable Integer startsPerMinute, @Nullable Integer newFailuresPerFiveMinutes) {

    /** Nothing is counted, nothing is held. */
    public static final StartLimits NONE = new StartLimits(null, null);

    public StartLimits {
        between("startsPerMinute", startsPerMinute, 1_000_000);
        between("newFailuresPerFiveMinutes", newFailuresPerFiveMinutes, 100_000);
    }

    private static void between(String field, @Nullable Integer value, int most) {
        if (value != null && (value < 1 || value > most)) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; give a number from 1 to " + most + ", or leave it out for no limit");
        }
    }

    /** Whether there is no limit. */
    public boolean isNone() {
        return startsPerMinute == null && newFailuresPerFiveMinutes == null;
    }
}
