package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.StartLimits;
import io.ripresa.simulation.Simulation.Wiring;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

    private static final int RUNS = 3_000;

    @BeforeAll
    static void quiet() {
        Quiet.down();
    }

    private static Scenario firstThatBreaks(Invariant invariant, Wiring bug) {
        return firstThatBreaks(invariant, bug, scenario -> scenario);
    }

    private static Scenario firstThatBreaks(Invariant invariant, Wiring bug, UnaryOperator<Scenario> worlds) {
        return LongStream.range(0, 500)
                .mapToObj(ScenarioGenerator::generate)
                .map(worlds)
                .filter(scenario -> scenario.tasks().size() > 10)
                .filter(Shrinker.breaks(invariant, bug))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFailingScenarioShrinksToTheFewThingsThatMatterAndFailsByTheSameRule() {
        Wiring bug = Plants.inStore(NodePlants.EndlessReservations::new);
        Scenario large = firstThatBreaks(Invariant.STALE_KNOWLEDGE, bug);

        Scenario small = new Shrinker(Shrinker.breaks(Invariant.STALE_KNOWLEDGE, bug), RUNS).shrink(large);

        assertThat(large.tasks().size()).isGreaterThan(10);
        assertThat(small.tasks()).hasSizeBetween(1, 3);
        assertThat(small.faults().mishaps())
                .hasSize(1)
                .allMatch(mishap ->
                        mishap.effect() == Mishap.Effect.PAUSE_BEFORE || mishap.effect() == Mishap.Effect.PAUSE_AFTER);
        assertThat(small.faults().absences()).isEmpty();
        assertThat(small.sites()).hasSize(1);

        Scenario replayed = ScenarioText.read(ScenarioText.write(small));
        assertThat(Simulation.run(replayed, bug).violations())
                .extracting(Violation::invariant)
                .contains(Invariant.STALE_KNOWLEDGE);
        assertThat(Simulation.run(replayed).isClean()).isTrue();
    }

    @Test
    void whatNeedsTwoNodesKeepsThem() {
        Wiring bug = NodePlants.inEachSystem(NodePlants.RememberedHolds::new);
        Scenario large = firstThatBreaks(Invariant.HOLDS_FOLLOW_GATES, bug, HarderWorlds::holdingInTurns);

        Scenario small = new Shrinker(Shrinker.breaks(Invariant.HOLDS_FOLLOW_GATES, bug), 150).shrink(large);

        assertThat(small.faults().nodes()).isEqualTo(2);
        assertThat(small.tasks().size()).isLessThan(large.tasks().size());
    }

    @Test
    void whatNeedsALimitOfFirstStartsKeepsThatAlone() {
        Wiring bug = Plants.inTaskSystem(StartPlants.StartsRegardless::new);
        Scenario large = firstThatBreaks(Invariant.STARTS_ARE_HELD, bug, HarderWorlds::limitingStarts);

        Scenario small = new Shrinker(Shrinker.breaks(Invariant.STARTS_ARE_HELD, bug), RUNS).shrink(large);

        assertThat(small.tasks()).hasSizeLessThanOrEqualTo(4);
        assertThat(small.sites()).hasSize(1);
        StartLimits limits = small.sites().get(0).startLimits();
        assertThat(limits.isNone()).isFalse();
        assertThat(limits.startsPerMinute() == null || limits.newFailuresPerFiveMinutes() == null)
                .as("one limit is enough")
                .isTrue();
        assertThat(ScenarioText.read(ScenarioText.write(small))).isEqualTo(small);
    }

    @Test
    void whatNeedsAShortageKeepsOne() {
        Wiring bug = Plants.inTaskSystem(MemoryPlants.AlwaysEnough::new);
        Scenario large = firstThatBreaks(Invariant.WAITS_FOR_MEMORY, bug, HarderWorlds::shortOfMemory);

        Scenario small = new Shrinker(Shrinker.breaks(Invariant.WAITS_FOR_MEMORY, bug), RUNS).shrink(large);

        assertThat(small.tasks()).hasSize(1);
        assertThat(small.sites()).hasSize(1);
        assertThat(small.sites().get(0).crew().shortages()).hasSize(1);
        assertThat(ScenarioText.read(ScenarioText.write(small))).isEqualTo(small);
    }

    @Test
    void whatDoesNotFailStaysAsItIs() {
        Scenario scenario = ScenarioGenerator.generate(3);

        assertThat(new Shrinker(smaller -> false, RUNS).shrink(scenario)).isEqualTo(scenario);
        assertThat(new Shrinker(smaller -> true, 0).shrink(scenario)).isEqualTo(scenario);
    }

    @Test
    void whatFailsInAnyCaseShrinksToNothing() {
        Scenario nothing = new Shrinker(smaller -> true, RUNS).shrink(ScenarioGenerator.generate(3));

        assertThat(nothing.tasks()).isEmpty();
        assertThat(nothing.faults().mishaps()).isEmpty();
        assertThat(nothing.faults().nodes()).isEqualTo(1);
        assertThat(List.of(nothing.people().reruns(), nothing.people().cancellations()))
                .containsOnly(List.of());
    }
}
