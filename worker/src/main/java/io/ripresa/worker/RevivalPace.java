package io.ripresa.worker;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How soon a worker that died is replaced: at once the first time, and ever later where its successors die too, so that
 * what kills them is not done over and over. Immutable.
 *
 * @param deaths one after the other, none of which lived for {@link #LONG}
 * @param last when the latest try was, or null before the first
 */
record RevivalPace(int deaths, @Nullable Instant last) {

    static final RevivalPace FRESH = new RevivalPace(0, null);

    /** A worker that lived so long did not die of what its predecessor died of. */
    static final Duration LONG = Duration.ofMinutes(10);

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 5;

    /** When the next try may be. */
    Instant next(Instant now) {
        if (last == null || last.plus(LONG).isBefore(now)) {
            return now;
        }
        Duration wait = FIRST.multipliedBy(1L << Math.min(DOUBLINGS, deaths - 1));
        Instant at = last.plus(wait.compareTo(MOST) < 0 ? wait : MOST);
        return at.isAfter(now) ? at : now;
    }

    /** After a try now, whatever came of it. */
    RevivalPace tried(Instant now) {
        boolean another = last == null || last.plus(LONG).isBefore(now);
        return new RevivalPace(another ? 1 : deaths + 1, now);
    }
}
