package io.ripresa.policy;

import io.ripresa.model.Gate.Learned;
import io.ripresa.model.Gate.RunTimes;
import io.ripresa.model.Ramp;
import io.ripresa.model.Ramp.Overrun;
import io.ripresa.model.Ramp.Pulse;
import io.ripresa.model.Ramp.Sample;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells from the run times whether a dependency is asked for more than it does. Pure.
 *
 * <p>Each run time is compared with what is usual, in standard deviations, and what is above a small allowance is added
 * up; the sum never falls below 0. A queue that grows adds to every run, chance takes back what it gave. So the sum finds
 * a lasting shift as fast as can be done for a given number of false alarms (Page 1954; Lorden 1971), and the time at
 * which it last left 0 is the best guess at when the shift began.
 */
final class PulseRules {

    /** Fewer run times than this do not tell what is usual. */
    static final int KNOWN = 10;
    /** What is usual follows the latest so many run times while nothing hurries. */
    static final int REMEMBERS = 300;
    /** And on the ramp it follows by so much of the difference in a second: a queue grows faster than that. */
    private static final double FOLLOWS_PER_SECOND = 0.02;
    /** Shifts of less than so many standard deviations are left alone; more while it is uncertain what is usual. */
    private static final double ALLOWANCE = 0.35;
    /** With that allowance chance alone gets here once in about five thousand runs. */
    private static final double ALARM = 10;
    /** So much says nothing: to take in only what is less would make short what is usual. */
    private static final double UNREMARKABLE = 1.5;
    /** And here in every twenty-fifth round: enough to wait a round before growing further. */
    static final double RISING = 4;
    /** A single run says no more than this, however long it took. */
    private static final double OUTLIER = 3;
    /** Run times that hardly differ are taken to differ by this share. */
    private static final double LEAST_SPREAD = 0.1;

    private PulseRules() {}

    /** What is usual after one more run time, while nothing hurries. */
    static RunTimes learned(RunTimes known, double millis) {
        double weight = 1.0 / Math.min(known.count() + 1, REMEMBERS);
        return merged(known, new Sample(1, millis, millis * millis), weight);
    }

    private static RunTimes merged(RunTimes known, Sample seen, double weight) {
        double difference = seen.mean() - known.mean();
        double mean = known.mean() + difference * weight;
        double between = weight * (1 - weight) * difference * difference;
        double variance = known.variance() * (1 - weight) + seen.variance() * weight + between;
        return new RunTimes(Math.min(known.count() + seen.count(), REMEMBERS), mean, variance);
    }

    /** What is known after a success on the ramp. */
    record Heard(Learned learned, Ramp ramp) {}

    /** Takes in the run time of a success of the present epoch. */
    static Heard heard(Learned learned, Ramp ramp, Duration runTime, Instant now) {
        double millis = runTime.toNanos() / 1e6;
        RunTimes usual = learned.runTimes();
        if (usual.count() < KNOWN) {
            return new Heard(learned.withRunTimes(learned(usual, millis)), ramp);
        }
        Pulse pulse = ramp.pulse();
        Overrun overrun = pulse.overrun();
        if (overrun != null && overrun.isCut()) {
            // Judged by rounds until it is over.
            return new Heard(learned, ramp);
        }
        double difference = (millis - usual.mean()) / deviation(usual);
        double excess = pulse.excess() + Math.max(-OUTLIER, Math.min(OUTLIER, difference)) - allowance(usual);
        Sample unusual = pulse.unusual().with(millis);
        Overrun since = overrun != null ? overrun : new Overrun(now.minus(runTime), 0, null, 0, 0);
        if (excess >= (usual.count() < REMEMBERS ? UNREMARKABLE : RISING)) {
            return new Heard(learned, ramp.withPulse(new Pulse(excess, unusual, since, pulse.doubtedAt())));
        }
        double follows = FOLLOWS_PER_SECOND * unusual.count() / ramp.startsPerSecond();
        RunTimes next = usual.count() < REMEMBERS ? with(usual, unusual) : merged(usual, unusual, Math.min(follows, 1));
        Pulse calm = excess <= 0 ? pulse.calmed() : new Pulse(excess, Sample.EMPTY, since, pulse.doubtedAt());
        return new Heard(learned.withRunTimes(next), ramp.withPulse(calm));
    }

    static boolean isRising(Ramp ramp) {
        return ramp.pulse().excess() >= RISING;
    }

    static boolean isSlow(Ramp ramp) {
        return ramp.pulse().excess() >= ALARM;
    }

    /** A round in which nothing hurried any more. */
    static RunTimes with(RunTimes usual, Sample round) {
        return round.count() == 0
                ? usual
                : merged(usual, round, (double) round.count() / (usual.count() + round.count()));
    }

    /** It is the tasks that take longer, not the dependency: this is what is usual now. */
    static RunTimes anew(Sample round) {
        return new RunTimes(KNOWN, round.mean(), round.variance());
    }

    /** In standard deviations: with the standard error of the mean. */
    private static double allowance(RunTimes usual) {
        return ALLOWANCE + 1.5 / Math.sqrt(usual.count());
    }

    private static double deviation(RunTimes usual) {
        return Math.max(Math.sqrt(usual.variance()), LEAST_SPREAD * usual.mean());
    }
}
