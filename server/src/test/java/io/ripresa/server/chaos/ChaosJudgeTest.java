package io.ripresa.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Attempt;
import io.ripresa.model.Disposition;
import io.ripresa.server.chaos.Fault.Kind;
import io.ripresa.server.depot.Errand;
import io.ripresa.server.depot.LedgerEntry;
import io.ripresa.server.depot.LedgerEntry.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge is content with a run in which all went right, and finds each thing that was spoilt. */
class ChaosJudgeTest {

    private final CalmRun run = new CalmRun();
    private final ChaosTask stock = run.first(Disposition.RECOVERED, Errand.STOCK);
    private final Instant back = run.of(stock).attempts().get(0).passage().reservedAt();

    private void assertFound(String rule, ChaosTask... tasks) {
        assertThat(run.judge()).singleElement().satisfies(violation -> {
            assertThat(violation.rule()).contains(rule);
            assertThat(violation.tasks())
                    .containsExactly(List.of(tasks).stream().map(ChaosTask::id).toArray(String[]::new));
        });
    }

    @Test
    void isContentWhereAllWentRight() {
        assertThat(run.judge()).isEmpty();
        assertThat(run.stories.values()).anyMatch(s -> s.is(Disposition.RECOVERED));
    }

    @Test
    void findsATaskThatIsNotKnown() {
        ChaosTask task = run.first(Disposition.UNAFFECTED, Errand.STOCK);
        run.stories.put(task.id(), new TaskStory(task, null, List.of(), List.of(), List.of()));
        run.ledger.removeIf(e -> e.call().task().equals(task.id()));
        assertFound("nothing is lost", task);
    }

    @Test
    void findsATaskThatIsForgotten() {
        run.settledAfter = null;
        run.put(stock, Disposition.HELD, 1, List.of(), CalmRun.failure(stock, 1, CalmRun.NOON));
        run.ledger.removeIf(e -> e.call().task().equals(stock.id()) && e.call().run() == 2);
        assertThat(run.judge())
                .extracting(Violation::rule)
                .anyMatch(rule -> rule.contains("comes to an end"))
                .anyMatch(rule -> rule.contains("what is sound is recovered"));
    }

    @Test
    void findsARecoveryThatTheLedgerDoesNotKnow() {
        run.ledger.removeIf(e -> e.call().task().equals(stock.id()) && e.call().run() == 2);
        assertFound("what is sound is recovered", stock);
    }

    @Test
    void aParkedFirstStartThatWasLetGoNeedsItsEffect() {
        ChaosTask task = run.first(Disposition.UNAFFECTED, Errand.STOCK);
        run.put(task, Disposition.NOT_NEEDED, 1, List.of(), null);
        assertThat(run.judge()).isEmpty();

        run.ledger.removeIf(e -> e.call().task().equals(task.id()));
        assertFound("what is sound is recovered", task);
    }

    @Test
    void whatFailedIsNotNotNeeded() {
        run.put(stock, Disposition.NOT_NEEDED, 2, run.of(stock).attempts(), CalmRun.failure(stock, 1, CalmRun.NOON));
        assertFound("what is sound is recovered", stock);
    }

    @Test
    void findsWorkThatIsDoneTwice() {
        ChaosTask label = run.first(Disposition.RECOVERED, Errand.LABEL);
        run.ledger.replaceAll(e -> e.call().task().equals(label.id())
                ? new LedgerEntry(e.at(), e.mood(), e.call(), e.status(), Effect.APPLIED, e.latencyMillis())
                : e);
        assertFound("done once", label);
    }

    @Test
    void findsARunThatIsMadeTwice() {
        run.call(stock, 2, back.plusSeconds(3), 200, Effect.APPLIED);
        assertFound("no run is made twice", stock);
    }

    @Test
    void findsAFourthAttempt() {
        Attempt first = run.attempt(stock, 1, back);
        run.put(
                stock,
                Disposition.RECOVERED,
                2,
                List.of(first, run.attempt(stock, 2, back), run.attempt(stock, 3, back), run.attempt(stock, 4, back)),
                null);
        assertFound("more than 3 attempts", stock);
    }

    @Test
    void findsTwoRunsAtOnceUnlessAWorkerWasStopped() {
        run.ledger.replaceAll(
                e -> e.call().task().equals(stock.id()) && e.call().run() == 1
                        ? new LedgerEntry(back.minusMillis(50), e.mood(), e.call(), e.status(), e.effect(), 1_000)
                        : e);
        assertFound("two runs at once", stock);

        happened(Kind.STOP, 0, back.minusSeconds(12), back.minusSeconds(1));
        assertFound("two runs at once", stock);

        happened(Kind.STOP, 3, back.minusSeconds(12), back.minusSeconds(1));
        assertThat(run.judge()).isEmpty();
    }

    @Test
    void aCallEndsWithItsCaller() {
        run.ledger.replaceAll(
                e -> e.call().task().equals(stock.id()) && e.call().run() == 1
                        ? new LedgerEntry(back.minusSeconds(3), e.mood(), e.call(), 0, e.effect(), 9_000)
                        : e);
        assertFound("two runs at once", stock);

        happened(Kind.KILL, 2, back.minusSeconds(1), back.plusSeconds(5));
        assertThat(run.judge()).isEmpty();
    }

    @Test
    void findsWhatTheKillSwitchDidNotStop() {
        happened(Kind.SWITCH, 0, back.minusSeconds(3), back.plusMillis(500));
        assertThat(run.judge())
                .extracting(Violation::rule)
                .anyMatch(rule -> rule.contains("no re-run reaches the depot"))
                .anyMatch(rule -> rule.contains("nothing is reserved or issued"));
    }

    @Test
    void aRunThatWasUnderWayMayFinishUnderTheKillSwitch() {
        // Ordered and begun before, sent only when its worker went on.
        run.ledger.replaceAll(
                e -> e.call().task().equals(stock.id()) && e.call().run() == 2
                        ? new LedgerEntry(back.plusSeconds(6), e.mood(), e.call(), e.status(), e.effect(), 150)
                        : e);
        happened(Kind.SWITCH, 0, back.plusSeconds(1), back.plusSeconds(9));
        assertThat(run.judge())
                .flatExtracting(Violation::tasks)
                .as("others come back one a second")
                .doesNotContain(stock.id());
    }

    @Test
    void findsAnOrderThatCameAfterItsEnd() {
        Attempt attempt = run.of(stock).attempts().get(0);
        run.orders.put(attempt.id(), new Evidence.Order(back.plusMillis(5_001), back.plusSeconds(5)));
        assertFound("orders end", stock);
    }

    @Test
    void findsARunThatBeganAfterTheEndOfItsOrder() {
        Attempt attempt = run.of(stock).attempts().get(0);
        run.orders.put(attempt.id(), new Evidence.Order(back.minusSeconds(7), back.minusSeconds(2)));
        assertFound("orders end", stock);
    }

    @Test
    void findsThatCountsDoNotSumAndThatANodeIsGone() {
        run.counted--;
        assertFound("dispositions sum");
        run.counted++;
        run.dead.add("worker-1");
        assertFound("no node ends by itself");
    }

    private void happened(Kind kind, int node, Instant from, Instant until) {
        run.happenings.add(new Happening(new Fault(kind, node, Duration.ZERO, Duration.ZERO), from, until));
    }
}
