package io.ripresa.orchestrate;

import io.ripresa.model.Attempt;
import io.ripresa.model.Attempt.GateSlot;
import io.ripresa.model.Breaker;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Outcome;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.Ramp;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.model.Timer;
import io.ripresa.policy.CanaryPace;
import io.ripresa.policy.GateRules;
import io.ripresa.policy.Took;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says what became of an attempt. {@code RECOVERED} only when the task system reported success of that very run.
 */
final class OutcomeVerifier {

    private final GateRules rules;

    OutcomeVerifier(GateRules rules) {
        this.rules = rules;
    }

    /**
     * Whether this run is the one that an attempt asked for. Where the task system does not say who asked for a run, or
     * its start has not been reported yet, its number tells, and that it showed no sign of life before it was ordered.
     */
    static boolean isOrderedBy(@Nullable Attempt attempt, TaskExecutionTrace run) {
        if (attempt == null || !attempt.orderedRun().equals(run.run())) {
            return false;
        }
        if (run.attemptId() != null) {
            return run.attemptId().equals(attempt.id());
        }
        Instant ordered = Objects.requireNonNullElse(
                attempt.passage().issuedAt(), attempt.passage().reservedAt());
        return !run.startedAt().isBefore(ordered.minus(AutoRecoveryOrchestrator.SAME_TIME));
    }

    /**
     * Whether what became of an ordered run says something about a gate as it is now. The first run of a task that was
     * held may have begun before it was held, and be told of in the wrong order.
     */
    static boolean isPresent(Gate gate, long slotEpoch, Attempt attempt, TaskExecutionTrace run, TaskRecord task) {
        Instant began = attempt.order().isFirstStart() ? EventIntake.earliestStart(run, task) : run.startedAt();
        return gate.epoch().number() == slotEpoch && (run.attemptId() != null || gate.isPresentEpoch(began));
    }

    /** The run that the attempt asked for went well: the task is back. */
    void recovered(WorkingSet ws, TaskRecord task, Attempt attempt, TaskExecutionTrace run) {
        Attempt issued =
                attempt.state().isLive() && attempt.passage().issuedAt() == null ? attempt.issued(ws.now()) : attempt;
        close(ws, issued, Outcome.RECOVERED, "Run " + run.run().number() + " succeeded.", task);
        ws.put(task.withLiveAttempt(null)
                .moved(
                        Disposition.RECOVERED,
                        attempt.order().isFirstStart()
                                ? "Started after the hold and succeeded."
                                : "Run " + run.run().number() + " succeeded.",
                        ws.now()));
        Instant endedAt = Objects.requireNonNullElse(run.endedAt(), ws.now());
        Took took = Took.between(run.startedAt(), endedAt);
        for (GateSlot slot : attempt.passage().gates()) {
            Gate gate = ws.gate(slot.gate());
            if (gate != null) {
                Gate freed = rules.slotFreed(gate, ws.now());
                boolean counts = isPresent(gate, slot.epoch(), attempt, run, task);
                ws.put(counts ? rules.succeeded(freed, took, pending(ws, freed), ws.now()) : freed);
                if (counts) {
                    journalMove(ws, gate, attempt.id());
                }
            }
        }
    }

    /** Closes an attempt whose run did not go well, and gives its slots back. The caller disposes of the task. */
    void failed(WorkingSet ws, TaskRecord task, Attempt attempt, Outcome outcome, String detail) {
        close(ws, attempt, outcome, detail, task);
        for (GateSlot slot : attempt.passage().gates()) {
            Gate gate = ws.gate(slot.gate());
            if (gate != null) {
                Gate freed = rules.slotFreed(gate, ws.now());
                boolean silent = outcome != Outcome.FAILED_AGAIN && gate.epoch().number() == slot.epoch();
                ws.put(silent ? rules.inconclusive(freed, ws.now()) : freed);
            }
        }
    }

    /** Gives a reservation back before it was issued: it does not count. */
    void takeBack(WorkingSet ws, Attempt attempt, String why) {
        ws.put(attempt.takenBack());
        ws.cancelTimer(Timer.Kind.ISSUE, attempt.id());
        ws.journal(Kind.TAKEN_BACK, Subject.of(attempt), why);
        for (GateSlot slot : attempt.passage().gates()) {
            Gate gate = ws.gate(slot.gate());
            if (gate != null) {
                ws.put(rules.slotFreed(gate, ws.now()));
            }
        }
    }

    private void close(WorkingSet ws, Attempt attempt, Outcome outcome, String detail, TaskRecord task) {
        ws.put(attempt.verified(new Attempt.Result(outcome, ws.now(), detail)));
        ws.cancelTimer(Timer.Kind.ISSUE, attempt.id());
        ws.cancelTimer(Timer.Kind.VERIFY, attempt.id());
        ws.journal(
                Kind.VERIFIED,
                Subject.of(attempt),
                outcome + ": " + detail,
                LedgerFacts.ofOutcome(attempt, outcome, task, ws.now()));
        Trouble trouble = task.trouble();
        Incident incident = ws.incident(attempt.passage().incidentId());
        if (!attempt.order().isFirstStart() && trouble != null && incident != null) {
            String fingerprint =
                    trouble.diagnosis() == null ? "" : trouble.diagnosis().fingerprint();
            ws.outcome(new OutcomeCount(incident.cause().id(), fingerprint, outcome, 1));
        }
    }

    static int pending(WorkingSet ws, Gate gate) {
        String id = gate.episode().incidentId();
        Incident incident = id == null ? null : ws.incident(id);
        return incident == null ? 0 : incident.counts().pending();
    }

    /** Writes down how a gate was moved by what was just put. */
    static void journalMove(WorkingSet ws, Gate before, @Nullable String attemptId) {
        Gate after = ws.gate(before.key());
        if (after == null) {
            return;
        }
        String incidentId = after.episode().incidentId();
        Subject subject = new Subject(null, incidentId, after.key(), attemptId);
        boolean rampBegan = before.ramp() == null && after.ramp() != null;
        if (after.key().isAfterFix() && after.isQuiet() && !before.isQuiet()) {
            ws.journal(
                    Kind.GATE_MOVED,
                    new Subject(null, before.episode().incidentId(), after.key(), attemptId),
                    "What was changed did not mend it for all: waits for the next change.");
            return;
        }
        if (before.breaker() != after.breaker() || rampBegan) {
            String text = before.breaker() == after.breaker()
                    ? "Tasks come back by the ramp."
                    : "Breaker " + before.breaker() + " → " + after.breaker() + (rampBegan ? ", by the ramp." : ".");
            ws.journal(
                    Kind.GATE_MOVED,
                    subject,
                    text + experience(before, after),
                    Map.of(
                            "from", before.breaker().name(),
                            "to", after.breaker().name(),
                            "epoch", Long.toString(after.epoch().number())));
        } else if (before.ramp() != null
                && after.ramp() != null
                && before.ramp().startsPerSecond() != after.ramp().startsPerSecond()) {
            ws.journal(
                    Kind.RAMP_CHANGED,
                    subject,
                    String.format(
                            Locale.ROOT,
                            "%.1f → %.1f starts/s",
                            before.ramp().startsPerSecond(),
                            after.ramp().startsPerSecond()));
        }
    }

    /** What was learned before and matters from now on, or nothing. */
    private static String experience(Gate before, Gate after) {
        Ramp ramp = after.ramp();
        if (before.ramp() == null && ramp != null && ramp.bound().ceiling() > 0) {
            return String.format(
                    Locale.ROOT,
                    " Before, it took %.1f starts/s: no faster than that until it seems to take more.",
                    ramp.bound().ceiling());
        }
        Duration usual = CanaryPace.usualOutage(after.learned().outages());
        return before.breaker() == Breaker.CLOSED && after.breaker() == Breaker.OPEN && usual != null
                ? " Outages of it usually last " + words(usual) + ": it is tried more often near that time."
                : "";
    }

    private static String words(Duration duration) {
        return duration.toSeconds() < 120 ? duration.toSeconds() + " s" : duration.toMinutes() + " min";
    }
}
