package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Control;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Outcome;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import io.ripresa.spi.Changes.CursorMove;
import io.ripresa.spi.RecoveryStore.CommitResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writing: versions, all or nothing, the cursor, the kill switch. */
abstract class StoreCommitContract extends StoreFixture {

    static Stream<RowType<?>> rowTypes() {
        return RowType.all().stream();
    }

    @ParameterizedTest
    @MethodSource("rowTypes")
    <R> void a_new_row_is_stored_whole_with_version_1(RowType<R> type) throws Exception {
        apply(type.addTo(type.changes(type.sparse()), type.full()));

        assertThat(type.stored().apply(store, type.sparse())).isEqualTo(type.at(type.sparse(), 1));
        assertThat(type.stored().apply(store, type.full())).isEqualTo(type.at(type.full(), 1));

        store = reopen(store, clock);
        assertThat(type.stored().apply(store, type.full())).isEqualTo(type.at(type.full(), 1));
    }

    @ParameterizedTest
    @MethodSource("rowTypes")
    <R> void a_row_with_the_version_read_is_replaced_and_counted_up(RowType<R> type) {
        apply(type.addTo(type.changes(type.sparse()), type.full()));
        for (R row : List.of(type.sparse(), type.full())) {
            R changed = type.change().apply(type.at(row, 1));

            apply(type.changes(changed));

            assertThat(type.stored().apply(store, row)).isEqualTo(type.at(changed, 2));
            apply(type.changes(type.at(row, 2)));
            assertThat(type.stored().apply(store, row)).isEqualTo(type.at(row, 3));
        }
    }

    @ParameterizedTest
    @MethodSource("rowTypes")
    <R> void any_other_version_is_a_conflict(RowType<R> type) {
        assertThat(store.commit(type.changes(type.at(type.full(), 1)))).isEqualTo(CommitResult.CONFLICT);
        assertThat(type.stored().apply(store, type.full())).isNull();

        apply(type.changes(type.full()));
        apply(type.changes(type.at(type.full(), 1)));
        for (long version : new long[] {0, 1, 3}) {
            R changed = type.change().apply(type.at(type.full(), version));
            assertThat(store.commit(type.changes(changed))).isEqualTo(CommitResult.CONFLICT);
        }
        assertThat(type.stored().apply(store, type.full())).isEqualTo(type.at(type.full(), 2));
    }

    @ParameterizedTest
    @MethodSource("rowTypes")
    <R> void one_row_in_conflict_keeps_everything_out(RowType<R> type) {
        apply(type.changes(type.full()));
        Changes changes = everything();

        assertThat(store.commit(type.addTo(changes, type.at(type.full(), 7)))).isEqualTo(CommitResult.CONFLICT);

        assertNothingOf(changes);
        assertThat(type.stored().apply(store, type.full())).isEqualTo(type.at(type.full(), 1));
        apply(everything());
    }

    @ParameterizedTest
    @MethodSource("rowTypes")
    <R> void of_several_threads_with_the_same_version_one_wins(RowType<R> type) throws Exception {
        R row = type.full();
        for (long version = 0; version < 5; version++) {
            R read = type.at(row, version);
            List<CommitResult> results = atOnce(6, i -> store.commit(type.changes(read)));

            assertThat(results).containsOnlyOnce(CommitResult.APPLIED).contains(CommitResult.CONFLICT);
            assertThat(type.stored().apply(store, row)).isEqualTo(type.at(row, version + 1));
        }
    }

    @Test
    void opposite_orders_of_the_same_rows_end_in_conflicts_not_in_deadlocks() throws Exception {
        List<CommitResult> results = atOnce(8, number -> {
            CommitResult last = CommitResult.APPLIED;
            for (int round = 0; round < 20; round++) {
                Changes changes = new Changes();
                for (int i = 0; i < 10; i++) {
                    String id = "t-" + (number % 2 == 0 ? i : 9 - i);
                    TaskRecord stored = store.tasks(List.of(Rows.key(id))).get(Rows.key(id));
                    changes.task(stored == null ? Rows.task(id) : stored);
                }
                last = store.commit(changes);
            }
            return last;
        });

        assertThat(results).hasSize(8);
        long version = storedTask("t-0").version();
        assertThat(version).isPositive();
        for (int i = 0; i < 10; i++) {
            assertThat(storedTask("t-" + i).version()).isEqualTo(version);
        }
    }

    @Test
    void reads_answer_only_for_what_is_there_in_the_order_asked() {
        List<TaskRecord> rows = new ArrayList<>();
        List<TaskKey> asked = new ArrayList<>();
        Changes changes = new Changes();
        for (int i = 0; i < 2500; i++) {
            rows.add(Rows.task("t-" + i));
            changes.task(rows.get(i));
            asked.add(0, rows.get(i).key());
            asked.add(0, Rows.key("absent-" + i));
        }
        apply(changes);

        Map<TaskKey, TaskRecord> found = store.tasks(asked);

        assertThat(found).hasSize(2500);
        assertThat(found.get(Rows.key("t-77"))).isEqualTo(rows.get(77).withVersion(1));
        assertThat(found.keySet())
                .containsExactlyElementsOf(
                        asked.stream().filter(found::containsKey).toList());
        assertThat(store.tasks(List.of())).isEmpty();
        assertThat(store.runs(List.of())).isEmpty();
        assertThat(store.attempts(List.of("absent"))).isEmpty();
        assertThat(store.gates(List.of())).isEmpty();
        assertThat(store.incidents(List.of("absent"))).isEmpty();
        assertThat(store.latestIncidents(List.of(Rows.cause("absent:1")))).isEmpty();
    }

    @Test
    void an_empty_set_of_changes_is_applied() {
        assertThat(store.commit(new Changes())).isEqualTo(CommitResult.APPLIED);
    }

    @Test
    void a_cursor_moves_only_from_where_it_stands() {
        assertThat(store.cursor("billing")).isNull();
        assertThat(store.commit(cursor("billing", "1", "2"))).isEqualTo(CommitResult.CONFLICT);
        assertThat(store.cursor("billing")).isNull();

        assertThat(store.commit(cursor("billing", null, Rows.AWKWARD))).isEqualTo(CommitResult.APPLIED);
        assertThat(store.commit(cursor("billing", null, "2"))).isEqualTo(CommitResult.CONFLICT);
        assertThat(store.commit(cursor("billing", "1", "2"))).isEqualTo(CommitResult.CONFLICT);
        assertThat(store.cursor("billing")).isEqualTo(Rows.AWKWARD);
        assertThat(store.cursor("other")).isNull();

        assertThat(store.commit(cursor("billing", Rows.AWKWARD, "2"))).isEqualTo(CommitResult.APPLIED);
        assertThat(store.cursor("billing")).isEqualTo("2");
    }

    @Test
    void a_cursor_that_stands_elsewhere_keeps_the_batch_out() {
        apply(cursor("billing", null, "1"));
        Changes changes = everything();

        assertThat(store.commit(changes)).isEqualTo(CommitResult.CONFLICT);

        assertThat(store.cursor("billing")).isEqualTo("1");
        assertThat(store.tasks(List.of(Rows.key("all")))).isEmpty();
        assertThat(store.journalAfter(0, 10)).isEmpty();
    }

    @Test
    void of_several_readers_of_one_cursor_one_moves_it() throws Exception {
        for (String step : List.of("", "1", "2")) {
            List<CommitResult> results =
                    atOnce(6, i -> store.commit(cursor("billing", step.isEmpty() ? null : step, next(step))));

            assertThat(results).containsOnlyOnce(CommitResult.APPLIED);
            assertThat(store.cursor("billing")).isEqualTo(next(step));
        }
    }

    @Test
    void nobody_ever_turned_the_switch() {
        assertThat(store.control()).isEqualTo(Control.RUNNING);
    }

    @Test
    void the_switch_is_turned_only_with_the_version_read() throws Exception {
        Control stop = new Control(true, true, "ann", Rows.AWKWARD, at(5), 0);

        assertThat(store.switchTo(new Control(true, true, "bob", "", at(4), 1))).isFalse();
        assertThat(store.switchTo(stop)).isTrue();
        assertThat(store.switchTo(stop)).isFalse();

        Control stored = new Control(true, true, "ann", Rows.AWKWARD, at(5), 1);
        assertThat(store.control()).isEqualTo(stored);
        store = reopen(store, clock);
        assertThat(store.control()).isEqualTo(stored);
        assertThat(store.switchTo(new Control(false, false, "bob", "over", at(6), 1)))
                .isTrue();
        assertThat(store.control()).isEqualTo(new Control(false, false, "bob", "over", at(6), 2));
    }

    @Test
    void of_several_people_at_the_switch_one_turns_it() throws Exception {
        for (long version = 0; version < 3; version++) {
            Control wanted = new Control(version % 2 == 0, false, "ann", "", at(1), version);
            assertThat(atOnce(6, i -> store.switchTo(wanted))).containsOnlyOnce(true);
        }
    }

    @Test
    void the_kill_switch_stops_the_commits_that_ask_for_it_and_no_others() {
        turnKillSwitch(true);
        Changes refused = everything().refuseByKillSwitch();

        assertThat(store.commit(refused)).isEqualTo(CommitResult.STOPPED);
        assertNothingOf(refused);

        apply(everything());
        turnKillSwitch(false);
        apply(new Changes().task(Rows.task("later")).refuseByKillSwitch());
        assertThat(store.tasks(List.of(Rows.key("later")))).hasSize(1);
    }

    @Test
    void a_commit_that_comes_after_its_end_changes_nothing() {
        Changes late = everything().validUntil(at(5));
        clock.set(at(6));

        assertThat(store.commit(late)).isEqualTo(CommitResult.EXPIRED);
        assertNothingOf(late);

        clock.set(at(5));
        apply(late);
    }

    @Test
    void a_second_failure_of_a_run_is_the_same_one() {
        FailureRecord first = Rows.fullFailure("t-1", 1);
        apply(new Changes().failure(first).failure(Rows.failure("t-2", 1, "inc-1", null)));

        apply(new Changes()
                .failure(Rows.failure("t-1", 1, "inc-2", "another text"))
                .failure(Rows.failure("t-1", 2, "inc-2", null)));

        assertThat(store.failuresOf(Rows.key("t-1"))).containsExactly(first, Rows.failure("t-1", 2, "inc-2", null));
        assertThat(store.samplesOf("inc-2", 10)).isEmpty();
    }

    @Test
    void of_several_reports_of_a_failed_run_one_is_kept() throws Exception {
        List<CommitResult> results =
                atOnce(6, i -> store.commit(new Changes().failure(Rows.failure("t-1", 1, "inc-" + i, "text " + i))));

        assertThat(results).contains(CommitResult.APPLIED);
        assertThat(store.failuresOf(Rows.key("t-1"))).hasSize(1);
    }

    @Test
    void outcomes_add_up() {
        OutcomeCount one = new OutcomeCount(Rows.cause("db:orders").id(), "v1:a", Outcome.RECOVERED, 1);
        OutcomeCount other = new OutcomeCount(Rows.cause("db:orders").id(), "v1:a", Outcome.FAILED_AGAIN, 5);
        OutcomeCount elsewhere = new OutcomeCount(Rows.cause("db:other").id(), "v1:a", Outcome.RECOVERED, 100);
        apply(new Changes().outcome(one).outcome(one).outcome(other).outcome(elsewhere));

        apply(new Changes().outcome(one).outcome(new OutcomeCount(one.cause(), "v1:0", Outcome.REJECTED, 2)));

        assertThat(store.outcomesOf(Rows.cause("db:orders")))
                .containsExactly(
                        new OutcomeCount(one.cause(), "v1:0", Outcome.REJECTED, 2),
                        new OutcomeCount(one.cause(), "v1:a", Outcome.RECOVERED, 3),
                        new OutcomeCount(one.cause(), "v1:a", Outcome.FAILED_AGAIN, 5));
    }

    @Test
    void outcomes_of_many_writers_are_all_counted() throws Exception {
        OutcomeCount one = new OutcomeCount(Rows.cause("db:orders").id(), "v1:a", Outcome.RECOVERED, 1);

        List<Integer> applied = atOnce(6, i -> {
            int count = 0;
            for (int round = 0; round < 20; round++) {
                count += store.commit(new Changes().outcome(one)) == CommitResult.APPLIED ? 1 : 0;
            }
            return count;
        });

        long sum = applied.stream().mapToLong(Integer::longValue).sum();
        assertThat(sum).isPositive();
        assertThat(store.outcomesOf(Rows.cause("db:orders")))
                .containsExactly(new OutcomeCount(one.cause(), "v1:a", Outcome.RECOVERED, sum));
    }

    @Test
    void a_store_that_is_opened_again_has_everything() throws Exception {
        apply(everything());

        store = reopen(store, clock);

        assertThat(store.cursor("billing")).isEqualTo("all");
        assertThat(storedTask("all")).isEqualTo(Rows.fullTask("all").withVersion(1));
        assertThat(store.runsOf(Rows.key("all")))
                .containsExactly(Rows.fullRun("all", 1).withVersion(1));
        assertThat(store.attemptsOf(Rows.key("all")))
                .containsExactly(Rows.fullAttempt("all").withVersion(1));
        assertThat(store.findGates(10))
                .containsExactly(Rows.fullGate("all").withNextActionAt(at(5000)).withVersion(1));
        assertThat(store.findIncidents(false, 10))
                .containsExactly(Rows.fullIncident(Rows.cause("all"), 1).withVersion(1));
        assertThat(store.failuresOf(Rows.key("all"))).containsExactly(Rows.fullFailure("all", 1));
        assertThat(store.outcomesOf(Rows.cause("all"))).hasSize(1);
        JournalEntry entry = store.journalAfter(0, 10).get(0);
        JournalEntry expected = Rows.fullEntry("all");
        assertThat(entry)
                .isEqualTo(new JournalEntry(
                        entry.sequence(),
                        expected.at(),
                        expected.kind(),
                        expected.subject(),
                        expected.text(),
                        expected.data()));
        clock.set(at(1000));
        assertThat(store.due("n-1", Duration.ofSeconds(1), 10).timers())
                .containsExactly(new Timer(Timer.Kind.EXPIRY, "all", at(70)));
    }

    @Test
    void the_stores_time_is_that_of_its_clock() {
        clock.set(at(12_345));
        assertThat(store.now()).isEqualTo(at(12_345));
    }

    private static Changes everything() {
        return new Changes()
                .task(Rows.fullTask("all"))
                .run(Rows.fullRun("all", 1))
                .attempt(Rows.fullAttempt("all"))
                .gate(Rows.fullGate("all").withNextActionAt(at(5000)))
                .incident(Rows.fullIncident(Rows.cause("all"), 1))
                .workspace(Rows.fullWorkspace("all"))
                .failure(Rows.fullFailure("all", 1))
                .timer(new Timer(Timer.Kind.EXPIRY, "all", at(70)))
                .journal(Rows.fullEntry("all"))
                .outcome(new OutcomeCount(Rows.cause("all").id(), "v1:a", Outcome.RECOVERED, 1))
                .cursor(new CursorMove("billing", null, "all"));
    }

    private void assertNothingOf(Changes changes) {
        assertThat(store.tasks(changes.tasks().stream().map(TaskRecord::key).toList()))
                .doesNotContainKey(Rows.key("all"));
        assertThat(store.runsOf(Rows.key("all"))).isEmpty();
        assertThat(store.attemptsOf(Rows.key("all"))).isEmpty();
        assertThat(store.gates(List.of(Rows.fullGate("all").key()))).isEmpty();
        assertThat(store.latestIncidents(List.of(Rows.cause("all")))).isEmpty();
        assertThat(store.failuresOf(Rows.key("all"))).isEmpty();
        assertThat(store.journalAfter(0, 10)).isEmpty();
        assertThat(store.outcomesOf(Rows.cause("all"))).isEmpty();
        assertThat(store.workspaces()).noneMatch(row -> row.name().equals("all"));
        assertThat(store.cursor("billing")).isNull();
        clock.set(at(75));
        assertThat(store.due("n-1", Duration.ofSeconds(1), 10).timers()).isEmpty();
        clock.set(Rows.START);
    }

    private static Changes cursor(String system, @Nullable String from, String to) {
        return new Changes().cursor(new CursorMove(system, from, to));
    }

    private static String next(String step) {
        return step.isEmpty() ? "1" : Integer.toString(Integer.parseInt(step) + 1);
    }
}
