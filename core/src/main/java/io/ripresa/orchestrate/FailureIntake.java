package io.ripresa.orchestrate;

import io.ripresa.analyze.RecoveryAnalysisEngine;
import io.ripresa.detect.DetectedFailure;
import io.ripresa.model.Attempt;
import io.ripresa.model.Attempt.GateSlot;
import io.ripresa.model.Cause;
import io.ripresa.model.Decision;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Disposition;
import io.ripresa.model.Effect;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Outcome;
import io.ripresa.model.Policy;
import io.ripresa.model.Recoverability;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.model.Timer;
import io.ripresa.policy.FixRules;
import io.ripresa.policy.GateRules;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.policy.Situation;
import io.ripresa.policy.Situation.GateAnswer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Takes a failed run through diagnosis, incident, gate and decision. One pipeline, however the failure was found. */
final class FailureIntake {

    /** Texts kept per error of an incident; later ones are counted only. */
    private static final int SAMPLES = 20;

    private static final int EXAMPLE_LENGTH = 300;

    private final RecoveryAnalysisEngine analysis;
    private final RecoveryPolicyManager policies;
    private final GateRules rules;
    private final Incidents incidents;
    private final OutcomeVerifier verifier;
    private final Dispositions dispositions;
    private final RandomGenerator random;

    FailureIntake(
            RecoveryAnalysisEngine analysis,
            RecoveryPolicyManager policies,
            GateRules rules,
            Incidents incidents,
            OutcomeVerifier verifier,
            Dispositions dispositions,
            RandomGenerator random) {
        this.analysis = analysis;
        this.policies = policies;
        this.rules = rules;
        this.incidents = incidents;
        this.verifier = verifier;
        this.dispositions = dispositions;
        this.random = random;
    }

    /**
     * A run failed.
     *
     * @param task its task, with the run already counted
     * @param run the run, ended
     * @return whether nobody had ordered it, and its cause had no open incident before
     */
    boolean failed(WorkingSet ws, TaskRecord task, TaskExecutionTrace run, DetectedFailure failure) {
        Instant endedAt = Objects.requireNonNullElse(run.endedAt(), ws.now());
        Diagnosis diagnosis = analysis.analyze(task.descriptor(), run, failure.report(), failure.kind(), endedAt);
        Cause cause = diagnosis.cause(task.descriptor());
        Incident incident = incidents.join(
                ws, cause, diagnosis, task.descriptor().workspace(), EventIntake.earliestStart(run, task));

        boolean known = incident.version() > 0 || incident.counts().total() > 0;

        Attempt attempt = ws.liveAttempt(task);
        boolean ours = OutcomeVerifier.isOrderedBy(attempt, run);
        TaskRecord freed = task;
        if (attempt != null) {
            freed = close(ws, task, attempt, ours, incident, diagnosis);
        }
        record(ws, run, failure, diagnosis, incident, endedAt);
        TaskRecord member = freed.withTrouble(trouble(ws, freed, incident, diagnosis, endedAt));
        Decision decision = policies.decide(new Situation(
                member,
                ws.control(),
                incident.state(),
                false,
                diagnosis.isGated() ? GateAnswer.HOLDS : GateAnswer.NONE,
                null,
                false,
                ws.now()));
        dispositions.apply(ws, member, decision);
        if (diagnosis.isGated() && decision instanceof Decision.Hold && policies.isLast(member)) {
            // Who has his last attempt left waits no longer than it is kept back, whoever looks at the gate meanwhile.
            Policy.Attempts limits =
                    policies.policyFor(member.descriptor(), diagnosis).attempts();
            ws.timer(Timer.Kind.RERUN, member.key(), endedAt.plus(limits.keepLastFor()));
        }
        if (cause instanceof Cause.Gated gated) {
            if (!ours && run.attemptId() == null) {
                EarlyWarning.Ran ran = new EarlyWarning.Ran(EventIntake.earliestStart(run, task), endedAt);
                EarlyWarning.count(ws, gated.gate(), ws.gate(gated.gate()), ran, false);
            }
            signal(ws, ws.gate(gated.gate()), ours ? attempt : null, task, run, diagnosis);
        } else if (diagnosis.recoverability() == Recoverability.AFTER_FIX) {
            waitsForFix(ws, incident, ours ? attempt : null, member, run);
        }
        if (attempt != null && ours && !known) {
            failedNewly(ws, attempt, task, run);
        }
        // A run whose order was given up meanwhile was ordered all the same.
        return run.attemptId() == null && !ours && !known;
    }

    /** Of a first start that a gate of all first starts let go, a failure by a cause of its own counts against that gate. */
    private void failedNewly(WorkingSet ws, Attempt attempt, TaskRecord task, TaskExecutionTrace run) {
        for (GateSlot slot : attempt.passage().gates()) {
            Gate gate = ws.gate(slot.gate());
            if (gate != null
                    && slot.gate().isStarts()
                    && OutcomeVerifier.isPresent(gate, slot.epoch(), attempt, run, task)) {
                ws.put(rules.failed(gate, null, membersOf(ws, gate), ws.now()));
                OutcomeVerifier.journalMove(ws, gate, attempt.id());
            }
        }
    }

    /** Tells the gate of a fix that is tried out, and looks whether a change is known that this failure is older than. */
    private void waitsForFix(
            WorkingSet ws, Incident joined, @Nullable Attempt attempt, TaskRecord member, TaskExecutionTrace run) {
        Incident incident = Objects.requireNonNullElse(ws.incident(joined.id()), joined);
        Gate gate = ws.gateOf(incident);
        Trouble trouble = Objects.requireNonNull(member.trouble());
        Diagnosis diagnosis = Objects.requireNonNull(trouble.diagnosis());
        if (gate != null && attempt != null && epochOf(attempt, gate) != null) {
            signal(ws, gate, attempt, member, run, diagnosis);
            return;
        }
        if (gate != null) {
            ws.put(rules.memberCame(gate, ws.now()));
        }
        for (ReportedChange change : ws.latestReportedChanges()) {
            if (change.at().isAfter(trouble.failedAt())
                    && FixRules.answer(change, incident) != FixRules.Answer.NOTHING) {
                // It became known before the failure did.
                ws.timer(Timer.Kind.CHANGE, change.id(), ws.now());
            }
        }
    }

    private TaskRecord close(
            WorkingSet ws, TaskRecord task, Attempt attempt, boolean ours, Incident incident, Diagnosis diagnosis) {
        if (ours) {
            boolean same = attempt.passage().incidentId().equals(incident.id()) || sameCause(ws, attempt, incident);
            Attempt issued = attempt.passage().issuedAt() == null ? attempt.issued(ws.now()) : attempt;
            verifier.failed(
                    ws,
                    task,
                    issued,
                    same ? Outcome.FAILED_AGAIN : Outcome.FAILED_OTHERWISE,
                    diagnosis.reasoning().summary());
        } else if (attempt.passage().issuedAt() == null) {
            verifier.takeBack(ws, attempt, "Another run of the task ended first.");
        } else {
            verifier.failed(ws, task, attempt, Outcome.REJECTED, "Another run of the task ended first.");
        }
        return task.withLiveAttempt(null);
    }

    private static boolean sameCause(WorkingSet ws, Attempt attempt, Incident incident) {
        Incident before = ws.incident(attempt.passage().incidentId());
        return before != null && before.cause().equals(incident.cause());
    }

    private Trouble trouble(WorkingSet ws, TaskRecord task, Incident incident, Diagnosis diagnosis, Instant endedAt) {
        Trouble before = task.trouble();
        Trouble same = before != null && before.incidentId().equals(incident.id()) ? before : null;
        Instant since = same != null ? same.since() : earlier(endedAt, ws.now());
        // What was changed before the failure cannot have mended it.
        Instant notBefore = diagnosis.recoverability() == Recoverability.AFTER_FIX
                ? endedAt
                : policies.notBefore(task, diagnosis, ws.now(), random);
        Diagnosis earlier = before == null ? null : before.diagnosis();
        boolean mayHaveActed = earlier != null && earlier.effect() == Effect.POSSIBLE;
        return new Trouble(
                incident.id(),
                since,
                endedAt,
                notBefore,
                mayHaveActed ? diagnosis.withEffect(Effect.POSSIBLE) : diagnosis,
                same != null ? same.share() : ws.join(incident.id(), task));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void record(
            WorkingSet ws,
            TaskExecutionTrace run,
            DetectedFailure failure,
            Diagnosis diagnosis,
            Incident incident,
            Instant endedAt) {
        Incident present = Objects.requireNonNullElse(ws.incident(incident.id()), incident);
        boolean sampled = present.groups().stream()
                .filter(g -> g.fingerprint().equals(diagnosis.fingerprint()))
                .findFirst()
                .map(g -> g.samples() < SAMPLES)
                .orElse(present.groups().size() < Incident.MAX_GROUPS);
        String text = analysis.redact(text(failure));
        TaskDescriptor descriptor =
                Objects.requireNonNull(ws.task(run.run().task())).descriptor();
        String line = analysis.redactor().oneLine(text);
        ws.put(present.withFailure(
                diagnosis,
                descriptor,
                sampled,
                line.length() > EXAMPLE_LENGTH ? line.substring(0, EXAMPLE_LENGTH) + "…" : line));
        ws.put(new FailureRecord(run.run(), failure.kind(), endedAt, diagnosis, incident.id(), sampled ? text : null));
        ws.journal(
                Kind.DIAGNOSED,
                new Subject(run.run().task(), incident.id(), null, null),
                "Run " + run.run().number() + " failed: "
                        + diagnosis.reasoning().summary(),
                Map.of(
                        "category", diagnosis.category().name(),
                        "recoverability", diagnosis.recoverability().name(),
                        "effect", diagnosis.effect().name(),
                        "fingerprint", diagnosis.fingerprint(),
                        "rules", String.join(",", diagnosis.reasoning().rules())));
    }

    private static String text(DetectedFailure failure) {
        String type = failure.report().type();
        return (type == null ? "" : type + ": ") + failure.report().message();
    }

    /** Tells the gate, if the run began in its present epoch. */
    private void signal(
            WorkingSet ws,
            @Nullable Gate gate,
            @Nullable Attempt attempt,
            TaskRecord task,
            TaskExecutionTrace run,
            Diagnosis diagnosis) {
        if (gate == null) {
            return;
        }
        Long slotEpoch = attempt == null ? null : epochOf(attempt, gate);
        boolean present = attempt == null || slotEpoch == null
                ? gate.isPresentEpoch(EventIntake.earliestStart(run, task))
                : OutcomeVerifier.isPresent(gate, slotEpoch, attempt, run, task);
        if (!present) {
            ws.put(rules.memberCame(gate, ws.now()));
            return;
        }
        int members = membersOf(ws, gate);
        ws.put(rules.failed(gate, diagnosis.notBefore(), members, ws.now()));
        OutcomeVerifier.journalMove(ws, gate, attempt == null ? null : attempt.id());
    }

    private static @Nullable Long epochOf(Attempt attempt, Gate gate) {
        return attempt.passage().gates().stream()
                .filter(slot -> slot.gate().equals(gate.key()))
                .map(GateSlot::epoch)
                .findFirst()
                .orElse(null);
    }

    static int membersOf(WorkingSet ws, Gate gate) {
        String id = gate.episode().incidentId();
        Incident incident = id == null ? null : ws.incident(id);
        return incident == null ? 0 : incident.counts().total();
    }

    /** Why a gate holds first starts, the end of a sentence. */
    static String why(GateKey gate) {
        return gate.isStarts() ? "a limit of first starts was passed." : gate + " does not work.";
    }

    /** A task system parked a task before its first start: it waits at that gate, first in the queue. */
    void held(WorkingSet ws, TaskRecord task, GateKey key, Instant at) {
        // Whenever it was parked, the gate that parked it is the cause: a resolved incident takes it as a late member.
        Incident incident =
                incidents.join(ws, new Cause.Gated(key), null, task.descriptor().workspace(), Instant.EPOCH);
        Trouble trouble = new Trouble(incident.id(), ws.now(), at, null, null, ws.join(incident.id(), task));
        TaskRecord held =
                task.withTrouble(trouble).moved(Disposition.HELD, "Held before its first start: " + why(key), ws.now());
        ws.put(held);
        dispositions.watchExpiry(ws, held);
        Gate gate = ws.gate(key);
        if (gate != null) {
            ws.put(rules.memberCame(gate, ws.now()));
        }
    }
}
