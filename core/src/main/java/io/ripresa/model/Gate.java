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
 * @param notBefore no re-run before this time (Retry-After, reset), or null
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
        @Nullable Instant notBefore,
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
     * @param spent attempts used as canary or trial in the present incident
     * @param failed of them, failed by the same cause
     * @param nextAt when the next may go, or null where no incident is open
     */
    public record Canaries(int spent, int failed, @Nullable Instant nextAt) {
        public static final Canaries NONE = new Canaries(0, 0, null);
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
     * @param outages lengths of the latest outages, newest last, at most 20
     */
    public record Learned(double capacity, Duration medianRunTime, List<Duration> outages) {
        public static final Learned NOTHING = new Learned(0, Duration.ZERO, List.of());

        public Learned {
            outages = List.copyOf(outages);
        }
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
                null,
                null,
                0);
    }

    /** Whether the gate restrains nothing: closed, no pace, no open incident. */
    public boolean isQuiet() {
        return breaker == Breaker.CLOSED && ramp == null && episode.incidentId() == null;
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
                learned,
                episode,
                notBefore,
                nextActionAt,
                version);
    }

    /** Slots given back, for reservations that were refused. */
    public Gate withSlots(int delta) {
        return withTraffic(traffic.withInFlight(Math.max(0, traffic.inFlight() + delta)));
    }

    public Gate withStreak(Streak value) {
        return new Gate(
                key,
                breaker,
                epoch,
                value,
                canaries,
                traffic,
                ramp,
                learned,
                episode,
                notBefore,
                nextActionAt,
                version);
    }

    public Gate withCanaries(Canaries value) {
        return new Gate(
                key, breaker, epoch, streak, value, traffic, ramp, learned, episode, notBefore, nextActionAt, version);
    }

    public Gate withTraffic(Traffic value) {
        return new Gate(
                key, breaker, epoch, streak, canaries, value, ramp, learned, episode, notBefore, nextActionAt, version);
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
                notBefore,
                nextActionAt,
                version);
    }

    public Gate withLearned(Learned value) {
        return new Gate(
                key, breaker, epoch, streak, canaries, traffic, ramp, value, episode, notBefore, nextActionAt, version);
    }

    public Gate withEpisode(Episode value) {
        return new Gate(
                key, breaker, epoch, streak, canaries, traffic, ramp, learned, value, notBefore, nextActionAt, version);
    }

    public Gate withNotBefore(@Nullable Instant value) {
        return new Gate(
                key, breaker, epoch, streak, canaries, traffic, ramp, learned, episode, value, nextActionAt, version);
    }

    public Gate withNextActionAt(@Nullable Instant value) {
        return new Gate(
                key, breaker, epoch, streak, canaries, traffic, ramp, learned, episode, notBefore, value, version);
    }

    public Gate withVersion(long value) {
        return new Gate(
                key, breaker, epoch, streak, canaries, traffic, ramp, learned, episode, notBefore, nextActionAt, value);
    }
}
