package io.ripresa.web;

import io.ripresa.Ripresa;
import io.ripresa.orchestrate.WorkerOrders;
import io.ripresa.spi.LocalWorker;
import io.ripresa.spi.TaskSystem;
import io.ripresa.web.Pages.Person;
import io.ripresa.web.Pages.PersonRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The worker of the process that is asked, and of no other: how it is, and stopping and starting it. */
@RestController
@RequestMapping("/api/v1/worker")
final class WorkerController {

    private final Ripresa ripresa;
    private final LiveFeed feed;

    WorkerController(Ripresa ripresa, LiveFeed feed) {
        this.ripresa = ripresa;
        this.feed = feed;
    }

    /**
     * How the worker is, see {@link LocalWorker.Standing}.
     *
     * @param worker by which name it is known among all processes
     * @param state {@code NOT_STARTED}, {@code RUNNING}, {@code DIED}, {@code STOPPED} or {@code CLOSED}
     * @param runs under way in this process
     * @param starts how often it was started in this process
     * @param detail a sentence for people
     */
    record WorkerView(String worker, String state, int runs, int starts, String detail) {
        static WorkerView of(LocalWorker.Standing standing) {
            return new WorkerView(
                    standing.name(), standing.state().name(), standing.runs(), standing.starts(), standing.detail());
        }
    }

    @GetMapping
    WorkerView get() {
        return WorkerView.of(known(ripresa.operator().worker().standing()));
    }

    /** Answers when it is done, which takes as long as runs may take to end. */
    @PostMapping("/{action}")
    WorkerView act(@PathVariable String action, @RequestBody PersonRequest body, HttpServletRequest request) {
        WorkerOrders worker = ripresa.operator().worker();
        known(worker.standing());
        Person person = body.by(request);
        try {
            return WorkerView.of(
                    switch (action) {
                        case "stop" -> worker.stop(person.actor(), person.reason());
                        case "start" -> worker.start(person.actor(), person.reason());
                        case "restart" -> worker.restart(person.actor(), person.reason());
                        default ->
                            throw new ProblemException(new Problem(
                                    404,
                                    "Not found",
                                    "There is no action \"" + action + "\" for a worker.",
                                    "action",
                                    action,
                                    "Use stop, start or restart."));
                    });
        } finally {
            feed.changed();
        }
    }

    private LocalWorker.Standing known(LocalWorker.@Nullable Standing standing) {
        if (standing == null) {
            throw new ProblemException(Problem.of(
                    404,
                    "Not found",
                    "No task system of this process has a worker that can be stopped or started: it has "
                            + ripresa.taskSystems().stream()
                                    .map(TaskSystem::name)
                                    .toList() + ".",
                    "Stop or start that system itself, or ask a process with the native worker."));
        }
        return standing;
    }
}
