package io.ripresa.policy;

import io.ripresa.model.Breaker;
import io.ripresa.model.Gate;
import io.ripresa.model.Gate.Canaries;
import io.ripresa.model.Gate.Episode;
import io.ripresa.model.Gate.Learned;
import io.ripresa.model.Gate.Streak;
import io.ripresa.model.Gate.Traffic;
import io.ripresa.model.Policy;
import io.ripresa.model.Ramp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gate does when something happens to it: state in, state out. Immutable, pure.
 *
 * <table>
 * <caption>What passes</caption>
 * <tr><th>breaker</th><th>incident</th><th>re-runs</th><th>first starts</th></tr>
 * <tr><td>CLOSED, too few failures to open</td><td>OPEN</td><td>canaries</td><td>run</td></tr>
 * <tr><td>OPEN</td><td>OPEN</td><td>none</td><td>held</td></tr>
 * <tr><td>HALF_OPEN</td><td>PROBING</td><td>at most 3 in flight</td><td>as trials, first</td></tr>
 * <tr><td>CLOSED with a ramp</td><td>RECOVERING</td><td>ramp</td><td>same ramp, first</td></tr>
 * <tr><td>CLOSED</td><td>RESOLVED</td><td>–</td><td>run</td></tr>
 * </table>
 */
public final class GateRules {

    private static final int KEPT_OUTAGES = 20;
    private static final double MEDIAN_STEP = 0.03;
    private static final double LATENCY_RISE = 3.0;
    private static final Duration LATENCY_FLOOR = Duration.ofMillis(300);
    private static final int KEPT_LINGERING = 64;

    private final Policy policy;

    public GateRules(Policy policy) {
        this.policy = policy;
    }

    /**
     * What a gate lets pass now.
     *
     * @param gate the gate as it is to be written when at least one task starts; its breaker may have moved
     * @param starts most tasks that may start
     * @param trial whether they go as canaries or trials
     * @param lookAgainAt when to ask again if nothing else happens
     */
    public record Plan(
            Gate gate, int starts, boolean trial, @Nullable Instant lookAgainAt) {}

    /** An incident begins on this gate. */
    public Gate opened(Gate gate, String incidentId, long number, Instant now) {
        Instant first = now.plus(policy.canaries().fast());
        return refreshed(
                gate.withEpisode(new Episode(number, incidentId, now)).withCanaries(new Canaries(0, 0, first)), now);
    }

    /** A resolved incident gets a late member: the cause is gone, so it goes by the ramp. */
    public Gate reopened(Gate gate, String incidentId, long number, Instant now) {
        Gate back = gate.withEpisode(new Episode(number, incidentId, now)).withCanaries(new Canaries(0, 0, now));
        boolean needsRamp = back.breaker() == Breaker.CLOSED && back.ramp() == null;
        return refreshed(needsRamp ? back.withRamp(RampRules.begin(policy.ramp(), now)) : back, now);
    }

    /** The incident of this gate is over. */
    public Gate resolved(Gate gate, Instant now) {
        Instant openedAt = gate.episode().openedAt();
        Gate quiet = gate.breaker() == Breaker.OPEN ? gate.moved(Breaker.HALF_OPEN, now) : gate;
        if (quiet.breaker() == Breaker.HALF_OPEN) {
            quiet = quiet.moved(Breaker.CLOSED, now);
        }
        Ramp ramp = gate.ramp();
        Learned learned = gate.learned();
        if (openedAt != null) {
            List<Duration> outages = new ArrayList<>(learned.outages());
            outages.add(Duration.between(openedAt, now));
            if (outages.size() > KEPT_OUTAGES) {
                outages.remove(0);
            }
            double capacity = ramp == null ? learned.capacity() : Math.max(learned.capacity(), ramp.startsPerSecond());
            learned = new Learned(capacity, learned.medianRunTime(), outages);
        }
        return quiet.withStreak(Streak.NONE)
                .withRamp(null)
                .withCanaries(Canaries.NONE)
                .withNotBefore(null)
                .withLearned(learned)
                .withEpisode(new Episode(gate.episode().number(), null, null))
                .withTraffic(new Traffic(gate.traffic().inFlight(), false, List.of()))
                .withNextActionAt(null);
    }

    /**
     * A run of the present epoch failed by this gate's cause.
     *
     * @param notBefore what the dependency asked for, or null
     * @param members tasks of the incident
     */
    public Gate failed(Gate gate, @Nullable Instant notBefore, int members, Instant now) {
        Gate next = gate.withNotBefore(later(gate.notBefore(), notBefore))
                .withStreak(gate.streak().failed());
        Canaries c = next.canaries();
        next = next.withCanaries(new Canaries(c.spent(), c.failed() + 1, c.nextAt()));
        Ramp ramp = next.ramp();
        if (next.breaker() == Breaker.OPEN) {
            return refreshed(next, now);
        }
        if (next.breaker() == Breaker.HALF_OPEN) {
            return open(next, members, now);
        }
        if (ramp == null) {
            // Successes in a row were wanted: from here the next canary waits again.
            return next.streak().failures() >= policy.breaker().opensAfter()
                    ? open(next, members, now)
                    : refreshed(next, now);
        }
        Ramp cut = RampRules.failed(next, ramp, policy.ramp(), now);
        next = next.withRamp(cut).withTraffic(linger(next, now));
        boolean relapse = next.streak().failures() >= policy.breaker().opensAfter()
                || RampRules.isRelapse(next, cut, policy.ramp());
        if (relapse) {
            return open(next, members, now);
        }
        Learned l = next.learned();
        double capacity = Math.min(ramp.startsPerSecond(), l.capacity() > 0 ? l.capacity() : Double.MAX_VALUE);
        return refreshed(next.withLearned(new Learned(capacity, l.medianRunTime(), l.outages())), now);
    }

    /**
     * A run of the present epoch went well.
     *
     * @param runTime how long it took
     * @param pending tasks of the incident that are not back yet, this one not counted
     */
    public Gate succeeded(Gate gate, Duration runTime, int pending, Instant now) {
        Gate next = gate.withStreak(gate.streak().succeeded());
        boolean slow = isSlow(next, runTime);
        next = next.withLearned(withRunTime(next.learned(), runTime));
        Ramp ramp = next.ramp();
        if (next.episode().incidentId() == null) {
            return next;
        }
        if (next.breaker() == Breaker.OPEN) {
            // Somebody else got through: that is evidence for free. Ask with a trial now instead of at the next gap.
            Canaries c = next.canaries();
            return refreshed(next.withCanaries(new Canaries(c.spent(), c.failed(), now)), now);
        }
        if (ramp != null) {
            Ramp grown = RampRules.succeeded(next, ramp, policy.ramp(), now);
            return refreshed(next.withRamp(slow ? RampRules.cut(next, grown, policy.ramp(), now) : grown), now);
        }
        boolean enough = next.streak().successes() >= policy.breaker().closesAfter() || pending == 0;
        if (!enough) {
            return refreshed(next, now);
        }
        Gate closed = next.breaker() == Breaker.HALF_OPEN ? next.moved(Breaker.CLOSED, now) : next;
        return refreshed(closed.withRamp(RampRules.begin(policy.ramp(), now)).withNotBefore(null), now);
    }

    /** A probe passed: no reason to wait for the next canary. */
    public Gate probePassed(Gate gate, Instant now) {
        Canaries c = gate.canaries();
        Instant nextAt = c.nextAt();
        boolean waits = gate.episode().incidentId() != null && gate.ramp() == null;
        return waits && nextAt != null && now.isBefore(nextAt)
                ? refreshed(gate.withCanaries(new Canaries(c.spent(), c.failed(), now)), now)
                : gate;
    }

    /**
     * A probe failed: no reason to spend a canary before the next probe. A probe may be wrong, so this ends when the
     * breaker has been open for as long as it may be.
     */
    public Gate probeFailed(Gate gate, Instant nextProbeAt, Instant now) {
        Canaries c = gate.canaries();
        Instant nextAt = c.nextAt();
        boolean waits = gate.episode().incidentId() != null
                && gate.ramp() == null
                && gate.breaker() == Breaker.OPEN
                && nextProbeAt.isBefore(
                        gate.epoch().since().plus(policy.breaker().halfOpenWithin()));
        return waits && nextAt != null && nextAt.isBefore(nextProbeAt)
                ? refreshed(gate.withCanaries(new Canaries(c.spent(), c.failed(), nextProbeAt)), now)
                : gate;
    }

    /**
     * What may pass now.
     *
     * @param members tasks of the incident
     */
    public Plan plan(Gate gate, int members, Instant now) {
        if (gate.episode().incidentId() == null) {
            return new Plan(gate, 0, false, null);
        }
        Instant notBefore = gate.notBefore();
        Ramp ramp = gate.ramp();
        boolean asked = notBefore != null && now.isBefore(notBefore);
        if (asked && (ramp == null || !gate.key().isReachability())) {
            return new Plan(gate, 0, false, notBefore);
        }
        if (ramp != null) {
            int starts = RampRules.startsNow(gate, ramp, policy.ramp(), now);
            return new Plan(gate, starts, false, next(gate, now));
        }
        return trials(gate, members, now);
    }

    /** The gate after so many tasks of a plan took a slot. */
    public Gate passed(Plan plan, int starts, int members, Instant now) {
        Gate gate = plan.gate().withSlots(starts);
        Ramp ramp = gate.ramp();
        if (ramp != null) {
            return refreshed(gate.withRamp(RampRules.started(ramp, starts, now)), now);
        }
        Canaries c = gate.canaries();
        int spent = c.spent() + starts;
        Instant nextAt = now.plus(gap(spent, members));
        return refreshed(gate.withCanaries(new Canaries(spent, c.failed(), nextAt)), now);
    }

    /** A slot is given back. */
    public Gate slotFreed(Gate gate, Instant now) {
        return refreshed(gate.withSlots(-1), now);
    }

    /** A task joined the incident, or there is another reason to look again. */
    public Gate memberCame(Gate gate, Instant now) {
        return refreshed(gate, now);
    }

    /** Nothing could start although the gate would let it: look again later, or when something happens. */
    public Gate deferred(Gate gate, @Nullable Instant until) {
        return gate.withNextActionAt(until);
    }

    /** A trial said nothing about the cause: the next one need not wait. */
    public Gate inconclusive(Gate gate, Instant now) {
        Canaries c = gate.canaries();
        boolean trying = gate.ramp() == null && c.nextAt() != null && gate.breaker() != Breaker.OPEN;
        return trying ? refreshed(gate.withCanaries(new Canaries(c.spent(), c.failed(), now)), now) : gate;
    }

    private Plan trials(Gate gate, int members, Instant now) {
        Instant nextAt = gate.canaries().nextAt();
        boolean due = nextAt == null || !now.isBefore(nextAt);
        int inFlight = gate.traffic().inFlight();
        if (gate.breaker() == Breaker.OPEN) {
            if (!due || inFlight >= policy.breaker().halfOpenTrials()) {
                return new Plan(
                        gate, 0, true, due ? now.plus(gap(gate.canaries().spent(), members)) : nextAt);
            }
            return new Plan(gate.moved(Breaker.HALF_OPEN, now), 1, true, nextAt);
        }
        int successes = gate.streak().successes();
        if (successes > 0) {
            // The first one came back well: a few more at once, never more than may be in flight or are needed.
            int wanted = policy.breaker().closesAfter() - successes;
            int starts = Math.min(policy.breaker().halfOpenTrials() - inFlight, wanted - inFlight);
            if (starts > 0) {
                return new Plan(gate, starts, true, nextAt);
            }
        }
        boolean free = inFlight < policy.breaker().halfOpenTrials();
        return new Plan(gate, due && free ? 1 : 0, true, due ? null : nextAt);
    }

    private Gate open(Gate gate, int members, Instant now) {
        Gate opened = gate.moved(Breaker.OPEN, now).withRamp(null);
        Canaries c = opened.canaries();
        Instant nextAt = now.plus(gap(c.spent(), members));
        return refreshed(opened.withCanaries(new Canaries(c.spent(), c.failed(), nextAt)), now);
    }

    private Duration gap(int spent, int members) {
        Duration gap = CanaryPace.gap(spent, members, policy.canaries());
        Duration longest = policy.breaker().halfOpenWithin();
        return gap.compareTo(longest) < 0 ? gap : longest;
    }

    /** The gate with what follows from its state: whether first starts are held, and when to look at it again. */
    private Gate refreshed(Gate gate, Instant now) {
        boolean holding = gate.breaker() != Breaker.CLOSED || gate.ramp() != null;
        Gate held = gate.traffic().holding() == holding
                ? gate
                : gate.withTraffic(gate.traffic().withHolding(holding));
        return held.withNextActionAt(next(held, now));
    }

    private @Nullable Instant next(Gate gate, Instant now) {
        if (gate.episode().incidentId() == null) {
            return null;
        }
        Ramp ramp = gate.ramp();
        Instant earliest;
        if (ramp != null) {
            boolean full = gate.traffic().inFlight() >= RampRules.inFlightLimit(gate, ramp, policy.ramp());
            // A freed slot asks by itself; the round is for the slots that linger.
            earliest = full ? later(ramp.nextStartAt(), now.plus(RampRules.round(gate))) : ramp.nextStartAt();
        } else if (gate.breaker() != Breaker.OPEN
                && gate.streak().successes() > 0
                && gate.traffic().inFlight() < policy.breaker().halfOpenTrials()
                && gate.traffic().inFlight()
                        < policy.breaker().closesAfter() - gate.streak().successes()) {
            earliest = now;
        } else {
            Instant canary = gate.canaries().nextAt();
            earliest = canary == null ? now : canary;
        }
        boolean waitsForReset = ramp == null || !gate.key().isReachability();
        return waitsForReset ? later(earliest, gate.notBefore()) : earliest;
    }

    private static Traffic linger(Gate gate, Instant now) {
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

    private static boolean isSlow(Gate gate, Duration runTime) {
        Duration median = gate.learned().medianRunTime();
        return gate.ramp() != null
                && !median.isZero()
                && runTime.minus(median).compareTo(LATENCY_FLOOR) > 0
                && runTime.toMillis() > LATENCY_RISE * median.toMillis();
    }

    /**
     * Moves a small step towards the new value: settles at the median of what passes (frugal streaming, Ma et al. 2013),
     * and slowly enough for a rise of latency to stand out.
     */
    private static Learned withRunTime(Learned learned, Duration runTime) {
        long median = learned.medianRunTime().toMillis();
        long value = Math.max(1, runTime.toMillis());
        long next = median == 0
                ? value
                : value > median
                        ? Math.min(value, (long) Math.ceil(median * (1 + MEDIAN_STEP)))
                        : Math.max(value, (long) Math.floor(median * (1 - MEDIAN_STEP)));
        return new Learned(learned.capacity(), Duration.ofMillis(Math.max(1, next)), learned.outages());
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null) {
            return b;
        }
        return b == null || a.isAfter(b) ? a : b;
    }
}
