package io.ripresa.policy;

import io.ripresa.model.Gate;
import io.ripresa.model.Gate.RunTimes;
import io.ripresa.model.Gate.Traffic;
import io.ripresa.model.Policy.RampLimits;
import io.ripresa.model.Ramp;
import io.ripresa.model.Ramp.Bound;
import io.ripresa.model.Ramp.Overrun;
import io.ripresa.model.Ramp.Pulse;
import io.ripresa.model.Ramp.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the ramp does when more is asked for than the dependency does: doubt it, cut, let the queue be worked off, and keep
 * what was found by it. Pure.
 */
final class OverrunRules {

    private static final int KEPT_LINGERING = 64;

    /** Calls come unevenly, so that the rate stays below what the dependency takes: by such a share of one a second. */
    private static final double UNEVEN = 0.25;
    /** And by a smaller share the more there are. */
    private static final double EVENS_OUT = -0.2;
    /** While a queue is worked off, so much of the rate comes in that would not let one come up. */
    private static final double WHILE_IT_DRAINS = 0.97;
    /** At the alarm less is known about it. */
    private static final double AT_FIRST = 0.8;
    /** And never less than that of the rate that was too fast. */
    private static final double LEAST_OF_THE_CUT = 0.25;

    private static final double BELOW_LEAST = 1.01;
    /** And where it surely was not. */
    private static final double SURELY_TOO_FAST = 0.02;

    private static final double NARROW = 0.85;
    /** The alarm may have been chance. */
    private static final double PERHAPS_NOT = 0.15;
    /** The same where a cut for nothing costs much. */
    private static final double HARDLY = 0.01;
    /** The rate need not follow what is known by so little. */
    private static final double SLIGHT = 0.03;
    /** That likely nothing waits any more. */
    private static final double SURELY_EMPTY = 0.7;
    /** The plateau stays below the rate that was too fast. */
    private static final double BELOW_THE_CUT = 0.95;
    /** A try that found so much more was worth it. */
    private static final double WORTH_A_RAISE = 1.15;
    /** Run times below this share of the round before are on their way back. */
    private static final double FALLING = 0.98;
    /** Rounds that stay slow although the rate was cut: then it is the tasks that take longer, not the dependency. */
    private static final int NOT_THE_LOAD = 4;
    /** A queue that grows at a rate that was taken well shows twice within so many rounds. */
    private static final int DOUBT_ROUNDS = 15;
    /** Before the first run that took longer so many slots belong to it. */
    private static final int SLOTS_BEFORE = 10;

    private OverrunRules() {}

    /**
     * Runs take longer than usual. At a rate that has been taken well that may be the tasks; but a queue goes on growing,
     * and shows again soon.
     */
    static Gate slow(Gate gate, Ramp ramp, int pending, RampLimits limits, Instant now) {
        Instant doubtedAt = ramp.pulse().doubtedAt();
        boolean doubtedLately =
                doubtedAt != null && RampRules.seconds(doubtedAt, now) < DOUBT_ROUNDS * RampRules.roundSeconds(gate);
        if (ramp.startsPerSecond() > ramp.bound().ceiling() || doubtedLately) {
            QueueFit.Estimate found = QueueFit.of(around(ramp), gate.learned().runTimes(), ramp.startsPerSecond(), now);
            double doubt = RampRules.isLong(pending, ramp.startsPerSecond()) ? HARDLY : PERHAPS_NOT;
            return gate.withRamp(
                    found.above() >= doubt
                            ? ramp.withPulse(ramp.pulse().eased(PulseRules.RISING))
                            : cut(gate, ramp, limits, now));
        }
        RunTimes usual = PulseRules.with(gate.learned().runTimes(), ramp.pulse().unusual());
        return gate.withLearned(gate.learned().withRunTimes(usual))
                .withRamp(ramp.withPulse(new Pulse(0, Sample.EMPTY, null, now)).nextRound(now));
    }

    /** The ramp after a sign of overload: cut once per round trip. */
    static Ramp cut(Gate gate, Ramp ramp, RampLimits limits, Instant now) {
        Instant cutAt = ramp.times().cutAt();
        if (cutAt != null && RampRules.seconds(cutAt, now) < RampRules.roundSeconds(gate)) {
            return ramp;
        }
        double rate = ramp.startsPerSecond();
        Overrun overrun = ramp.pulse().overrun();
        if (overrun == null) {
            // A failure without a queue: since this rate began, as far as anybody knows.
            overrun = new Overrun(ramp.times().roundAt(), 0, null, 0, 0);
        }
        Ramp begun = overrun.isCut() ? ramp : ramp.withHistory(around(ramp));
        Overrun cut = overrun.cut(rate, now);
        double takes = QueueFit.of(begun.history(), gate.learned().runTimes(), cut.cutFrom(), now)
                .median();
        double least = Math.min(rate, cut.cutFrom() * LEAST_OF_THE_CUT);
        double lower = Math.max(least, Math.min(rate * limits.cut(), takes * AT_FIRST));
        return begun.withPulse(new Pulse(0, Sample.EMPTY, cut, null)).cut(Math.max(RampRules.SLOWEST, lower), now);
    }

    /** A round after a cut: over, on its way, or not enough. */
    static Gate afterACut(Gate gate, Ramp ramp, Overrun overrun, RampLimits limits, Instant now) {
        RunTimes usual = gate.learned().runTimes();
        QueueFit.Estimate found = QueueFit.of(ramp.history(), usual, overrun.cutFrom(), now);
        Sample round = ramp.window().round();
        if (found.empty() >= SURELY_EMPTY) {
            RunTimes known = new RunTimes(usual.count(), found.usualMillis(), usual.variance());
            return gate.withLearned(gate.learned().withRunTimes(known)).withRamp(calm(ramp, overrun, found, now));
        }
        double rate = ramp.startsPerSecond();
        double least = overrun.cutFrom() * LEAST_OF_THE_CUT;
        double last = overrun.lastMillis();
        boolean falling = round.mean() < last * FALLING;
        int rounds = last == 0 || falling || rate > least * BELOW_LEAST ? 0 : overrun.rounds() + 1;
        if (rounds >= NOT_THE_LOAD) {
            return gate.withLearned(gate.learned().withRunTimes(PulseRules.anew(round)))
                    .withRamp(ramp.withPulse(Pulse.CALM).at(overrun.cutFrom(), now));
        }
        double takes = ceiling(overrun.cutFrom(), found.median()) * WHILE_IT_DRAINS;
        double wanted = Math.max(least, Math.min(overrun.cutFrom() * limits.cut(), takes));
        // What is not known well yet shall not move it to and fro.
        double next = falling ? Math.max(rate, wanted) : Math.min(rate, wanted);
        Ramp heard = ramp.withOverrun(overrun.heard(round.mean(), rounds));
        return gate.withRamp(
                next < RampRules.SLOWEST || Math.abs(next - rate) < SLIGHT * rate
                        ? heard.nextRound(now)
                        : heard.at(next, now));
    }

    /** Nothing waits any more: now it is known what the dependency takes. */
    private static Ramp calm(Ramp ramp, Overrun overrun, QueueFit.Estimate found, Instant now) {
        Bound before = ramp.bound();
        Ramp calm = ramp.withPulse(Pulse.CALM);
        if (found.above() >= PERHAPS_NOT) {
            return calm.at(
                    before.ceiling() > 0 ? Math.min(before.ceiling(), overrun.cutFrom()) : ramp.startsPerSecond(), now);
        }
        double ceiling = ceiling(overrun.cutFrom(), found.low());
        double over = Math.max(1, found.overSeconds());
        boolean tried = before.ceiling() > 0 && overrun.cutFrom() > before.ceiling();
        int raises = !tried ? before.raises() : ceiling > before.ceiling() * WORTH_A_RAISE ? 0 : before.raises() + 1;
        return calm.withBound(new Bound(ceiling, raises, before.overSeconds() + over, over, overrun.cutFrom()))
                .at(ceiling, now);
    }

    /** As much below what it takes as calls come unevenly. */
    private static double ceiling(double tooFast, double takes) {
        double share = UNEVEN * Math.pow(Math.max(1, takes), EVENS_OUT);
        double below = Math.min(tooFast * BELOW_THE_CUT, takes * (1 - share));
        return Math.max(Math.max(RampRules.SLOWEST, takes / 2), below);
    }

    /** What comes back now, while nothing waits, says more about what was usual then. */
    static Ramp hindsight(Gate gate, Ramp ramp, Instant now) {
        Bound bound = ramp.bound();
        if (ramp.history().slots().size() >= RampRules.MOST_SLOTS) {
            return ramp.withBound(bound.found()).nextRound(now);
        }
        QueueFit.Estimate found = QueueFit.of(ramp.history(), gate.learned().runTimes(), bound.tooFast(), now);
        if (found.above() >= PERHAPS_NOT) {
            return ramp.withBound(bound.unbounded()).nextRound(now);
        }
        double ceiling = ceiling(bound.tooFast(), (found.low() + found.median()) / 2);
        if (ceiling > bound.ceiling()) {
            // Too fast for a while costs more than too slow: up only as far as is rather sure.
            ceiling = Math.max(bound.ceiling(), ceiling(bound.tooFast(), found.low()));
        }
        return Math.abs(ceiling - bound.ceiling()) < SLIGHT * bound.ceiling()
                ? ramp.nextRound(now)
                : ramp.withBound(bound.withCeiling(ceiling)).at(ceiling, now);
    }

    /** What the dependency takes as far as it is known, for the next time; 0 where it is not. */
    static double takes(Gate gate, Ramp ramp, Instant now) {
        Overrun overrun = ramp.pulse().overrun();
        if (ramp.bound().ceiling() > 0 || overrun == null || !overrun.isCut()) {
            return ramp.bound().ceiling();
        }
        QueueFit.Estimate found = QueueFit.of(ramp.history(), gate.learned().runTimes(), overrun.cutFrom(), now);
        boolean sure = found.above() < SURELY_TOO_FAST && found.low() > NARROW * found.median();
        return sure ? ceiling(overrun.cutFrom(), found.median()) : 0;
    }

    /** The history from a little before the first run that took longer. */
    private static Ramp.History around(Ramp ramp) {
        Overrun overrun = ramp.pulse().overrun();
        Instant since = overrun == null ? ramp.times().roundAt() : overrun.since();
        return ramp.history().from(since.minus(ramp.history().width().multipliedBy(SLOTS_BEFORE)));
    }

    /** Slots with that of a call which was refused quickly: it is kept for as long as a run usually takes. */
    static Traffic linger(Gate gate, Instant now) {
        List<Instant> ends = new ArrayList<>();
        for (Instant end : gate.traffic().lingering()) {
            if (end.isAfter(now)) {
                ends.add(end);
            }
        }
        if (!gate.learned().medianRunTime().isZero() && ends.size() < KEPT_LINGERING) {
            ends.add(now.plus(gate.learned().medianRunTime()));
        }
        return new Traffic(gate.traffic().inFlight(), gate.traffic().holding(), ends);
    }
}
