package io.ripresa.orchestrate;

import io.ripresa.detect.DetectedFailure;
import io.ripresa.execute.AutoRecoveryExecutor;
import io.ripresa.execute.AutoRecoveryExecutor.Answer;
import io.ripresa.execute.AutoRecoveryExecutor.Issued;
import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Disposition;
import io.ripresa.model.Effect;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Outcome;
import io.ripresa.model.RerunSafety;
import io.ripresa.model.RunState;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystem.TaskStatus;
import io.ripresa.spi.TaskSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks after attempts of which too little is heard, and takes in refusals. Each call works on one attempt. */
final class AttemptFollowUp {

    static final Duration ASK_AGAIN = Duration.ofSeconds(30);
    private static final Duration SOMEBODY_ELSE = Duration.ofMinutes(5);

    private final Map<String, TaskSystem> systems;
    private final AutoRecoveryExecutor executor;
    private final OutcomeVerifier verifier;
    private final EventIntake intake;
    private final FailureIntake failures;
    private final Dispositions dispositions;

    AttemptFollowUp(
            Map<String, TaskSystem> systems,
            AutoRecoveryExecutor executor,
            OutcomeVerifier verifier,
            EventIntake intake,
            FailureIntake failures,
            Dispositions dispositions) {
        this.systems = systems;
        this.executor = executor;
        this.verifier = verifier;
        this.intake = intake;
        this.failures = failures;
        this.dispositions = dispositions;
    }

    /**
     * Nothing has been heard since an attempt was reserved or issued. An order that may have been lost is given again
     * only where the task system recognises it.
     */
    void unheard(WorkingSet ws, String attemptId) {
        Attempt attempt = ws.attempt(attemptId);
        if (attempt == null || !attempt.state().isLive()) {
            ws.cancelTimer(Timer.Kind.ISSUE, attemptId);
            return;
        }
        if (ws.run(attempt.orderedRun()) != null) {
            ws.cancelTimer(Timer.Kind.ISSUE, attemptId);
            return;
        }
        ws.timer(Timer.Kind.ISSUE, attemptId, ws.now().plus(ASK_AGAIN));
        if (ws.control().stopped()) {
            return;
        }
        TaskRecord task = ws.task(attempt.task());
        if (task != null && isTooLate(task, attempt, ws.now())) {
            if (attempt.state() == AttemptState.RESERVED) {
                tooLate(ws, task, attempt);
            } else {
                overdue(ws, attemptId);
            }
            return;
        }
        if (attempt.state() == AttemptState.RESERVED) {
            executor.issue(List.of(attemptId));
            return;
        }
        TaskSystem system = systems.get(attempt.task().system());
        if (system != null && system.capabilities().conditionalRetry()) {
            for (Issued issued : executor.askAgain(List.of(attempt), ws.now())) {
                if (issued.answer() == Answer.ACCEPTED) {
                    ws.cancelTimer(Timer.Kind.ISSUE, attemptId);
                } else if (issued.answer() == Answer.REFUSED) {
                    refused(ws, attempt, issued.reason());
                }
            }
        } else {
            overdue(ws, attemptId);
        }
    }

    /** Whether an order that was right when it was reserved has become wrong, because its key or its use ran out. */
    private static boolean isTooLate(TaskRecord task, Attempt attempt, Instant now) {
        Instant reservedAt = attempt.passage().reservedAt();
        return isExpired(task, now) && !isExpired(task, reservedAt) || isSafe(task, reservedAt) && !isSafe(task, now);
    }

    private static boolean isExpired(TaskRecord task, Instant at) {
        Instant expiresAt = task.descriptor().timing().expiresAt();
        return expiresAt != null && !at.isBefore(expiresAt);
    }

    private static boolean isSafe(TaskRecord task, Instant at) {
        TaskRecord.Trouble trouble = task.trouble();
        Diagnosis diagnosis = trouble == null ? null : trouble.diagnosis();
        Effect effect = diagnosis == null ? Effect.NONE : diagnosis.effect();
        return RerunSafety.of(effect, task.descriptor().safety(), task.runs().firstStartedAt(), at)
                .allowsRun();
    }

    private void tooLate(WorkingSet ws, TaskRecord task, Attempt attempt) {
        boolean expired = isExpired(task, ws.now());
        verifier.takeBack(ws, attempt, "It could not be issued in time.");
        dispositions.end(
                ws,
                task.withLiveAttempt(null),
                expired ? Disposition.NOT_NEEDED : Disposition.ESCALATED,
                expired
                        ? "The latest start that made sense has passed."
                        : "The failed run may have taken effect and its key is no longer remembered. A person must"
                                + " confirm that it did not happen.");
    }

    /** The task system refused an order: no run of it will start. */
    void refused(WorkingSet ws, Attempt attempt, String reason) {
        Attempt present = ws.attempt(attempt.id());
        TaskRecord task = ws.task(attempt.task());
        if (present == null || task == null) {
            return;
        }
        if (present.state() != AttemptState.ISSUED || !attempt.id().equals(task.liveAttempt())) {
            return;
        }
        TaskStatus status = status(attempt);
        if (status == null) {
            ws.timer(Timer.Kind.ISSUE, attempt.id(), ws.now().plus(ASK_AGAIN));
            return;
        }
        if (status.latestRun() == attempt.orderedRun().number() && ws.run(attempt.orderedRun()) == null) {
            // It was started after all; its events are on their way.
            return;
        }
        verifier.failed(ws, task, present, Outcome.REJECTED, "The task system refused: " + reason + ".");
        TaskRecord free = Objects.requireNonNull(ws.task(task.key())).withLiveAttempt(null);
        switch (status.state()) {
            case SUCCEEDED ->
                dispositions.end(ws, free, Disposition.NOT_NEEDED, "The task system says that it succeeded.");
            case CANCELLED, MISSING ->
                dispositions.end(
                        ws, free, Disposition.NOT_NEEDED, "The task system says that it is " + status.state() + ".");
            case RUNNING, SCHEDULED -> {
                TaskRecord.Trouble trouble = Objects.requireNonNull(free.trouble());
                TaskRecord waiting = free.withTrouble(
                                trouble.withNotBefore(ws.now().plus(SOMEBODY_ELSE)))
                        .moved(Disposition.WAITING, "Somebody else runs it: " + reason + ".", ws.now());
                ws.put(waiting);
                if (!Dispositions.isGated(waiting)) {
                    ws.timer(Timer.Kind.RERUN, task.key(), ws.now().plus(SOMEBODY_ELSE));
                }
            }
            case FAILED, HELD ->
                dispositions.end(
                        ws, free, Disposition.ESCALATED, "The task system refuses to run it again: " + reason + ".");
        }
    }

    /** The deadline for an outcome has passed: ask the task system, and leave it to a person where it cannot say. */
    void overdue(WorkingSet ws, String attemptId) {
        Attempt attempt = ws.attempt(attemptId);
        TaskRecord task = attempt == null ? null : ws.task(attempt.task());
        if (attempt == null || task == null || attempt.state() != AttemptState.ISSUED) {
            ws.cancelTimer(Timer.Kind.VERIFY, attemptId);
            return;
        }
        TaskStatus status = status(attempt);
        if (status == null) {
            ws.timer(Timer.Kind.VERIFY, attemptId, ws.now().plus(ASK_AGAIN));
            return;
        }
        boolean ordered = status.latestRun() == attempt.orderedRun().number();
        boolean underWay = status.state() == TaskStatus.State.RUNNING || status.state() == TaskStatus.State.SCHEDULED;
        if (underWay && (ordered || status.latestRun() == attempt.order().causingRun())) {
            ws.timer(Timer.Kind.VERIFY, attemptId, ws.now().plus(ASK_AGAIN));
        } else if (ordered && status.state() == TaskStatus.State.SUCCEEDED) {
            TaskExecutionTrace run = ended(ws, attempt, RunState.SUCCEEDED);
            intake.succeeded(ws, counted(ws, task, run), run);
        } else if (ordered && status.state() == TaskStatus.State.FAILED) {
            TaskExecutionTrace run = ended(ws, attempt, RunState.FAILED);
            FailureReport report = FailureReport.of(
                    null, "The task system says that run " + run.run().number() + " failed, and nothing else.");
            failures.failed(ws, counted(ws, task, run), run, new DetectedFailure(FailureKind.REPORTED, report));
        } else if (isNotTaken(attempt, status) && !isTooLate(task, attempt, ws.now())) {
            // It never got there, and an order that comes twice is one order: it is given again, once the kill switch
            // allows.
            ws.timer(Timer.Kind.ISSUE, attemptId, ws.now());
            ws.timer(Timer.Kind.VERIFY, attemptId, ws.now().plus(ASK_AGAIN));
        } else {
            unverified(ws, task, attempt, status);
        }
    }

    /** Whether the task system still stands where the order found it, and would recognise the order. */
    private boolean isNotTaken(Attempt attempt, TaskStatus status) {
        TaskSystem system = systems.get(attempt.task().system());
        return system != null
                && system.capabilities().conditionalRetry()
                && status.latestRun() == attempt.order().causingRun()
                && (status.state() == TaskStatus.State.FAILED || status.state() == TaskStatus.State.HELD);
    }

    private void unverified(WorkingSet ws, TaskRecord task, Attempt attempt, TaskStatus status) {
        String detail = "No outcome was reported in time; the task system says " + status.state() + ", run "
                + status.latestRun() + ".";
        verifier.failed(ws, task, attempt, Outcome.UNVERIFIED, detail);
        dispositions.end(
                ws,
                Objects.requireNonNull(ws.task(task.key())).withLiveAttempt(null),
                Disposition.ESCALATED,
                detail + " A person must look whether it took effect.");
    }

    private TaskExecutionTrace ended(WorkingSet ws, Attempt attempt, RunState state) {
        TaskExecutionTrace known = ws.run(attempt.orderedRun());
        if (known != null && known.state().isTerminal()) {
            return known;
        }
        Instant began = Objects.requireNonNullElse(attempt.passage().issuedAt(), ws.now());
        TaskExecutionTrace run = known == null
                ? TaskExecutionTrace.started(attempt.orderedRun(), "unknown", attempt.id(), began)
                : known;
        TaskExecutionTrace over = run.ended(state, ws.now());
        ws.put(over);
        ws.cancelTimer(Timer.Kind.LIVENESS, over.run());
        return over;
    }

    private static TaskRecord counted(WorkingSet ws, TaskRecord task, TaskExecutionTrace run) {
        TaskRecord.Runs r = task.runs();
        TaskRecord next = task.withRuns(new TaskRecord.Runs(
                Math.max(r.latest(), run.run().number()), r.firstStartedAt(), r.attempts(), r.granted()));
        ws.put(next);
        return next;
    }

    private @Nullable TaskStatus status(Attempt attempt) {
        TaskSystem system = systems.get(attempt.task().system());
        if (system == null) {
            return null;
        }
        try {
            return system.status(attempt.task());
        } catch (TaskSystemException e) {
            return null;
        }
    }
}
