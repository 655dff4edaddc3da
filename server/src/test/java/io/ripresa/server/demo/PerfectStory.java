package io.ripresa.server.demo;

import io.ripresa.model.Attempt;
import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Disposition;
import io.ripresa.model.Effect;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Outcome;
import io.ripresa.model.Recoverability;
import io.ripresa.model.RunKey;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskDescriptor.Safety;
import io.ripresa.model.TaskDescriptor.Timing;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.server.depot.LedgerEntry;
import io.ripresa.server.depot.Mood;
import io.ripresa.server.depot.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What ledger and store hold after a story in which all went right; tests then spoil one thing. */
final class PerfectStory {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final DemoPlan plan = DemoPlan.of("demo", 300, Duration.ofSeconds(30), 1);
    final Outage outage = Outage.of(NOON, Duration.ofSeconds(30));
    final List<LedgerEntry> ledger = new ArrayList<>();
    final Map<String, TaskFacts> facts = new LinkedHashMap<>();
    private int recovered;

    PerfectStory() {
        for (PlannedTask task : plan.tasks()) {
            Instant at = NOON.plus(task.timing().submitAfter());
            boolean inOutage = outage.moodAt(at) != Mood.UP;
            TaskFacts f = switch (task.part()) {
                case SOUND -> inOutage ? recovered(task, at) : succeeded(task, at);
                case UNSAFE_MID_FLIGHT -> {
                    call(task, at, 0, LedgerEntry.Effect.APPLIED);
                    yield failed(task, at, Disposition.ESCALATED, Category.TIMEOUT, Recoverability.AUTO);
                }
                case BAD_DATA -> {
                    call(task, at, 422, LedgerEntry.Effect.NONE);
                    yield failed(task, at, Disposition.QUARANTINED, Category.DATA_CORRUPTION, Recoverability.NEVER);
                }
                case REVOKED -> {
                    call(task, at, 401, LedgerEntry.Effect.NONE);
                    yield failed(task, at, Disposition.HELD, Category.AUTH, Recoverability.AFTER_FIX);
                }
                case BUG -> failed(task, at, Disposition.HELD, Category.LOGIC_ERROR, Recoverability.AFTER_FIX);
                case EXPIRES, CANCELLED ->
                    failed(task, at, Disposition.NOT_NEEDED, Category.NETWORK, Recoverability.AUTO);
            };
            facts.put(task.id(), f);
        }
    }

    Judgement judge() {
        return Judgement.of(
                plan,
                outage,
                ledger.stream()
                        .sorted(java.util.Comparator.comparing(LedgerEntry::at))
                        .toList(),
                List.copyOf(facts.values()));
    }

    /** The first task of a part that stands so. */
    TaskFacts first(PlannedTask.Part part, Disposition disposition) {
        return facts.values().stream()
                .filter(f -> f.planned().part() == part && f.is(disposition))
                .findFirst()
                .orElseThrow();
    }

    void call(PlannedTask task, Instant at, int status, LedgerEntry.Effect effect) {
        String key = task.call().sideEffects() == SideEffects.KEYED ? task.id() : "";
        ledger.add(new LedgerEntry(
                at,
                outage.moodAt(at),
                new LedgerEntry.Call(task.call().method(), task.call().path(task.id()), task.id(), key, 1),
                status,
                effect,
                60));
    }

    private TaskFacts succeeded(PlannedTask task, Instant at) {
        call(task, at, 200, LedgerEntry.Effect.APPLIED);
        return new TaskFacts(
                task,
                record(task, at, Disposition.UNAFFECTED, 1, null),
                List.of(),
                List.of(),
                List.of(run(task, 1, at)));
    }

    private TaskFacts recovered(PlannedTask task, Instant at) {
        Instant back = outage.returnsAt().plusMillis(100L * recovered++);
        call(task, back, 200, LedgerEntry.Effect.APPLIED);
        TaskFacts f = failed(task, at, Disposition.RECOVERED, Category.NETWORK, Recoverability.AUTO);
        return new TaskFacts(
                task,
                record(task, at, Disposition.RECOVERED, 2, null),
                List.of(attempt(task, 1, 1, back, Outcome.RECOVERED)),
                f.failures(),
                List.of(run(task, 1, at), run(task, 2, back)));
    }

    private TaskFacts failed(
            PlannedTask task, Instant at, Disposition disposition, Category category, Recoverability recoverability) {
        Effect effect = category == Category.NETWORK ? Effect.NONE : Effect.POSSIBLE;
        Diagnosis diagnosis = new Diagnosis(
                category,
                recoverability,
                effect,
                "v1:" + category,
                new Diagnosis.Source(new Dependency("localhost:1"), null),
                null,
                new Diagnosis.Reasoning(List.of("test"), "for the test"));
        return new TaskFacts(
                task,
                record(task, at, disposition, 1, diagnosis),
                List.of(),
                List.of(new FailureRecord(
                        new RunKey(key(task), 1), FailureKind.REPORTED, at.plusSeconds(1), diagnosis, "inc-1", null)),
                List.of(run(task, 1, at)));
    }

    Attempt attempt(PlannedTask task, int ordinal, int causingRun, Instant at, Outcome outcome) {
        return Attempt.reserve(
                        key(task),
                        new Attempt.Order(ordinal, causingRun, ordinal),
                        new Attempt.Passage("inc-1", List.of(), false, at, null))
                .issued(at)
                .verified(new Attempt.Result(outcome, at, ""));
    }

    TaskRecord record(
            PlannedTask task, Instant at, Disposition disposition, int latestRun, @Nullable Diagnosis diagnosis) {
        TaskDescriptor descriptor = new TaskDescriptor(
                key(task),
                task.workspace(),
                task.call().type(),
                0,
                Safety.of(task.call().sideEffects()),
                new Timing(at, Duration.ofSeconds(30), null),
                List.of());
        TaskRecord.Trouble trouble =
                diagnosis == null ? null : new TaskRecord.Trouble("inc-1", at, at, null, diagnosis, 0);
        return new TaskRecord(
                descriptor,
                disposition,
                "",
                at,
                new TaskRecord.Runs(latestRun, at, latestRun - 1, 0),
                trouble,
                null,
                1);
    }

    private static TaskExecutionTrace run(PlannedTask task, int number, Instant at) {
        return TaskExecutionTrace.started(new RunKey(key(task), number), "w-1", null, at);
    }

    private static TaskKey key(PlannedTask task) {
        return new TaskKey("ripresa", task.id());
    }
}
