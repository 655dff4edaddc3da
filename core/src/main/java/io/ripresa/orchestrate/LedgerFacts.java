package io.ripresa.orchestrate;

import io.ripresa.model.Attempt;
import io.ripresa.model.Decision.Rationale;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Disposition;
import io.ripresa.model.Effect;
import io.ripresa.model.Facts;
import io.ripresa.model.Outcome;
import io.ripresa.model.RerunSafety;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The facts that are written beside what became of attempts and tasks, so that figures can be counted from the journal. */
final class LedgerFacts {

    private LedgerFacts() {}

    /** Of a task that recovery is done with, or that is left to a person; nothing for any other move. */
    static Map<String, String> ofDisposition(
            @Nullable TaskRecord before, TaskRecord task, @Nullable Rationale rationale) {
        if (!task.disposition().isTerminal() && !Disposition.NEEDS_PERSON.contains(task.disposition())) {
            return Map.of();
        }
        Map<String, String> facts = new TreeMap<>();
        facts.put(Facts.WORKSPACE, task.descriptor().workspace());
        facts.put(Facts.TO, task.disposition().name());
        if (before != null) {
            facts.put(Facts.FROM, before.disposition().name());
        }
        Diagnosis diagnosis = diagnosis(task);
        if (diagnosis != null) {
            facts.put(Facts.RECOVERABILITY, diagnosis.recoverability().name());
        }
        if (rationale != null) {
            facts.put(Facts.RUNG, rationale.rung().name());
            facts.put(Facts.STRATEGY, rationale.strategy().name());
        }
        return facts;
    }

    /**
     * Of an attempt whose outcome is known.
     *
     * @param task its task, with the trouble that the attempt was made for
     */
    static Map<String, String> ofOutcome(Attempt attempt, Outcome outcome, TaskRecord task, Instant now) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(Facts.OUTCOME, outcome.name());
        facts.put("ordinal", Integer.toString(attempt.order().ordinal()));
        facts.put(Facts.WORKSPACE, task.descriptor().workspace());
        if (!attempt.passage().gates().isEmpty()) {
            facts.put(Facts.WAY, attempt.passage().trial() ? Facts.TRIAL : Facts.RELEASED);
        }
        Trouble trouble = task.trouble();
        Diagnosis diagnosis = diagnosis(task);
        if (trouble != null && diagnosis != null) {
            facts.put(Facts.RECOVERABILITY, diagnosis.recoverability().name());
            if (!isAllowed(attempt, diagnosis.effect(), task)) {
                facts.put(Facts.UNSAFE, "yes");
            }
            if (outcome == Outcome.RECOVERED) {
                Duration took = Duration.between(trouble.since(), now);
                facts.put(Facts.TOOK_MILLIS, Long.toString(Math.max(0, took.toMillis())));
            }
        }
        return facts;
    }

    /** What the table says of the order, looked up again at the time at which it was given. */
    private static boolean isAllowed(Attempt attempt, Effect effect, TaskRecord task) {
        Instant ordered = Objects.requireNonNullElse(
                attempt.passage().issuedAt(), attempt.passage().reservedAt());
        return RerunSafety.of(effect, task.descriptor().safety(), task.runs().firstStartedAt(), ordered)
                .allowsRun();
    }

    private static @Nullable Diagnosis diagnosis(TaskRecord task) {
        Trouble trouble = task.trouble();
        return trouble == null ? null : trouble.diagnosis();
    }
}
