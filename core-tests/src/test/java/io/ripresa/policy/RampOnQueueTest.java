package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Dependency;
import io.ripresa.model.Gate;
import io.ripresa.model.Gate.Learned;
import io.ripresa.model.Gate.RunTimes;
import io.ripresa.model.GateKey;
import io.ripresa.model.Policy.RampLimits;
import io.ripresa.model.Ramp;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ramp against a queue that it shares with other traffic, which does not give way. */
class RampOnQueueTest {

    private static final RampLimits LIMITS = RampLimits.DEFAULT;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final double TICK = 0.02;

    private record Run(double startedAt, double endsAt) {}

    /** What comes of a backlog. */
    private static final class Drive {
        private final double works;
        private final double others;
        private final SplittableRandom random;
        private final PriorityQueue<Run> running =
                new PriorityQueue<>((a, b) -> Double.compare(a.endsAt(), b.endsAt()));
        private Gate gate;
        private double queue;
        private double slower;
        private int pending;
        private double now;
        private double longestWait;
        private int inSecond;
        private int secondsOver;

        Drive(double works, double others, int tasks, long seed) {
            this.works = works;
            this.others = others;
            this.pending = tasks;
            this.random = new SplittableRandom(seed);
            Learned learned = Learned.NOTHING
                    .withMedianRunTime(Duration.ofMillis(600))
                    .withRunTimes(new RunTimes(12, 600, 144 * 144));
            Gate fresh = Gate.create(GateKey.reachability(Dependency.endpoint("payments.example", 443)))
                    .withLearned(learned);
            gate = fresh.withRamp(RampRules.begin(fresh, tasks, LIMITS, START));
        }

        void until(double time) {
            while (now < time && pending > 0) {
                step();
            }
        }

        private void step() {
            double before = now;
            now += TICK;
            queue = Math.max(0, queue + (others - works) * TICK);
            while (!running.isEmpty() && running.element().endsAt() <= now) {
                Run run = running.remove();
                pending--;
                Took took = Took.between(at(run.startedAt()), at(run.endsAt()));
                gate = RampRules.succeeded(gate.withSlots(-1), ramp(), took, pending, LIMITS, at(now));
            }
            int waiting = pending - running.size();
            int starts = Math.min(waiting, RampRules.startsNow(gate, ramp(), LIMITS, at(now)));
            if (starts > 0) {
                gate = gate.withSlots(starts).withRamp(RampRules.started(ramp(), starts, at(now)));
                for (int i = 0; i < starts; i++) {
                    longestWait = Math.max(longestWait, queue / works);
                    running.add(new Run(now, now + 0.35 + 0.5 * random.nextDouble() + queue / works + slower));
                    queue++;
                }
            }
            inSecond += starts;
            if ((int) now > (int) before) {
                secondsOver += inSecond > works - others + 1e-9 ? 1 : 0;
                inSecond = 0;
            }
        }

        private Ramp ramp() {
            return Objects.requireNonNull(gate.ramp());
        }

        private static Instant at(double seconds) {
            return START.plusNanos((long) (seconds * 1e9));
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 36, 1000", "40, 20, 2000", "400, 360, 10000", "400, 200, 20000", "40, 0, 4000"})
    void findsAPaceBelowWhatTheDependencyTakesAndKeepsIt(double works, double others, int tasks) {
        double takes = works - others;
        double rates = 0;
        int over = 0;
        double seconds = 0;
        int seeds = 10;
        for (int seed = 1; seed <= seeds; seed++) {
            Drive drive = new Drive(works, others, tasks, seed);
            drive.until(60);
            assertThat(drive.ramp().startsPerSecond()).isBetween(0.55 * takes, 1.05 * takes);
            rates += drive.ramp().startsPerSecond();
            drive.until(3_600);
            assertThat(drive.pending).isZero();
            assertThat(drive.longestWait).isLessThan(1.0);
            over += drive.secondsOver;
            seconds += drive.now;
        }
        assertThat(rates / seeds).isBetween(0.75 * takes, takes);
        assertThat((double) over / seeds).isLessThan(Math.max(5, 0.04 * seconds / seeds));
    }

    @Test
    void aFirstImpressionThatWasTooGoodCostsSecondsNotMinutes() {
        double longest = 0;
        for (int seed = 1; seed <= 20; seed++) {
            Drive drive = new Drive(1_000, 0, 5_000, seed);
            Learned quick = drive.gate.learned().withRunTimes(new RunTimes(12, 480, 120 * 120));
            drive.gate = drive.gate.withLearned(quick);
            drive.until(3_600);
            longest = Math.max(longest, drive.now);
        }
        assertThat(longest).isLessThan(120);
    }

    /** What is usual is known from the trials alone: a few of them were quick, and the next runs seem to take longer. */
    @Test
    void chanceHardlyEverCutsARateThatIsFarBelowWhatALargeBacklogNeeds() {
        int cutForNothing = 0;
        int seeds = 1_000;
        for (int seed = 1; seed <= seeds; seed++) {
            Drive drive = new Drive(400, 0, 10_000, seed);
            RunTimes few = new RunTimes(0, 0, 0);
            SplittableRandom trials = new SplittableRandom(-seed);
            for (int i = 0; i < 5; i++) {
                few = PulseRules.learned(few, 350 + 500 * trials.nextDouble());
            }
            drive.gate = drive.gate.withLearned(drive.gate.learned().withRunTimes(few));
            while (drive.ramp().times().cutAt() == null && drive.ramp().startsPerSecond() < 30) {
                drive.step();
            }
            cutForNothing += drive.ramp().times().cutAt() == null ? 0 : 1;
        }
        assertThat(cutForNothing).isLessThan(seeds / 100);
    }

    @Test
    void tasksThatTakeLongerBecauseTheyAreOthersDoNotSlowItDownForEver() {
        Drive drive = new Drive(1_000, 0, 20_000, 3);
        drive.until(12);
        drive.slower = 0.4;
        drive.until(60);
        drive.until(3_600);
        assertThat(drive.pending).isZero();
        assertThat(drive.now).isLessThan(400);
    }

    @Test
    void findsThatMoreIsTakenByNow() {
        Drive before = new Drive(10, 0, 20_000, 5);
        before.until(120);
        double former = before.ramp().startsPerSecond();
        assertThat(former).isBetween(5.0, 10.5);
        Drive after = new Drive(100, 0, 20_000, 5);
        after.gate = before.gate;
        after.now = before.now;
        after.until(before.now + 1_200);
        assertThat(after.ramp().startsPerSecond()).isGreaterThan(3 * former);
    }
}
