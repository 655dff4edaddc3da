package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ripresa.simulation.Simulation.Wiring;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The invariants can fail: each of these bugs breaks one, within the number of seeds of a normal run. */
class PlantedBugTest {

    private static final int SEEDS = 500;

    @BeforeAll
    static void quiet() {
        Quiet.down();
    }

    private static void isFound(Wiring bug, Invariant... expected) {
        Set<Invariant> broken = EnumSet.noneOf(Invariant.class);
        for (long seed = 0; seed < SEEDS; seed++) {
            for (Violation violation :
                    Simulation.run(ScenarioGenerator.generate(seed), bug).violations()) {
                broken.add(violation.invariant());
            }
            if (broken.stream().anyMatch(Set.of(expected)::contains)) {
                return;
            }
        }
        fail("not found in " + SEEDS + " seeds; broken: " + broken);
    }

    @Test
    void aTaskSystemThatDoesNotFenceRunsOneTaskTwiceAtOnce() {
        isFound(Plants.inTaskSystem(Plants.NoFence::new), Invariant.NO_TWO_RUNS);
    }

    @Test
    void reservationsThatIgnoreVersionsOrderOneTaskTwice() {
        isFound(Plants.inStore(Plants.BlindReservations::new), Invariant.ONE_RUN_PER_ATTEMPT, Invariant.NO_TWO_RUNS);
    }

    @Test
    void aStaleEpochThatIsAcceptedMovesTheBreaker() {
        isFound(Plants.inStore(Plants.AgelessEpochs::new), Invariant.PRESENT_EPOCH_ONLY);
    }

    @Test
    void aCursorThatSkipsLosesTasks() {
        isFound(Plants.inTaskSystem(Plants.SkippingCursor::new), Invariant.NOTHING_FORGOTTEN);
    }

    @Test
    void aKillSwitchThatIsNotReadAtTheIssueLetsAttemptsOut() {
        isFound(Plants.inStore(Plants.DeafToTheSwitch::new), Invariant.KILL_SWITCH);
    }

    @Test
    void duplicatesThatAreNotRecognisedEndARunTwice() {
        isFound(Plants.inStore(Plants.NoDuplicates::new), Invariant.ONE_FAILURE_PER_RUN);
    }

    @Test
    void aReceiptTakenForASuccessIsCalledRecoveredWithoutTruth() {
        isFound(Plants.inTaskSystem(Plants.SuccessOnReceipt::new), Invariant.RECOVERED_IS_TRUE);
    }

    @Test
    void aClassifierThatHopesForEverythingReRunsTheHopeless() {
        isFound(Plants.inTaskSystem(Plants.EverythingClears::new), Invariant.HOPELESS_NOT_RERUN);
    }

    @Test
    void attemptsThatAreNotCountedExceedTheirLimit() {
        isFound(Plants.inStore(Plants.NoCount::new), Invariant.ATTEMPT_LIMIT);
    }

    @Test
    void withoutABugNothingIsFound() {
        assertThat(Simulation.run(ScenarioGenerator.generate(1), Plants.inStore(store -> store))
                        .violations())
                .isEmpty();
    }
}
