package io.ripresa.worker;

import io.ripresa.model.Dependency;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskDescriptor.Safety;
import io.ripresa.model.TaskDescriptor.Timing;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Accepted;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.worker.Triggers.Trigger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes submissions: checks all of them, then stores task, event and trigger in one transaction. Thread-safe. */
final class Intake {

    static final int MAX_PAYLOAD_BYTES = 65_536;
    private static final int MAX_DEPENDENCIES = 32;

    private final WorkerTables tables;
    private final Handlers handlers;
    private final CallersTransaction callers;
    private final SubmissionGuard guard;

    Intake(WorkerTables tables, Handlers handlers, CallersTransaction callers) {
        this(tables, handlers, callers, Guards.DEFAULT);
    }

    Intake(WorkerTables tables, Handlers handlers, CallersTransaction callers, Guards guards) {
        this.tables = tables;
        this.handlers = handlers;
        this.callers = callers;
        this.guard = new SubmissionGuard(guards, tables.database().dialect());
    }

    /**
     * Takes tasks, in the caller's transaction where there is one. What is submitted on the thread of a handler is its
     * run's making.
     */
    List<Accepted> submit(List<Submission> submissions) {
        return submit(submissions, RunOnThread.of(tables.database()));
    }

    /**
     * The same, made by this run, or from outside.
     *
     * @throws FencedRunException if that run no longer counts
     */
    List<Accepted> submit(List<Submission> submissions, @Nullable LiveRun maker) {
        Map<String, TaskRow> wanted = new LinkedHashMap<>();
        for (int i = 0; i < submissions.size(); i++) {
            try {
                TaskRow row = check(submissions.get(i));
                wanted.putIfAbsent(row.id(), row);
            } catch (IllegalArgumentException e) {
                throw submissions.size() == 1
                        ? e
                        : new IllegalArgumentException(
                                "submission " + (i + 1) + " of " + submissions.size() + " (id \""
                                        + submissions.get(i).id() + "\"): " + e.getMessage()
                                        + " None of the submissions was taken.",
                                e);
            }
        }
        String what = "take " + wanted.size() + " tasks";
        Set<String> created = callers.isThere()
                ? tables.database().joining(callers, what, (c, now) -> store(c, wanted, maker, false, now))
                : tables.database().inTransaction(what, (c, now) -> store(c, wanted, maker, true, now));
        List<Accepted> answers = new ArrayList<>();
        for (Submission s : submissions) {
            answers.add(new Accepted(new TaskKey(tables.system(), s.id()), created.remove(s.id())));
        }
        return answers;
    }

    /** Does this once what was submitted is there for all to see: now, or when the caller's transaction commits. */
    void whenCommitted(Runnable work) {
        if (callers.isThere()) {
            callers.afterCommit(work);
        } else {
            work.run();
        }
    }

    /** Stores those that are not known; their ids. */
    private Set<String> store(
            Connection c, Map<String, TaskRow> wanted, @Nullable LiveRun maker, boolean alone, Instant now)
            throws SQLException {
        if (maker != null
                && !tables.tasks()
                        .isRunning(
                                c, maker.run().task().externalId(), maker.run().number())) {
            throw maker.fenced();
        }
        Set<String> known = tables.tasks().known(c, wanted.keySet());
        List<TaskRow> unknown = wanted.values().stream()
                .filter(t -> !known.contains(t.id()))
                .map(t -> t.submittedAt(now))
                .toList();
        List<TaskRow> fresh = guard.check(c, unknown, maker, alone, now);
        tables.tasks().insert(c, fresh);
        tables.triggers()
                .add(
                        c,
                        fresh.stream()
                                .filter(t -> t.standing().state() == TaskState.SCHEDULED)
                                .map(t -> first(t, now))
                                .toList());
        tables.outbox()
                .appendAll(
                        c,
                        fresh.stream()
                                .map(t -> new Outbox.Entry(t.id(), 0, now, new TaskEvent.Submitted()))
                                .toList());
        Set<String> ids = new TreeSet<>();
        fresh.forEach(t -> ids.add(t.id()));
        return ids;
    }

    private static Trigger first(TaskRow task, Instant now) {
        Instant startAt = task.startAt();
        return Trigger.next(task, startAt == null || startAt.isBefore(now) ? now : startAt);
    }

    /** The task as it will be stored, but for its date, which is the database's. */
    private TaskRow check(Submission s) {
        TaskKey key = new TaskKey(tables.system(), s.id());
        Options options = s.options();
        int bytes = s.payload().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("payload has " + bytes + " bytes; at most " + MAX_PAYLOAD_BYTES
                    + " are allowed: store what is larger elsewhere and submit where it is.");
        }
        if (s.payload().indexOf('\0') >= 0) {
            throw new IllegalArgumentException("payload has a NUL character at position "
                    + s.payload().indexOf('\0') + "; text cannot hold it: encode binary content, as Base64.");
        }
        TaskType declared = handlers.type(s.type());
        TaskType type = handlers.handler(s.type()).inspect(declared, s.payload());
        @Nullable Duration asked = options.timeout();
        Duration timeout = asked == null ? type.timeout() : asked;
        TaskType.requirePositive(timeout);
        Set<Dependency> dependencies = new LinkedHashSet<>(type.dependencies());
        dependencies.addAll(options.dependencies());
        if (dependencies.size() > MAX_DEPENDENCIES) {
            throw new IllegalArgumentException("dependencies has " + dependencies.size() + " entries; at most "
                    + MAX_DEPENDENCIES + " are allowed: name those whose outage stops the task.");
        }
        @Nullable SideEffects sideEffects = options.sideEffects();
        Safety safety = sideEffects == null
                ? type.safety()
                : new Safety(
                        sideEffects, type.safety().singleCall(), type.safety().keyValidFor());
        TaskDescriptor descriptor = new TaskDescriptor(
                key,
                s.workspace(),
                s.type(),
                options.priority(),
                safety,
                new Timing(Instant.EPOCH, timeout, options.expiresAt()),
                List.copyOf(dependencies));
        return new TaskRow(
                descriptor,
                s.payload(),
                options.startAt(),
                new TaskRow.Standing(TaskState.SCHEDULED, 0, null, 0, 0, Instant.EPOCH, 1),
                TaskRow.Origin.OUTSIDE);
    }
}
