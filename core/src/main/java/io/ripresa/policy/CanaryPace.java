package io.ripresa.policy;

import io.ripresa.model.Breaker;
import io.ripresa.model.Gate;
import io.ripresa.model.Gate.Canaries;
import io.ripresa.model.Policy.CanaryLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait between two canaries. Pure.
 *
 * <p>A gap costs the backlog half of it on average, and an outage of length L costs L / gap tasks an attempt; whatever
 * the gap is, the product of the two is L / 2. So a large incident can afford to ask often, and a small one must make its
 * attempts last.
 *
 * <p>Large incidents (from {@value #LARGE} tasks) begin fast, slow down to the gap that spends no more than their share
 * in the first hour, and after that hour go towards the longest gap, the sooner the smaller they are. Small ones wait 30,
 * 60, 120 and 300 s, where that is more than 60 s never longer than the outage has lasted, and then 15 % of its age, so
 * that attempts last over a day; less in proportion where the longest gap is set below 300 s. A task alone spends its
 * first attempt after 120 s. Both wait longer after a start that looked well at first and failed. Lengths of earlier
 * outages shorten the wait near the time at which they ended.
 */
public final class CanaryPace {

    static final int LARGE = 100;
    private static final int[] SMALL_SECONDS = {30, 60, 120, 300};
    /** How long a task alone waits for the first time. */
    private static final int ALONE_SECONDS = 120;

    private static final double OF_THE_AGE = 0.15;
    private static final double FIRST_SECONDS = 10;
    /** Gaps per age while that is shorter than the steady gap: a wait is not much longer than a sixth of what was waited. */
    private static final double EARLY_GAPS = 5.5;

    /** And of a twelfth for so many. */
    private static final double MANY = 10_000;

    private static final double SHORTEST_STEADY_SECONDS = 60;
    private static final double HOUR_SECONDS = 3600;
    /** Gaps per age after the first hour, for incidents that can afford it. */
    private static final double LATE_GAPS = 50;

    private static final double AFFORDS_LATE_GAPS = 4200;
    private static final double FALSE_START_SECONDS = 10;
    private static final double FALSE_START_GROWTH = 1.5;
    private static final int OUTAGES_TO_LEARN_FROM = 3;
    private static final double FEW_PER_EXPECTED_END = 12;
    /** How much of the median an outage may differ from it and still be said to end like the others. */
    private static final double ALIKE = 0.5;

    private CanaryPace() {}

    /**
     * The gap before the next canary.
     *
     * @param canaries what was sent in this incident
     * @param members tasks of the incident
     * @param age how long the incident has lasted
     * @param outages lengths of the latest outages of the same dependency
     * @param limits shortest and longest gap, and the share to spend
     */
    public static Duration gap(
            Canaries canaries, int members, Duration age, List<Duration> outages, CanaryLimits limits) {
        double cold =
                members < LARGE ? small(canaries.spent(), seconds(age), limits) : large(members, seconds(age), limits);
        double learned = Math.min(cold, nearTheUsualEnd(seconds(age), outages));
        double gap = learned;
        if (canaries.falseStarts() > 0) {
            gap = Math.max(gap, seconds(afterFalseStart(canaries, members, limits)));
        }
        double longest = members < LARGE ? Math.max(gap, seconds(limits.longest())) : seconds(limits.longest());
        double bounded = Math.max(seconds(limits.shortest()), Math.min(longest, gap));
        return Duration.ofMillis(Math.round(bounded * 1000));
    }

    /**
     * The least wait after starts that looked well at first and failed: ever longer, up to the gap that the incident can
     * afford for an hour.
     */
    static Duration afterFalseStart(Canaries canaries, int members, CanaryLimits limits) {
        double wait = FALSE_START_SECONDS * Math.pow(FALSE_START_GROWTH, canaries.falseStarts() - 1);
        double affords = Math.max(FALSE_START_SECONDS, affordable(members, limits));
        wait = Math.min(wait, Math.min(affords, seconds(limits.longest())));
        return Duration.ofMillis(Math.round(wait * 1000));
    }

    /** The gap that spends no more than the incident's share in an hour. */
    private static double affordable(int members, CanaryLimits limits) {
        return HOUR_SECONDS / Math.max(1, limits.share() * members);
    }

    private static double small(int spent, double age, CanaryLimits limits) {
        int step = Math.max(0, spent);
        double slowest = SMALL_SECONDS[SMALL_SECONDS.length - 1];
        double usual = step < SMALL_SECONDS.length ? SMALL_SECONDS[step] : Math.max(slowest, OF_THE_AGE * age);
        double proportion = inProportion(limits);
        return Math.min(usual * proportion, Math.max(SMALL_SECONDS[1] * proportion, age));
    }

    /** Where somebody wants a shorter longest gap, all waits of small incidents are shorter in proportion. */
    private static double inProportion(CanaryLimits limits) {
        return Math.min(1, seconds(limits.longest()) / SMALL_SECONDS[SMALL_SECONDS.length - 1]);
    }

    /**
     * How old an incident is when its first canary goes, where nothing tells that it may go earlier: a task alone waits
     * for two minutes, since nobody else will find out for it whether the first moments were all.
     *
     * @param members tasks of the incident
     */
    static Duration first(int members, CanaryLimits limits) {
        Duration alone = Duration.ofMillis(Math.round(ALONE_SECONDS * inProportion(limits) * 1000));
        return members > 1 || alone.compareTo(limits.shortest()) < 0 ? limits.shortest() : alone;
    }

    /** When that is; null where something tells already, or it is not about the first canary. */
    static @Nullable Instant firstAt(Gate gate, int members, CanaryLimits limits, Instant now) {
        Canaries c = gate.canaries();
        boolean told = gate.notBefore() != null || EvidenceRules.saysItWorks(gate, now);
        boolean first = gate.breaker() == Breaker.CLOSED
                && c.spent() == 0
                && gate.streak().successes() == 0;
        Instant since = c.since();
        return told || !first || since == null || gate.key().isAfterFix() ? null : since.plus(first(members, limits));
    }

    private static double large(int members, double age, CanaryLimits limits) {
        double steady = Math.max(SHORTEST_STEADY_SECONDS, affordable(members, limits));
        if (age < HOUR_SECONDS) {
            double first = Math.max(FIRST_SECONDS, seconds(limits.shortest()));
            return Math.min(
                    steady, Math.max(first, age / (EARLY_GAPS * (1 + Math.min(1, Math.pow(members / MANY, 2))))));
        }
        return Math.max(steady, age / LATE_GAPS * Math.max(1, AFFORDS_LATE_GAPS / members));
    }

    /**
     * Where earlier outages had much the same length, the wait is short near its end: a twelfth of what is left until
     * then, or of what is past it. Infinite where nothing was learned, or it says nothing about now.
     */
    private static double nearTheUsualEnd(double age, List<Duration> outages) {
        Duration usual = usualOutage(outages);
        if (usual == null) {
            return Double.POSITIVE_INFINITY;
        }
        double median = seconds(usual);
        boolean near = Math.abs(age - median) <= Math.max(spread(sorted(outages)), ALIKE * median / 2);
        return near
                ? Math.max(median / (2 * FEW_PER_EXPECTED_END), Math.abs(age - median) / FEW_PER_EXPECTED_END)
                : Double.POSITIVE_INFINITY;
    }

    /** How long outages usually last, or null where they are too few or too unlike each other to say so. */
    public static @Nullable Duration usualOutage(List<Duration> outages) {
        if (outages.size() < OUTAGES_TO_LEARN_FROM) {
            return null;
        }
        List<Double> sorted = sorted(outages);
        double median = sorted.get(sorted.size() / 2);
        return spread(sorted) <= ALIKE * median ? Duration.ofMillis(Math.round(median * 1000)) : null;
    }

    private static List<Double> sorted(List<Duration> outages) {
        return outages.stream().map(CanaryPace::seconds).sorted().toList();
    }

    private static double spread(List<Double> sorted) {
        return sorted.get(sorted.size() * 3 / 4) - sorted.get(sorted.size() / 4);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
