package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Disposition;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.RecoveryStore.CandidateQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who goes next: order and filters of candidates. */
abstract class StoreCandidatesContract extends StoreDueContract {

    @Test
    void first_starts_go_first_then_fewer_attempts_then_priority_then_the_oldest_trouble() {
        apply(
                member("i-third-attempt", 9, at(0), null, 3, 2, 0),
                member("h-second-attempt-low", -1, at(1), null, 2, 1, 0),
                member("g-second-attempt", 0, at(2), null, 2, 1, 0),
                member("f-young", 0, at(9), null, 1, 0, 0),
                member("e-old-z", 0, at(8), null, 1, 0, 0),
                member("d-old-a", 0, at(8), null, 1, 0, 0),
                member("c-urgent", 5, at(99), null, 1, 0, 0),
                member("b-first-start-low", 0, at(99), null, 0, 0, 0),
                member("a-first-start", 1, at(99), null, 0, 0, 0));

        assertThat(ids(query(at(100), 3)))
                .containsExactly(
                        "a-first-start",
                        "b-first-start-low",
                        "c-urgent",
                        "d-old-a",
                        "e-old-z",
                        "f-young",
                        "g-second-attempt",
                        "h-second-attempt-low",
                        "i-third-attempt");
    }

    @Test
    void the_first_of_every_workspace_go_before_the_second_of_any() {
        List<TaskRecord> members = new ArrayList<>();
        for (int i = 1; i <= 400; i++) {
            members.add(shared("big-" + i, 0, at(i), i));
        }
        for (int i = 1; i <= 3; i++) {
            members.add(shared("small-" + i, 0, at(500 + i), i));
        }
        members.add(shared("urgent", 1, at(900), 300));
        apply(members.toArray(new TaskRecord[0]));

        assertThat(ids(new CandidateQuery("inc-1", at(999), false, 3, false, 8)))
                .containsExactly("urgent", "big-1", "small-1", "big-2", "small-2", "big-3", "small-3", "big-4");
        assertThat(ids(new CandidateQuery("inc-1", at(999), true, 3, true, 3)))
                .containsExactly("urgent", "big-1", "small-1");
    }

    private static TaskRecord shared(String id, int priority, Instant since, int share) {
        TaskRecord task = member(id, priority, since, null, 1, 0, 0);
        return task.withTrouble(new TaskRecord.Trouble("inc-1", since, since, null, null, share));
    }

    @Test
    void extreme_priorities_are_ordered_too() {
        apply(
                member("min", Integer.MIN_VALUE, at(0), null, 1, 0, 0),
                member("zero", 0, at(0), null, 1, 0, 0),
                member("max", Integer.MAX_VALUE, at(0), null, 1, 0, 0));

        assertThat(ids(query(at(100), 3))).containsExactly("max", "zero", "min");
    }

    @Test
    void candidates_are_whole_rows() {
        TaskRecord full = Rows.fullTask("t-full");
        apply(full);

        assertThat(store.candidates(new CandidateQuery("inc-full-1", at(1000), false, 3, false, 10)))
                .containsExactly(full.withVersion(1));
    }

    @Test
    void only_members_that_wait_or_are_held_are_candidates() {
        TaskRecord waiting = member("waiting", 0, at(0), null, 1, 0, 0);
        apply(
                waiting,
                member("held", 0, at(1), null, 1, 0, 0).moved(Disposition.HELD, "", at(1)),
                member("in-attempt", 0, at(2), null, 1, 0, 0).moved(Disposition.IN_ATTEMPT, "", at(1)),
                member("escalated", 0, at(3), null, 1, 0, 0).moved(Disposition.ESCALATED, "", at(1)),
                member("not-needed", 0, at(4), null, 1, 0, 0).moved(Disposition.NOT_NEEDED, "", at(1)),
                Rows.waiting("of-another", "inc-other"),
                Rows.task("unaffected"));

        assertThat(ids(query(at(100), 3))).containsExactly("waiting", "held");
        assertThat(store.candidates(new CandidateQuery("inc-absent", at(100), false, 3, false, 10)))
                .isEmpty();
    }

    @Test
    void a_task_goes_and_comes_back_as_its_row_is_written() {
        apply(member("t-1", 0, at(0), null, 1, 0, 0));
        apply(storedTask("t-1").moved(Disposition.IN_ATTEMPT, "", at(1)));
        assertThat(ids(query(at(100), 3))).isEmpty();

        apply(storedTask("t-1").moved(Disposition.WAITING, "", at(2)).withRuns(new TaskRecord.Runs(2, at(0), 1, 0)));
        assertThat(ids(query(at(100), 3))).containsExactly("t-1");
        assertThat(ids(query(at(100), 1))).isEmpty();

        TaskRecord.Trouble trouble = Objects.requireNonNull(storedTask("t-1").trouble());
        apply(storedTask("t-1")
                .withTrouble(new TaskRecord.Trouble(
                        "inc-other", trouble.since(), trouble.failedAt(), null, trouble.diagnosis(), 0)));
        assertThat(ids(query(at(100), 3))).isEmpty();
        apply(storedTask("t-1").withTrouble(null).moved(Disposition.UNAFFECTED, "", at(3)));
        assertThat(store.candidates(new CandidateQuery("inc-other", at(100), true, 3, false, 10)))
                .isEmpty();
    }

    @Test
    void back_off_keeps_a_task_until_its_time_unless_evidence_says_more() {
        apply(
                member("a-later", 0, at(0), at(51), 1, 0, 0),
                member("b-now", 0, at(1), at(50), 1, 0, 0),
                member("c-none", 0, at(2), null, 1, 0, 0));

        assertThat(ids(query(at(50), 3))).containsExactly("b-now", "c-none");
        assertThat(ids(query(at(51), 3))).containsExactly("a-later", "b-now", "c-none");
        assertThat(ids(query(at(50), 3))).containsExactly("b-now", "c-none");
        assertThat(ids(new CandidateQuery("inc-1", at(0), true, 3, false, 10)))
                .containsExactly("a-later", "b-now", "c-none");
    }

    @Test
    void a_task_goes_while_its_attempts_are_fewer_than_the_limit_and_what_was_granted() {
        apply(
                member("a-none", 0, at(0), null, 1, 0, 0),
                member("b-one", 0, at(0), null, 2, 1, 0),
                member("c-one-granted-one", 0, at(1), null, 2, 1, 1),
                member("d-three", 0, at(0), null, 4, 3, 0),
                member("e-three-granted-one", 0, at(0), null, 4, 3, 1),
                member("f-four-granted-one", 0, at(0), null, 5, 4, 1));

        assertThat(ids(query(at(9), 1))).containsExactly("a-none", "c-one-granted-one");
        assertThat(ids(query(at(9), 2))).containsExactly("a-none", "b-one", "c-one-granted-one");
        assertThat(ids(query(at(9), 3))).containsExactly("a-none", "b-one", "c-one-granted-one", "e-three-granted-one");
        assertThat(ids(query(at(9), 0))).isEmpty();
    }

    @Test
    void unsafe_tasks_are_left_out_where_asked() {
        apply(unsafe("a-unsafe"), member("b-safe", 0, at(2), null, 1, 0, 0), unsafe("c-unsafe"));

        assertThat(ids(query(at(9), 3))).containsExactly("a-unsafe", "c-unsafe", "b-safe");
        assertThat(ids(new CandidateQuery("inc-1", at(9), false, 3, true, 10))).containsExactly("b-safe");
    }

    @Test
    void as_many_as_asked_for_and_the_first_of_them() {
        List<TaskRecord> members = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            members.add(member("t-" + i, 0, at((i * 77) % 300), null, 1, i % 3, i % 2));
        }
        apply(members.toArray(new TaskRecord[0]));

        List<String> all = ids(new CandidateQuery("inc-1", at(999), false, 3, false, 1000));
        assertThat(all).hasSize(300);
        assertThat(ids(new CandidateQuery("inc-1", at(999), false, 3, false, 7)))
                .isEqualTo(all.subList(0, 7));
        assertThat(ids(new CandidateQuery("inc-1", at(999), true, 3, false, 150)))
                .isEqualTo(all.subList(0, 150));
        assertThat(ids(new CandidateQuery("inc-1", at(999), false, 3, false, 0)))
                .isEmpty();
    }

    private static CandidateQuery query(Instant now, int maxAttempts) {
        return new CandidateQuery("inc-1", now, false, maxAttempts, false, 100);
    }

    private List<String> ids(CandidateQuery query) {
        return store.candidates(query).stream()
                .map(task -> task.key().externalId())
                .toList();
    }

    private static TaskRecord unsafe(String id) {
        return Rows.waiting(
                Rows.descriptor(id, "acme", 0, SideEffects.UNSAFE), "inc-1", at(1), null, new int[] {1, 0, 0});
    }

    private static TaskRecord member(
            String id, int priority, Instant since, @Nullable Instant notBefore, int run, int attempts, int granted) {
        return Rows.waiting(
                Rows.descriptor(id, "acme", priority, SideEffects.IDEMPOTENT), "inc-1", since, notBefore, new int[] {
                    run, attempts, granted
                });
    }
}
