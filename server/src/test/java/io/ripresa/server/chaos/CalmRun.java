package io.ripresa.server.chaos;

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
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskDescriptor.Safety;
import io.ripresa.model.TaskDescriptor.Timing;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.server.depot.Errand;
import io.ripresa.server.depot.LedgerEntry;
import io.ripresa.server.depot.Mood;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The evidence of a run in which all went right: every third task failed in an outage and came back by one attempt. */
final class CalmRun {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** When the failed ones come back; the first at this second after noon, then one a second. */
    static final int BACK = 30;

    final List<ChaosTask> tasks = ChaosTask.some(1, 120, Duration.ofSeconds(20));
    final Map<String, TaskStory> stories = new LinkedHashMap<>();
    final List<LedgerEntry> ledger = new ArrayList<>();
    final List<Happening> happenings = new ArrayList<>();
    final Map<String, Evidence.Order> orders = new LinkedHashMap<>();
    final List<String> dead = new ArrayList<>();
    long counted = tasks.size();

    @Nullable Duration settledAfter = Duration.ofSeconds(5);

    CalmRun() {
        int number = 0;
        for (ChaosTask task : tasks) {
            Instant at = NOON.plus(task.submitAfter());
            if (task.failsAnyway()) {
                boolean data = task.errand().equals(Errand.ADDRESS);
                call(task, 1, at, data ? 422 : 401, LedgerEntry.Effect.NONE);
                put(task, data ? Disposition.QUARANTINED : Disposition.HELD, 1, List.of(), failure(task, 1, at));
            } else if (number++ % 3 == 0 && !task.isUnsafe()) {
                call(task, 1, at, 503, LedgerEntry.Effect.NONE);
                recover(task, NOON.plusSeconds(BACK + number));
            } else {
                call(task, 1, at, 200, LedgerEntry.Effect.APPLIED);
                put(task, Disposition.UNAFFECTED, 1, List.of(), null);
            }
        }
    }

    List<Violation> judge() {
        return new ChaosJudge(new Evidence(
                        List.copyOf(stories.values()), ledger, happenings, orders, counted, settledAfter, dead))
                .violations();
    }

    /** The first that stands so. */
    ChaosTask first(Disposition disposition, Errand errand) {
        return stories.values().stream()
                .filter(story -> story.is(disposition) && story.task().errand().equals(errand))
                .findFirst()
                .orElseThrow()
                .task();
    }

    TaskStory of(ChaosTask task) {
        TaskStory story = stories.get(task.id());
        if (story == null) {
            throw new AssertionError(task);
        }
        return story;
    }

    void recover(ChaosTask task, Instant at) {
        call(task, 2, at, 200, LedgerEntry.Effect.APPLIED);
        put(task, Disposition.RECOVERED, 2, List.of(attempt(task, 1, at.minusMillis(20))), failure(task, 1, at));
    }

    Attempt attempt(ChaosTask task, int ordinal, Instant at) {
        Attempt attempt = Attempt.reserve(
                        key(task),
                        new Attempt.Order(ordinal, ordinal, ordinal),
                        new Attempt.Passage("inc-1", List.of(), false, at, null))
                .issued(at)
                .verified(new Attempt.Result(Outcome.RECOVERED, at, ""));
        orders.put(attempt.id(), new Evidence.Order(at.plusMillis(10), at.plusSeconds(5)));
        return attempt;
    }

    void call(ChaosTask task, int run, Instant at, int status, LedgerEntry.Effect effect) {
        ledger.add(new LedgerEntry(
                at,
                Mood.UP,
                new LedgerEntry.Call(task.errand().method(), task.errand().path(task.id()), task.id(), "", run),
                status,
                effect,
                150));
    }

    void put(
            ChaosTask task,
            Disposition disposition,
            int runs,
            List<Attempt> attempts,
            @Nullable FailureRecord failure) {
        List<TaskExecutionTrace> traces = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            int number = run;
            Instant began = ledger.stream()
                    .filter(e -> e.call().task().equals(task.id()) && e.call().run() == number)
                    .map(LedgerEntry::at)
                    .findFirst()
                    .orElse(NOON);
            String attempt = attempts.stream()
                    .filter(a -> a.order().causingRun() + 1 == number)
                    .map(Attempt::id)
                    .findFirst()
                    .orElse(null);
            traces.add(TaskExecutionTrace.started(new RunKey(key(task), run), "w", attempt, began.minusMillis(5)));
        }
        stories.put(
                task.id(),
                new TaskStory(
                        task,
                        record(task, disposition, runs, failure == null ? null : failure.diagnosis()),
                        attempts,
                        failure == null ? List.of() : List.of(failure),
                        traces));
    }

    static FailureRecord failure(ChaosTask task, int run, Instant at) {
        Diagnosis diagnosis = new Diagnosis(
                task.failsAnyway() ? Category.AUTH : Category.NETWORK,
                task.failsAnyway() ? Recoverability.AFTER_FIX : Recoverability.AUTO,
                Effect.NONE,
                "v1:test",
                new Diagnosis.Source(new Dependency("localhost:1"), null),
                null,
                new Diagnosis.Reasoning(List.of("test"), "for the test"));
        return new FailureRecord(new RunKey(key(task), run), FailureKind.REPORTED, at, diagnosis, "inc-1", null);
    }

    private static TaskRecord record(ChaosTask task, Disposition disposition, int runs, @Nullable Diagnosis diagnosis) {
        TaskDescriptor descriptor = new TaskDescriptor(
                key(task),
                task.workspace(),
                task.errand().type(),
                0,
                Safety.of(task.errand().sideEffects()),
                new Timing(NOON, Duration.ofSeconds(30), null),
                List.of());
        TaskRecord.Trouble trouble =
                diagnosis == null ? null : new TaskRecord.Trouble("inc-1", NOON, NOON, null, diagnosis, 0);
        return new TaskRecord(
                descriptor,
                disposition,
                "",
                NOON,
                new TaskRecord.Runs(runs, NOON, Math.max(0, runs - 1), 0),
                trouble,
                null,
                1);
    }

    private static TaskKey key(ChaosTask task) {
        return new TaskKey("native", task.id());
    }
}
