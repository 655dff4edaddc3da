package io.ripresa.orchestrate;

import io.ripresa.detect.DetectedFailure;
import io.ripresa.detect.FailureDetectionEngine;
import io.ripresa.model.Attempt;
import io.ripresa.model.Control;
import io.ripresa.model.Decision;
import io.ripresa.model.Decision.Rung;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureKind;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.Outcome;
import io.ripresa.model.Policy;
import io.ripresa.model.RunKey;
import io.ripresa.model.RunState;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.policy.FixRules;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.policy.Situation;
import io.ripresa.policy.Situation.GateAnswer;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystem.FenceResult;
import io.ripresa.spi.TaskSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does what is due at a time: back-offs that are over, runs that went silent, tasks that expired. */
final class DueTimers {

    private static final Duration KEPT_A_LITTLE_LONGER = Duration.ofHours(1);

    private static final Duration ENDED_SOON = Duration.ofSeconds(60);

    private final Map<String, TaskSystem> systems;
    private final RecoveryPolicyManager policies;
    private final Dispositions dispositions;
    private final FailureIntake failures;
    private final OutcomeVerifier verifier;
    private final AttemptFollowUp followUp;
    private final FailureDetectionEngine detection = new FailureDetectionEngine();

    DueTimers(
            Map<String, TaskSystem> systems,
            RecoveryPolicyManager policies,
            Dispositions dispositions,
            FailureIntake failures,
            OutcomeVerifier verifier,
            AttemptFollowUp followUp) {
        this.systems = systems;
        this.policies = policies;
        this.dispositions = dispositions;
        this.failures = failures;
        this.verifier = verifier;
        this.followUp = followUp;
    }

    /**
     * Does what one timer is for, on the rows of the working set.
     *
     * @return the task that may run now, where that is what the timer was for; else null
     */
    @Nullable TaskRecord fire(WorkingSet ws, Timer timer) {
        return switch (timer.kind()) {
            case RERUN -> rerun(ws, TaskKey.parse(timer.subject()));
            case EXPIRY -> {
                expired(ws, TaskKey.parse(timer.subject()));
                yield null;
            }
            case LIVENESS -> {
                silent(ws, runKey(timer.subject()));
                yield null;
            }
            case ISSUE -> {
                followUp.unheard(ws, timer.subject());
                yield null;
            }
            case VERIFY -> {
                followUp.overdue(ws, timer.subject());
                yield null;
            }
            case CLEAN, CHANGE, WARNING, STRATEGY ->
                throw new IllegalArgumentException(timer.kind() + " is not about the rows of one working set");
        };
    }

    private static RunKey runKey(String text) {
        int hash = text.lastIndexOf('#');
        return new RunKey(TaskKey.parse(text.substring(0, hash)), Integer.parseInt(text.substring(hash + 1)));
    }

    private @Nullable TaskRecord rerun(WorkingSet ws, TaskKey key) {
        TaskRecord task = ws.task(key);
        boolean waits =
                task != null && (task.disposition() == Disposition.WAITING || task.disposition() == Disposition.HELD);
        if (task == null || !waits) {
            ws.cancelTimer(Timer.Kind.RERUN, key);
            return null;
        }
        if (Dispositions.isGated(task)) {
            keptBack(ws, task);
            return null;
        }
        if (isTriedOut(ws, task)) {
            // The gate decides when it goes; should the fix not help, this looks again.
            ws.timer(Timer.Kind.RERUN, key, ws.now().plus(RecoveryPolicyManager.FIX_PATIENCE));
            return null;
        }
        Decision decision = decide(ws, task);
        if (decision instanceof Decision.Retry) {
            return task;
        }
        if (isStillStopped(task, decision)) {
            ws.timer(Timer.Kind.RERUN, key, ws.now().plus(Dispositions.LOOK_AGAIN));
            return null;
        }
        dispositions.apply(ws, task, decision);
        return null;
    }

    /** Whether a person stopped it, as was said before: it is looked at again and again, and said once. */
    private static boolean isStillStopped(TaskRecord task, Decision decision) {
        Rung rung = decision.rationale().rung();
        return (rung == Rung.PAUSED || rung == Rung.KILL_SWITCH)
                && task.disposition() == Disposition.WAITING
                && task.note().equals(decision.rationale().sentence());
    }

    /**
     * The last attempt was kept back for as long as it may be: a person is asked, also where something is paused or
     * the gate waits for something else. Not while tasks come back, or nothing may be started anyway.
     */
    private void keptBack(WorkingSet ws, TaskRecord task) {
        Incident incident = ws.incidentOf(task);
        Gate gate = incident == null ? null : ws.gateOf(incident);
        if (ws.control().stopped() || gate != null && gate.ramp() != null) {
            ws.timer(Timer.Kind.RERUN, task.key(), ws.now().plus(KEPT_A_LITTLE_LONGER));
            return;
        }
        Decision decision = policies.decide(
                new Situation(task, Control.RUNNING, null, false, GateAnswer.HOLDS, null, true, ws.now()));
        boolean last = decision.rationale().rung() == Rung.LAST_ATTEMPT;
        if (last && decision instanceof Decision.Hold hold && hold.until() != null) {
            ws.timer(Timer.Kind.RERUN, task.key(), hold.until());
        } else if (last) {
            dispositions.apply(ws, task, decision);
        } else {
            ws.cancelTimer(Timer.Kind.RERUN, task.key());
        }
    }

    /** Whether the task waits for a fix and goes, or may go, by the gate of one that was reported. */
    private static boolean isTriedOut(WorkingSet ws, TaskRecord task) {
        Incident incident = ws.incidentOf(task);
        return incident != null
                && task.runs().granted() == 0
                && FixRules.gateOf(incident) != null
                && ws.gateOf(incident) != null;
    }

    private void expired(WorkingSet ws, TaskKey key) {
        ws.cancelTimer(Timer.Kind.EXPIRY, key);
        TaskRecord task = ws.task(key);
        Instant expiresAt = task == null ? null : task.descriptor().timing().expiresAt();
        if (task == null || expiresAt == null || ws.now().isBefore(expiresAt)) {
            return;
        }
        if (task.disposition() == Disposition.WAITING || task.disposition() == Disposition.HELD) {
            // By the ladder, with the kill switch left aside: dropping a task starts nothing.
            Decision decision = policies.decide(
                    new Situation(task, Control.RUNNING, null, false, GateAnswer.HOLDS, null, false, ws.now()));
            if (decision instanceof Decision.NotNeeded) {
                dispositions.apply(ws, task, decision);
            }
        }
    }

    private Decision decide(WorkingSet ws, TaskRecord task) {
        Incident incident = ws.incidentOf(task);
        return policies.decide(new Situation(
                task,
                ws.control(),
                incident == null ? null : incident.state(),
                false,
                GateAnswer.NONE,
                null,
                false,
                ws.now()));
    }

    /** A run gave no sign of life: make sure that it cannot end any more, then treat it as a failure. */
    private void silent(WorkingSet ws, RunKey key) {
        TaskExecutionTrace run = ws.run(key);
        TaskRecord task = ws.task(key.task());
        if (run == null || task == null || run.state().isTerminal()) {
            ws.cancelTimer(Timer.Kind.LIVENESS, key);
            return;
        }
        TaskSystem system = systems.get(key.task().system());
        Policy.Liveness limits = policies.defaults().liveness();
        boolean heartbeats = system != null && system.capabilities().heartbeats();
        Optional<DetectedFailure> found = detection.detectAbsence(run, task.descriptor(), limits, heartbeats, ws.now());
        if (found.isEmpty()) {
            Instant next = detection.nextCheckAt(run, task.descriptor(), limits, heartbeats, ws.now());
            if (next == null) {
                ws.cancelTimer(Timer.Kind.LIVENESS, key);
            } else {
                ws.timer(Timer.Kind.LIVENESS, key, next);
            }
            return;
        }
        fence(ws, task, run, found.get(), system);
    }

    private void fence(
            WorkingSet ws,
            TaskRecord task,
            TaskExecutionTrace run,
            DetectedFailure failure,
            @Nullable TaskSystem system) {
        FenceResult result;
        try {
            result = system == null ? FenceResult.UNSUPPORTED : system.fence(run.run());
        } catch (TaskSystemException e) {
            ws.timer(Timer.Kind.LIVENESS, run.run(), ws.now().plus(AttemptFollowUp.ASK_AGAIN));
            return;
        }
        switch (result) {
            case ENDED ->
                // Its end is on its way; should it get lost, this looks again.
                ws.timer(Timer.Kind.LIVENESS, run.run(), ws.now().plus(ENDED_SOON));
            case FENCED -> {
                ws.cancelTimer(Timer.Kind.LIVENESS, run.run());
                TaskExecutionTrace over =
                        run.ended(failure.kind() == FailureKind.HUNG ? RunState.HUNG : RunState.STALLED, ws.now());
                ws.put(over);
                failures.failed(ws, task, over, failure);
            }
            case UNSUPPORTED -> {
                ws.cancelTimer(Timer.Kind.LIVENESS, run.run());
                unfenced(ws, task, failure);
            }
        }
    }

    /** The run may still go on: nobody may start another one until a person has looked. */
    private void unfenced(WorkingSet ws, TaskRecord task, DetectedFailure failure) {
        String why = "Its run shows no sign of life (" + failure.report().message()
                + ") and cannot be stopped from here. A person must make sure that it has ended.";
        Attempt attempt = ws.liveAttempt(task);
        if (attempt != null && attempt.passage().issuedAt() != null) {
            verifier.failed(ws, task, attempt, Outcome.UNVERIFIED, why);
        } else if (attempt != null) {
            verifier.takeBack(ws, attempt, why);
        }
        if (!task.disposition().isTerminal()) {
            dispositions.end(ws, task.withLiveAttempt(null), Disposition.ESCALATED, why);
        }
    }
}
