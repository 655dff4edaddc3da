package io.ripresa.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast a gate lets tasks back while its dependency recovers: state only, the arithmetic is in the policy.
 *
 * @param startsPerSecond the present rate
 * @param bound what the dependency is known to take
 * @param pulse whether runs take longer than usual
 * @param times when things happened
 * @param window the latest completions
 * @param history starts and run times of the latest time
 */
public record Ramp(double startsPerSecond, Bound bound, Pulse pulse, Times times, Window window, History history) {

    /**
     * @param ceiling rate that the dependency is known to take; 0 while none was too fast. A rate above it is a try
     *     whether it takes more by now
     * @param raises tries above the ceiling that failed: each makes the wait before the next one longer
     * @param overSeconds how long the rate has been too fast, in all
     * @param lastOverSeconds how long it was, the last time
     * @param tooFast the rate from which the ceiling was found, while the history reaches back to it; else 0
     */
    public record Bound(double ceiling, int raises, double overSeconds, double lastOverSeconds, double tooFast) {
        public static final Bound NONE = new Bound(0, 0, 0, 0, 0);

        public Bound withCeiling(double rate) {
            return new Bound(rate, raises, overSeconds, lastOverSeconds, tooFast);
        }

        /** It was no bound after all. */
        public Bound unbounded() {
            return new Bound(0, raises, overSeconds, lastOverSeconds, 0);
        }

        /** It is found as well as can be. */
        public Bound found() {
            return new Bound(ceiling, raises, overSeconds, lastOverSeconds, 0);
        }
    }

    /**
     * @param excess how much longer than usual the latest runs took together, in standard deviations, less what chance
     *     allows; 0 while nothing is unusual
     * @param unusual run times since it left 0: of no use for what is usual until it is 0 again
     * @param overrun since when more may be asked for than is done, or null while nothing is unusual
     * @param doubtedAt when runs last took longer than usual at a rate that had been taken well, or null
     */
    public record Pulse(
            double excess,
            Sample unusual,
            @Nullable Overrun overrun,
            @Nullable Instant doubtedAt) {
        public static final Pulse CALM = new Pulse(0, Sample.EMPTY, null, null);

        /** It may have been chance: a little more of it, and it was not. */
        public Pulse eased(double to) {
            return new Pulse(Math.min(excess, to), unusual, overrun, doubtedAt);
        }

        public Pulse calmed() {
            return new Pulse(0, Sample.EMPTY, null, doubtedAt);
        }
    }

    /**
     * A time in which more is asked for than the dependency does, and, once the rate was cut, in which it makes up for
     * it.
     *
     * @param since start of the first run that took longer
     * @param cutFrom rate at the first cut; 0 while there was none
     * @param cutAt when the rate was last cut in it, or null
     * @param lastMillis mean run time of the round before; 0 while unknown
     * @param rounds rounds in a row in which runs did not become faster although the rate was cut
     */
    public record Overrun(
            Instant since, double cutFrom, @Nullable Instant cutAt, double lastMillis, int rounds) {

        public boolean isCut() {
            return cutFrom > 0;
        }

        public Overrun cut(double from, Instant now) {
            return new Overrun(since, isCut() ? cutFrom : from, now, 0, rounds);
        }

        public Overrun heard(double millis, int roundsNotFalling) {
            return new Overrun(since, cutFrom, cutAt, millis, roundsNotFalling);
        }
    }

    /**
     * @param beganAt when the ramp began
     * @param cutAt when the rate was last cut, or null
     * @param changedAt when the rate last changed
     * @param roundAt when the present round began
     * @param nextStartAt when the next start is due at this rate
     */
    public record Times(
            Instant beganAt, @Nullable Instant cutAt, Instant changedAt, Instant roundAt, Instant nextStartAt) {}

    /**
     * The latest completions of the present epoch. {@code seen} and {@code failed} age: when {@code seen} reaches the
     * window's size both are halved.
     *
     * @param seen completions
     * @param failed of them, failed by the same cause
     * @param round run times of the successes of the present round
     * @param fresh of them, successes of runs that started at the present rate
     */
    public record Window(int seen, int failed, Sample round, int fresh) {
        public static final Window EMPTY = new Window(0, 0, Sample.EMPTY, 0);
    }

    /**
     * Run times in milliseconds.
     *
     * @param count how many
     * @param sum of all
     * @param squares sum of their squares
     */
    public record Sample(int count, double sum, double squares) {
        public static final Sample EMPTY = new Sample(0, 0, 0);

        public Sample with(double millis) {
            return new Sample(count + 1, sum + millis, squares + millis * millis);
        }

        public double mean() {
            return count == 0 ? 0 : sum / count;
        }

        public double variance() {
            return count == 0 ? 0 : Math.max(0, squares / count - mean() * mean());
        }
    }

    /**
     * What was started lately, and how long it took: by the time of the start, in slots of equal length.
     *
     * @param since begin of the first slot
     * @param width length of each
     * @param slots the oldest first
     */
    public record History(Instant since, Duration width, List<Slot> slots) {
        public History {
            slots = List.copyOf(slots);
        }

        /** The same with a start, or with one less that turned out not to have been taken. */
        public History started(int starts, Instant at, int most) {
            return changed(at, most, new Slot(starts, 0, 0));
        }

        /** The same with a run that went well. */
        public History ended(Instant startedAt, long millis) {
            return startedAt.isBefore(since) ? this : changed(startedAt, slots.size(), new Slot(0, 1, millis));
        }

        /** Without what is older than a time. */
        public History from(Instant earliest) {
            int old = earliest.isBefore(since) ? 0 : Math.min(slots.size(), slotOf(earliest));
            return new History(since.plus(width.multipliedBy(old)), width, slots.subList(old, slots.size()));
        }

        private int slotOf(Instant at) {
            return (int) Math.min(
                    Integer.MAX_VALUE, Math.max(0, Duration.between(since, at).dividedBy(width)));
        }

        private History changed(Instant at, int most, Slot by) {
            int place = slotOf(at);
            if (slots.isEmpty() || place >= slots.size() + most) {
                // Nothing of what was kept would stay.
                return by.starts() > 0 ? new History(at, width, List.of(by)) : this;
            }
            List<Slot> next = new ArrayList<>(slots);
            while (next.size() <= place && by.starts() > 0) {
                next.add(Slot.EMPTY);
            }
            int found = Math.min(place, next.size() - 1);
            next.set(found, next.get(found).with(by));
            int old = Math.max(0, next.size() - most);
            return new History(since.plus(width.multipliedBy(old)), width, next.subList(old, next.size()));
        }
    }

    /**
     * @param starts how many started in it and were taken
     * @param ended of them, went well by now
     * @param millis their run times together
     */
    public record Slot(int starts, int ended, long millis) {
        public static final Slot EMPTY = new Slot(0, 0, 0);

        private Slot with(Slot other) {
            return new Slot(Math.max(0, starts + other.starts), ended + other.ended, millis + other.millis);
        }
    }

    /**
     * A ramp that begins.
     *
     * @param slot length of the slots of its history
     */
    public static Ramp begin(double startsPerSecond, Duration slot, Instant now) {
        return new Ramp(
                startsPerSecond,
                Bound.NONE,
                Pulse.CALM,
                new Times(now, null, now, now, now),
                Window.EMPTY,
                new History(now, slot, List.of()));
    }

    /**
     * The same for a dependency of which it is known what it takes: no faster than that.
     *
     * @param trySeconds how long a try above that is expected to be too fast
     */
    public Ramp known(double ceiling, double trySeconds) {
        Bound known = new Bound(ceiling, 0, 0, trySeconds, 0);
        return new Ramp(Math.min(startsPerSecond, ceiling), known, pulse, times, window, history);
    }

    public Ramp withHistory(History value) {
        return new Ramp(startsPerSecond, bound, pulse, times, window, value);
    }

    public Ramp withWindow(Window value) {
        return new Ramp(startsPerSecond, bound, pulse, times, value, history);
    }

    public Ramp withBound(Bound value) {
        return new Ramp(startsPerSecond, value, pulse, times, window, history);
    }

    public Ramp withPulse(Pulse value) {
        return new Ramp(startsPerSecond, bound, value, times, window, history);
    }

    public Ramp withOverrun(@Nullable Overrun value) {
        return withPulse(new Pulse(pulse.excess(), pulse.unusual(), value, pulse.doubtedAt()));
    }

    public Ramp withNextStartAt(Instant value) {
        Times t = new Times(times.beganAt(), times.cutAt(), times.changedAt(), times.roundAt(), value);
        return new Ramp(startsPerSecond, bound, pulse, t, window, history);
    }

    /** The next round begins, at the same rate. */
    public Ramp nextRound(Instant now) {
        Times t = new Times(times.beganAt(), times.cutAt(), times.changedAt(), now, times.nextStartAt());
        Window next = new Window(window.seen(), window.failed(), Sample.EMPTY, window.fresh());
        return new Ramp(startsPerSecond, bound, pulse, t, next, history);
    }

    /** Another rate from now on. */
    public Ramp at(double rate, Instant now) {
        Times t = new Times(times.beganAt(), times.cutAt(), now, now, times.nextStartAt());
        return new Ramp(rate, bound, pulse, t, emptied(), history);
    }

    /** A lower rate from now on, because this one was too fast. */
    public Ramp cut(double rate, Instant now) {
        Times t = new Times(times.beganAt(), now, now, now, times.nextStartAt());
        return new Ramp(rate, bound, pulse, t, emptied(), history);
    }

    private Window emptied() {
        return new Window(window.seen(), window.failed(), Sample.EMPTY, 0);
    }
}
