package io.ripresa.policy;

import io.ripresa.model.Gate;
import io.ripresa.model.Policy.RampLimits;
import io.ripresa.model.Ramp;
import io.ripresa.model.Ramp.Bound;
import io.ripresa.model.Ramp.Overrun;
import io.ripresa.model.Ramp.Window;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of the ramp. Pure.
 *
 * <p>While nothing was too fast the rate doubles per round up to a limit and then grows by a factor: gently where little
 * is left to gain, and never before runs that started at the present rate have come back. It waits while runs seem to take
 * longer than usual, and is cut when they do, or fail by the same cause: a queue shows in the run times before anything
 * fails. One cut per round trip, until likely nothing waits any more. What the dependency takes besides its other traffic
 * is then fitted to the run times of all of it, see {@link QueueFit}; the rate stays a little below, and follows what is
 * learned with hindsight. Now and then a step above asks whether it takes more by now: ever more seldom, and only as far as
 * the time spent above what it takes stays a small share of the return.
 *
 * <p>Multiplicative decrease as in TCP (Chiu and Jain 1989); a rate that follows run times as in TCP Vegas (Brakmo and
 * Peterson 1995). The other traffic does not give way, so that what gets through while there is a queue, as in BBR (Cardwell
 * et al. 2016), would be too much.
 */
public final class RampRules {

    static final Duration SHORTEST_ROUND = Duration.ofSeconds(1);
    static final double SLOWEST = 1;
    /**
     * A small incident is not hurried below this. Not one a second: where just that is left, calls that come a little
     * early or late would share every other second.
     */
    private static final double GENTLE_START = 0.95;
    /** What is done within this time at the present rate gains nothing by a higher one. */
    private static final double FIRST_SECONDS = 21;

    private static final double NO_HURRY_SECONDS = 25;
    /** At a rate that hardly any dependency is too small for, it is worth it for less. */
    private static final double LOW_RATE = 16;

    private static final double NO_HURRY_AT_A_LOW_RATE_SECONDS = 8;
    /** Little to gain: the last step before the cut shall not go far beyond. */
    private static final double LITTLE_HURRY_SECONDS = 45;

    /** Less than that is not worth a try above the ceiling. */
    private static final double WORTH_A_TRY_SECONDS = 40;

    /** So large a backlog is hurried from the start. */
    private static final double MANY_PENDING = 5_000;

    private static final double GENTLE_GROWTH = 1.1;
    private static final double STEP = 0.25;
    private static final int ROUNDS_BEFORE_A_RAISE = 3;
    private static final int MOST_DOUBLINGS = 5;
    /** Where it is not known yet, a try is taken to be too fast for so long. */
    private static final double FIRST_TRY_SECONDS = 6;
    /** The rate may be too fast for such a share of the return. */
    private static final double OVER_SHARE = 0.015;

    /** A rate counts as used when at least this share of what it starts in a round was completed within two. */
    private static final double USED = 0.75;

    private static final int ENOUGH_TO_MEASURE = 5;
    /** So many have to come back before a rate is known to go well: at a low one that takes longer than a round. */
    private static final int ENOUGH_TO_GROW = 8;

    private static final int FEW_RUN_TIMES = 100;
    /** How likely it has to be that the dependency takes more, to grow further, and to stay. */
    private static final double HOLD_BELOW = 0.05;

    private static final double CUT_BELOW = 0.01;
    /** Where there is so much to do, less has to do, and a cut for nothing costs more than a second that is too fast. */
    private static final double LONG_SECONDS = 300;

    private static final double LONG_CUT_BELOW = 0.001;
    /** And so much of what starts in a second, so that it shows before the next step. */
    private static final double FRESH = 0.35;
    /** The history is in slots of this share of a round. */
    private static final int SLOTS_A_ROUND = 2;
    /** Kept of it while nothing is unusual, and at most. */
    private static final int CALM_SLOTS = 40;

    static final int MOST_SLOTS = 160;
    /** Starts that were not used are not saved up for longer than this: no bursts. */
    private static final Duration BURST = Duration.ofMillis(60);

    private RampRules() {}

    /**
     * The ramp of a breaker that has just closed; slower than usual where the dependency is known to take less, or where
     * there is little to do.
     */
    public static Ramp begin(Gate gate, int pending, RampLimits limits, Instant now) {
        boolean told = EvidenceRules.saysItWorks(gate, now);
        // Where somebody else saw it, too, trials went twice as fast.
        double faster = told && pending >= CanaryPace.LARGE ? 1 : eager(pending);
        Ramp ramp = Ramp.begin(
                Math.min(limits.doublesTo(), firstRate(pending, limits) * (1 + faster)),
                round(gate).dividedBy(SLOTS_A_ROUND),
                now);
        double capacity = gate.learned().capacity();
        return capacity > 0 ? ramp.known(Math.max(SLOWEST, capacity), FIRST_TRY_SECONDS) : ramp;
    }

    /** The rate at which an incident of so many tasks begins to come back. */
    static double firstRate(int pending, RampLimits limits) {
        return Math.min(limits.firstRate(), Math.max(GENTLE_START, pending / FIRST_SECONDS));
    }

    /**
     * The rate of trials, once the first has come back well: the step before the ramp.
     *
     * @param told whether somebody else sees that it works, too
     */
    static double trialRate(int pending, RampLimits limits, boolean told) {
        double first = firstRate(pending, limits);
        return told ? first : Math.min(first, limits.firstRate() / 2 * (1 + eager(pending)));
    }

    /** From 0 to 1 for a backlog that is too large to begin gently. */
    private static double eager(int pending) {
        return Math.min(1, Math.pow(pending / MANY_PENDING, 2));
    }

    /** How long a change of the rate takes to show. */
    public static Duration round(Gate gate) {
        Duration median = gate.learned().medianRunTime();
        return median.compareTo(SHORTEST_ROUND) > 0 ? median : SHORTEST_ROUND;
    }

    /** Most slots in use at the present rate: what a rate can keep busy for two rounds, at least 3. */
    public static int inFlightLimit(Gate gate, Ramp ramp, RampLimits limits) {
        double busy = ramp.startsPerSecond() * seconds(round(gate)) * 2;
        return (int) Math.min(limits.maxInFlight(), Math.max(3, Math.ceil(busy)));
    }

    /** How many may start now. */
    public static int startsNow(Gate gate, Ramp ramp, RampLimits limits, Instant now) {
        if (now.isBefore(ramp.times().nextStartAt())) {
            return 0;
        }
        double saved = seconds(from(ramp, now), now) * ramp.startsPerSecond();
        int free = inFlightLimit(gate, ramp, limits) - gate.traffic().inFlight() - lingering(gate, now);
        return Math.max(0, Math.min(free, (int) saved + 1));
    }

    /** The ramp after so many starts. */
    public static Ramp started(Ramp ramp, int starts, Instant now) {
        long nanos = (long) (starts / ramp.startsPerSecond() * 1e9);
        Overrun overrun = ramp.pulse().overrun();
        boolean measuring = ramp.bound().tooFast() > 0 || overrun != null && overrun.isCut();
        int most = measuring ? MOST_SLOTS : CALM_SLOTS;
        return ramp.withNextStartAt(from(ramp, now).plusNanos(nanos))
                .withHistory(ramp.history().started(starts, now, most));
    }

    /**
     * The gate after a success of the present epoch.
     *
     * @param gate the gate
     * @param before its ramp
     * @param run when it started, and how long it took
     * @param pending tasks that are not back yet
     */
    public static Gate succeeded(Gate gate, Ramp before, Took run, int pending, RampLimits limits, Instant now) {
        Duration runTime = run.runTime();
        PulseRules.Heard heard = PulseRules.heard(gate.learned(), before, runTime, now);
        Gate knows = gate.withLearned(heard.learned());
        Instant startedAt = run.startedAt();
        Ramp ramp = heard.ramp()
                .withWindow(wentWell(gate, heard.ramp(), limits, runTime.toNanos() / 1e6, startedAt))
                .withHistory(heard.ramp().history().ended(startedAt, runTime.toMillis()));
        Overrun overrun = ramp.pulse().overrun();
        if (overrun != null && overrun.isCut()) {
            return isRoundOver(gate, ramp, now) && ramp.window().round().count() >= ENOUGH_TO_MEASURE
                    ? OverrunRules.afterACut(knows, ramp, overrun, limits, now)
                    : knows.withRamp(ramp);
        }
        if (PulseRules.isSlow(ramp)) {
            return OverrunRules.slow(knows, ramp, pending, limits, now);
        }
        if (!isRoundOver(gate, ramp, now)) {
            return knows.withRamp(ramp);
        }
        return knows.withRamp(
                PulseRules.isRising(ramp) ? ramp.nextRound(now) : usualRound(knows, ramp, pending, limits, now));
    }

    private static boolean isRoundOver(Gate gate, Ramp ramp, Instant now) {
        return seconds(ramp.times().roundAt(), now) >= seconds(round(gate));
    }

    private static Ramp usualRound(Gate gate, Ramp ramp, int pending, RampLimits limits, Instant now) {
        double rate = ramp.startsPerSecond();
        Bound bound = ramp.bound();
        double ceiling = bound.ceiling();
        if (ceiling == 0
                && rate >= limits.doublesTo()
                && gate.learned().runTimes().count() < FEW_RUN_TIMES) {
            // So few do not say what is usual, but whether they became longer as a queue would make them.
            double perhaps = QueueFit.of(ramp.history(), gate.learned().runTimes(), rate, now)
                    .above();
            if (perhaps < HOLD_BELOW) {
                double low = isLong(pending, rate) ? LONG_CUT_BELOW : CUT_BELOW;
                return perhaps < low ? OverrunRules.cut(gate, ramp, limits, now) : ramp.nextRound(now);
            }
        }
        int enough = isLong(pending, rate) ? ENOUGH_TO_MEASURE : ENOUGH_TO_GROW;
        if (rate >= limits.doublesTo() && ramp.window().fresh() < Math.max(enough, rate * FRESH)) {
            return ramp;
        }
        double round = seconds(round(gate));
        if (ramp.window().round().count() < USED * round * rate) {
            return seconds(ramp.times().roundAt(), now) < 2 * round ? ramp : ramp.nextRound(now);
        }
        boolean trying = ceiling > 0 && rate > ceiling;
        if (trying && pending / rate < NO_HURRY_SECONDS) {
            // Not worth it any more.
            return ramp.at(ceiling, now);
        }
        if (ceiling == 0 || trying) {
            double grown = grown(rate, trying, pending, limits);
            return grown > rate ? ramp.at(grown, now) : ramp.nextRound(now);
        }
        if (rate < ceiling) {
            return ramp.at(Math.min(ceiling, rate + Math.max(SLOWEST, ceiling * STEP)), now);
        }
        if (bound.tooFast() > 0) {
            return OverrunRules.hindsight(gate, ramp, now);
        }
        return mayTry(gate, ramp, pending, now) ? ramp.at(rate * GENTLE_GROWTH, now) : ramp.nextRound(now);
    }

    /** Whether at this rate it takes so long that it is likely far below what the dependency takes, or hardly matters. */
    static boolean isLong(int pending, double rate) {
        return pending / rate > LONG_SECONDS;
    }

    /** The capacity is unknown, so the last step overruns it by the factor. */
    private static double grown(double rate, boolean trying, int pending, RampLimits limits) {
        double left = pending / rate;
        boolean low = rate < LOW_RATE && !trying;
        if (left < (low ? NO_HURRY_AT_A_LOW_RATE_SECONDS : NO_HURRY_SECONDS)) {
            return rate;
        }
        if (rate < limits.doublesTo() && !trying) {
            return Math.min(limits.doublesTo(), rate * 2);
        }
        if (low) {
            return rate * limits.growth();
        }
        double most = left < LITTLE_HURRY_SECONDS ? GENTLE_GROWTH : limits.growth();
        return rate * Math.min(most, limits.growth());
    }

    /** Whether it is time, and worth it, to ask whether the dependency takes more by now. */
    private static boolean mayTry(Gate gate, Ramp ramp, int pending, Instant now) {
        Bound bound = ramp.bound();
        double left = pending / ramp.startsPerSecond();
        double wait = ROUNDS_BEFORE_A_RAISE * seconds(round(gate)) * (1 << Math.min(bound.raises(), MOST_DOUBLINGS));
        if (left < WORTH_A_TRY_SECONDS || seconds(ramp.times().changedAt(), now) < wait) {
            return false;
        }
        double all = seconds(ramp.times().beganAt(), now) + left;
        return bound.overSeconds() + bound.lastOverSeconds() <= OVER_SHARE * all;
    }

    /** The ramp after a same-cause failure of the present epoch. */
    public static Ramp failed(Gate gate, Ramp ramp, RampLimits limits, Instant now) {
        // Refused at once: it took nothing of the dependency.
        Instant startedAt = now.minusMillis((long) gate.learned().runTimes().mean() / 2);
        Ramp seen = ramp.withWindow(failure(gate, ramp, limits))
                .withHistory(ramp.history().started(-1, startedAt, MOST_SLOTS));
        return OverrunRules.cut(gate, seen, limits, now);
    }

    /** Whether so many of the latest completions failed that the cause must be back. */
    public static boolean isRelapse(Gate gate, Ramp ramp, RampLimits limits) {
        int enough = Math.max(10, inFlightLimit(gate, ramp, limits));
        return ramp.window().seen() >= enough
                && ramp.window().failed() * 2 >= ramp.window().seen();
    }

    private static Window wentWell(Gate gate, Ramp ramp, RampLimits limits, double millis, Instant startedAt) {
        Window w = aged(gate, ramp, limits);
        boolean fresh = !startedAt.isBefore(ramp.times().changedAt());
        return new Window(w.seen() + 1, w.failed(), w.round().with(millis), w.fresh() + (fresh ? 1 : 0));
    }

    private static Window failure(Gate gate, Ramp ramp, RampLimits limits) {
        Window w = aged(gate, ramp, limits);
        return new Window(w.seen() + 1, w.failed() + 1, w.round(), w.fresh());
    }

    private static Window aged(Gate gate, Ramp ramp, RampLimits limits) {
        Window w = ramp.window();
        boolean full = w.seen() >= 2 * Math.max(10, inFlightLimit(gate, ramp, limits));
        return full ? new Window(w.seen() / 2, w.failed() / 2, w.round(), w.fresh()) : w;
    }

    private static Instant from(Ramp ramp, Instant now) {
        Instant earliest = now.minus(BURST);
        Instant due = ramp.times().nextStartAt();
        return due.isBefore(earliest) ? earliest : due;
    }

    private static int lingering(Gate gate, Instant now) {
        return (int) gate.traffic().lingering().stream()
                .filter(end -> end.isAfter(now))
                .count();
    }

    static double roundSeconds(Gate gate) {
        return seconds(round(gate));
    }

    static double seconds(@Nullable Instant from, Instant to) {
        return from == null ? 0 : seconds(Duration.between(from, to));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
