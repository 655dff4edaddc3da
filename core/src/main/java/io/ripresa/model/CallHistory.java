package io.ripresa.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the calls of a dependency go while nothing restrains them: what is usual, the latest minutes, and whether these
 * are out of the ordinary. Bounded.
 *
 * @param usual calls that are no longer among the latest, older ones counting for less
 * @param fadedAt the time by which older ones were last made to count for less
 * @param latest the latest minutes with calls, oldest first, at most 61
 * @param warning what is out of the ordinary, or null
 */
public record CallHistory(
        Usual usual,
        Instant fadedAt,
        List<Minute> latest,
        @Nullable Warning warning) {

    /** Nothing known yet. */
    public static final CallHistory NONE = new CallHistory(Usual.NONE, Instant.EPOCH, List.of(), null);

    public CallHistory {
        latest = List.copyOf(latest);
    }

    /**
     * Calls of one minute.
     *
     * @param number minutes since the epoch, store's clock
     * @param calls how many there were, at least {@code failed}
     * @param failed of them, those that failed
     */
    public record Minute(long number, long calls, long failed) {

        /** The minute that a time is in. */
        public static long of(Instant time) {
            return Math.floorDiv(time.getEpochSecond(), 60);
        }

        public Minute plus(Minute other) {
            return new Minute(number, calls + other.calls, failed + other.failed);
        }
    }

    /**
     * Calls over a long time. Fractions come from fading.
     *
     * @param calls how many there were
     * @param failed of them, those that failed
     * @param minutes in how many minutes
     * @param spread sum over the minutes of (failed² / calls): how unevenly the failures came
     */
    public record Usual(double calls, double failed, double minutes, double spread) {
        public static final Usual NONE = new Usual(0, 0, 0, 0);

        public Usual plus(Minute minute) {
            double squared = (double) minute.failed() * minute.failed() / Math.max(1, minute.calls());
            return new Usual(calls + minute.calls(), failed + minute.failed(), minutes + 1, spread + squared);
        }

        /** All of it counting for less. */
        public Usual faded(double factor) {
            return new Usual(calls * factor, failed * factor, minutes * factor, spread * factor);
        }

        /** The share of calls that failed, 0 to 1; 0 where nothing is known. */
        public double share() {
            return calls > 0 ? Math.min(1, failed / calls) : 0;
        }

        /** The share for people: "none", "1 in 150", "30 %". */
        public String inWords() {
            if (failed < 0.5) {
                return "none";
            }
            double share = share();
            if (share >= 0.2) {
                return Math.round(share * 100) + " %";
            }
            double one = 1 / share;
            double step = Math.pow(10, Math.max(0, Math.floor(Math.log10(one)) - 1));
            return String.format(Locale.ROOT, "1 in %.0f", Math.rint(one / step) * step);
        }
    }

    /**
     * More calls fail than is usual.
     *
     * @param since when that was found
     * @param calls the latest calls, when they were last looked at
     * @param failed of them, those that failed
     * @param meanwhile calls since then that are no longer among the latest: not part of what is usual
     */
    public record Warning(Instant since, long calls, long failed, Usual meanwhile) {}

    /** The breaker opened. What happened lately belongs to the outage, which is no history. */
    public CallHistory interrupted() {
        return latest.isEmpty() && warning == null ? this : new CallHistory(usual, fadedAt, List.of(), null);
    }

    /** The figures of the warning in words, or null where there is none. */
    public @Nullable String figures(Dependency of) {
        return warning == null
                ? null
                : "of the latest " + warning.calls() + " calls of " + of + " " + warning.failed() + " failed, usually "
                        + usual.inWords();
    }
}
