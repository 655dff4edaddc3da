package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Attempt;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.RunKey;
import io.ripresa.model.RunState;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskExecutionTrace.Progress;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryReadModel.RunCount;
import io.ripresa.spi.RecoveryStore.CandidateQuery;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.spi.RecoveryStore.Cutoff;
import io.ripresa.spi.RecoveryStore.ReserveResult;
import io.ripresa.spi.Reservation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Workspaces: their rows, their runs in progress, and what a person paused. */
abstract class StoreWorkspacesContract extends StoreChangesContract {

    private TaskRecord task(String id, String workspace) {
        return TaskRecord.known(Rows.descriptor(id, workspace, 0, SideEffects.IDEMPOTENT), at(0));
    }

    private TaskRecord waiting(String id, String workspace) {
        return Rows.waiting(
                Rows.descriptor(id, workspace, 0, SideEffects.IDEMPOTENT), "inc-1", at(1), null, new int[] {1, 0, 0});
    }

    private static TaskExecutionTrace seen(String id, int run, long startedAt, long lastSeenAt) {
        return TaskExecutionTrace.started(new RunKey(Rows.key(id), run), "w-1", null, at(startedAt))
                .withProgress(new Progress(1, "a", false, at(lastSeenAt)));
    }

    private void pause(String... workspaces) {
        apply(new Changes().control(store.control().withPaused(new TreeSet<>(List.of(workspaces)))));
    }

    @Test
    void workspaces_are_listed_by_name() {
        apply(new Changes().workspace(Rows.workspace("b", at(1))).workspace(Rows.fullWorkspace("a|b")));
        apply(new Changes().workspace(Rows.workspace("A", at(1))));

        assertThat(store.workspaces())
                .containsExactly(
                        Rows.workspace("A", at(1)).withVersion(1),
                        Rows.fullWorkspace("a|b").withVersion(1),
                        Rows.workspace("b", at(1)).withVersion(1));
    }

    @Test
    void only_workspaces_that_have_long_been_over_are_cleaned() {
        WorkspaceRecord active = Rows.workspace("active", at(1)).moved(WorkspaceState.ACTIVE, List.of(), "x", at(1));
        WorkspaceRecord old = Rows.workspace("old", at(1)).moved(WorkspaceState.COMPLETED, List.of(), "x", at(1));
        WorkspaceRecord young = Rows.workspace("young", at(1)).moved(WorkspaceState.COMPLETED, List.of(), "x", at(9));
        apply(new Changes().workspace(active).workspace(old).workspace(young));

        assertThat(store.clean(new Cutoff(at(5), at(5)), 10)).isEqualTo(1);

        assertThat(store.workspaces()).extracting(WorkspaceRecord::name).containsExactly("active", "young");
    }

    @Test
    void runs_in_progress_are_counted_by_workspace() {
        apply(task("a-1", "a"), task("a-2", "a"), task("b-1", "b"), task("c-1", "c"));
        apply(new Changes()
                .run(seen("a-1", 1, 0, 1).ended(RunState.FAILED, at(2)))
                .run(seen("a-1", 2, 3, 4))
                .run(seen("a-2", 1, 2, 9))
                .run(seen("b-1", 1, 5, 10))
                .run(seen("c-1", 1, 0, 1).ended(RunState.SUCCEEDED, at(1)))
                .run(seen("unknown", 1, 0, 1)));

        assertThat(store.runsInProgress(at(9)))
                .containsExactly(new RunCount("a", 2, 1, at(2)), new RunCount("b", 1, 0, at(5)));

        TaskExecutionTrace ended = store.runs(List.of(seen("b-1", 1, 5, 10).run()))
                .values()
                .iterator()
                .next()
                .ended(RunState.SUCCEEDED, at(11));
        apply(new Changes().run(ended));
        assertThat(store.runsInProgress(at(0))).containsExactly(new RunCount("a", 2, 0, at(2)));
    }

    @Test
    void pauses_are_kept_with_the_switch_and_turned_by_its_version() throws Exception {
        pause("b|c", "a");

        Control paused = Control.RUNNING.withPaused(Set.of("a", "b|c")).withVersion(1);
        assertThat(store.control()).isEqualTo(paused);
        store = reopen(store, clock);
        assertThat(store.control()).isEqualTo(paused);
        assertThat(store.moment().control()).isEqualTo(paused);
        Changes outdated =
                new Changes().control(Control.RUNNING.withPaused(Set.of())).workspace(Rows.workspace("a", at(1)));
        assertThat(store.commit(outdated)).isEqualTo(CommitResult.CONFLICT);
        assertThat(store.workspaces()).isEmpty();
        assertThat(store.control()).isEqualTo(paused);
    }

    @Test
    void of_several_people_at_once_one_pauses() throws Exception {
        Control wanted = store.control().withPaused(Set.of("a"));

        assertThat(atOnce(6, i -> store.commit(new Changes().control(wanted)))).containsOnlyOnce(CommitResult.APPLIED);
    }

    @Test
    void nothing_of_a_paused_workspace_is_reserved() {
        apply(waiting("a-1", "a"), waiting("b-1", "b"));
        pause("a");

        assertThat(store.reserve(new Reservation(List.of(), null, List.of(item("a-1"), item("b-1")), null)))
                .containsExactly(ReserveResult.PAUSED, ReserveResult.RESERVED);

        assertThat(storedTask("a-1").disposition()).isEqualTo(Disposition.WAITING);
        assertThat(storedTask("b-1").disposition()).isEqualTo(Disposition.IN_ATTEMPT);
        pause();
        assertThat(store.reserve(new Reservation(List.of(), null, List.of(item("a-1")), null)))
                .containsExactly(ReserveResult.RESERVED);
    }

    private Reservation.Item item(String id) {
        TaskRecord task = storedTask(id);
        Attempt attempt = Rows.attempt(id, 1, 1, at(3));
        return new Reservation.Item(
                task.moved(Disposition.IN_ATTEMPT, "goes", at(3)).withLiveAttempt(attempt.id()),
                task.disposition(),
                attempt,
                new Timer(Timer.Kind.ISSUE, attempt.id(), at(9)),
                Rows.entry("reserved", Subject.of(task.key())));
    }

    @Test
    void candidates_of_some_workspaces_are_left_out() {
        apply(waiting("a-1", "a"), waiting("b-1", "b"), waiting("c-1", "c"));
        TaskRecord backedOff = Rows.waiting(
                Rows.descriptor("a-2", "a", 0, SideEffects.IDEMPOTENT), "inc-1", at(1), at(2), new int[] {1, 0, 0});
        apply(backedOff);

        assertThat(candidates(Set.of("a", "c"))).containsExactly("b-1");
        assertThat(candidates(Set.of("b"))).containsExactly("a-1", "a-2", "c-1");
        assertThat(candidates(Set.of())).hasSize(4);
    }

    private List<String> candidates(Set<String> except) {
        return store.candidates(new CandidateQuery("inc-1", at(9), false, 3, false, except, 10)).stream()
                .map(task -> task.key().externalId())
                .toList();
    }
}
