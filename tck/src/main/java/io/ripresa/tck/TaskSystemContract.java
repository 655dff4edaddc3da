package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ripresa.model.GateKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.spi.TaskSystem.FenceResult;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import io.ripresa.tck.TaskSystemFixture.Behaviour;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every task system must do. Extend it in the tests of a system and say in {@link #open()} how one is made. After
 * every test it is checked that no run started or ended twice and that none ended without having started.
 */
public abstract class TaskSystemContract extends EventAndOrderContract {

    /** A new, empty system, running. */
    @Override
    protected abstract TaskSystemFixture open();

    // --- fencing ---

    @Test
    void aFencedRunReportsItsEndAsALateResultThatChangesNothing() {
        assumeTrue(system().capabilities().fencing());
        run("t1", Behaviour.HANG);

        assertThat(system().fence(runKey("t1", 1))).isEqualTo(FenceResult.FENCED);
        assertStatus("t1", State.FAILED, 1);
        fixture().settle();
        fixture().finish(runKey("t1", 1), true);
        fixture().settle();

        assertThat(told("t1")).containsExactly("0 Submitted", "1 Started", "1 LateResult");
        assertThat(eventsOf("t1").get(2).detail()).isEqualTo(new TaskEvent.LateResult(true));
        assertStatus("t1", State.FAILED, 1);
    }

    @Test
    void aTaskWhoseRunWasFencedCanBeRunAgainBeforeTheOldRunEnds() {
        assumeTrue(system().capabilities().fencing());
        run("t1", Behaviour.HANG);
        system().fence(runKey("t1", 1));
        fixture().behave("t1", Behaviour.SUCCEED);

        assertThat(system().retry(order("t1", 1, "a1", 1)).accepted()).isTrue();
        fixture().settle();
        assertStatus("t1", State.SUCCEEDED, 2);
        fixture().finish(runKey("t1", 1), false);
        fixture().settle();

        assertThat(told("t1")).contains("2 Succeeded", "1 LateResult");
        assertStatus("t1", State.SUCCEEDED, 2);
    }

    @Test
    void fencingTwiceIsFencingOnce() {
        assumeTrue(system().capabilities().fencing());
        run("t1", Behaviour.HANG);

        assertThat(system().fence(runKey("t1", 1))).isEqualTo(FenceResult.FENCED);
        assertThat(system().fence(runKey("t1", 1))).isEqualTo(FenceResult.FENCED);
        fixture().finish(runKey("t1", 1), true);
        fixture().settle();
        assertThat(system().fence(runKey("t1", 1))).isEqualTo(FenceResult.FENCED);
    }

    @Test
    void aRunThatHasEndedIsNotFenced() {
        assumeTrue(system().capabilities().fencing());
        run("t1", Behaviour.SUCCEED);
        run("t2", Behaviour.FAIL);

        assertThat(system().fence(runKey("t1", 1))).isEqualTo(FenceResult.ENDED);
        assertThat(system().fence(runKey("t2", 1))).isEqualTo(FenceResult.ENDED);
        assertStatus("t1", State.SUCCEEDED, 1);
    }

    // --- holding ---

    @Test
    void aHeldGateParksFirstStartsAndReportsEach() {
        assumeTrue(system().capabilities().holding());
        GateKey gate = GateKey.reachability(SHOP);
        system().hold(gate);
        system().hold(gate);
        fixture().submit("t1", TEAM, Behaviour.SUCCEED, SHOP);
        fixture().submit("t2", TEAM, Behaviour.SUCCEED, BANK);
        fixture().submit("t3", TEAM, Behaviour.SUCCEED);
        fixture().settle();

        assertThat(system().holds()).containsExactly(gate);
        assertThat(told("t1")).containsExactly("0 Submitted", "0 Held");
        assertThat(eventsOf("t1").get(1).detail()).isEqualTo(new TaskEvent.Held(gate));
        assertStatus("t1", State.HELD, 0);
        assertStatus("t2", State.SUCCEEDED, 1);
        assertStatus("t3", State.SUCCEEDED, 1);
    }

    @Test
    void aReleasedGateLetsParkedAndNewFirstStartsGo() {
        assumeTrue(system().capabilities().holding());
        GateKey gate = GateKey.reachability(SHOP);
        system().hold(gate);
        fixture().submit("t1", TEAM, Behaviour.SUCCEED, SHOP);
        fixture().submit("t2", TEAM, Behaviour.SUCCEED, SHOP);
        fixture().settle();
        system().release(gate, FAST);
        system().release(gate, FAST);
        fixture().submit("t3", TEAM, Behaviour.SUCCEED, SHOP);
        fixture().settle();

        assertThat(system().holds()).isEmpty();
        for (String id : List.of("t1", "t2", "t3")) {
            assertStatus(id, State.SUCCEEDED, 1);
            assertThat(attemptOf(id, 1)).isNull();
        }
    }

    @Test
    void aTaskThatNeedsTwoHeldGatesStartsOnlyAfterBothAreReleased() {
        assumeTrue(system().capabilities().holding());
        system().hold(GateKey.reachability(SHOP));
        system().hold(GateKey.reachability(BANK));
        fixture().submit("t1", TEAM, Behaviour.SUCCEED, SHOP, BANK);
        fixture().settle();

        system().release(GateKey.reachability(SHOP), FAST);
        fixture().settle();
        assertStatus("t1", State.HELD, 0);
        system().release(GateKey.reachability(BANK), FAST);
        fixture().settle();
        assertStatus("t1", State.SUCCEEDED, 1);
    }

    @Test
    void theGateOfAnAccountHoldsThisAccountOnly() {
        assumeTrue(system().capabilities().holding());
        GateKey gate = GateKey.account(SHOP, TEAM);
        system().hold(gate);
        fixture().submit("t1", TEAM, Behaviour.SUCCEED, SHOP);
        fixture().submit("t2", "others", Behaviour.SUCCEED, SHOP);
        fixture().settle();

        assertStatus("t1", State.HELD, 0);
        assertStatus("t2", State.SUCCEEDED, 1);
        system().release(gate, FAST);
        fixture().settle();
        assertStatus("t1", State.SUCCEEDED, 1);
    }

    @Test
    void anOrderForRunOneStartsAHeldTaskWhileTheGateStaysHeld() {
        assumeTrue(system().capabilities().holding());
        system().hold(GateKey.reachability(SHOP));
        fixture().submit("t1", TEAM, Behaviour.SUCCEED, SHOP);
        fixture().submit("t2", TEAM, Behaviour.SUCCEED, SHOP);
        fixture().settle();

        assertThat(system().retry(order("t1", 0, "a1", 1)).accepted()).isTrue();
        assertThat(system().retry(order("t1", 0, "a1", 1)).accepted()).isTrue();
        fixture().settle();

        assertStatus("t1", State.SUCCEEDED, 1);
        assertThat(attemptOf("t1", 1)).isEqualTo("a1");
        assertThat(startsOf("t1")).isEqualTo(1);
        assertStatus("t2", State.HELD, 0);
        assertThat(system().holds()).hasSize(1);
    }

    @Test
    void anOrderForALaterRunPassesAHeldGate() {
        assumeTrue(system().capabilities().holding());
        fixture().submit("t1", TEAM, Behaviour.FAIL, SHOP);
        fixture().settle();
        system().hold(GateKey.reachability(SHOP));
        fixture().behave("t1", Behaviour.SUCCEED);

        assertThat(system().retry(order("t1", 1, "a1", 1)).accepted()).isTrue();
        fixture().settle();
        assertStatus("t1", State.SUCCEEDED, 2);
    }

    @Test
    void holdsAndHeldTasksSurviveARestart() {
        assumeTrue(system().capabilities().holding());
        GateKey gate = GateKey.reachability(SHOP);
        system().hold(gate);
        fixture().submit("t1", TEAM, Behaviour.SUCCEED, SHOP);
        fixture().settle();
        fixture().restart();
        fixture().settle();

        assertThat(system().holds()).containsExactly(gate);
        assertStatus("t1", State.HELD, 0);
        system().release(gate, FAST);
        fixture().settle();
        assertStatus("t1", State.SUCCEEDED, 1);
    }

    // --- set aside ---

    @Test
    void aQuarantinedTaskIsNotRunAgain() {
        run("t1", Behaviour.FAIL);
        system().quarantine(key("t1"), "poison");
        system().quarantine(key("t1"), "poison");

        assertRefused(order("t1", 1, "a1", 1));
        fixture().settle();
        assertThat(startsOf("t1")).isEqualTo(1);
    }

    @Test
    void aTaskQuarantinedWhileHeldDoesNotStartAtTheRelease() {
        assumeTrue(system().capabilities().holding());
        GateKey gate = GateKey.reachability(SHOP);
        system().hold(gate);
        fixture().submit("t1", TEAM, Behaviour.SUCCEED, SHOP);
        fixture().settle();
        system().quarantine(key("t1"), "poison");
        system().release(gate, FAST);
        fixture().settle();

        assertThat(startsOf("t1")).isZero();
    }

    @Test
    void aTaskCompletedByAPersonIsNotRunAgainAndIsNoSuccess() {
        run("t1", Behaviour.FAIL);
        system().complete(key("t1"), "ada", "booked by hand");
        system().complete(key("t1"), "ada", "booked by hand");

        assertRefused(order("t1", 1, "a1", 1));
        fixture().settle();
        assertThat(startsOf("t1")).isEqualTo(1);
        assertThat(told("t1")).doesNotContain("1 Succeeded");
        assertThat(system().status(key("t1")).state()).isNotEqualTo(State.SUCCEEDED);
    }
}
