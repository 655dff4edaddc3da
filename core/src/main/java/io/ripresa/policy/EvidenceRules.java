package io.ripresa.policy;

import io.ripresa.model.Evidence;
import io.ripresa.model.Gate;
import io.ripresa.model.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one verdict of everything that is known about a gate's cause for free, with its reasons. Pure.
 *
 * <p>What works lets the next trial go at once; what does not work spares it, as long as it is seen. Free evidence never
 * closes a breaker: it may see something else than what the tasks need. A source that says that it works while trials
 * fail does not see what is wrong, and is not listened to until it says something else.
 */
public final class EvidenceRules {

    private static final Duration TRIAL_AT_LEAST_EVERY = Duration.ofMinutes(30);
    private static final Duration TRIAL_OF_FEW_AT_LEAST_EVERY = Duration.ofHours(6);

    /** A third costs some seconds at most in the built-in scenarios, a half up to a hundred where outages last ten minutes. */
    private static final int PARTS_OF_A_GAP = 3;

    /** Four probes in a row of a dependency that half works agree once in eight times. */
    private static final Duration STEADY = Duration.ofSeconds(20);

    private EvidenceRules() {}

    /**
     * The gate whose next trial waits, since what was seen not to work says what it would say: as long as that is seen,
     * but a trial goes now and then, whatever free evidence says: it may be wrong. Few tasks have few attempts to spend on
     * that.
     *
     * @param seenUntil how long it is taken to be as it was seen
     * @param members tasks of the incident
     */
    static Gate spared(Gate gate, Instant seenUntil, int members, Instant now) {
        Instant nextAt = gate.canaries().nextAt();
        if (nextAt == null) {
            return gate;
        }
        Duration atLeastEvery = members < CanaryPace.LARGE ? TRIAL_OF_FEW_AT_LEAST_EVERY : TRIAL_AT_LEAST_EVERY;
        Instant lastAt = gate.canaries().lastAt();
        Instant openedAt = gate.episode().openedAt();
        Instant last = lastAt != null ? lastAt : openedAt != null ? openedAt : now;
        Instant longest = last.plus(atLeastEvery);
        Instant until = seenUntil.isBefore(longest) ? seenUntil : longest;
        return nextAt.isBefore(until) ? gate.withNextTrial(until) : gate;
    }

    /**
     * The same where a run that was no trial failed by the same cause: a task's first start in its own system, mostly. It
     * says so for a part of the wait between two trials, so that the end is not found out later when no more such runs
     * come. Not where a fix is being tried or first starts are the trials, nor while somebody else sees that it works.
     *
     * @param gap the wait between two trials
     */
    static Gate sparedByARun(Gate gate, Duration gap, int members, Instant now) {
        boolean speaks = !gate.key().isAfterFix() && !gate.key().isStarts() && !saysItWorks(gate, now);
        return speaks ? spared(gate, now.plus(gap.dividedBy(PARTS_OF_A_GAP)), members, now) : gate;
    }

    /**
     * Whether a gate came to be half-open by time and no trial went since: what fails there failed beside the trials, and
     * does not begin the wait for the next one anew.
     */
    static boolean isUntried(Gate gate) {
        Instant lastAt = gate.canaries().lastAt();
        boolean tried = lastAt != null && !lastAt.isBefore(gate.epoch().since());
        return !tried && !gate.key().isAfterFix() && !gate.key().isStarts();
    }

    /** What free evidence says. */
    public enum Sign {
        /** The cause seems gone: try. */
        WORKS,
        /** The cause is there: a trial would be wasted. */
        DOWN,
        /** Nothing fresh, or nothing that agrees. */
        SILENT
    }

    /**
     * @param sign what it comes to
     * @param until when it may change by itself, or null
     * @param reasons why, sentences for people
     */
    public record Verdict(Sign sign, @Nullable Instant until, List<String> reasons) {
        public Verdict {
            reasons = List.copyOf(reasons);
        }
    }

    /** The verdict on a gate's evidence as it is now. */
    public static Verdict verdict(Gate gate, Instant now) {
        Evidence evidence = gate.evidence();
        List<String> reasons = new ArrayList<>();
        Instant until = null;
        boolean works = false;
        boolean down = false;
        for (Observation seen : evidence.latest()) {
            if (!seen.isFresh(now)) {
                continue;
            }
            if (seen.works() && isContradicted(gate, seen)) {
                reasons.add(seen.detail() + " Trials failed all the same: it does not see what is wrong.");
                continue;
            }
            reasons.add(seen.detail());
            works |= seen.works();
            down |= !seen.works();
            until = until == null || seen.validUntil().isBefore(until) ? seen.validUntil() : until;
        }
        Sign sign = works == down ? Sign.SILENT : works ? Sign.WORKS : Sign.DOWN;
        return new Verdict(sign, until, reasons);
    }

    /** Whether free evidence says that the cause is gone. */
    public static boolean saysItWorks(Gate gate, Instant now) {
        return verdict(gate, now).sign() == Sign.WORKS;
    }

    /**
     * Whether a source that says that it works has said so, or the contrary before, for some time without a break: then
     * it is not the chance by which a dependency that half works looks well. It ends the wait after a start that looked
     * well and failed.
     */
    static boolean isConvincing(Evidence before, Observation seen, Instant now) {
        Observation former = before.latest(seen.kind());
        return former != null && !now.isBefore(former.since().plus(STEADY));
    }

    /** Whether a trial went since the source began to say so, and the gate is still not closed: then it failed. */
    static boolean isContradicted(Gate gate, Observation seen) {
        Instant lastAt = gate.canaries().lastAt();
        return lastAt != null
                && !lastAt.isBefore(seen.since())
                && gate.ramp() == null
                && gate.streak().successes() == 0
                && gate.traffic().inFlight() == 0;
    }
}
