package io.ripresa.orchestrate;

import io.ripresa.detect.FailureDetectionEngine;
import io.ripresa.detect.Folded;
import io.ripresa.detect.TaskExecutionMonitor;
import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Outcome;
import io.ripresa.model.RunState;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Runs;
import io.ripresa.model.Timer;
import io.ripresa.policy.GateRules;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.policy.Took;
import io.ripresa.spi.TaskSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Folds the events of task systems into tasks, runs, attempts, incidents and gates. */
final class EventIntake {

    private final TaskExecutionMonitor monitor = new TaskExecutionMonitor();
    private final FailureDetectionEngine detection = new FailureDetectionEngine();
    private final FailureIntake failures;
    private final OutcomeVerifier verifier;
    private final Dispositions dispositions;
    private final GateRules rules;
    private final RecoveryPolicyManager policies;
    private final StartGates startGates;

    EventIntake(
            FailureIntake failures,
            OutcomeVerifier verifier,
            Dispositions dispositions,
            GateRules rules,
            RecoveryPolicyManager policies,
            StartGates startGates) {
        this.failures = failures;
        this.verifier = verifier;
        this.dispositions = dispositions;
        this.rules = rules;
        this.policies = policies;
        this.startGates = startGates;
    }

    /** Reads in a few batches what the events are about. */
    void prefetch(WorkingSet ws, List<TaskEvent> events) {
        ws.loadTasks(events.stream().map(TaskEvent::key).toList());
        ws.loadRuns(
                events.stream().filter(e -> e.run() > 0).map(TaskEvent::runKey).toList());
        List<String> attempts = new ArrayList<>();
        List<String> incidents = new ArrayList<>();
        List<GateKey> gates = new ArrayList<>();
        for (TaskEvent event : events) {
            TaskRecord task = ws.task(event.key());
            if (task != null && task.liveAttempt() != null) {
                attempts.add(task.liveAttempt());
            }
            if (task != null && task.trouble() != null) {
                incidents.add(task.trouble().incidentId());
            }
            if (event.detail() instanceof TaskEvent.Succeeded) {
                gates.addAll(event.task().declaredGates());
            }
        }
        ws.loadAttempts(attempts);
        for (String id : attempts) {
            Attempt attempt = ws.attempt(id);
            if (attempt != null) {
                attempt.passage().gates().forEach(slot -> gates.add(slot.gate()));
            }
        }
        ws.loadIncidents(incidents);
        ws.loadGates(gates);
    }

    /** Takes one event in. Taking it in again changes nothing. */
    void take(WorkingSet ws, TaskEvent event, TaskSystem.Capabilities capabilities) {
        if (ws.task(event.key()) == null && isAboutDeleted(ws, event)) {
            ws.journal(
                    Kind.LATE_RESULT,
                    // Not of the task: it is not there, and its lines would outlive it for good.
                    Subject.NONE,
                    event.detail().getClass().getSimpleName() + " of task " + event.key() + ", run " + event.run()
                            + ", which was at "
                            + event.occurredAt() + ", came after the task had been deleted: kept as a note, nothing is"
                            + " re-opened.");
            return;
        }
        TaskRecord task = known(ws, event);
        if (event.detail() instanceof TaskEvent.OrderLapsed lapsed) {
            lapsed(ws, task, lapsed.attemptId());
            return;
        }
        if (event.run() == 0) {
            beforeFirstRun(ws, task, event);
            return;
        }
        Folded folded = monitor.fold(ws.run(event.runKey()), event);
        if (folded instanceof Folded.LateEvidence late) {
            ws.journal(
                    Kind.LATE_RESULT,
                    Subject.of(task.key()),
                    "Run " + event.run() + " had been fenced and reported "
                            + (late.succeeded() ? "success" : "failure")
                            + " afterwards: refused as state, kept as evidence that it may have taken effect.");
            return;
        }
        if (!(folded instanceof Folded.Advanced advanced)) {
            if (event.detail() instanceof TaskEvent.Cancelled cancelled
                    && task.disposition() != Disposition.UNAFFECTED) {
                // The run had ended before; the task itself was withdrawn while it was parked.
                cancelled(ws, task, cancelled.reason());
            }
            return;
        }
        TaskExecutionTrace run = advanced.trace();
        ws.put(run);
        TaskRecord counted = counted(ws, task, run);
        if (!advanced.ended()) {
            began(ws, counted, run, event, capabilities);
            return;
        }
        ws.cancelTimer(Timer.Kind.LIVENESS, run.run());
        ended(ws, counted, advanced, event);
    }

    /** What retention deleted is not re-opened by an event that comes late or again. */
    private boolean isAboutDeleted(WorkingSet ws, TaskEvent event) {
        return event.detail() instanceof TaskEvent.LateResult
                || Retention.isForgotten(
                        event.occurredAt(), ws.now(), policies.defaults().retention());
    }

    private static TaskRecord known(WorkingSet ws, TaskEvent event) {
        TaskRecord task = ws.task(event.key());
        if (task == null) {
            task = TaskRecord.known(event.task(), ws.now());
            ws.put(task);
        }
        return task;
    }

    private void beforeFirstRun(WorkingSet ws, TaskRecord task, TaskEvent event) {
        boolean notStarted = task.isFirstStart();
        if (event.detail() instanceof TaskEvent.Held held
                && notStarted
                && (task.disposition() == Disposition.UNAFFECTED || task.disposition() == Disposition.WAITING)) {
            ws.journal(
                    Kind.HELD,
                    new Subject(task.key(), null, held.gate(), null),
                    "Parked before its first start: " + FailureIntake.why(held.gate()));
            failures.held(ws, task, held.gate(), event.occurredAt());
        } else if (event.detail() instanceof TaskEvent.Cancelled cancelled) {
            cancelled(ws, task, cancelled.reason());
        }
    }

    /** An order that was accepted will not be carried out: it is given again at once, if the kill switch allows. */
    private static void lapsed(WorkingSet ws, TaskRecord task, String attemptId) {
        Attempt attempt = ws.liveAttempt(task);
        if (attempt != null && attempt.id().equals(attemptId) && attempt.state() == AttemptState.ISSUED) {
            ws.timer(Timer.Kind.ISSUE, attemptId, ws.now());
        }
    }

    /** The task with this run counted, written if that is new. */
    private static TaskRecord counted(WorkingSet ws, TaskRecord task, TaskExecutionTrace run) {
        Runs r = task.runs();
        Instant firstStart = r.firstStartedAt();
        boolean earlier = firstStart == null || run.startedAt().isBefore(firstStart);
        if (run.run().number() <= r.latest() && !earlier) {
            return task;
        }
        TaskRecord next = task.withRuns(new Runs(
                Math.max(r.latest(), run.run().number()),
                earlier ? run.startedAt() : firstStart,
                r.attempts(),
                r.granted()));
        ws.put(next);
        return next;
    }

    private void began(
            WorkingSet ws,
            TaskRecord task,
            TaskExecutionTrace run,
            TaskEvent event,
            TaskSystem.Capabilities capabilities) {
        if (event.detail() instanceof TaskEvent.Started started) {
            ws.journal(
                    Kind.RUN_STARTED,
                    new Subject(task.key(), null, null, started.attemptId()),
                    "Run " + run.run().number() + " started on " + started.worker() + ".");
        }
        Instant check = detection.nextCheckAt(
                run, task.descriptor(), policies.defaults().liveness(), capabilities.heartbeats(), ws.now());
        boolean first = event.detail() instanceof TaskEvent.Started || run.version() == 0;
        if (event.detail() instanceof TaskEvent.Started started && event.run() == 1 && started.attemptId() == null) {
            startGates.started(ws, task, event.occurredAt());
        }
        if (check != null && first) {
            ws.timer(Timer.Kind.LIVENESS, run.run(), check);
        }
    }

    private void ended(WorkingSet ws, TaskRecord task, Folded.Advanced folded, TaskEvent event) {
        TaskExecutionTrace run = folded.trace();
        if (run.state() == RunState.SUCCEEDED) {
            ws.journal(
                    Kind.RUN_SUCCEEDED,
                    Subject.of(task.key()),
                    "Run " + run.run().number() + " succeeded.");
            succeeded(ws, task, run);
        } else if (event.detail() instanceof TaskEvent.Cancelled cancelled) {
            cancelled(ws, task, cancelled.reason());
        } else {
            monitor.evaluateForRecovery(folded, event).ifPresent(failure -> {
                ws.journal(
                        Kind.RUN_FAILED,
                        Subject.of(task.key()),
                        "Run " + run.run().number() + " failed.");
                if (task.disposition().isTerminal()) {
                    return;
                }
                if (failures.failed(ws, task, run, failure)) {
                    startGates.failedNewly(ws, task, event.occurredAt());
                }
            });
        }
    }

    /** A run went well: ours, somebody else's, or one that never had trouble. */
    void succeeded(WorkingSet ws, TaskRecord task, TaskExecutionTrace run) {
        Attempt attempt = ws.liveAttempt(task);
        if (attempt != null && OutcomeVerifier.isOrderedBy(attempt, run)) {
            verifier.recovered(ws, task, attempt, run);
            endTimers(ws, task);
            return;
        }
        if (attempt != null) {
            release(ws, task, attempt, "Run " + run.run().number() + " succeeded first.");
        }
        if (task.disposition() != Disposition.UNAFFECTED && !task.disposition().isTerminal()) {
            dispositions.end(
                    ws,
                    Objects.requireNonNull(ws.task(task.key())).withLiveAttempt(null),
                    Disposition.NOT_NEEDED,
                    "Run " + run.run().number() + " succeeded without us.");
        }
        sibling(ws, task, run);
    }

    /** A run that nobody ordered got through: evidence for the gates that it declared, free of charge. */
    private void sibling(WorkingSet ws, TaskRecord task, TaskExecutionTrace run) {
        Instant endedAt = Objects.requireNonNullElse(run.endedAt(), ws.now());
        Took took = Took.between(run.startedAt(), endedAt);
        Instant startedAt = earliestStart(run, task);
        for (GateKey key : task.descriptor().declaredGates()) {
            Gate gate = ws.gate(key);
            if (run.attemptId() == null) {
                EarlyWarning.count(ws, key, gate, new EarlyWarning.Ran(startedAt, endedAt), true);
            }
            if (gate != null && !gate.isQuiet() && gate.isPresentEpoch(startedAt)) {
                ws.put(rules.succeeded(gate, took, OutcomeVerifier.pending(ws, gate), ws.now()));
                OutcomeVerifier.journalMove(ws, gate, null);
            }
        }
    }

    /**
     * When a run began, at the earliest. Where its start was not reported (or not yet: events may arrive out of order)
     * it may have begun as long ago as its time-out allows.
     */
    static Instant earliestStart(TaskExecutionTrace run, TaskRecord task) {
        boolean unknown = run.worker().equals(TaskExecutionMonitor.UNKNOWN_WORKER)
                || run.startedAt().equals(run.endedAt());
        return unknown ? run.startedAt().minus(task.descriptor().timing().timeout()) : run.startedAt();
    }

    private void cancelled(WorkingSet ws, TaskRecord task, String reason) {
        if (task.disposition().isTerminal()) {
            return;
        }
        ws.journal(Kind.RUN_CANCELLED, Subject.of(task.key()), "Cancelled: " + reason);
        Attempt attempt = ws.liveAttempt(task);
        if (attempt != null) {
            release(ws, task, attempt, "The task was cancelled: " + reason);
        }
        TaskRecord free = Objects.requireNonNull(ws.task(task.key())).withLiveAttempt(null);
        dispositions.end(ws, free, Disposition.NOT_NEEDED, "Cancelled: " + reason);
    }

    private void release(WorkingSet ws, TaskRecord task, Attempt attempt, String why) {
        if (attempt.passage().issuedAt() == null) {
            verifier.takeBack(ws, attempt, why);
        } else {
            verifier.failed(ws, task, attempt, Outcome.REJECTED, why);
        }
    }

    private static void endTimers(WorkingSet ws, TaskRecord task) {
        ws.cancelTimer(Timer.Kind.RERUN, task.key());
        ws.cancelTimer(Timer.Kind.EXPIRY, task.key());
    }
}
