package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ripresa.model.GateKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.spi.TaskSystem.Backlog;
import io.ripresa.spi.TaskSystem.EventBatch;
import io.ripresa.spi.TaskSystem.Receipt;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import io.ripresa.tck.TaskSystemFixture.Behaviour;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The part of {@link TaskSystemContract} about events and orders. */
abstract class EventAndOrderContract extends TaskSystemTrial {

    /** The end of an order that comes too late on every clock. */
    private static final Instant LONG_OVER = Instant.parse("2020-01-01T00:00:00Z");

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
    void whatHasNotBeenReadIsCountedWhereTheSystemCan() {
        assumeTrue(!system().backlog(null).equals(Backlog.UNKNOWN));
        assertThat(system().backlog(null).unread()).isZero();
        run("t1", Behaviour.SUCCEED);

        assertThat(system().backlog(null).unread()).isEqualTo(3);
        assertThat(system().backlog(null).oldestAt()).isNotNull();
        String second = system().poll(null, 2).cursor();
        assertThat(system().backlog(second).unread()).isEqualTo(1);
        assertThat(system().backlog(second).oldestAt()).isNotNull();
        assertThat(system().backlog(cursorAtEnd())).isEqualTo(new Backlog(0, null));
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
    void anOrderThatComesAfterItsEndIsExpiredAndStartsNothing() {
        assumeTrue(system().capabilities().conditionalRetry());
        run("t1", Behaviour.FAIL);
        RerunOrder late = new RerunOrder(key("t1"), 1, "a1", 1, LONG_OVER);

        Receipt receipt = system().retry(late);
        assertThat(receipt.answer()).isEqualTo(Receipt.Answer.EXPIRED);
        assertThat(receipt.reason()).contains(LONG_OVER.toString());
        fixture().settle();
        assertThat(startsOf("t1")).isEqualTo(1);
        assertStatus("t1", State.FAILED, 1);

        assertThat(system().retry(order("t1", 1, "a1", 1)))
                .as("the same attempt, with a fresh order")
                .isEqualTo(Receipt.ACCEPTED);
        fixture().settle();
        assertThat(startsOf("t1")).isEqualTo(2);
        assertThat(system().retry(late))
                .as("what was carried out was, whenever it is asked again")
                .isEqualTo(Receipt.ACCEPTED);
    }

    @Test
    void anOrderForAHeldFirstStartEndsToo() {
        assumeTrue(system().capabilities().conditionalRetry());
        assumeTrue(system().capabilities().holding());
        system().hold(GateKey.reachability(SHOP));
        fixture().submit("t1", TEAM, Behaviour.SUCCEED, SHOP);
        fixture().settle();

        List<Receipt> receipts =
                system().retryAll(List.of(new RerunOrder(key("t1"), 0, "a1", 1, LONG_OVER), order("t1", 0, "a2", 2)));
        fixture().settle();

        assertThat(receipts.stream().map(Receipt::answer))
                .containsExactly(Receipt.Answer.EXPIRED, Receipt.Answer.ACCEPTED);
        assertStatus("t1", State.SUCCEEDED, 1);
        assertThat(attemptOf("t1", 1)).isEqualTo("a2");
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
}
