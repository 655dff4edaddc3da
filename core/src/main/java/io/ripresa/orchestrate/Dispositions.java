package io.ripresa.orchestrate;

import io.ripresa.model.Decision;
import io.ripresa.model.Decision.Rung;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Disposition;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.model.Timer;
import io.ripresa.policy.RecoveryPolicyManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries out decisions on the rows: disposition, note, timer. Starts nothing. */
final class Dispositions {

    /** How often a task that waits for a switch, a person or a mode is looked at again. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(60);

    /** Puts the task where the decision wants it, and makes sure that it is looked at again if that is due. */
    void apply(WorkingSet ws, TaskRecord task, Decision decision) {
        Trouble trouble = task.trouble();
        ws.journal(
                Kind.DECIDED,
                new Subject(task.key(), trouble == null ? null : trouble.incidentId(), null, null),
                decision.getClass().getSimpleName() + ": "
                        + decision.rationale().sentence(),
                Map.of(
                        "rung", decision.rationale().rung().name(),
                        "strategy", decision.rationale().strategy().name()));
        Instant now = ws.now();
        String note = decision.rationale().sentence();
        boolean gated = isGated(task);
        if (decision instanceof Decision.Quarantine) {
            end(ws, task.moved(Disposition.QUARANTINED, note, now), decision.rationale());
        } else if (decision instanceof Decision.Escalate) {
            end(ws, task.moved(Disposition.ESCALATED, note, now), decision.rationale());
        } else if (decision instanceof Decision.NotNeeded) {
            end(ws, task.moved(Disposition.NOT_NEEDED, note, now), decision.rationale());
        } else if (decision instanceof Decision.Observe) {
            ws.put(task.moved(Disposition.WAITING, note, now));
            ws.cancelTimer(Timer.Kind.RERUN, task.key());
        } else if (decision instanceof Decision.Hold hold) {
            boolean fix = hold.rationale().rung() == Rung.AFTER_FIX;
            Instant again = hold.until() == null ? patience(fix, trouble, now) : hold.until();
            waitOrHold(ws, task.moved(gated || fix ? Disposition.HELD : Disposition.WAITING, note, now), gated, again);
        } else if (decision instanceof Decision.Retry) {
            waitOrHold(ws, task.moved(gated ? Disposition.HELD : Disposition.WAITING, note, now), gated, now);
        }
    }

    private void waitOrHold(WorkingSet ws, TaskRecord task, boolean gated, Instant again) {
        ws.put(task);
        if (!gated) {
            ws.timer(Timer.Kind.RERUN, task.key(), again);
        }
        watchExpiry(ws, task);
    }

    private static Instant patience(boolean fix, @Nullable Trouble trouble, Instant now) {
        return fix && trouble != null ? trouble.since().plus(RecoveryPolicyManager.FIX_PATIENCE) : now.plus(LOOK_AGAIN);
    }

    /** A task that nobody needs after a time is looked at then. */
    void watchExpiry(WorkingSet ws, TaskRecord task) {
        Instant expiresAt = task.descriptor().timing().expiresAt();
        if (expiresAt != null) {
            ws.timer(Timer.Kind.EXPIRY, task.key(), expiresAt);
        }
    }

    /** Ends recovery of a task, until a person or a change re-opens it. */
    void end(WorkingSet ws, TaskRecord task, Disposition disposition, String note) {
        end(ws, task.moved(disposition, note, ws.now()), null);
    }

    private static void end(WorkingSet ws, TaskRecord ended, Decision.@Nullable Rationale rationale) {
        ws.put(ended, rationale);
        ws.cancelTimer(Timer.Kind.RERUN, ended.key());
        ws.cancelTimer(Timer.Kind.EXPIRY, ended.key());
    }

    /** Whether a gate decides when the task goes: then it needs no timer of its own. */
    static boolean isGated(TaskRecord task) {
        Trouble trouble = task.trouble();
        Diagnosis diagnosis = trouble == null ? null : trouble.diagnosis();
        return diagnosis == null || diagnosis.isGated();
    }
}
