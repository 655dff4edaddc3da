package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Attempt;
import io.ripresa.model.Breaker;
import io.ripresa.model.Cause;
import io.ripresa.model.Dependency;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Ramp;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryReadModel.DispositionCount;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people and pages read. */
abstract class StoreReadModelContract extends StoreCandidatesContract {

    // --- tasks ---

    @Test
    void dispositions_are_counted_by_workspace_and_sum_to_the_tasks() {
        apply(
                of("z-space", "t-1"),
                of("acme", "t-2"),
                of("acme", "t-3"),
                of("acme", "t-4").moved(Disposition.WAITING, "", at(1)),
                of("acme", "t-5").moved(Disposition.ESCALATED, "", at(1)),
                of("acme", "t-6").moved(Disposition.HELD, "", at(1)));

        assertThat(store.dispositionCounts())
                .containsExactly(
                        new DispositionCount("acme", Disposition.UNAFFECTED, 2),
                        new DispositionCount("acme", Disposition.WAITING, 1),
                        new DispositionCount("acme", Disposition.HELD, 1),
                        new DispositionCount("acme", Disposition.ESCALATED, 1),
                        new DispositionCount("z-space", Disposition.UNAFFECTED, 1));

        apply(storedTask("t-4").moved(Disposition.HELD, "", at(2)));
        assertThat(store.dispositionCounts())
                .contains(new DispositionCount("acme", Disposition.HELD, 2))
                .noneMatch(count -> count.disposition() == Disposition.WAITING);
        assertThat(store.dispositionCounts().stream()
                        .mapToLong(DispositionCount::tasks)
                        .sum())
                .isEqualTo(6);
    }

    @Test
    void tasks_are_found_by_workspace_disposition_and_incident_in_the_order_of_their_keys() {
        apply(
                Rows.waiting("b", "inc-1"),
                Rows.waiting("a", "inc-2"),
                Rows.waiting("c", "inc-1").moved(Disposition.HELD, "", at(1)),
                of("other", "d"),
                TaskRecord.known(
                        new TaskDescriptor(
                                new TaskKey("another-system", "z"),
                                "acme",
                                "invoice",
                                0,
                                TaskDescriptor.Safety.UNSAFE,
                                Rows.task("z").descriptor().timing(),
                                List.of()),
                        at(0)));

        assertThat(ids(new TaskQuery(null, null, null, null, 10))).containsExactly("z", "a", "b", "c", "d");
        assertThat(ids(new TaskQuery("acme", null, null, null, 10))).containsExactly("z", "a", "b", "c");
        assertThat(ids(new TaskQuery(null, Disposition.WAITING, null, null, 10)))
                .containsExactly("a", "b");
        assertThat(ids(new TaskQuery(null, null, "inc-1", null, 10))).containsExactly("b", "c");
        assertThat(ids(new TaskQuery("acme", Disposition.HELD, "inc-1", null, 10)))
                .containsExactly("c");
        assertThat(ids(new TaskQuery("other", null, "inc-1", null, 10))).isEmpty();
        assertThat(ids(new TaskQuery(null, null, "inc-absent", null, 10))).isEmpty();
    }

    @Test
    void tasks_are_paged_by_the_key_of_the_last_one() {
        List<TaskRecord> rows = new ArrayList<>();
        for (String id : List.of("B", "a", "a/b", "a b", "ä", "Z", "_", "10", "9", "zz", "日本")) {
            rows.add(Rows.waiting(id, "inc-1"));
        }
        apply(rows.toArray(new TaskRecord[0]));
        List<TaskKey> sorted = rows.stream().map(TaskRecord::key).sorted().toList();

        for (String incident : new String[] {null, "inc-1"}) {
            List<TaskKey> paged = new ArrayList<>();
            TaskKey after = null;
            while (true) {
                List<TaskRecord> page = store.findTasks(new TaskQuery("acme", null, incident, after, 3));
                if (page.isEmpty()) {
                    break;
                }
                assertThat(page).hasSizeLessThanOrEqualTo(3);
                page.forEach(task -> paged.add(task.key()));
                after = page.get(page.size() - 1).key();
            }
            assertThat(paged).isEqualTo(sorted);
        }
        assertThat(ids(new TaskQuery(null, null, null, new TaskKey("a-system-before", "zzz"), 1)))
                .containsExactly("10");
        assertThat(ids(new TaskQuery(null, null, null, new TaskKey("z-system-after", "a"), 1)))
                .isEmpty();
    }

    // --- incidents and gates ---

    @Test
    void open_incidents_come_first_then_the_newest() {
        Incident oldOpen = Rows.incident(Rows.cause("a"), 1, at(1)).moved(IncidentState.NEEDS_PERSON, "", at(9));
        Incident newOpen = Rows.incident(Rows.cause("b"), 1, at(5));
        Incident oldResolved = Rows.incident(Rows.cause("c"), 1, at(2)).moved(IncidentState.RESOLVED, "", at(9));
        Incident newResolved = Rows.incident(Rows.cause("d"), 1, at(8)).moved(IncidentState.RESOLVED, "", at(9));
        apply(new Changes()
                .incident(oldResolved)
                .incident(newOpen)
                .incident(newResolved)
                .incident(oldOpen));

        assertThat(store.findIncidents(false, 10))
                .extracting(Incident::id)
                .containsExactly(newOpen.id(), oldOpen.id(), newResolved.id(), oldResolved.id());
        assertThat(store.findIncidents(true, 10)).extracting(Incident::id).containsExactly(newOpen.id(), oldOpen.id());
        assertThat(store.findIncidents(true, 1)).containsExactly(newOpen.withVersion(1));
        assertThat(store.findIncidents(false, 3)).hasSize(3);

        apply(new Changes().incident(newOpen.withVersion(1).moved(IncidentState.RESOLVED, "", at(10))));
        assertThat(store.findIncidents(true, 10)).extracting(Incident::id).containsExactly(oldOpen.id());
    }

    @Test
    void the_latest_incident_of_a_cause_is_the_one_created_last_open_or_resolved() {
        Cause gated = Rows.cause("api:443");
        Cause ungated = new Cause.Ungated("acme", "v1:aa");
        Incident first = Rows.incident(gated, 1, at(1)).moved(IncidentState.RESOLVED, "", at(2));
        Incident second = Rows.incident(gated, 2, at(2));
        apply(new Changes().incident(first));
        assertThat(store.latestIncidents(List.of(gated))).containsExactly(Map.entry(gated.id(), first.withVersion(1)));

        apply(new Changes().incident(second).incident(Rows.incident(ungated, 1, at(0))));
        apply(new Changes().incident(first.withVersion(1)));

        assertThat(store.latestIncidents(List.of(ungated, gated, Rows.cause("absent:1"))))
                .containsExactly(
                        Map.entry(ungated.id(), Rows.incident(ungated, 1, at(0)).withVersion(1)),
                        Map.entry(gated.id(), second.withVersion(1)));
        apply(new Changes().incident(second.withVersion(1).moved(IncidentState.RESOLVED, "", at(3))));
        assertThat(store.latestIncidents(List.of(gated)).get(gated.id()))
                .satisfies(incident -> assertThat(incident.id()).isEqualTo(second.id()))
                .satisfies(incident -> assertThat(incident.state()).isEqualTo(IncidentState.RESOLVED));
    }

    @Test
    void gates_come_by_key() {
        for (String dependency : List.of("b", "a:1", "a", "c", "_x")) {
            apply(new Changes().gate(Rows.gate(dependency)));
        }
        Gate scoped = Gate.create(GateKey.account(new Dependency("a"), "acme"));
        apply(new Changes().gate(scoped));

        List<Gate> all = store.findGates(10);
        assertThat(all).extracting(Gate::key).isSorted().hasSize(6).contains(scoped.key());
        assertThat(store.findGates(2)).isEqualTo(all.subList(0, 2));
    }

    @Test
    void restless_gates_are_those_that_are_not_quiet() {
        Ramp ramp = Rows.fullGate("x").ramp();
        apply(new Changes()
                .gate(Rows.gate("e-quiet"))
                .gate(Rows.gate("d-open").moved(Breaker.OPEN, at(1)))
                .gate(Rows.gate("c-ramp").withRamp(ramp))
                .gate(Rows.gate("b-incident").withEpisode(new Gate.Episode(1, "inc-1", at(1))))
                .gate(Rows.gate("a-held").withTraffic(new Gate.Traffic(0, true, List.of()))));

        assertThat(store.restlessGates())
                .extracting(gate -> gate.key().dependency().name())
                .containsExactly("b-incident", "c-ramp", "d-open");

        Gate ramped = store.restlessGates().get(1);
        assertThat(ramped.ramp()).isEqualTo(ramp);
        apply(new Changes().gate(ramped.withRamp(null)));
        assertThat(store.restlessGates()).hasSize(2);
    }

    @Test
    void gates_with_a_warning_come_by_key() {
        for (String dependency : List.of("c", "a", "b")) {
            Gate gate = Rows.gate(dependency);
            apply(new Changes().gate(gate.withLearned(gate.learned().withCalls(Rows.fullCalls()))));
        }
        apply(new Changes().gate(Rows.gate("a-usual")));

        List<Gate> warned = store.gatesWithWarning(10);
        assertThat(warned).extracting(gate -> gate.key().dependency().name()).containsExactly("a", "b", "c");
        assertThat(warned.get(0).learned().calls()).isEqualTo(Rows.fullCalls());
        assertThat(store.gatesWithWarning(2)).isEqualTo(warned.subList(0, 2));

        Gate opened = warned.get(0).moved(Breaker.OPEN, at(50));
        apply(new Changes().gate(opened));
        assertThat(store.gatesWithWarning(10)).hasSize(2);
    }

    // --- runs, attempts, failures ---

    @Test
    void the_runs_of_a_task_come_first_to_last() {
        apply(new Changes()
                .run(Rows.run("t-1", 10))
                .run(Rows.run("t-1", 2))
                .run(Rows.run("t-1", 1))
                .run(Rows.run("t-11", 1)));

        assertThat(store.runsOf(Rows.key("t-1")))
                .extracting(run -> run.run().number())
                .containsExactly(1, 2, 10);
        assertThat(store.runsOf(Rows.key("absent"))).isEmpty();
    }

    @Test
    void the_attempts_of_a_task_come_first_to_last() {
        Attempt second = Rows.attempt("t-1", 2, 2, at(1));
        Attempt first = Rows.attempt("t-1", 1, 1, at(5));
        Attempt held = Rows.attempt("t-1", 0, 0, at(3));
        apply(new Changes().attempt(second).attempt(held).attempt(first).attempt(Rows.attempt("t-2", 1, 1, at(9))));

        assertThat(store.attemptsOf(Rows.key("t-1")))
                .containsExactly(held.withVersion(1), first.withVersion(1), second.withVersion(1));
        assertThat(store.latestAttempts(2))
                .containsExactly(Rows.attempt("t-2", 1, 1, at(9)).withVersion(1), first.withVersion(1));
        apply(new Changes().attempt(held.withVersion(1).issued(at(50))));
        assertThat(store.latestAttempts(10))
                .extracting(attempt -> attempt.passage().reservedAt())
                .containsExactly(at(9), at(5), at(3), at(1));
    }

    @Test
    void failures_come_first_to_last_and_samples_only_where_kept() {
        FailureRecord second = Rows.failure("t-1", 2, "inc-1", "text 2");
        FailureRecord first = Rows.failure("t-1", 1, "inc-1", null);
        FailureRecord other = Rows.failure("t-0", 5, "inc-1", "text 5");
        FailureRecord elsewhere = Rows.failure("t-0", 1, "inc-2", "text");
        apply(new Changes().failure(second).failure(other).failure(first).failure(elsewhere));

        assertThat(store.failuresOf(Rows.key("t-1"))).containsExactly(first, second);
        assertThat(store.failuresOf(Rows.key("t-0"))).containsExactly(elsewhere, other);
        assertThat(store.samplesOf("inc-1", 10)).containsExactly(second, other);
        assertThat(store.samplesOf("inc-1", 1)).containsExactly(second);
        assertThat(store.samplesOf("absent", 10)).isEmpty();
    }

    // --- journal ---

    @Test
    void the_journal_keeps_its_order_over_commits_and_pages() {
        List<String> texts = new ArrayList<>();
        for (int batch = 0; batch < 5; batch++) {
            Changes changes = new Changes();
            for (int i = 0; i < 7; i++) {
                texts.add("entry " + texts.size());
                changes.journal(Rows.entry(texts.get(texts.size() - 1), Subject.NONE));
            }
            apply(changes);
        }

        List<JournalEntry> all = store.journalAfter(0, 1000);
        assertThat(all).extracting(JournalEntry::text).isEqualTo(texts);
        assertThat(all)
                .extracting(JournalEntry::sequence)
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(n -> n > 0);
        List<JournalEntry> paged = new ArrayList<>();
        long after = 0;
        while (true) {
            List<JournalEntry> page = store.journalAfter(after, 4);
            if (page.isEmpty()) {
                break;
            }
            paged.addAll(page);
            after = page.get(page.size() - 1).sequence();
        }
        assertThat(paged).isEqualTo(all);
        assertThat(store.journalAfter(after, 10)).isEmpty();
    }

    @Test
    void the_journal_of_a_task_or_an_incident_is_newest_first() {
        TaskKey task = Rows.key("t-1");
        apply(new Changes()
                .journal(Rows.entry("1", Subject.of(task)))
                .journal(Rows.entry("2", Subject.incident("inc-1")))
                .journal(Rows.entry("3", new Subject(task, "inc-1", Rows.gateKey("a"), "attempt")))
                .journal(Rows.entry("4", Subject.of(Rows.key("t-2"))))
                .journal(Rows.entry("5", Subject.NONE)));
        apply(new Changes().journal(Rows.entry("6", Subject.of(task))));

        assertThat(texts(task, null, 10)).containsExactly("6", "3", "1");
        assertThat(texts(task, null, 2)).containsExactly("6", "3");
        assertThat(texts(null, "inc-1", 10)).containsExactly("3", "2");
        assertThat(texts(null, "absent", 10)).isEmpty();
    }

    @Test
    void the_journal_of_both_or_neither_is_refused() {
        assertThatThrownBy(() -> store.journalOf(null, null, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.journalOf(Rows.key("t-1"), "inc-1", 10))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> texts(@Nullable TaskKey task, @Nullable String incident, int limit) {
        return store.journalOf(task, incident, limit).stream()
                .map(JournalEntry::text)
                .toList();
    }

    private List<String> ids(TaskQuery query) {
        return store.findTasks(query).stream()
                .map(task -> task.key().externalId())
                .toList();
    }

    private static TaskRecord of(String workspace, String id) {
        return TaskRecord.known(Rows.descriptor(id, workspace, 0, SideEffects.IDEMPOTENT), at(0));
    }
}
