package io.ripresa.server.depot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The script of one outage: which mood when. Pure.
 *
 * @param startsAt when the depot stops serving
 * @param length until it serves again, 10 to 600 s
 * @param phases the moods in between, in order; they fill the length
 */
public record Outage(Instant startsAt, Duration length, List<Phase> phases) {

    public static final Duration SHORTEST = Duration.ofSeconds(10);
    public static final Duration LONGEST = Duration.ofSeconds(600);

    /** Longer than the 5 s that the callers wait, so that calls really time out. */
    private static final long HANG_AT_LEAST_MILLIS = 6_500;

    private static final long HANG_AT_MOST_MILLIS = 20_000;

    public Outage {
        phases = List.copyOf(phases);
    }

    /**
     * A stretch of one mood.
     *
     * @param mood the mood
     * @param from when it begins
     * @param until when it ends, exclusive
     */
    public record Phase(Mood mood, Instant from, Instant until) {}

    /**
     * The usual course: first it hangs, then it is gone, then what stands before it answers for it, then it is restarted.
     *
     * @throws IllegalArgumentException if the length is out of bounds
     */
    public static Outage of(Instant startsAt, Duration length) {
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("an outage of " + length.toSeconds() + " s is outside "
                    + SHORTEST.toSeconds() + " to " + LONGEST.toSeconds() + " s");
        }
        long total = length.toMillis();
        long hang = Math.min(HANG_AT_MOST_MILLIS, Math.max(HANG_AT_LEAST_MILLIS, total * 8 / 30));
        long rest = total - hang;
        List<Phase> phases = new ArrayList<>();
        Instant at = startsAt;
        at = add(phases, Mood.HANG, at, hang);
        at = add(phases, Mood.REFUSE, at, rest * 6 / 22);
        at = add(phases, Mood.UNAVAILABLE, at, rest * 4 / 22);
        at = add(phases, Mood.UNAVAILABLE_RETRY_AFTER, at, rest * 4 / 22);
        at = add(phases, Mood.THROTTLE, at, rest * 3 / 22);
        phases.add(new Phase(Mood.REFUSE, at, startsAt.plus(length)));
        return new Outage(startsAt, length, phases);
    }

    private static Instant add(List<Phase> phases, Mood mood, Instant from, long millis) {
        Instant until = from.plusMillis(millis);
        phases.add(new Phase(mood, from, until));
        return until;
    }

    /** When the depot serves again. */
    public Instant returnsAt() {
        return startsAt.plus(length);
    }

    public Mood moodAt(Instant time) {
        for (Phase phase : phases) {
            if (!time.isBefore(phase.from()) && time.isBefore(phase.until())) {
                return phase.mood();
            }
        }
        return Mood.UP;
    }

    /** The next time after this one at which the mood changes, or null where it never does. */
    public @Nullable Instant nextChangeAfter(Instant time) {
        if (time.isBefore(startsAt)) {
            return startsAt;
        }
        for (Phase phase : phases) {
            if (time.isBefore(phase.until())) {
                return phase.until();
            }
        }
        return null;
    }
}
