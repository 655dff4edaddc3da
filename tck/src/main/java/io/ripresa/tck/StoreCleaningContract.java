package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Cause;
import io.ripresa.model.Disposition;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.RunKey;
import io.ripresa.model.RunState;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryReadModel.DispositionCount;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.spi.RecoveryStore.Cutoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deleting what is over and old. */
abstract class StoreCleaningContract extends StoreReadModelContract {

    /** Rows of the tests are from before this, unless they say otherwise. */
    private static final Cutoff CUTOFF = new Cutoff(at(1000), at(1000));

    private static final Cause CAUSE = Rows.cause("db");

    private static TaskRecord over(String id, String incidentId) {
        return Rows.waiting(id, incidentId)
                .moved(Disposition.IN_ATTEMPT, "", at(1))
                .moved(Disposition.RECOVERED, "", at(2));
    }

    private static TaskRecord overAlone(String id) {
        return over(id, "none").withTrouble(null);
    }

    private static Incident resolved(Cause cause, long number, long seconds) {
        return Rows.incident(cause, number, at(0)).moved(IncidentState.RESOLVED, "", at(seconds));
    }

    @Test
    void a_task_that_is_over_goes_with_all_that_is_its() {
        String attempt = Rows.attempt("gone", 1, 1, at(1)).id();
        for (String id : List.of("gone", "kept")) {
            TaskRecord task = id.equals("kept") ? Rows.waiting(id, "inc-1").withTrouble(null) : overAlone(id);
            apply(new Changes()
                    .task(task)
                    .run(Rows.run(id, 1).ended(RunState.FAILED, at(3)))
                    .attempt(Rows.attempt(id, 1, 1, at(1)))
                    .failure(Rows.failure(id, 1, "inc-1", "text"))
                    .journal(Rows.entry("about " + id, new Subject(Rows.key(id), "inc-1", null, null)))
                    .timer(new Timer(Timer.Kind.RERUN, Rows.key(id).toString(), at(5)))
                    .timer(new Timer(Timer.Kind.EXPIRY, Rows.key(id).toString(), at(5)))
                    .timer(new Timer(Timer.Kind.LIVENESS, new RunKey(Rows.key(id), 1).toString(), at(5)))
                    .timer(new Timer(
                            Timer.Kind.ISSUE, Rows.attempt(id, 1, 1, at(1)).id(), at(5)))
                    .timer(new Timer(
                            Timer.Kind.VERIFY, Rows.attempt(id, 1, 1, at(1)).id(), at(5))));
        }

        assertThat(store.clean(CUTOFF, 10)).isEqualTo(1);

        TaskKey gone = Rows.key("gone");
        assertThat(store.tasks(List.of(gone))).isEmpty();
        assertThat(store.runsOf(gone)).isEmpty();
        assertThat(store.attemptsOf(gone)).isEmpty();
        assertThat(store.attempts(List.of(attempt))).isEmpty();
        assertThat(store.failuresOf(gone)).isEmpty();
        assertThat(store.journalOf(gone, null, 10)).isEmpty();
        assertThat(store.dispositionCounts()).containsExactly(new DispositionCount("acme", Disposition.WAITING, 1));
        TaskKey kept = Rows.key("kept");
        assertThat(store.runsOf(kept)).hasSize(1);
        assertThat(store.attemptsOf(kept)).hasSize(1);
        assertThat(store.failuresOf(kept)).hasSize(1);
        assertThat(store.journalOf(kept, null, 10)).hasSize(1);
        assertThat(store.samplesOf("inc-1", 10)).hasSize(1);
        clock.set(at(2000));
        assertThat(store.due("n-1", Duration.ofSeconds(1), 100).timers())
                .hasSize(5)
                .noneMatch(timer ->
                        timer.subject().contains("gone") || timer.subject().equals(attempt));
        assertThat(store.clean(CUTOFF, 10)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Disposition.class)
    void only_what_is_terminal_goes_however_old_the_rest_is(Disposition disposition) {
        TaskRecord task = new TaskRecord(
                Rows.task("t").descriptor(),
                disposition,
                "",
                at(1),
                Rows.waiting("t", "i").runs(),
                null,
                null,
                0);
        apply(task);
        // Neither of an incident that is not there: nobody says that it is over.
        TaskRecord member = new TaskRecord(
                Rows.task("u").descriptor(),
                disposition,
                "",
                at(1),
                task.runs(),
                Rows.waiting("u", "inc-unknown").trouble(),
                null,
                0);
        apply(member);

        assertThat(store.clean(CUTOFF, 10)).isEqualTo(disposition.isTerminal() ? 1 : 0);
        assertThat(store.tasks(List.of(Rows.key("t"), Rows.key("u")))).hasSize(disposition.isTerminal() ? 1 : 2);
    }

    @Test
    void a_task_that_never_had_trouble_goes_when_its_run_has_ended() {
        for (String id : List.of("ended", "late", "runs", "unseen")) {
            TaskRecord known = Rows.task(id).withRuns(new TaskRecord.Runs(1, at(1), 0, 0));
            Changes changes = new Changes().task(known);
            switch (id) {
                case "ended" -> changes.run(Rows.run(id, 1).ended(RunState.SUCCEEDED, at(999)));
                case "late" -> changes.run(Rows.run(id, 1).ended(RunState.SUCCEEDED, at(1000)));
                case "runs" -> changes.run(Rows.run(id, 1));
                default -> {}
            }
            apply(changes);
        }

        assertThat(store.clean(CUTOFF, 10)).isEqualTo(1);
        assertThat(store.tasks(List.of(Rows.key("ended")))).isEmpty();
        assertThat(store.clean(new Cutoff(at(1001), at(1001)), 10)).isEqualTo(1);
        assertThat(store.tasks(List.of(Rows.key("runs"), Rows.key("unseen")))).hasSize(2);
    }

    @Test
    void what_is_young_or_under_way_stays() {
        apply(overAlone("young").moved(Disposition.RECOVERED, "", at(1000)));
        apply(overAlone("live").withLiveAttempt("a-1"));
        apply(new Changes()
                .task(overAlone("late-run"))
                .run(Rows.run("late-run", 1).ended(RunState.SUCCEEDED, at(1000))));

        assertThat(store.clean(CUTOFF, 10)).isZero();
        assertThat(store.clean(new Cutoff(at(1001), at(1001)), 10)).isEqualTo(2);
        assertThat(store.tasks(List.of(Rows.key("live")))).hasSize(1);
    }

    @Test
    void nothing_of_an_incident_goes_before_it_has_been_over_for_so_long() {
        Incident open = Rows.incident(CAUSE, 1, at(0));
        apply(new Changes()
                .incident(open)
                .task(over("t-1", open.id()))
                .task(over("t-2", open.id()))
                .journal(Rows.entry("about it", new Subject(null, open.id(), null, null))));
        assertThat(store.clean(CUTOFF, 10)).isZero();

        Incident stored = storedIncident(open.id());
        apply(new Changes().incident(stored.moved(IncidentState.RESOLVED, "", at(1000))));
        assertThat(store.clean(CUTOFF, 10)).isZero();

        assertThat(store.clean(new Cutoff(at(1001), at(1000)), 10)).isEqualTo(2);
        assertThat(store.tasks(List.of(Rows.key("t-1"), Rows.key("t-2")))).isEmpty();
        assertThat(store.incidents(List.of(open.id())))
                .as("the latest of its cause says what happened last")
                .hasSize(1);
    }

    @Test
    void a_late_member_of_an_incident_without_members_goes_in_its_turn() {
        Incident first = resolved(CAUSE, 1, 5);
        apply(new Changes().incident(first).task(over("t-1", first.id())));
        assertThat(store.clean(CUTOFF, 10)).isEqualTo(1);
        assertThat(store.clean(CUTOFF, 10)).isZero();

        Incident again = storedIncident(first.id()).moved(IncidentState.RECOVERING, "late", at(6));
        apply(new Changes().incident(again).task(over("t-2", first.id())));
        assertThat(store.clean(CUTOFF, 10)).isZero();
        apply(new Changes().incident(storedIncident(first.id()).moved(IncidentState.RESOLVED, "", at(7))));

        assertThat(store.clean(CUTOFF, 10)).isEqualTo(1);
        assertThat(store.tasks(List.of(Rows.key("t-2")))).isEmpty();
    }

    @Test
    void an_incident_goes_when_it_is_over_without_members_and_not_the_latest_of_its_cause() {
        Incident members = resolved(CAUSE, 1, 5);
        Incident empty = resolved(CAUSE, 2, 6);
        Incident young = resolved(CAUSE, 3, 1000);
        Incident open = Rows.incident(CAUSE, 4, at(7));
        Incident latest = resolved(CAUSE, 5, 8);
        Incident elsewhere = resolved(Rows.cause("queue"), 1, 5);
        for (Incident incident : List.of(members, empty, young, open, latest, elsewhere)) {
            apply(new Changes()
                    .incident(incident)
                    .journal(Rows.entry("about it", new Subject(null, incident.id(), null, null))));
        }
        apply(Rows.waiting("t-1", members.id()).moved(Disposition.ESCALATED, "", at(1)));

        assertThat(store.clean(CUTOFF, 10)).isEqualTo(1);

        assertThat(store.incidents(
                        List.of(members.id(), empty.id(), young.id(), open.id(), latest.id(), elsewhere.id())))
                .doesNotContainKey(empty.id())
                .hasSize(5);
        assertThat(store.journalOf(null, empty.id(), 10)).isEmpty();
        assertThat(store.journalOf(null, latest.id(), 10)).hasSize(1);
        assertThat(store.latestIncidents(List.of(CAUSE)).values())
                .extracting(Incident::id)
                .containsExactly(latest.id());
    }

    @Test
    void tasks_and_incidents_are_kept_for_different_times() {
        Incident first = resolved(CAUSE, 1, 600);
        apply(new Changes().incident(first).task(over("t-1", first.id())));
        apply(new Changes().incident(resolved(CAUSE, 2, 700)));

        assertThat(store.clean(new Cutoff(at(1000), at(500)), 10)).isEqualTo(1);
        assertThat(store.incidents(List.of(first.id()))).hasSize(1);
        assertThat(store.clean(new Cutoff(at(1000), at(650)), 10)).isEqualTo(1);
        assertThat(store.incidents(List.of(first.id()))).isEmpty();
    }

    @Test
    void lines_about_neither_task_nor_incident_go_when_they_are_old() {
        apply(new Changes()
                .task(Rows.task("t-1"))
                .journal(Rows.entry("about a gate", new Subject(null, null, Rows.gateKey("db"), null)))
                .journal(Rows.entry("about a task", new Subject(Rows.key("t-1"), null, null, null)))
                .journal(Rows.entry("about an incident", new Subject(null, "inc-1", null, null))));

        assertThat(store.clean(new Cutoff(Rows.START, Rows.START), 10)).isZero();
        assertThat(store.clean(new Cutoff(Rows.START, at(1)), 10)).isEqualTo(1);
        assertThat(store.journalAfter(0, 10)).hasSize(2);
        assertThat(store.clean(new Cutoff(Rows.START, at(1)), 10)).isZero();
    }

    @Test
    void as_many_go_as_asked_until_nothing_is_left() {
        List<Incident> incidents = new ArrayList<>();
        Changes changes = new Changes();
        for (int number = 1; number <= 8; number++) {
            Incident incident = resolved(CAUSE, number, number);
            incidents.add(incident);
            apply(new Changes().incident(incident));
            for (int i = 0; i < 10; i++) {
                changes.task(over("m-" + number + "-" + i, incident.id()));
            }
        }
        for (int i = 0; i < 20; i++) {
            changes.task(overAlone("a-" + i));
        }
        apply(changes);

        List<Integer> gone = new ArrayList<>();
        do {
            gone.add(store.clean(CUTOFF, 7));
        } while (gone.get(gone.size() - 1) > 0 && gone.size() < 100);

        assertThat(gone)
                .allMatch(each -> each <= 14, "7 tasks and 7 incidents at most")
                .endsWith(0);
        assertThat(gone.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100 + 7);
        assertThat(store.findTasks(new TaskQuery(null, null, null, null, 1))).isEmpty();
        assertThat(store.dispositionCounts()).isEmpty();
        assertThat(store.findIncidents(false, 100))
                .extracting(Incident::id)
                .containsExactly(incidents.get(7).id());
    }

    @Test
    void what_is_changed_meanwhile_stays_whole() throws Exception {
        int tasks = 60;
        for (int i = 0; i < tasks; i++) {
            apply(new Changes()
                    .task(overAlone("t-" + i))
                    .run(Rows.run("t-" + i, 1).ended(RunState.SUCCEEDED, at(3))));
        }

        List<Integer> applied = atOnce(4, number -> {
            int count = 0;
            for (int i = 0; i < tasks; i++) {
                TaskKey key = Rows.key("t-" + i);
                if (number < 2) {
                    store.clean(CUTOFF, 3);
                } else if (i % 2 == number - 2) {
                    TaskRecord task = store.tasks(List.of(key)).get(key);
                    if (task != null
                            && store.commit(new Changes()
                                            .task(task.moved(Disposition.RECOVERED, "seen again", at(2000))))
                                    == CommitResult.APPLIED) {
                        count++;
                    }
                }
            }
            return count;
        });
        while (store.clean(CUTOFF, 50) > 0) {
            // until nothing is left
        }

        int kept = applied.stream().mapToInt(Integer::intValue).sum();
        List<TaskRecord> left = store.findTasks(new TaskQuery(null, null, null, null, 100));
        assertThat(left).hasSize(kept).allMatch(task -> task.note().equals("seen again"));
        assertThat(store.dispositionCounts().stream()
                        .mapToLong(DispositionCount::tasks)
                        .sum())
                .isEqualTo(kept);
        for (int i = 0; i < tasks; i++) {
            TaskKey key = Rows.key("t-" + i);
            assertThat(store.runsOf(key))
                    .hasSize(left.stream().anyMatch(task -> task.key().equals(key)) ? 1 : 0);
        }
    }

    private Incident storedIncident(String id) {
        return Objects.requireNonNull(store.incidents(List.of(id)).get(id));
    }
}
