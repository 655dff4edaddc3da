package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ripresa.model.Policy;
import io.ripresa.simulation.Simulation.Wiring;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
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
        isFound(bug, scenario -> scenario, expected);
    }

    private static void isFound(Wiring bug, UnaryOperator<Scenario> worlds, Invariant... expected) {
        Set<Invariant> broken = EnumSet.noneOf(Invariant.class);
        for (long seed = 0; seed < SEEDS; seed++) {
            Scenario scenario = worlds.apply(ScenarioGenerator.generate(seed));
            for (Violation violation : Simulation.run(scenario, bug).violations()) {
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
        isFound(
                Plants.inStore(Plants.BlindReservations::new),
                HarderWorlds::overtaken,
                Invariant.ONE_RUN_PER_ATTEMPT,
                Invariant.NO_TWO_RUNS);
    }

    @Test
    void aStaleEpochThatIsAcceptedMovesTheBreaker() {
        isFound(Plants.inStore(Plants.AgelessEpochs::new), Invariant.PRESENT_EPOCH_ONLY);
    }

    @Test
    void aChangeTakenForNewerThanItIsRunsWhatFailedAfterIt() {
        isFound(Plants.inStore(FixPlants.LateChanges::new), Invariant.FIX_BEFORE_RERUN);
    }

    @Test
    void aChangeWhoseTrialIsForgottenIsTriedAgain() {
        isFound(Plants.inStore(FixPlants.ForgottenTrials::new), Invariant.ONE_CANARY_PER_CHANGE);
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
    void aTaskSystemThatKeepsItsOrdersWhenTheKillSwitchIsTurnedOnIsFound() {
        isFound(
                Plants.inTaskSystem(Plants.KeepsOrders::new),
                HarderWorlds::busyAtTheSwitch,
                Invariant.SWITCH_ENDS_ORDERS);
    }

    @Test
    void firstStartsThatBeginThoughAllAreHeldAreFound() {
        isFound(
                Plants.inTaskSystem(StartPlants.StartsRegardless::new),
                HarderWorlds::limitingStarts,
                Invariant.STARTS_ARE_HELD);
    }

    @Test
    void firstStartsThatPassByTheBreakerOverAllAreFound() {
        isFound(Plants.inStore(StartPlants.PassesBy::new), HarderWorlds::limitingStarts, Invariant.STARTS_ARE_HELD);
    }

    @Test
    void aBreakerOverAllFirstStartsThatCountsKnownFailuresIsFound() {
        isFound(
                Plants.inStore(StartPlants.CountsEveryFailure::new),
                HarderWorlds::limitingStarts,
                Invariant.STARTS_COUNT);
    }

    @Test
    void workersThatSayThereIsMemoryWhereThereIsNoneAreFound() {
        isFound(
                Plants.inTaskSystem(MemoryPlants.AlwaysEnough::new),
                HarderWorlds::shortOfMemory,
                Invariant.WAITS_FOR_MEMORY);
    }

    @Test
    void attemptsAfterALackOfMemoryThatAreNotCountedAreFound() {
        isFound(Plants.inStore(Plants.NoCount::new), HarderWorlds::shortOfMemory, Invariant.ONE_AFTER_MEMORY);
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
    void ordersThatDoNotEndStartRunsByWhatWasKnownBeforeAPause() {
        isFound(NodePlants.inEachSystem(NodePlants.EndlessOrders::new), Invariant.STALE_KNOWLEDGE);
    }

    @Test
    void aTaskSystemThatDoesNotLookAtTheEndOfAnOrderStartsItForANodeThatWakesUp() {
        isFound(Plants.inTaskSystem(NodePlants.EndlessOrders::new), Invariant.STALE_KNOWLEDGE);
    }

    @Test
    void reservationsThatDoNotEndAreMadeByANodeThatWakesUp() {
        isFound(Plants.inStore(NodePlants.EndlessReservations::new), Invariant.STALE_KNOWLEDGE);
    }

    @Test
    void ordersGivenTwiceToASystemThatCannotTellAreFound() {
        isFound(NodePlants.inEachSystem(NodePlants.ClaimsTooMuch::new), Invariant.NO_SECOND_ORDER);
    }

    @Test
    void slotsCountedPerNodeLetTooManyPass() {
        isFound(NodePlants.inEachStore(NodePlants.OwnSlotsOnly::new), Invariant.TRIALS_BOUND, Invariant.RAMP_BOUND);
    }

    @Test
    void aClaimThatNeverRunsOutKeepsTheWorkOfADeadNodeFromTheOthers() {
        isFound(Plants.inStore(NodePlants.EndlessClaims::new), Invariant.DUE_IS_DONE);
    }

    @Test
    void reservationsOfADeadNodeThatNobodyLooksAfterAreFound() {
        isFound(Plants.inStore(NodePlants.NobodyLooksAfter::new), Invariant.TAKEN_OVER);
    }

    @Test
    void holdsThatEachNodeRemembersForItselfStayWhenTheyShouldNot() {
        isFound(
                NodePlants.inEachSystem(NodePlants.RememberedHolds::new),
                HarderWorlds::holdingInTurns,
                Invariant.HOLDS_FOLLOW_GATES);
    }

    @Test
    void aTaskSystemsClockTakenForTheStoresMovesBreakersByRunsOfAnotherEpoch() {
        isFound(NodePlants.inEachSystem(NodePlants.ForeignClock::new), Invariant.PRESENT_EPOCH_ONLY);
    }

    @Test
    void retentionThatDoesNotWaitIsFound() {
        isFound(
                Plants.inStore(NodePlants.HastyCleaning::new),
                PlantedBugTest::thatForget,
                Invariant.NOTHING_DELETED_TOO_EARLY);
    }

    @Test
    void retentionThatIgnoresOpenIncidentsIsFound() {
        isFound(
                Wiring.REAL.withBeneath(NodePlants.CleaningWithoutIncidents::new),
                PlantedBugTest::thatForget,
                Invariant.NOTHING_DELETED_TOO_EARLY);
    }

    @Test
    void eventsThatComeDaysLateReopenWhatWasDeletedWhereTheyAreTakenForNew() {
        isFound(
                NodePlants.inEachSystem(NodePlants.EverythingIsNew::new),
                PlantedBugTest::thatForget,
                Invariant.DELETED_STAYS_DELETED);
    }

    /** The same world, in which what is over is deleted after a day, and some events come again after that. */
    private static Scenario thatForget(Scenario scenario) {
        List<Site> sites = scenario.sites().stream()
                .map(site -> site.withDelivery(new Site.Delivery(
                        site.delivery().maxDelay(),
                        site.delivery().duplicates(),
                        site.delivery().overlaps(),
                        0.1)))
                .toList();
        return scenario.withKeptFor(Policy.Retention.LEAST).withSites(sites);
    }

    @Test
    void withoutABugNothingIsFound() {
        assertThat(Simulation.run(ScenarioGenerator.generate(1), Plants.inStore(store -> store))
                        .violations())
                .isEmpty();
    }
}
