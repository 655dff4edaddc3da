package io.ripresa.policy;

import io.ripresa.model.Gate;
import io.ripresa.model.Policy.RampLimits;
import io.ripresa.model.Ramp;
import io.ripresa.model.Ramp.Window;
import java.time.Duration;
import java.time.Instant;

/**
 * The arithmetic of the ramp: how fast tasks come back after the breaker closed. Pure.
 *
 * <p>Doubles to 8 starts/s, then grows by a fifth per round; one cut per round trip at a same-cause failure or a rise
 * of latency; after the first cut it grows by small steps and stays below the rate that was too fast. A round is the
 * longer of 1 s and the typical run time.
 */
public final class RampRules {

    static final Duration SHORTEST_ROUND = Duration.ofSeconds(1);
    private static final double SLOWEST = 0.2;
    private static final double BELOW_THE_CUT = 0.95;
    private static final double STEP = 0.05;
    private static final double GENTLE_GROWTH = 1.08;
    private static final double NEAR_CAPACITY = 0.7;
    private static final int ROUNDS_AT_CEILING = 5;
    /** A round counts as used when at least this share of what the rate allows was completed. */
    private static final double USED = 0.5;
    /** Starts that were not used are not saved up for longer than this: no bursts. */
    private static final Duration BURST = Duration.ofMillis(60);

    private RampRules() {}

    /** The ramp of a breaker that has just closed. */
    public static Ramp begin(RampLimits limits, Instant now) {
        return new Ramp(limits.firstRate(), 0, null, now, now, Window.EMPTY);
    }

    /** How long a change of the rate takes to show. */
    public static Duration round(Gate gate) {
        Duration median = gate.learned().medianRunTime();
        return median.compareTo(SHORTEST_ROUND) > 0 ? median : SHORTEST_ROUND;
    }

    /** Most slots in use at the present rate: what a rate can keep busy for two rounds, at least 3. */
    public static int inFlightLimit(Gate gate, Ramp ramp, RampLimits limits) {
        double busy = ramp.startsPerSecond() * round(gate).toMillis() / 1000.0 * 2;
        return (int) Math.min(limits.maxInFlight(), Math.max(3, Math.ceil(busy)));
    }

    /** How many may start now. */
    public static int startsNow(Gate gate, Ramp ramp, RampLimits limits, Instant now) {
        if (now.isBefore(ramp.nextStartAt())) {
            return 0;
        }
        double saved = millisBetween(from(ramp, now), now) / 1000.0 * ramp.startsPerSecond();
        int free = inFlightLimit(gate, ramp, limits) - gate.traffic().inFlight() - lingering(gate, now);
        return Math.max(0, Math.min(free, (int) saved + 1));
    }

    /** The ramp after so many starts. */
    public static Ramp started(Ramp ramp, int starts, Instant now) {
        long nanos = (long) (starts / ramp.startsPerSecond() * 1e9);
        return new Ramp(
                ramp.startsPerSecond(),
                ramp.ceiling(),
                ramp.cutAt(),
                ramp.changedAt(),
                from(ramp, now).plusNanos(nanos),
                ramp.window());
    }

    /** The ramp after a success of the present epoch. */
    public static Ramp succeeded(Gate gate, Ramp ramp, RampLimits limits, Instant now) {
        Ramp seen = withWindow(ramp, add(gate, ramp, limits, 0));
        Duration round = round(gate);
        double elapsed = millisBetween(ramp.changedAt(), now) / 1000.0;
        boolean roundOver = elapsed * 1000 >= round.toMillis();
        boolean used = seen.window().sinceChange() >= USED * elapsed * ramp.startsPerSecond();
        if (!roundOver || !used) {
            return seen;
        }
        double rate = ramp.startsPerSecond();
        double ceiling = ramp.ceiling();
        if (ceiling > 0 && rate >= ceiling) {
            // The dependency may have grown since: look again above the ceiling, seldom and by a small step.
            if (elapsed * 1000 < round.toMillis() * ROUNDS_AT_CEILING) {
                return seen;
            }
            ceiling = ceiling * (1 + STEP);
        }
        double next = ramp.cutAt() != null
                ? rate + Math.max(SLOWEST, ceiling * STEP)
                : rate < limits.doublesTo()
                        ? Math.min(limits.doublesTo(), rate * 2)
                        : rate * growthNear(gate.learned().capacity(), rate, limits);
        double bounded = ceiling > 0 ? Math.min(ceiling, next) : next;
        Window window = new Window(seen.window().seen(), seen.window().failed(), 0);
        return new Ramp(bounded, ceiling, ramp.cutAt(), now, seen.nextStartAt(), window);
    }

    /** The ramp after a same-cause failure of the present epoch. */
    public static Ramp failed(Gate gate, Ramp ramp, RampLimits limits, Instant now) {
        return cut(gate, withWindow(ramp, add(gate, ramp, limits, 1)), limits, now);
    }

    /** The ramp after a sign of overload: cut once per round trip. */
    public static Ramp cut(Gate gate, Ramp ramp, RampLimits limits, Instant now) {
        Instant cutAt = ramp.cutAt();
        if (cutAt != null && millisBetween(cutAt, now) < round(gate).toMillis()) {
            return ramp;
        }
        double tooFast = ramp.startsPerSecond();
        double ceiling = ramp.ceiling() > 0 ? Math.min(ramp.ceiling(), tooFast) : tooFast * BELOW_THE_CUT;
        double rate = Math.max(SLOWEST, tooFast * limits.cut());
        Window window = new Window(ramp.window().seen(), ramp.window().failed(), 0);
        return new Ramp(rate, Math.max(rate, ceiling), now, now, ramp.nextStartAt(), window);
    }

    /** Whether so many of the latest completions failed that the cause must be back. */
    public static boolean isRelapse(Gate gate, Ramp ramp, RampLimits limits) {
        int enough = Math.max(10, inFlightLimit(gate, ramp, limits));
        return ramp.window().seen() >= enough
                && ramp.window().failed() * 2 >= ramp.window().seen();
    }

    private static double growthNear(double capacity, double rate, RampLimits limits) {
        return capacity > 0 && rate >= NEAR_CAPACITY * capacity ? GENTLE_GROWTH : limits.growth();
    }

    private static Window add(Gate gate, Ramp ramp, RampLimits limits, int failures) {
        Window w = ramp.window();
        int size = 2 * Math.max(10, inFlightLimit(gate, ramp, limits));
        boolean full = w.seen() >= size;
        int seen = full ? w.seen() / 2 : w.seen();
        int failed = full ? w.failed() / 2 : w.failed();
        return new Window(seen + 1, failed + failures, w.sinceChange() + 1);
    }

    private static Ramp withWindow(Ramp ramp, Window window) {
        return new Ramp(
                ramp.startsPerSecond(), ramp.ceiling(), ramp.cutAt(), ramp.changedAt(), ramp.nextStartAt(), window);
    }

    private static Instant from(Ramp ramp, Instant now) {
        Instant earliest = now.minus(BURST);
        return ramp.nextStartAt().isBefore(earliest) ? earliest : ramp.nextStartAt();
    }

    private static int lingering(Gate gate, Instant now) {
        return (int) gate.traffic().lingering().stream()
                .filter(end -> end.isAfter(now))
                .count();
    }

    private static long millisBetween(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}
