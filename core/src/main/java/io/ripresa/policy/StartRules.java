package io.ripresa.policy;

import io.ripresa.model.Breaker;
import io.ripresa.model.CallHistory;
import io.ripresa.model.CallHistory.Minute;
import io.ripresa.model.Gate;
import io.ripresa.model.StartLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts first starts of a task system, and failures of causes that nobody knew yet, by minutes of the clock, and says
 * when a limit is passed. They are kept where other gates keep how their calls go: a start counts as a call. Pure.
 */
public final class StartRules {

    /** In how many minutes failures are counted together. */
    private static final int FAILURE_MINUTES = 5;

    private StartRules() {}

    /**
     * The gate with these counted. What is older than the minutes that matter is forgotten.
     *
     * @param at when they were, store's clock
     */
    public static Gate counted(Gate gate, Instant at, long starts, long newFailures) {
        CallHistory calls = gate.learned().calls();
        Minute here = new Minute(Minute.of(at), starts, newFailures);
        List<Minute> minutes = new ArrayList<>();
        boolean counted = false;
        for (Minute minute : calls.latest()) {
            if (minute.number() == here.number()) {
                minutes.add(minute.plus(here));
                counted = true;
            } else {
                if (minute.number() > here.number() && !counted) {
                    minutes.add(here);
                    counted = true;
                }
                minutes.add(minute);
            }
        }
        if (!counted) {
            minutes.add(here);
        }
        long newest = minutes.get(minutes.size() - 1).number();
        minutes.removeIf(minute -> minute.number() <= newest - FAILURE_MINUTES);
        return gate.withLearned(
                gate.learned().withCalls(new CallHistory(calls.usual(), calls.fadedAt(), minutes, calls.warning())));
    }

    /**
     * A gate of first starts at which nobody waits when its time is over: there is nobody to try, and nothing to keep
     * back, so it is closed. Null where its time is not over, or a trial is under way.
     */
    public static @Nullable Gate rested(Gate gate, Instant now) {
        Instant nextAt = gate.canaries().nextAt();
        boolean over = nextAt == null || !now.isBefore(nextAt);
        if (!gate.key().isStarts()
                || gate.breaker() == Breaker.CLOSED
                || !over
                || gate.traffic().inFlight() > 0) {
            return null;
        }
        Gate half = gate.breaker() == Breaker.OPEN ? gate.moved(Breaker.HALF_OPEN, now) : gate;
        return half.moved(Breaker.CLOSED, now);
    }

    /**
     * When a gate at which nobody waits is over by itself: a gate of first starts that is not closed, at the end of its
     * time. Null where that has passed and trials are under way, or there is none: then a slot that is given back has the
     * gate looked at, or whoever comes.
     */
    public static @Nullable Instant restsAt(Gate gate, Instant now) {
        Instant nextAt = gate.canaries().nextAt();
        boolean rests = gate.key().isStarts() && gate.breaker() != Breaker.CLOSED;
        return rests && nextAt != null && nextAt.isAfter(now) ? nextAt : null;
    }

    /** Which limit is passed, in a sentence for people, or null where none is. What is long over does not count. */
    public static @Nullable String passed(Gate gate, StartLimits limits, Instant now) {
        long present = Minute.of(now);
        Integer starts = limits.startsPerMinute();
        Integer failures = limits.newFailuresPerFiveMinutes();
        long most = 0;
        long failed = 0;
        for (Minute minute : gate.learned().calls().latest()) {
            if (minute.number() >= present - 1) {
                most = Math.max(most, minute.calls());
            }
            if (minute.number() > present - FAILURE_MINUTES) {
                failed += minute.failed();
            }
        }
        if (starts != null && most > starts) {
            return "More than " + starts + " first starts in one minute.";
        }
        return failures != null && failed > failures
                ? "More than " + failures + " failures of causes not known before, within five minutes."
                : null;
    }
}
