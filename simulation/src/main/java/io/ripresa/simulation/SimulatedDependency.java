package io.ripresa.simulation;

import io.ripresa.model.Dependency;
import io.ripresa.model.FailureReport;
import io.ripresa.model.RunKey;
import io.ripresa.simulation.DependencyPlan.BrownOut;
import io.ripresa.simulation.DependencyPlan.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A dependency with moods, a limited capacity and a ledger. The ledger is the judge: what it says was done was done,
 * whatever the caller saw.
 */
public final class SimulatedDependency {

    private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration COLLAPSE = Duration.ofSeconds(5);
    private static final int OVERRUN = 2;

    private final DependencyPlan plan;
    private final VirtualTime time;
    private final RandomGenerator random;
    private final List<Call> ledger = new ArrayList<>();
    private long second = Long.MIN_VALUE;
    private int callsThisSecond;
    private Instant collapsedUntil = Instant.MIN;
    private int peakSinceHealed;

    /**
     * A call as the dependency saw it.
     *
     * @param at when
     * @param run the run that called
     * @param processed whether it was done
     * @param answer what the caller was told
     */
    public record Call(Instant at, RunKey run, boolean processed, String answer) {}

    /**
     * What the caller sees, and the truth.
     *
     * @param failure the error, or null where it went well
     * @param took time until the caller knew
     * @param processed whether it was done
     * @param notBefore when the caller was told to come back, or null
     * @param hopeless whether the answer will always be the same
     */
    record Answer(
            @Nullable FailureReport failure,
            Duration took,
            boolean processed,
            @Nullable Instant notBefore,
            boolean hopeless) {}

    public SimulatedDependency(DependencyPlan plan, VirtualTime time, RandomGenerator random) {
        this.plan = plan;
        this.time = time;
        this.random = random;
    }

    public Dependency dependency() {
        return new Dependency(plan.name());
    }

    /** Everything that was asked, in order. */
    public List<Call> ledger() {
        return Collections.unmodifiableList(ledger);
    }

    /** The busiest second after the last outage, by capacity. */
    public double peakLoadRatio() {
        return (double) peakSinceHealed / plan.capacityPerSecond();
    }

    /** Whether it would serve a call now, capacity aside. */
    public boolean isUp() {
        return mood() == null && !time.instant().isBefore(collapsedUntil);
    }

    Answer call(RunKey run, String method, HiddenCause cause) {
        count();
        Answer answer = answer(method, cause);
        FailureReport failure = answer.failure();
        String said = failure == null ? "200" : failure.message();
        ledger.add(new Call(time.instant(), run, answer.processed(), said));
        return answer;
    }

    private void count() {
        long now = Duration.between(Scenario.START, time.instant()).toSeconds();
        if (now != second) {
            second = now;
            callsThisSecond = 0;
        }
        callsThisSecond++;
        if (now >= plan.healedAt().toSeconds()) {
            peakSinceHealed = Math.max(peakSinceHealed, callsThisSecond);
        }
    }

    private Answer answer(String method, HiddenCause cause) {
        String name = plan.name();
        Mood mood = mood();
        if (mood != null) {
            return moody(mood, method);
        }
        Instant now = time.instant();
        if (plan.collapses() && callsThisSecond > OVERRUN * plan.capacityPerSecond()) {
            collapsedUntil = now.plus(COLLAPSE);
        }
        if (callsThisSecond > plan.capacityPerSecond() || now.isBefore(collapsedUntil)) {
            return refusal(FailureTexts.unavailable(name, method));
        }
        BrownOut brown = plan.brownOut();
        if (within(brown.from(), brown.to()) && random.nextDouble() < brown.probability()) {
            return random.nextBoolean()
                    ? refusal(FailureTexts.unavailable(name, method))
                    : new Answer(FailureTexts.reset(name, method), millis(20, 400), random.nextBoolean(), null, false);
        }
        if (cause == HiddenCause.REJECTED_INPUT) {
            return new Answer(FailureTexts.rejected(name, method), millis(1, 30), false, null, true);
        }
        if (cause == HiddenCause.REVOKED) {
            return new Answer(FailureTexts.revoked(name, method), millis(1, 30), false, null, true);
        }
        return new Answer(null, millis(20, 400), true, null, false);
    }

    private Answer moody(Mood mood, String method) {
        String name = plan.name();
        return switch (mood) {
            case REFUSE -> refusal(FailureTexts.refused(name, method));
            case RESET ->
                new Answer(FailureTexts.reset(name, method), millis(20, 400), random.nextInt(4) == 0, null, false);
            case UNAVAILABLE -> refusal(FailureTexts.unavailable(name, method));
            case UNAVAILABLE_RETRY_AFTER -> later(s -> FailureTexts.unavailable(name, method, s));
            case THROTTLE -> later(s -> FailureTexts.throttled(name, method, s));
            case HANG ->
                new Answer(FailureTexts.readTimeout(name, method), CLIENT_TIMEOUT, random.nextInt(3) == 0, null, false);
        };
    }

    private Answer refusal(FailureReport failure) {
        return new Answer(failure, millis(1, 30), false, null, false);
    }

    /** The promise is counted from the moment in which the caller hears it. */
    private Answer later(java.util.function.LongFunction<FailureReport> text) {
        long seconds = random.nextLong(1, 41);
        Duration took = millis(1, 30);
        return new Answer(
                text.apply(seconds), took, false, time.instant().plus(took).plusSeconds(seconds), false);
    }

    private @Nullable Mood mood() {
        for (Outage outage : plan.outages()) {
            if (within(outage.from(), outage.to())) {
                return outage.mood();
            }
        }
        return null;
    }

    private boolean within(Duration from, Duration to) {
        Instant now = time.instant();
        return !now.isBefore(Scenario.START.plus(from)) && now.isBefore(Scenario.START.plus(to));
    }

    private Duration millis(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most + 1));
    }
}
