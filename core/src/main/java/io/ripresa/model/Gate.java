package io.ripresa.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row per dependency and scope, long-lived: breaker, epoch, canaries, ramp, what was learned.
 *
 * @param key identity
 * @param breaker its position
 * @param epoch counts up whenever the breaker opens or half-opens: only runs started in the present epoch move breaker,
 *     ramp or learning
 * @param streak same-cause failures and successes in a row, in the present epoch
 * @param canaries how the cause has been tried out in the present incident
 * @param traffic slots in use
 * @param ramp pace of the return, or null while there is none
 * @param learned what earlier incidents taught
 * @param episode the present or latest incident
 * @param evidence what else is known about the cause of the present incident
 * @param nextActionAt when the gate wants to be looked at again, or null while nothing waits on it
 * @param version 0 for a row not stored yet; the store counts it up
 */
public record Gate(
        GateKey key,
        Breaker breaker,
        Epoch epoch,
        Streak streak,
        Canaries canaries,
        Traffic traffic,
        @Nullable Ramp ramp,
        Learned learned,
        Episode episode,
        Evidence evidence,
        @Nullable Instant nextActionAt,
        long version) {

    /**
     * @param number counts from 1
     * @param since when it began, store's clock: a run started earlier belongs to an older one
     */
    public record Epoch(long number, Instant since) {}

    /** Results in a row. At least one of the two is 0. */
    public record Streak(int failures, int successes) {
        public static final Streak NONE = new Streak(0, 0);

        public Streak failed() {
            return new Streak(failures + 1, 0);
        }

        public Streak succeeded() {
            return new Streak(0, successes + 1);
        }
    }

    /**
     * How the cause has been tried out, since the incident began or its cause came back.
     *
     * @param spent attempts used as canary or trial, without those that said nothing about the cause
     * @param failed of them, failed by the same cause
     * @param falseStarts half-open episodes that looked well at first and failed: each makes the next wait longer
     * @param since since when the cause is there, or null where no incident is open
     * @param lastAt when the latest went, or null
     * @param nextAt when the next may go, or null where no incident is open
     */
    public record Canaries(
            int spent,
            int failed,
            int falseStarts,
            @Nullable Instant since,
            @Nullable Instant lastAt,
            @Nullable Instant nextAt) {
        public static final Canaries NONE = new Canaries(0, 0, 0, null, null, null);

        /** The pace of an incident that begins. */
        public static Canaries from(Instant now, Instant nextAt) {
            return new Canaries(0, 0, 0, now, null, nextAt);
        }

        /** The cause is back. */
        public Canaries anew(Instant now) {
            return new Canaries(0, 0, falseStarts + 1, now, now, nextAt);
        }

        public Canaries withNextAt(Instant value) {
            return new Canaries(spent, failed, falseStarts, since, lastAt, value);
        }

        public Canaries sent(int starts, Instant now, Instant next) {
            return new Canaries(spent + starts, failed, falseStarts, since, now, next);
        }

        /** One that went said nothing about the cause. */
        public Canaries withoutOne() {
            return new Canaries(Math.max(0, spent - 1), failed, falseStarts, since, lastAt, nextAt);
        }

        public Canaries withFailure() {
            return new Canaries(spent, failed + 1, falseStarts, since, lastAt, nextAt);
        }

        public Canaries withFalseStart() {
            return new Canaries(spent, failed, falseStarts + 1, since, lastAt, nextAt);
        }
    }

    /**
     * @param inFlight attempts and released first starts that hold a slot
     * @param holding whether first starts are to be held by the task systems that can
     * @param lingering ends of slots that quickly refused calls still keep, so that refusals do not speed up the pace
     */
    public record Traffic(int inFlight, boolean holding, List<Instant> lingering) {
        public static final Traffic NONE = new Traffic(0, false, List.of());

        public Traffic {
            lingering = List.copyOf(lingering);
        }

        public Traffic withInFlight(int slots) {
            return new Traffic(slots, holding, lingering);
        }

        public Traffic withHolding(boolean hold) {
            return new Traffic(inFlight, hold, lingering);
        }
    }

    /**
     * @param capacity starts per second that went well at most before; 0 while unknown
     * @param medianRunTime typical run time of what passes; zero while unknown
     * @param runTimes how run times vary while nothing hurries
     * @param outages lengths of the latest outages, newest last, at most 20
     * @param calls how calls usually go, and whether they do lately
     */
    public record Learned(
            double capacity, Duration medianRunTime, RunTimes runTimes, List<Duration> outages, CallHistory calls) {
        public static final Learned NOTHING =
                new Learned(0, Duration.ZERO, RunTimes.UNKNOWN, List.of(), CallHistory.NONE);

        public Learned {
            outages = List.copyOf(outages);
        }

        public Learned withCapacity(double value) {
            return new Learned(value, medianRunTime, runTimes, outages, calls);
        }

        public Learned withMedianRunTime(Duration value) {
            return new Learned(capacity, value, runTimes, outages, calls);
        }

        public Learned withRunTimes(RunTimes value) {
            return new Learned(capacity, medianRunTime, value, outages, calls);
        }

        public Learned withOutages(List<Duration> value) {
            return new Learned(capacity, medianRunTime, runTimes, value, calls);
        }

        public Learned withCalls(CallHistory value) {
            return new Learned(capacity, medianRunTime, runTimes, outages, value);
        }
    }

    /**
     * Run times of successes in milliseconds, the latest ones first.
     *
     * @param count how many are known, as far as that matters
     * @param mean their mean
     * @param variance their variance
     */
    public record RunTimes(int count, double mean, double variance) {
        public static final RunTimes UNKNOWN = new RunTimes(0, 0, 0);
    }

    /**
     * @param number counts this gate's incidents
     * @param incidentId the open incident, or null
     * @param openedAt when the open incident began, or null
     */
    public record Episode(
            long number,
            @Nullable String incidentId,
            @Nullable Instant openedAt) {
        public static final Episode NONE = new Episode(0, null, null);
    }

    /** A gate that nothing has passed yet: every run known so far belongs to its first epoch. */
    public static Gate create(GateKey key) {
        return new Gate(
                key,
                Breaker.CLOSED,
                new Epoch(1, Instant.EPOCH),
                Streak.NONE,
                Canaries.NONE,
                Traffic.NONE,
                null,
                Learned.NOTHING,
                Episode.NONE,
                Evidence.NONE,
                null,
                0);
    }

    /** Whether the gate restrains nothing: closed, no pace, no open incident. */
    public boolean isQuiet() {
        return breaker == Breaker.CLOSED && ramp == null && episode.incidentId() == null;
    }

    /** Whether calls of it go unrestrained: closed and no pace. An incident may be open. */
    public boolean isUnrestrained() {
        return breaker == Breaker.CLOSED && ramp == null;
    }

    /** Whether a run that began at this time belongs to the present epoch. */
    public boolean isPresentEpoch(Instant startedAt) {
        return !startedAt.isBefore(epoch.since());
    }

    /** Breaker moved; a new epoch where it opens or half-opens. */
    public Gate moved(Breaker to, Instant now) {
        Breaker moved = Breaker.TABLE.move("gate " + key, breaker, to);
        Epoch next = to == Breaker.CLOSED ? epoch : new Epoch(epoch.number() + 1, now);
        return new Gate(
                key,
                moved,
                next,
                Streak.NONE,
                canaries,
                traffic,
                ramp,
                to == Breaker.OPEN ? learned.withCalls(learned.calls().interrupted()) : learned,
                episode,
                evidence,
                nextActionAt,
                version);
    }

    /** The gate whose next canary may go then. */
    public Gate withNextTrial(Instant at) {
        return withCanaries(canaries.withNextAt(at));
    }

    /** Slots given back, for reservations that were refused. */
    public Gate withSlots(int delta) {
        return withTraffic(traffic.withInFlight(Math.max(0, traffic.inFlight() + delta)));
    }

    public Gate withStreak(Streak value) {
        return new Gate(
                key, breaker, epoch, value, canaries, traffic, ramp, learned, episode, evidence, nextActionAt, version);
    }

    public Gate withCanaries(Canaries value) {
        return new Gate(
                key, breaker, epoch, streak, value, traffic, ramp, learned, episode, evidence, nextActionAt, version);
    }

    public Gate withTraffic(Traffic value) {
        return new Gate(
                key, breaker, epoch, streak, canaries, value, ramp, learned, episode, evidence, nextActionAt, version);
    }

    public Gate withRamp(@Nullable Ramp value) {
        return new Gate(
                key,
                breaker,
                epoch,
                streak,
                canaries,
                traffic,
                value,
                learned,
                episode,
                evidence,
                nextActionAt,
                version);
    }

    public Gate withLearned(Learned value) {
        return new Gate(
                key, breaker, epoch, streak, canaries, traffic, ramp, value, episode, evidence, nextActionAt, version);
    }

    public Gate withEpisode(Episode value) {
        return new Gate(
                key, breaker, epoch, streak, canaries, traffic, ramp, learned, value, evidence, nextActionAt, version);
    }

    public Gate withEvidence(Evidence value) {
        return new Gate(
                key, breaker, epoch, streak, canaries, traffic, ramp, learned, episode, value, nextActionAt, version);
    }

    /** No re-run before this time (Retry-After, reset), or null. */
    public @Nullable Instant notBefore() {
        return evidence.notBefore();
    }

    public Gate withNotBefore(@Nullable Instant value) {
        return withEvidence(evidence.withNotBefore(value));
    }

    public Gate withNextActionAt(@Nullable Instant value) {
        return new Gate(
                key, breaker, epoch, streak, canaries, traffic, ramp, learned, episode, evidence, value, version);
    }

    public Gate withVersion(long value) {
        return new Gate(
                key, breaker, epoch, streak, canaries, traffic, ramp, learned, episode, evidence, nextActionAt, value);
    }
}
