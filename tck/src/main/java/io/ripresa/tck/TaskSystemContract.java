package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystem.EventBatch;
import io.ripresa.spi.TaskSystem.FenceResult;
import io.ripresa.spi.TaskSystem.Receipt;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import io.ripresa.tck.TaskSystemFixture.Behaviour;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every task system must do. Extend it in the tests of a system and say in {@link #open()} how one is made. After
 * every test it is checked that no run started or ended twice and that run numbers have no gap.
 */
public abstract class TaskSystemContract {

    private static final Dependency SHOP = Dependency.endpoint("shop.example", 443);
    private static final Dependency BANK = Dependency.endpoint("bank.example", 443);
    private static final String TEAM = "team";
    private static final double FAST = 1_000;

    private @Nullable TaskSystemFixture opened;

    /** A new, empty system, running. */
    protected abstract TaskSystemFixture open();

    @BeforeEach
    void openSystem() {
        opened = open();
    }

    @AfterEach
    void checkAndClose() {
        TaskSystemFixture fixture = opened;
        if (fixture == null) {
            return;
        }
        try (fixture) {
            List<String> begun = new ArrayList<>();
            List<String> ended = new ArrayList<>();
            for (TaskEvent event : events()) {
                if (event.detail() instanceof TaskEvent.Started) {
                    begun.add(event.runKey().toString());
                } else if (isEndOfRun(event)) {
                    ended.add(event.runKey().toString());
                }
            }
            assertThat(begun).as("runs that started").doesNotHaveDuplicates();
            assertThat(ended).as("runs that ended").doesNotHaveDuplicates();
            assertThat(begun).as("a run that ended has started").containsAll(ended);
        }
    }

    private static boolean isEndOfRun(TaskEvent event) {
        return event.detail() instanceof TaskEvent.Succeeded
                || event.detail() instanceof TaskEvent.Failed
                || event.detail() instanceof TaskEvent.Orphaned
                || event.detail() instanceof TaskEvent.DeadLettered;
    }

    // --- events ---

    @Test
    void aTaskThatSucceedsReportsSubmissionStartAndSuccessInThisOrder() {
        run("t1", Behaviour.SUCCEED);

        assertThat(told("t1")).containsExactly("0 Submitted", "1 Started", "1 Succeeded");
        assertStatus("t1", State.SUCCEEDED, 1);
    }

    @Test
    void aRunThatFailsIsReportedAndNotRepeatedByTheSystem() {
        run("t1", Behaviour.FAIL);
        fixture().behave("t1", Behaviour.SUCCEED);
        fixture().settle();

        assertThat(told("t1")).containsExactly("0 Submitted", "1 Started", "1 Failed");
        assertStatus("t1", State.FAILED, 1);
    }

    @Test
    void stagesAreReportedBetweenStartAndEnd() {
        assumeTrue(system().capabilities().heartbeats());
        run("t1", Behaviour.REPORT_A_STAGE);

        assertThat(told("t1")).containsExactly("0 Submitted", "1 Started", "1 StageEntered", "1 Succeeded");
        TaskEvent.StageEntered stage =
                (TaskEvent.StageEntered) eventsOf("t1").get(2).detail();
        assertThat(stage).isEqualTo(new TaskEvent.StageEntered(1, "call", true));
    }

    @Test
    void anEventDescribesItsTask() {
        fixture().submit("t1", TEAM, Behaviour.SUCCEED, SHOP);
        fixture().settle();

        TaskEvent event = eventsOf("t1").get(0);
        assertThat(event.task().key()).isEqualTo(key("t1"));
        assertThat(event.task().workspace()).isEqualTo(TEAM);
        assertThat(event.task().dependencies()).contains(SHOP);
    }

    @Test
    void pagesOfAnySizeYieldTheSameEventsInTheSameOrder() {
        for (int i = 0; i < 7; i++) {
            fixture().submit("t" + i, TEAM, Behaviour.SUCCEED);
        }
        fixture().settle();

        List<TaskEvent> all = events();
        assertThat(all).hasSize(21);
        for (int limit : new int[] {1, 2, 5, 20, 21, 22}) {
            assertThat(read(null, limit)).as("read in pages of %d", limit).isEqualTo(all);
        }
    }

    @Test
    void aCursorAskedAgainYieldsTheSameEventsAgain() {
        run("t1", Behaviour.SUCCEED);
        EventBatch first = system().poll(null, 1);
        EventBatch second = system().poll(first.cursor(), 10);

        assertThat(system().poll(first.cursor(), 10).events()).isEqualTo(second.events());
        assertThat(system().poll(null, 1).events()).isEqualTo(first.events());
    }

    @Test
    void aCursorAtTheEndStaysThereUntilSomethingHappens() {
        run("t1", Behaviour.SUCCEED);
        String end = cursorAtEnd();
        EventBatch nothing = system().poll(end, 10);
        assertThat(nothing.events()).isEmpty();
        assertThat(nothing.more()).isFalse();

        run("t2", Behaviour.SUCCEED);
        assertThat(told(read(nothing.cursor() == null ? end : nothing.cursor(), 10)))
                .containsExactly("0 Submitted", "1 Started", "1 Succeeded");
    }

    @Test
    void aPollForNoEventsIsRefused() {
        assertThatThrownBy(() -> system().poll(null, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eventsAndCursorsSurviveARestart() {
        run("t1", Behaviour.FAIL);
        List<TaskEvent> before = events();
        String end = cursorAtEnd();
        fixture().restart();

        assertThat(events()).isEqualTo(before);
        run("t2", Behaviour.SUCCEED);
        assertThat(told(read(end, 10))).containsExactly("0 Submitted", "1 Started", "1 Succeeded");
    }

    @Test
    void anUnknownTaskIsMissing() {
        assertThat(system().status(key("nobody")).state()).isEqualTo(State.MISSING);
    }

    @Test
    void aWorkingSystemSaysSo() {
        assertThat(system().check().healthy()).isTrue();
    }

    // --- orders ---

    @Test
    void anOrderStartsTheNextRunAndTheRunNamesIt() {
        run("t1", Behaviour.FAIL);
        fixture().behave("t1", Behaviour.SUCCEED);

        assertThat(system().retry(order("t1", 1, "a1", 1))).isEqualTo(Receipt.ACCEPTED);
        fixture().settle();

        assertThat(told("t1")).containsExactly("0 Submitted", "1 Started", "1 Failed", "2 Started", "2 Succeeded");
        assertThat(attemptOf("t1", 1)).isNull();
        assertThat(attemptOf("t1", 2)).isEqualTo("a1");
        assertStatus("t1", State.SUCCEEDED, 2);
    }

    @Test
    void anOrderAfterAnotherRunThanTheLatestIsRefused() {
        assumeTrue(system().capabilities().conditionalRetry());
        run("t1", Behaviour.FAIL);
        assertThat(system().retry(order("t1", 1, "a1", 1)).accepted()).isTrue();
        fixture().settle();

        assertRefused(order("t1", 1, "a2", 2));
        assertRefused(order("t1", 0, "a3", 3));
        assertRefused(order("t1", 3, "a4", 4));
        assertThat(startsOf("t1")).isEqualTo(2);
    }

    @Test
    void anOrderWhileTheRunIsUnderWayIsRefused() {
        assumeTrue(system().capabilities().conditionalRetry());
        run("t1", Behaviour.HANG);

        assertRefused(order("t1", 1, "a1", 1));
        fixture().finish(runKey("t1", 1), false);
        fixture().settle();
        fixture().behave("t1", Behaviour.SUCCEED);
        assertThat(system().retry(order("t1", 1, "a2", 2)).accepted()).isTrue();
        fixture().settle();
        assertThat(startsOf("t1")).isEqualTo(2);
    }

    @Test
    void anOrderForATaskThatSucceededIsRefused() {
        assumeTrue(system().capabilities().conditionalRetry());
        run("t1", Behaviour.SUCCEED);

        assertRefused(order("t1", 1, "a1", 1));
        assertThat(startsOf("t1")).isEqualTo(1);
    }

    @Test
    void anOrderForATaskThatWasCancelledIsRefused() {
        assumeTrue(system().capabilities().conditionalRetry());
        run("t1", Behaviour.FAIL);
        fixture().cancel("t1");

        assertRefused(order("t1", 1, "a1", 1));
        assertThat(startsOf("t1")).isEqualTo(1);
        assertThat(system().status(key("t1")).state()).isEqualTo(State.CANCELLED);
        assertThat(told("t1")).contains("1 Cancelled");
    }

    @Test
    void anOrderForAnUnknownTaskIsRefused() {
        assertRefused(order("nobody", 1, "a1", 1));
    }

    @Test
    void theSameAttemptAskedAgainGetsTheSameAnswerAndStartsNothingFurther() {
        assumeTrue(system().capabilities().conditionalRetry());
        run("t1", Behaviour.FAIL);

        assertThat(system().retry(order("t1", 1, "a1", 1))).isEqualTo(Receipt.ACCEPTED);
        assertThat(system().retry(order("t1", 1, "a1", 1))).isEqualTo(Receipt.ACCEPTED);
        fixture().settle();
        assertThat(system().retry(order("t1", 1, "a1", 1))).isEqualTo(Receipt.ACCEPTED);
        assertThat(system().retry(order("t1", 2, "a2", 2))).isEqualTo(Receipt.ACCEPTED);
        fixture().settle();
        assertThat(system().retry(order("t1", 1, "a1", 1))).isEqualTo(Receipt.ACCEPTED);
        fixture().settle();

        assertThat(startsOf("t1")).isEqualTo(3);
    }

    @Test
    void theSameAttemptIsRecognisedAfterARestart() {
        assumeTrue(system().capabilities().conditionalRetry());
        run("t1", Behaviour.FAIL);
        assertThat(system().retry(order("t1", 1, "a1", 1))).isEqualTo(Receipt.ACCEPTED);
        fixture().settle();
        fixture().restart();

        assertThat(system().retry(order("t1", 1, "a1", 1))).isEqualTo(Receipt.ACCEPTED);
        fixture().settle();
        assertThat(startsOf("t1")).isEqualTo(2);
    }

    @Test
    void anOrderWithALowerFenceThanSeenIsRefused() {
        assumeTrue(system().capabilities().conditionalRetry());
        run("t1", Behaviour.FAIL);
        assertThat(system().retry(order("t1", 1, "a1", 7)).accepted()).isTrue();
        fixture().settle();

        assertRefused(order("t1", 2, "a2", 6));
        assertThat(system().retry(order("t1", 2, "a3", 8)).accepted()).isTrue();
        fixture().settle();
        assertThat(startsOf("t1")).isEqualTo(3);
    }

    @Test
    void ofTwoOrdersForOneRunOneIsAccepted() {
        assumeTrue(system().capabilities().conditionalRetry());
        run("t1", Behaviour.FAIL);
        fixture().behave("t1", Behaviour.HANG);
        List<Receipt> receipts = Collections.synchronizedList(new ArrayList<>());

        fixture()
                .race(
                        () -> receipts.add(system().retry(order("t1", 1, "a1", 1))),
                        () -> receipts.add(system().retry(order("t1", 1, "a2", 1))));
        fixture().settle();

        assertThat(receipts).hasSize(2);
        assertThat(receipts.stream().filter(Receipt::accepted)).hasSize(1);
        assertThat(startsOf("t1")).isEqualTo(2);
        fixture().finish(runKey("t1", 2), true);
        fixture().settle();
        assertThat(startsOf("t1")).isEqualTo(2);
    }

    @Test
    void manyOrdersAreAnsweredInTheirOrder() {
        assumeTrue(system().capabilities().conditionalRetry());
        run("t1", Behaviour.FAIL);
        run("t2", Behaviour.SUCCEED);
        run("t3", Behaviour.FAIL);

        List<Receipt> receipts = system().retryAll(List.of(
                order("t3", 1, "a3", 1),
                order("t2", 1, "a2", 1),
                order("nobody", 1, "a0", 1),
                order("t1", 1, "a1", 1),
                order("t1", 1, "a1", 1)));
        fixture().settle();

        assertThat(receipts.stream().map(Receipt::accepted)).containsExactly(true, false, false, true, true);
        assertThat(startsOf("t1")).isEqualTo(2);
        assertThat(startsOf("t3")).isEqualTo(2);
    }

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

    // --- words of the tests ---

    private TaskSystemFixture fixture() {
        TaskSystemFixture fixture = opened;
        if (fixture == null) {
            throw new IllegalStateException("the system is opened before each test");
        }
        return fixture;
    }

    private TaskSystem system() {
        return fixture().system();
    }

    private void run(String id, Behaviour behaviour) {
        fixture().submit(id, TEAM, behaviour);
        fixture().settle();
    }

    private TaskKey key(String id) {
        return new TaskKey(system().name(), id);
    }

    private RunKey runKey(String id, int run) {
        return new RunKey(key(id), run);
    }

    private RerunOrder order(String id, int expectedRun, String attemptId, long fence) {
        return new RerunOrder(key(id), expectedRun, attemptId, fence);
    }

    private void assertRefused(RerunOrder order) {
        Receipt receipt = system().retry(order);
        assertThat(receipt.accepted()).as("%s", order).isFalse();
        assertThat(receipt.reason()).as("reason of the refusal of %s", order).isNotBlank();
    }

    private void assertStatus(String id, State state, int latestRun) {
        TaskSystem.TaskStatus status = system().status(key(id));
        assertThat(status.state()).as("state of %s", id).isEqualTo(state);
        assertThat(status.latestRun()).as("latest run of %s", id).isEqualTo(latestRun);
    }

    private List<TaskEvent> events() {
        return read(null, 1_000);
    }

    private List<TaskEvent> read(@Nullable String from, int limit) {
        List<TaskEvent> all = new ArrayList<>();
        String cursor = from;
        while (true) {
            EventBatch batch = system().poll(cursor, limit);
            assertThat(batch.events()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(batch.events());
            if (batch.events().isEmpty() && !batch.more()) {
                return all;
            }
            assertThat(batch.cursor()).as("cursor after events").isNotNull();
            cursor = batch.cursor();
        }
    }

    private String cursorAtEnd() {
        String cursor = null;
        while (true) {
            EventBatch batch = system().poll(cursor, 1_000);
            cursor = batch.cursor();
            if (batch.events().isEmpty() && !batch.more()) {
                return String.valueOf(cursor);
            }
        }
    }

    private List<TaskEvent> eventsOf(String id) {
        return events().stream().filter(e -> e.key().equals(key(id))).toList();
    }

    private List<String> told(String id) {
        return told(eventsOf(id));
    }

    private static List<String> told(List<TaskEvent> events) {
        return events.stream()
                .map(e -> e.run() + " " + e.detail().getClass().getSimpleName())
                .toList();
    }

    private long startsOf(String id) {
        return eventsOf(id).stream()
                .filter(e -> e.detail() instanceof TaskEvent.Started)
                .count();
    }

    private @Nullable String attemptOf(String id, int run) {
        return eventsOf(id).stream()
                .filter(e -> e.run() == run && e.detail() instanceof TaskEvent.Started)
                .map(e -> (TaskEvent.Started) e.detail())
                .findFirst()
                .orElseThrow(() -> new AssertionError("run " + run + " of " + id + " has not started"))
                .attemptId();
    }
}
