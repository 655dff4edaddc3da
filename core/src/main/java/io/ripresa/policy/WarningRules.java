package io.ripresa.policy;

import io.ripresa.model.CallHistory;
import io.ripresa.model.CallHistory.Minute;
import io.ripresa.model.CallHistory.Usual;
import io.ripresa.model.CallHistory.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Early warning: when more calls of a dependency fail than its own history explains. State in, state out. Pure.
 *
 * <p><b>It begins</b> when of the latest calls (those of five minutes; where they are few, the latest fifty of an hour)
 * at least five failed, in more than one minute, at least one in a hundred, at least twice the usual share, and when so
 * many have a chance of less than one in a billion if nothing has changed. The chance is exact (Fisher 1935): all calls
 * known, usual and latest, are one urn, and so many of its failures or more are among the latest. It is right for any
 * usual share, also none, and for a short history, which leaves more to chance by itself. Where failures usually come in
 * bursts, so many at once are less of a surprise: counts are divided by how much more unevenly than by chance they came
 * (Pearson's dispersion, Wedderburn 1974), by 4 at most. Nothing is said before 200 calls in 10 minutes are history.
 *
 * <p><b>How often it is wrong.</b> One look a minute makes 526,000 a year: where nothing changes and calls fail
 * independently of each other, it begins by chance less than once in 1,900 years of one dependency.
 *
 * <p><b>It ends</b> when the latest calls (of fifteen minutes, at least ten of them) are no surprise: so many failures
 * have a chance of one in a hundred or more. Seven powers of ten and a longer look lie between the two, so that it does not
 * flap. It also ends after an hour without a call, when the breaker opens, and after a day: what went on for so long is
 * what is usual from then on. What happens during a warning is not part of the history otherwise.
 */
public final class WarningRules {

    /** How long after the last call nothing can be said. */
    public static final Duration SILENCE = Duration.ofHours(1);

    private static final Duration HALF_LIFE = Duration.ofDays(30);
    private static final Duration NEW_USUAL = Duration.ofHours(24);
    private static final int LATEST = 5;
    private static final int CALM = 15;
    private static final int FARTHEST = 60;
    private static final int ENOUGH_CALLS = 50;
    private static final int SHORTEST_HISTORY = 200;
    private static final int FEWEST_MINUTES = 10;
    private static final int FEWEST_FAILED = 5;
    private static final double LEAST_SHARE = 0.01;
    private static final double TIMES_USUAL = 2;
    private static final double BEGINS_BELOW = 1e-9;
    private static final double ENDS_FROM = 0.01;
    private static final int FEWEST_CALM = 10;
    private static final double MOST_BURSTY = 4;

    private WarningRules() {}

    /** Calls were counted; the same minute may come several times, from several nodes. */
    public static CallHistory counted(CallHistory before, Minute minute, Instant now) {
        List<Minute> minutes = merged(before.latest(), minute);
        int first = minutes.size() - reach(minutes, now, CALM);
        Usual usual = before.usual().faded(fading(before.fadedAt(), now));
        Warning warning = before.warning();
        for (Minute gone : minutes.subList(0, first)) {
            if (warning == null) {
                usual = usual.plus(gone);
            } else {
                warning = new Warning(
                        warning.since(),
                        warning.calls(),
                        warning.failed(),
                        warning.meanwhile().plus(gone));
            }
        }
        List<Minute> latest = minutes.subList(first, minutes.size());
        return judged(new CallHistory(usual, now, latest, warning), now);
    }

    /** When nothing can be said any more unless there are further calls. */
    public static Instant silentFrom(CallHistory history) {
        List<Minute> latest = history.latest();
        return latest.isEmpty()
                ? Instant.EPOCH
                : Instant.ofEpochSecond(latest.get(latest.size() - 1).number() * 60 + 60)
                        .plus(SILENCE);
    }

    /** Whether a warning has stood for so long that what it tells is what is usual now. */
    public static boolean isNewUsual(Warning warning, Instant now) {
        return !now.isBefore(warning.since().plus(NEW_USUAL));
    }

    /** Nobody calls any more: whether it is as usual is not known. */
    public static CallHistory silent(CallHistory history) {
        return new CallHistory(history.usual(), history.fadedAt(), history.latest(), null);
    }

    private static CallHistory judged(CallHistory h, Instant now) {
        Warning warning = h.warning();
        if (warning == null) {
            List<Minute> window = window(h.latest(), now, LATEST);
            Minute sum = sum(window);
            return isOutOfTheOrdinary(h.usual(), window, sum) ? with(h, warning(now, sum, Usual.NONE)) : h;
        }
        Minute calm = sum(window(h.latest(), now, CALM));
        if (isNewUsual(warning, now)) {
            return new CallHistory(warning.meanwhile(), now, h.latest(), null);
        }
        if (calm.calls() >= FEWEST_CALM && chance(h.usual(), calm) >= ENDS_FROM) {
            return with(h, null);
        }
        return with(h, warning(warning.since(), sum(window(h.latest(), now, LATEST)), warning.meanwhile()));
    }

    private static boolean isOutOfTheOrdinary(Usual usual, List<Minute> window, Minute sum) {
        return usual.calls() >= SHORTEST_HISTORY
                && usual.minutes() >= FEWEST_MINUTES
                && sum.failed() >= FEWEST_FAILED
                && sum.failed() >= LEAST_SHARE * sum.calls()
                && sum.failed() >= TIMES_USUAL * usual.share() * sum.calls()
                && window.stream().filter(m -> m.failed() > 0).count() > 1
                && chance(usual, sum) < BEGINS_BELOW;
    }

    private static Warning warning(Instant since, Minute sum, Usual meanwhile) {
        return new Warning(since, sum.calls(), sum.failed(), meanwhile);
    }

    private static CallHistory with(CallHistory h, @Nullable Warning warning) {
        return new CallHistory(h.usual(), h.fadedAt(), h.latest(), warning);
    }

    /** The chance that so many or more of the latest calls fail if nothing has changed. */
    private static double chance(Usual usual, Minute latest) {
        double bursts = bursts(usual);
        return Urn.atLeast(
                (long) Math.floor(latest.failed() / bursts),
                Math.round(latest.calls() / bursts),
                (long) Math.ceil(usual.failed() / bursts),
                Math.round(usual.calls() / bursts));
    }

    /** How much more unevenly over the minutes than by chance failures came, 1 to 4. */
    static double bursts(Usual usual) {
        double share = usual.share();
        if (usual.minutes() < FEWEST_MINUTES || share <= 0 || share >= 1) {
            return 1;
        }
        double squared = usual.spread() - usual.failed() * share;
        double dispersion = squared / (share * (1 - share)) / (usual.minutes() - 1);
        return Math.min(MOST_BURSTY, Math.max(1, dispersion));
    }

    private static double fading(Instant from, Instant to) {
        double lives = (double) Math.max(0, Duration.between(from, to).toSeconds()) / HALF_LIFE.toSeconds();
        return Math.pow(2, -lives);
    }

    private static List<Minute> merged(List<Minute> latest, Minute minute) {
        List<Minute> minutes = new ArrayList<>(latest);
        int at = minutes.size();
        while (at > 0 && minutes.get(at - 1).number() > minute.number()) {
            at--;
        }
        if (at > 0 && minutes.get(at - 1).number() == minute.number()) {
            minutes.set(at - 1, minutes.get(at - 1).plus(minute));
        } else {
            minutes.add(at, minute);
        }
        return minutes;
    }

    private static List<Minute> window(List<Minute> minutes, Instant now, int span) {
        return minutes.subList(minutes.size() - reach(minutes, now, span), minutes.size());
    }

    /** How many of the newest are among the latest: those of so many minutes, and more where these have few calls. */
    private static int reach(List<Minute> minutes, Instant now, int span) {
        long present = Minute.of(now);
        long calls = 0;
        int count = 0;
        for (int i = minutes.size() - 1; i >= 0; i--) {
            Minute minute = minutes.get(i);
            long ago = present - minute.number();
            if (ago > span && (calls >= ENOUGH_CALLS || ago > FARTHEST)) {
                break;
            }
            calls += minute.calls();
            count++;
        }
        return count;
    }

    private static Minute sum(List<Minute> minutes) {
        Minute sum = new Minute(0, 0, 0);
        for (Minute minute : minutes) {
            sum = sum.plus(minute);
        }
        return sum;
    }
}
