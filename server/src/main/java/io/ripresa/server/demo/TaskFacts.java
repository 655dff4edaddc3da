package io.ripresa.server.demo;

import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Outcome;
import io.ripresa.model.Recoverability;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the store holds of one planned task.
 *
 * @param planned the task as planned
 * @param record what the store says of it, or null where it does not know it
 * @param attempts its attempts
 * @param failures its failed runs
 * @param runs its runs
 */
record TaskFacts(
        PlannedTask planned,
        @Nullable TaskRecord record,
        List<Attempt> attempts,
        List<FailureRecord> failures,
        List<TaskExecutionTrace> runs) {

    TaskFacts {
        attempts = List.copyOf(attempts);
        failures = List.copyOf(failures);
        runs = List.copyOf(runs);
    }

    boolean is(Disposition disposition) {
        return record != null && record.disposition() == disposition;
    }

    /** Whether it failed or was held at least once. */
    boolean wasAffected() {
        return record != null && (record.disposition() != Disposition.UNAFFECTED || !failures.isEmpty());
    }

    /** Whether it waits for somebody to fix something. */
    boolean awaitsFix() {
        return (is(Disposition.HELD) || is(Disposition.WAITING))
                && record != null
                && record.trouble() != null
                && record.trouble().diagnosis() != null
                && record.trouble().diagnosis().recoverability() == Recoverability.AFTER_FIX;
    }

    boolean isWithPeople() {
        return is(Disposition.QUARANTINED) || is(Disposition.ESCALATED) || awaitsFix();
    }

    /** Number of its latest run. */
    int latestRun() {
        int known = record == null ? 0 : record.runs().latest();
        return runs.stream().mapToInt(r -> r.run().number()).reduce(known, Math::max);
    }

    /** Attempts that were issued; first starts that had been held are none. */
    List<Attempt> issued() {
        return attempts.stream()
                .filter(a -> !a.order().isFirstStart())
                .filter(a -> a.state() == AttemptState.ISSUED || a.state() == AttemptState.VERIFIED)
                .toList();
    }

    /** Attempts that did not recover it. */
    long wasted() {
        return issued().stream()
                .filter(a -> a.result() != null && a.result().outcome() != Outcome.RECOVERED)
                .count();
    }

    /** When a task system that knows nothing of the outage would have seen it fail. */
    Instant firstTrouble(Instant otherwise) {
        if (!failures.isEmpty()) {
            return failures.get(0).at();
        }
        return record == null ? otherwise : record.descriptor().timing().submittedAt();
    }
}
