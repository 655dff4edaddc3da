package io.ripresa.policy;

import io.ripresa.model.Breaker;
import io.ripresa.model.Evidence;
import io.ripresa.model.Gate;
import io.ripresa.model.Gate.Canaries;
import io.ripresa.model.Gate.Episode;
import io.ripresa.model.Gate.Learned;
import io.ripresa.model.Gate.RunTimes;
import io.ripresa.model.Gate.Streak;
import io.ripresa.model.Gate.Traffic;
import io.ripresa.model.GateKey;
import io.ripresa.model.Observation;
import io.ripresa.model.Policy;
import io.ripresa.model.Ramp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
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

    private static final int MORE_SUCCESSES_AT_MOST = 5;

    private final Function<GateKey, Policy> policies;

    /** @param policies what applies to a gate; asked each time, so that it may change */
    public GateRules(Function<GateKey, Policy> policies) {
        this.policies = policies;
    }

    private Policy of(Gate gate) {
        return policies.apply(gate.key());
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

    /** An incident begins on this gate. What was observed before says nothing about it. */
    public Gate opened(Gate gate, String incidentId, long number, Instant now) {
        Gate begun = gate.withEpisode(new Episode(number, incidentId, now)).withEvidence(Evidence.NONE);
        if (gate.key().isStarts()) { // a limit was passed: there is nothing to be found out first
            return open(begun.withCanaries(Canaries.from(now, now)), 0, now);
        }
        return refreshed(
                begun.withCanaries(
                        Canaries.from(now, now.plus(of(gate).canaries().shortest()))),
                now);
    }

    /** A resolved incident gets a late member: the cause is gone, so it goes by the ramp. */
    public Gate reopened(Gate gate, String incidentId, long number, Instant now) {
        Gate back = gate.withEpisode(new Episode(number, incidentId, now)).withCanaries(Canaries.from(now, now));
        boolean needsRamp = back.breaker() == Breaker.CLOSED && back.ramp() == null;
        return refreshed(needsRamp ? back.withRamp(RampRules.begin(gate, 1, of(gate).ramp(), now)) : back, now);
    }

    /** The incident of this gate is over. */
    public Gate resolved(Gate gate, Instant now) {
        Gate quiet = gate.breaker() == Breaker.OPEN ? gate.moved(Breaker.HALF_OPEN, now) : gate;
        if (quiet.breaker() == Breaker.HALF_OPEN) {
            quiet = quiet.moved(Breaker.CLOSED, now);
        }
        Ramp ramp = gate.ramp();
        Learned learned = ramp == null ? gate.learned() : LearnedRules.withCapacity(gate.learned(), ramp);
        return quiet.withStreak(Streak.NONE)
                .withRamp(null)
                .withCanaries(Canaries.NONE)
                .withEvidence(Evidence.NONE)
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
        boolean lookedWell =
                gate.breaker() == Breaker.HALF_OPEN && gate.streak().successes() > 0;
        Canaries c = gate.canaries().withFailure();
        Gate next = gate.withNotBefore(later(gate.notBefore(), notBefore))
                .withStreak(gate.streak().failed())
                .withCanaries(lookedWell ? c.anew(now) : c);
        Ramp ramp = next.ramp();
        if (next.breaker() == Breaker.OPEN) {
            return spared(next, members, now);
        }
        if (next.breaker() == Breaker.HALF_OPEN) {
            Gate shut = open(next, members, now);
            return EvidenceRules.isUntried(gate) ? spared(shut.withCanaries(c), members, now) : shut;
        }
        if (ramp == null) {
            // Successes in a row were wanted: from here the next canary waits again.
            return next.streak().failures() >= of(gate).breaker().opensAfter()
                    ? open(next, members, now)
                    : refreshed(next, now);
        }
        Ramp cut = RampRules.failed(next, ramp, of(gate).ramp(), now);
        next = next.withRamp(cut).withTraffic(OverrunRules.linger(next, now));
        boolean relapse = next.streak().failures() >= of(gate).breaker().opensAfter()
                || RampRules.isRelapse(next, cut, of(gate).ramp());
        if (!relapse) {
            return refreshed(next, now);
        }
        double takes = OverrunRules.takes(next, cut, now);
        if (takes > 0) {
            next = next.withLearned(next.learned().withCapacity(takes));
        }
        // It worked a moment ago: the wait for it begins anew.
        Gate again = next.withLearned(LearnedRules.withoutLastOutage(next.learned()))
                .withCanaries(next.canaries().anew(now));
        return open(again, members, now);
    }

    /**
     * A run of the present epoch went well.
     *
     * @param run when it started, and how long it took
     * @param pending tasks of the incident that are not back yet, this one not counted
     */
    public Gate succeeded(Gate gate, Took run, int pending, Instant now) {
        Gate next = gate.withStreak(gate.streak().succeeded());
        next = next.withLearned(LearnedRules.withRunTime(next.learned(), run.runTime()));
        Ramp ramp = next.ramp();
        if (ramp == null) {
            RunTimes known = next.learned().runTimes();
            next = next.withLearned(next.learned().withRunTimes(PulseRules.learned(known, run.millis())));
        }
        if (next.episode().incidentId() == null) {
            return next;
        }
        if (next.breaker() == Breaker.OPEN) {
            // Somebody else got through: that is evidence for free. Ask with a trial now instead of at the next gap.
            return refreshed(next.withNextTrial(earliestTrial(next, pending, now)), now);
        }
        if (ramp != null) {
            return refreshed(RampRules.succeeded(next, ramp, run, pending, of(gate).ramp(), now), now);
        }
        if (next.streak().successes() < successesToClose(next) && pending > 0) {
            return refreshed(next, now);
        }
        Gate closed = next.breaker() == Breaker.HALF_OPEN ? next.moved(Breaker.CLOSED, now) : next;
        return refreshed(
                closed.withRamp(RampRules.begin(gate, pending, of(gate).ramp(), now))
                        .withNotBefore(null)
                        .withLearned(LearnedRules.withOutage(closed, now)),
                now);
    }

    /**
     * Successes in a row that close the breaker: more after starts that looked well and failed. A dependency that serves
     * half of its calls gets past ten in a row once in a thousand starts.
     */
    private int successesToClose(Gate gate) {
        int more = Math.min(MORE_SUCCESSES_AT_MOST, gate.canaries().falseStarts());
        var limits = of(gate).breaker();
        int wanted = gate.key().isStarts() ? limits.halfOpenTrials() : limits.closesAfter() + more;
        return gate.key().isAfterFix() ? 1 : wanted;
    }

    /**
     * Something was seen of the dependency without an attempt. What works lets the next trial go at once; what does not
     * spares it, for as long as that is seen and no longer than a trial may be put off.
     *
     * @param members tasks of the incident
     */
    public Gate observed(Gate gate, Observation observation, int members, Instant now) {
        if (gate.episode().incidentId() == null) {
            return gate;
        }
        Gate seen = gate.withEvidence(gate.evidence().with(observation));
        Instant nextAt = seen.canaries().nextAt();
        Ramp ramp = seen.ramp();
        if (ramp != null && observation.kind() == Observation.Kind.TRAFFIC && !observation.works()) {
            // Live traffic comes first: when it suffers, what comes back makes room.
            return refreshed(seen.withRamp(OverrunRules.cut(seen, ramp, of(gate).ramp(), now)), now);
        }
        if (ramp != null || nextAt == null) {
            return seen;
        }
        return switch (EvidenceRules.verdict(seen, now).sign()) {
            case WORKS -> {
                Instant earliest = EvidenceRules.isConvincing(gate.evidence(), observation, now)
                        ? now
                        : earliestTrial(seen, members, now);
                yield earliest.isBefore(nextAt) ? refreshed(seen.withNextTrial(earliest), now) : seen;
            }
            case DOWN -> refreshed(EvidenceRules.spared(seen, observation.validUntil(), members, now), now);
            case SILENT -> seen;
        };
    }

    /** Something else than a trial failed by the same cause. */
    private Gate spared(Gate gate, int members, Instant now) {
        Duration gap = gap(gate, gate.canaries(), members, now);
        return refreshed(EvidenceRules.sparedByARun(gate, gap, members, now), now);
    }

    /** Now, but for the wait after starts that looked well and failed. */
    private Instant earliestTrial(Gate gate, int members, Instant now) {
        Canaries c = gate.canaries();
        Instant lastAt = c.lastAt();
        if (c.falseStarts() == 0 || lastAt == null) {
            return now;
        }
        Instant rested = lastAt.plus(CanaryPace.afterFalseStart(c, members, of(gate).canaries()));
        return rested.isAfter(now) ? rested : now;
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
            int starts = RampRules.startsNow(gate, ramp, of(gate).ramp(), now);
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
        Canaries sent = gate.canaries().sent(starts, now, now);
        return refreshed(gate.withCanaries(sent.withNextAt(now.plus(gap(gate, sent, members, now)))), now);
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

    /** A trial said nothing about the cause: the next one need not wait, and the waits after it grow no longer by it. */
    public Gate inconclusive(Gate gate, Instant now) {
        boolean trying = gate.ramp() == null && gate.canaries().nextAt() != null && gate.breaker() != Breaker.OPEN;
        return trying ? refreshed(gate.withCanaries(gate.canaries().withoutOne().withNextAt(now)), now) : gate;
    }

    private Plan trials(Gate gate, int members, Instant now) {
        Instant nextAt = later(gate.canaries().nextAt(), CanaryPace.firstAt(gate, members, of(gate).canaries(), now));
        boolean due = nextAt == null || !now.isBefore(nextAt);
        int most = trialsAtOnce(gate);
        int inFlight = gate.traffic().inFlight();
        if (gate.breaker() == Breaker.OPEN) {
            if (due && inFlight < most) {
                return new Plan(gate.moved(Breaker.HALF_OPEN, now), 1, true, nextAt);
            }
            Instant halfOpenAt = halfOpenAt(gate);
            if (!now.isBefore(halfOpenAt)) {
                // Open no longer than that; whether a trial is worth an attempt is another question.
                return new Plan(gate.moved(Breaker.HALF_OPEN, now), 0, true, due ? null : nextAt);
            }
            return new Plan(gate, 0, true, due || halfOpenAt.isBefore(nextAt) ? halfOpenAt : nextAt);
        }
        int successes = gate.streak().successes();
        if (successes > 0) {
            // The first one came back well: a few more at once, never more than may be in flight or are needed.
            int wanted = successesToClose(gate) - successes;
            if (Math.min(most, wanted) > inFlight) {
                Instant at = nextTrialAt(gate, members, EvidenceRules.saysItWorks(gate, now));
                return new Plan(gate, now.isBefore(at) ? 0 : 1, true, at);
            }
        }
        boolean free = inFlight < most;
        return new Plan(gate, due && free ? 1 : 0, true, due ? null : nextAt);
    }

    /** Where starts looked well and failed, three at once may all be lost. */
    private int trialsAtOnce(Gate gate) {
        int most = gate.key().isAfterFix() ? 1 : of(gate).breaker().halfOpenTrials();
        return gate.canaries().falseStarts() > 0 ? Math.min(2, most) : most;
    }

    /** Trials after the first go slower than the ramp will begin. */
    private Instant nextTrialAt(Gate gate, int members, boolean told) {
        Instant lastAt = gate.canaries().lastAt();
        double gap = 1 / RampRules.trialRate(members, of(gate).ramp(), told);
        return lastAt == null ? Instant.MIN : lastAt.plusNanos((long) (gap * 1e9));
    }

    private Instant halfOpenAt(Gate gate) {
        return gate.epoch().since().plus(of(gate).breaker().halfOpenWithin());
    }

    private Gate open(Gate gate, int members, Instant now) {
        if (gate.key().isAfterFix()) {
            return FixRules.failed(gate, now);
        }
        Gate opened = gate.moved(Breaker.OPEN, now).withRamp(null);
        return refreshed(opened.withNextTrial(now.plus(gap(opened, opened.canaries(), members, now))), now);
    }

    private Duration gap(Gate gate, Canaries canaries, int members, Instant now) {
        if (gate.key().isStarts()) { // its trials are first starts, which spend no attempt
            return of(gate).breaker().halfOpenWithin();
        }
        Duration age = canaries.since() == null ? Duration.ZERO : Duration.between(canaries.since(), now);
        return CanaryPace.gap(canaries, members, age, gate.learned().outages(), of(gate).canaries());
    }

    /** The gate with what follows from its state: whether first starts are held, and when to look at it again. */
    private Gate refreshed(Gate gate, Instant now) {
        boolean holding = (gate.breaker() != Breaker.CLOSED || gate.ramp() != null)
                && !gate.key().isAfterFix();
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
            boolean full = gate.traffic().inFlight() >= RampRules.inFlightLimit(gate, ramp, of(gate).ramp());
            // A freed slot asks by itself; the round is for the slots that linger.
            earliest = full
                    ? later(ramp.times().nextStartAt(), now.plus(RampRules.round(gate)))
                    : ramp.times().nextStartAt();
        } else if (gate.breaker() != Breaker.OPEN
                && gate.streak().successes() > 0
                && gate.traffic().inFlight() < trialsAtOnce(gate)
                && gate.traffic().inFlight()
                        < successesToClose(gate) - gate.streak().successes()) {
            // A little early where the incident is small: then it is asked again.
            earliest = later(now, nextTrialAt(gate, Integer.MAX_VALUE, true));
        } else {
            Instant canary = gate.canaries().nextAt();
            earliest = canary == null ? now : canary;
            if (gate.breaker() == Breaker.OPEN && halfOpenAt(gate).isBefore(earliest)) {
                earliest = halfOpenAt(gate);
            }
        }
        boolean waitsForReset = ramp == null || !gate.key().isReachability();
        return waitsForReset ? later(earliest, gate.notBefore()) : earliest;
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null) {
            return b;
        }
        return b == null || a.isAfter(b) ? a : b;
    }
}
