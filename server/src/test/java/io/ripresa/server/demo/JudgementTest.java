package io.ripresa.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Attempt;
import io.ripresa.model.Disposition;
import io.ripresa.model.Outcome;
import io.ripresa.model.TaskRecord;
import io.ripresa.server.demo.PlannedTask.Part;
import io.ripresa.server.depot.Errand;
import io.ripresa.server.depot.LedgerEntry.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each check of the story holds when all went right, and finds the one thing that was spoilt. */
class JudgementTest {

    private final PerfectStory story = new PerfectStory();

    @Test
    void whenAllWentRightEverythingHoldsAndTheFiguresAreThoseOfTheLedger() {
        Judgement judgement = story.judge();
        assertThat(failed(judgement)).isEmpty();
        assertThat(judgement.invariantsHeld()).isTrue();

        Figures figures = judgement.figures();
        assertThat(figures.tasks()).isEqualTo(300);
        assertThat(figures.recovered()).isEqualTo(figures.recoverable()).isGreaterThan(200);
        assertThat(figures.quarantined()).isEqualTo(6);
        assertThat(figures.escalated()).isEqualTo(6);
        assertThat(figures.notNeeded()).isEqualTo(7);
        assertThat(judgement.others().awaitingFix()).isEqualTo(12);
        assertThat(figures.tasks())
                .isEqualTo(figures.recovered()
                        + figures.quarantined()
                        + figures.escalated()
                        + figures.notNeeded()
                        + judgement.others().awaitingFix()
                        + judgement.others().succeeded());
        // One every 100 ms, each answered after 60 ms.
        int half = (figures.recoverable() + 1) / 2;
        assertThat(figures.times().half()).isEqualTo((half - 1) / 10.0 + 0.06);
        assertThat(figures.times().all()).isEqualTo((figures.recoverable() - 1) / 10.0 + 0.06);
        double capacity = story.plan.capacityPerSecond();
        assertThat(figures.peakLoadRatio()).isBetween(10 / capacity, 14 / capacity);
    }

    @Test
    void aPlainClockComesLateAndRunsWhatCannotSucceed() {
        Judgement judgement = story.judge();
        Figures clock = judgement.clock();
        assertThat(clock.recoverable()).isEqualTo(judgement.figures().recoverable());
        assertThat(clock.times().half()).isGreaterThan(200);
        assertThat(clock.wastedAttempts()).isGreaterThanOrEqualTo(3 * 18);
        assertThat(clock.escalated()).isGreaterThanOrEqualTo(18);
        assertThat(judgement.others().clockRunsTwice()).isEqualTo(6);
    }

    @Test
    void theJsonHasTheFieldsThatMachinesRead() {
        assertThat(story.judge().toJson(false))
                .containsKeys(
                        "tasks",
                        "recoverable",
                        "recovered",
                        "quarantined",
                        "escalated",
                        "not_needed",
                        "wasted_attempts",
                        "recovered_p50_s",
                        "recovered_p90_s",
                        "recovered_all_s",
                        "peak_load_ratio",
                        "clock",
                        "invariants_held");
    }

    @Test
    void aRecoverableTaskThatWasLeftIsMissed() {
        TaskFacts f = story.first(Part.SOUND, Disposition.RECOVERED);
        replace(f, at(f, Disposition.ESCALATED));
        assertThat(failed(story.judge()))
                .containsExactly("every recoverable task is recovered, and the ledger has its effect");
        assertThat(story.judge().figures().recovered())
                .isEqualTo(story.judge().figures().recoverable() - 1);
    }

    @Test
    void aRecoveryThatTheLedgerDoesNotKnowIsNone() {
        TaskFacts f = story.first(Part.SOUND, Disposition.RECOVERED);
        story.ledger.removeIf(e -> e.call().task().equals(f.planned().id()));
        assertThat(failed(story.judge()))
                .contains(
                        "every recoverable task is recovered, and the ledger has its effect",
                        "what is called recovered succeeded by the ledger");
    }

    @Test
    void aTaskThatNeverReachedTheDepotIsLost() {
        TaskFacts f = story.first(Part.SOUND, Disposition.UNAFFECTED);
        story.ledger.removeIf(e -> e.call().task().equals(f.planned().id()));
        assertThat(failed(story.judge()))
                .contains("what the outage did not touch succeeded by the ledger: nothing is lost");
    }

    @Test
    void keyedWorkDoneTwiceIsFound() {
        PlannedTask keyed = story.plan.tasks().stream()
                .filter(t -> t.call().equals(Errand.LABEL) || t.call().equals(Errand.NOTICE))
                .filter(t -> t.part() == Part.SOUND)
                .findFirst()
                .orElseThrow();
        story.call(keyed, story.outage.startsAt().plusSeconds(1), 0, Effect.APPLIED);
        assertThat(failed(story.judge())).contains("keyed and unsafe work was done once");
    }

    @Test
    void badDataThatWasRunAgainIsFound() {
        TaskFacts f = story.first(Part.BAD_DATA, Disposition.QUARANTINED);
        Attempt again = story.attempt(f.planned(), 1, 1, story.outage.returnsAt(), Outcome.FAILED_OTHERWISE);
        replace(f, new TaskFacts(f.planned(), f.record(), List.of(again), f.failures(), f.runs()));
        assertThat(failed(story.judge()))
                .containsExactly("nothing quarantined, escalated or awaiting a fix was run again");
    }

    @Test
    void unsafeWorkThatMayHaveBeenDoneMustBeWithAPerson() {
        TaskFacts f = story.first(Part.UNSAFE_MID_FLIGHT, Disposition.ESCALATED);
        replace(f, at(f, Disposition.RECOVERED));
        assertThat(failed(story.judge()))
                .contains("unsafe work that may have been done is left to a person")
                .contains("what is called recovered succeeded by the ledger");
    }

    @Test
    void aRequestWithoutARunIsFound() {
        TaskFacts f = story.first(Part.SOUND, Disposition.UNAFFECTED);
        story.call(f.planned(), story.outage.returnsAt().plusSeconds(60), 200, Effect.REPLAYED);
        assertThat(failed(story.judge())).containsExactly("no run without an order, no request without a run");
    }

    @Test
    void wasteAboveFivePercentIsFound() {
        int spoilt = 0;
        for (TaskFacts f : List.copyOf(story.facts.values())) {
            if (f.is(Disposition.RECOVERED) && spoilt < 16) {
                spoilt++;
                List<Attempt> attempts = new ArrayList<>(f.attempts());
                attempts.add(0, story.attempt(f.planned(), 1, 1, story.outage.startsAt(), Outcome.FAILED_AGAIN));
                replace(f, new TaskFacts(f.planned(), f.record(), attempts, f.failures(), f.runs()));
            }
        }
        assertThat(failed(story.judge()))
                .containsExactly("failed attempts of recoverable tasks are at most 5 % of the tasks");
        assertThat(story.judge().figures().wastedAttempts()).isEqualTo(16);
    }

    @Test
    void aStampedeAfterTheReturnIsFound() {
        Instant at = story.outage.returnsAt().plusSeconds(2);
        PlannedTask put = story.plan.tasks().stream()
                .filter(t -> t.call().equals(Errand.STOCK) && t.part() == Part.SOUND)
                .findFirst()
                .orElseThrow();
        for (int i = 0; i <= 1.3 * story.plan.capacityPerSecond(); i++) {
            story.call(put, at, 200, Effect.APPLIED);
        }
        assertThat(failed(story.judge()))
                .contains("recovery and live traffic stayed within 1.3 times the capacity after the return");
        assertThat(story.judge().figures().peakLoadRatio()).isGreaterThan(1.3);
    }

    @Test
    void aTaskThatTheStoreDoesNotKnowIsLost() {
        TaskFacts f = story.first(Part.SOUND, Disposition.UNAFFECTED);
        replace(f, new TaskFacts(f.planned(), null, List.of(), List.of(), List.of()));
        assertThat(failed(story.judge()))
                .contains(
                        "what the outage did not touch succeeded by the ledger: nothing is lost",
                        "every task stands somewhere, and together they are all tasks");
    }

    private void replace(TaskFacts before, TaskFacts after) {
        story.facts.put(before.planned().id(), after);
    }

    private TaskFacts at(TaskFacts f, Disposition disposition) {
        TaskRecord r = f.record();
        TaskRecord moved = new TaskRecord(
                r.descriptor(), disposition, r.note(), r.since(), r.runs(), r.trouble(), r.liveAttempt(), r.version());
        return new TaskFacts(f.planned(), moved, f.attempts(), f.failures(), f.runs());
    }

    private static List<String> failed(Judgement judgement) {
        return judgement.checks().stream()
                .filter(c -> !c.held())
                .map(Judgement.Check::rule)
                .toList();
    }
}
