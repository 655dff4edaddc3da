package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ripresa.model.Gate.RunTimes;
import io.ripresa.model.Ramp.History;
import io.ripresa.model.Ramp.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QueueFitTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration SLOT = Duration.ofMillis(500);
    private static final RunTimes USUAL = new RunTimes(30, 600, 144 * 144);

    /** Starts per slot, and what of them came back in a dependency that takes a rate and works at another. */
    private static History history(double takes, double works, double... rates) {
        SplittableRandom random = new SplittableRandom(4);
        List<Slot> slots = new ArrayList<>();
        double queue = 0;
        for (double rate : rates) {
            int starts = (int) Math.round(rate / 2);
            double next = Math.max(0, queue + starts - takes / 2);
            long millis = 0;
            for (int i = 0; i < starts; i++) {
                millis += Math.round(350 + 500 * random.nextDouble() + (queue + next) / 2 / works * 1000);
            }
            queue = next;
            slots.add(new Slot(starts, starts, millis));
        }
        return new History(START, SLOT, slots);
    }

    private static double[] rates(double... seconds) {
        double[] slots = new double[seconds.length * 2];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = seconds[i / 2];
        }
        return slots;
    }

    private static QueueFit.Estimate after(History history, double tooFast) {
        Instant now = START.plus(SLOT.multipliedBy(history.slots().size() + 4L));
        return QueueFit.of(history, USUAL, tooFast, now);
    }

    @Test
    void findsWhatIsLeftBesideOtherTrafficThatTakesNineTenths() {
        History overrun = history(40, 400, rates(20, 24, 30, 38, 48, 60, 60, 26, 26, 26, 26, 26, 26, 26));
        QueueFit.Estimate found = after(overrun, 60);
        assertThat(found.median()).isCloseTo(40, within(3.0));
        assertThat(found.low()).isLessThan(found.median()).isGreaterThan(34);
        assertThat(found.above()).isLessThan(0.01);
        assertThat(found.empty()).isGreaterThan(0.9);
        assertThat(found.usualMillis()).isCloseTo(600, within(25.0));
        assertThat(found.overSeconds()).isCloseTo(3, within(0.6));
    }

    @Test
    void findsItWhereAllOfTheDependencyIsFree() {
        History overrun = history(20, 20, rates(8, 12, 16, 24, 28, 12, 12, 12, 12));
        assertThat(after(overrun, 28).median()).isCloseTo(20, within(1.0));
    }

    @Test
    void knowsThatTheQueueIsStillThere() {
        History overrun = history(40, 400, rates(20, 30, 60, 60, 60, 60, 60, 30, 30));
        assertThat(after(overrun, 60).empty()).isLessThan(0.5);
    }

    @Test
    void whereNothingBecameSlowerItTakesPerhapsMore() {
        History calm = history(1_000, 1_000, rates(8, 10, 12, 16, 20, 20, 20));
        assertThat(after(calm, 20).above()).isGreaterThan(0.15);
    }

    @Test
    void withoutAnyRunTimeNothingIsKnown() {
        QueueFit.Estimate nothing = after(new History(START, SLOT, List.of(new Slot(5, 0, 0))), 10);
        assertThat(nothing.above()).isGreaterThan(0.1);
        assertThat(nothing.usualMillis()).isCloseTo(600, within(1e-6));
    }

    /** Ten canaries that were quick by chance, and tasks as they are. */
    @Test
    void aFirstImpressionThatWasWrongIsNoQueue() {
        RunTimes quick = new RunTimes(26, 500, 120 * 120);
        History calm = history(1_000, 1_000, rates(8, 10, 12, 16, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4));
        Instant now = START.plus(SLOT.multipliedBy(calm.slots().size() + 4L));

        QueueFit.Estimate found = QueueFit.of(calm, quick, 16, now);

        assertThat(found.above()).isGreaterThan(0.5);
        assertThat(found.empty()).isGreaterThan(0.7);
    }

    @Test
    void runsThatTakeNoTimeAreNoProblem() {
        History instant = new History(START, SLOT, List.of(new Slot(5, 5, 0), new Slot(5, 5, 0)));

        QueueFit.Estimate found = QueueFit.of(instant, new RunTimes(1, 0, 0), 10, START.plusSeconds(5));

        assertThat(found.median()).isBetween(1.0, 16.0);
        assertThat(found.above()).isBetween(0.0, 1.0);
    }
}
