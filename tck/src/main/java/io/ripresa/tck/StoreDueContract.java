package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Gate;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore.DueWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Due work: timers, gates, claims. */
abstract class StoreDueContract extends StoreReservationContract {

    private static final Duration CLAIM = Duration.ofSeconds(30);

    @Test
    void nothing_is_due_in_an_empty_store() {
        assertThat(store.nextDue()).isNull();
        assertThat(store.due("n-1", CLAIM, 10).isEmpty()).isTrue();
    }

    @Test
    void a_timer_is_due_at_its_time_and_not_before() {
        Timer timer = timer("t-1", 10);
        apply(new Changes().timer(timer));

        assertThat(store.nextDue()).isEqualTo(at(10));
        clock.set(at(10).minusNanos(1000));
        assertThat(store.due("n-1", CLAIM, 10).isEmpty()).isTrue();
        clock.set(at(10));
        assertThat(store.due("n-1", CLAIM, 10)).isEqualTo(new DueWork(List.of(), List.of(timer)));
    }

    @Test
    void a_timer_is_set_in_place_of_the_one_of_its_kind_and_subject() {
        apply(new Changes().timer(timer("t-1", 10)));
        apply(new Changes()
                .timer(timer("t-1", 20))
                .timer(new Timer(Timer.Kind.VERIFY, "t-1", at(30)))
                .timer(timer("t-2", 40)));
        clock.set(at(100));

        assertThat(store.due("n-1", CLAIM, 10).timers())
                .containsExactly(timer("t-1", 20), new Timer(Timer.Kind.VERIFY, "t-1", at(30)), timer("t-2", 40));
    }

    @Test
    void a_cancelled_timer_is_never_due_and_cancelling_none_is_no_conflict() {
        apply(new Changes().timer(timer("t-1", 10)).timer(timer("t-2", 10)));
        apply(new Changes()
                .cancelTimer(Timer.Kind.RERUN, "t-1")
                .cancelTimer(Timer.Kind.RERUN, "absent")
                .cancelTimer(Timer.Kind.VERIFY, "t-2"));
        clock.set(at(100));

        assertThat(store.due("n-1", CLAIM, 10).timers()).containsExactly(timer("t-2", 10));
    }

    @Test
    void of_setting_and_cancelling_in_one_commit_the_later_counts() {
        apply(new Changes().timer(timer("t-1", 10)).timer(timer("t-2", 10)));
        apply(new Changes()
                .cancelTimer(Timer.Kind.RERUN, "t-1")
                .timer(timer("t-1", 20))
                .timer(timer("t-2", 20))
                .cancelTimer(Timer.Kind.RERUN, "t-2"));
        clock.set(at(100));

        assertThat(store.due("n-1", CLAIM, 10).timers()).containsExactly(timer("t-1", 20));
    }

    @Test
    void gates_and_timers_come_earliest_first_as_many_as_asked_of_each() {
        Changes changes = new Changes();
        List<Timer> timers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            int seconds = 1 + (i * 7) % 30;
            changes.gate(gateDue("dep-" + i, seconds)).timer(timer("t-" + i, seconds));
        }
        for (int seconds = 1; seconds <= 30; seconds++) {
            timers.add(timer("t-" + ((seconds - 1) * 13) % 30, seconds));
        }
        apply(changes);
        clock.set(at(25));

        DueWork first = store.due("n-1", CLAIM, 10);
        assertThat(first.timers()).isEqualTo(timers.subList(0, 10));
        assertThat(first.gates()).extracting(Gate::nextActionAt).isSorted().hasSize(10);
        assertThat(first.gates().get(9).nextActionAt()).isEqualTo(at(10));
        assertThat(first.gates().get(9).version()).isEqualTo(1);
        DueWork second = store.due("n-1", CLAIM, 100);
        assertThat(second.timers()).isEqualTo(timers.subList(10, 25));
        assertThat(second.gates()).hasSize(15);
    }

    @Test
    void a_gate_without_a_next_action_is_never_due() {
        apply(new Changes().gate(Rows.gate("a")).gate(gateDue("b", 5)));
        clock.set(at(100));

        DueWork due = store.due("n-1", CLAIM, 10);
        assertThat(due.gates()).containsExactly(gateDue("b", 5).withVersion(1));
        apply(new Changes().gate(due.gates().get(0).withNextActionAt(null)));
        clock.set(at(1000));
        assertThat(store.due("n-1", CLAIM, 10).isEmpty()).isTrue();
        assertThat(store.nextDue()).isNull();
    }

    @Test
    void the_next_due_time_is_the_earliest_of_gates_and_timers() {
        apply(new Changes().timer(timer("t-1", 20)));
        assertThat(store.nextDue()).isEqualTo(at(20));
        apply(new Changes().gate(gateDue("a", 15)));
        assertThat(store.nextDue()).isEqualTo(at(15));
        apply(new Changes().timer(timer("t-2", 5)));
        assertThat(store.nextDue()).isEqualTo(at(5));
        apply(new Changes().cancelTimer(Timer.Kind.RERUN, "t-2"));
        assertThat(store.nextDue()).isEqualTo(at(15));
    }

    @Test
    void what_is_claimed_is_handed_out_again_only_when_the_claim_runs_out() {
        apply(new Changes().gate(gateDue("a", 5)).timer(timer("t-1", 6)));
        clock.set(at(10));
        DueWork due = store.due("n-1", CLAIM, 10);
        assertThat(due.gates()).hasSize(1);
        assertThat(due.timers()).hasSize(1);

        assertThat(store.due("n-2", CLAIM, 10).isEmpty()).isTrue();
        assertThat(store.due("n-1", CLAIM, 10).isEmpty()).isTrue();
        assertThat(store.nextDue()).isEqualTo(at(40));
        clock.set(at(40).minusNanos(1000));
        assertThat(store.due("n-2", CLAIM, 10).isEmpty()).isTrue();
        clock.set(at(40));
        assertThat(store.due("n-2", CLAIM, 10)).isEqualTo(due);
    }

    @Test
    void a_claim_ends_when_its_row_is_written() {
        apply(new Changes().gate(gateDue("a", 5)).timer(timer("t-1", 6)));
        clock.set(at(10));
        Gate gate = store.due("n-1", CLAIM, 10).gates().get(0);

        apply(new Changes().gate(gate.withNextActionAt(at(11))).timer(timer("t-1", 12)));

        assertThat(store.nextDue()).isEqualTo(at(11));
        clock.set(at(12));
        DueWork due = store.due("n-2", CLAIM, 10);
        assertThat(due.gates()).containsExactly(gate.withNextActionAt(at(11)).withVersion(2));
        assertThat(due.timers()).containsExactly(timer("t-1", 12));
    }

    @Test
    void claiming_a_gate_does_not_change_it() {
        apply(new Changes().gate(gateDue("a", 5)));
        clock.set(at(10));

        Gate claimed = store.due("n-1", CLAIM, 10).gates().get(0);

        assertThat(claimed).isEqualTo(gateDue("a", 5).withVersion(1));
        assertThat(store.gates(List.of(claimed.key()))).containsValue(claimed);
    }

    @Test
    void a_claim_outlives_the_process_that_made_it_until_it_runs_out() throws Exception {
        apply(new Changes().timer(timer("t-1", 6)));
        clock.set(at(10));
        store.due("n-1", CLAIM, 10);

        store = reopen(store, clock);

        assertThat(store.due("n-1", CLAIM, 10).isEmpty()).isTrue();
        clock.set(at(40));
        assertThat(store.due("n-1", CLAIM, 10).timers()).containsExactly(timer("t-1", 6));
    }

    @Test
    void several_nodes_at_once_never_get_the_same_work() throws Exception {
        Changes changes = new Changes();
        for (int i = 0; i < 120; i++) {
            changes.timer(timer("t-" + i, i));
            changes.gate(gateDue("dep-" + i, i));
        }
        apply(changes);
        clock.set(at(500));

        List<List<Object>> perNode = atOnce(6, number -> {
            List<Object> mine = new ArrayList<>();
            int empty = 0;
            while (empty < 3) {
                DueWork due = store.due("n-" + number, CLAIM, 7);
                mine.addAll(due.gates());
                mine.addAll(due.timers());
                empty = due.isEmpty() ? empty + 1 : 0;
            }
            return mine;
        });

        DueWork left = store.due("n-1", CLAIM, 1000);
        List<Object> all =
                new ArrayList<>(perNode.stream().flatMap(List::stream).toList());
        all.addAll(left.gates());
        all.addAll(left.timers());
        assertThat(all).hasSize(240).doesNotHaveDuplicates();
    }

    private static Timer timer(String task, long seconds) {
        return new Timer(Timer.Kind.RERUN, task, at(seconds));
    }

    private static Gate gateDue(String dependency, long seconds) {
        return Objects.requireNonNull(Rows.gate(dependency).withNextActionAt(at(seconds)));
    }
}
