package io.ripresa.web;

import io.ripresa.Ripresa;
import io.ripresa.model.Attempt;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.orchestrate.Operator;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSubmitter;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem;
import io.ripresa.web.Pages.Person;
import io.ripresa.web.Pages.PersonRequest;
import io.ripresa.web.Views.AttemptView;
import io.ripresa.web.Views.FailureView;
import io.ripresa.web.Views.JournalView;
import io.ripresa.web.Views.RunView;
import io.ripresa.web.Views.TaskDetail;
import io.ripresa.web.Views.TaskView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tasks: submit, find, look at, and what a person may do. A task is addressed by its system and its id there; the
 * system may be left out where only one is connected.
 */
@RestController
@RequestMapping("/api/v1/tasks")
final class TaskController {

    private static final int MAX_BATCH = 1000;
    private static final int JOURNAL_LINES = 200;

    private final Ripresa ripresa;
    private final RecoveryStore store;
    private final LiveFeed feed;

    TaskController(Ripresa ripresa, RecoveryStore store, LiveFeed feed) {
        this.ripresa = ripresa;
        this.store = store;
        this.feed = feed;
    }

    @PostMapping
    ResponseEntity<Object> submit(@RequestBody TaskRequests body) {
        TaskSubmitter submitter = submitter();
        if (body.tasks().isEmpty() || body.tasks().size() > MAX_BATCH) {
            throw ProblemException.badField(
                    "body",
                    body.tasks().size() + " tasks",
                    "The list has " + body.tasks().size() + " tasks.",
                    "Send 1 to " + MAX_BATCH + " tasks at once.");
        }
        List<Submission> submissions = new ArrayList<>();
        for (int i = 0; i < body.tasks().size(); i++) {
            submissions.add(body.tasks().get(i).toSubmission(body.list() ? "[" + i + "]." : ""));
        }
        List<TaskSubmitter.Accepted> answers = submitter.submit(submissions);
        List<Pages.AcceptedTask> accepted = answers.stream()
                .map(a -> new Pages.AcceptedTask(a.task().externalId(), a.task().toString(), a.created()))
                .toList();
        boolean created = answers.stream().anyMatch(TaskSubmitter.Accepted::created);
        ripresa.wake();
        return ResponseEntity.status(created ? 201 : 200)
                .body(body.list() ? new Pages.Accepted(accepted) : accepted.get(0));
    }

    @GetMapping
    Pages.Tasks find(
            @RequestParam(required = false) @Nullable String workspace,
            @RequestParam(required = false) @Nullable Disposition disposition,
            @RequestParam(required = false) @Nullable String incident,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        int bounded = Limits.check("limit", limit, 1000);
        TaskKey from = after == null ? null : TaskKey.parse(after);
        List<TaskRecord> found = store.findTasks(new TaskQuery(workspace, disposition, incident, from, bounded));
        String next = found.size() < bounded
                ? null
                : found.get(found.size() - 1).key().toString();
        return new Pages.Tasks(found.stream().map(TaskView::of).toList(), next);
    }

    @GetMapping("/{id}")
    TaskDetail get(@PathVariable String id) {
        return detail(key(null, id));
    }

    @GetMapping("/{system}/{id}")
    TaskDetail get(@PathVariable String system, @PathVariable String id) {
        return detail(key(system, id));
    }

    @PostMapping("/{id}/{action}")
    TaskView act(
            @PathVariable String id,
            @PathVariable String action,
            @RequestBody PersonRequest body,
            HttpServletRequest request) {
        return act(key(null, id), action, body.by(request));
    }

    @PostMapping("/{system}/{id}/{action}")
    TaskView act(
            @PathVariable String system,
            @PathVariable String id,
            @PathVariable String action,
            @RequestBody PersonRequest body,
            HttpServletRequest request) {
        return act(key(system, id), action, body.by(request));
    }

    private TaskView act(TaskKey key, String action, Person person) {
        Operator operator = ripresa.operator();
        find(key);
        switch (action) {
            case "retry" -> operator.retry(key, person.actor(), person.reason());
            case "complete" -> operator.complete(key, person.actor(), person.reason());
            case "abandon" -> operator.abandon(key, person.actor(), person.reason());
            case "cancel" -> cancel(key, person);
            case "let-go" -> operator.letGo(key, person.actor(), person.reason());
            default ->
                throw new ProblemException(new Problem(
                        404,
                        "Not found",
                        "There is no action \"" + action + "\" for a task.",
                        "action",
                        action,
                        "Use cancel, retry, complete, abandon or let-go."));
        }
        ripresa.wake();
        feed.changed();
        return TaskView.of(find(key));
    }

    private void cancel(TaskKey key, Person person) {
        if (!submitter().cancel(key, person.reason() + " (" + person.actor() + ")")) {
            throw ProblemException.conflict(
                    "Task " + key + " has ended or is not known to the task system.",
                    "Nothing needs to be done; abandon it where recovery should forget it.");
        }
    }

    private TaskDetail detail(TaskKey key) {
        TaskRecord task = find(key);
        List<FailureRecord> failures = store.failuresOf(key);
        List<Attempt> attempts = store.attemptsOf(key);
        return new TaskDetail(
                TaskView.of(task),
                failures.isEmpty() ? null : CircumstancesView.of(store, task, failures, attempts),
                store.runsOf(key).stream().map(RunView::of).toList(),
                failures.stream().map(FailureView::of).toList(),
                attempts.stream().map(AttemptView::of).toList(),
                store.journalOf(key, null, JOURNAL_LINES).stream()
                        .map(JournalView::of)
                        .toList());
    }

    private TaskRecord find(TaskKey key) {
        TaskRecord task = store.tasks(List.of(key)).get(key);
        if (task == null) {
            throw ProblemException.notFound("task", key.toString());
        }
        return task;
    }

    private TaskKey key(@Nullable String system, String id) {
        if (system != null) {
            return new TaskKey(system, id);
        }
        List<TaskSystem> systems = ripresa.taskSystems();
        if (systems.size() != 1) {
            throw ProblemException.badField(
                    "id",
                    id,
                    systems.size() + " task systems are connected, so that the id alone does not name a task.",
                    "Use /api/v1/tasks/{system}/{id} with one of "
                            + systems.stream().map(TaskSystem::name).toList() + ".");
        }
        return new TaskKey(systems.get(0).name(), id);
    }

    private TaskSubmitter submitter() {
        return ripresa.taskSystems().stream()
                .filter(TaskSubmitter.class::isInstance)
                .map(TaskSubmitter.class::cast)
                .findFirst()
                .orElseThrow(() -> ProblemException.conflict(
                        "None of the connected task systems takes tasks here.",
                        "Submit the task to "
                                + ripresa.taskSystems().stream()
                                        .map(s -> s.name().toLowerCase(Locale.ROOT))
                                        .toList() + " directly."));
    }
}
