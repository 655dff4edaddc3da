package io.ripresa.server.chaos;

import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Disposition;
import io.ripresa.model.Effect;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Outcome;
import io.ripresa.model.Recoverability;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the store holds of one task.
 *
 * @param task the task as it was submitted
 * @param record what the store says of it, or null where it does not know it
 * @param attempts its attempts
 * @param failures its failed runs
 * @param runs its runs
 */
record TaskStory(
        ChaosTask task,
        @Nullable TaskRecord record,
        List<Attempt> attempts,
        List<FailureRecord> failures,
        List<TaskExecutionTrace> runs) {

    TaskStory {
        attempts = List.copyOf(attempts);
        failures = List.copyOf(failures);
        runs = List.copyOf(runs);
    }

    boolean is(Disposition disposition) {
        return record != null && record.disposition() == disposition;
    }

    /** Whether it waits for somebody to fix something. */
    boolean awaitsFix() {
        TaskRecord.Trouble trouble = record == null ? null : record.trouble();
        return (is(Disposition.HELD) || is(Disposition.WAITING))
                && trouble != null
                && trouble.diagnosis() != null
                && trouble.diagnosis().recoverability() == Recoverability.AFTER_FIX;
    }

    /** Whether nothing more happens to it by itself, where what it does has been seen to be done. */
    boolean isOver(boolean succeeded) {
        if (record == null) {
            return false;
        }
        return record.disposition() == Disposition.UNAFFECTED
                ? succeeded
                : record.disposition().isTerminal()
                        || is(Disposition.QUARANTINED)
                        || is(Disposition.ESCALATED)
                        || awaitsFix();
    }

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

    /** Whether as many attempts as are allowed were made, each in vain. */
    boolean isSpent(int most) {
        return is(Disposition.ESCALATED)
                && issued().size() == most
                && issued().stream()
                        .allMatch(a -> a.result() != null
                                && (a.result().outcome() == Outcome.FAILED_AGAIN
                                        || a.result().outcome() == Outcome.FAILED_OTHERWISE));
    }

    /** Whether a run of it failed of which nobody can say what it did outside. */
    boolean mayHaveActed() {
        return failures.stream().anyMatch(f -> f.diagnosis().effect() == Effect.POSSIBLE);
    }

    @Nullable TaskExecutionTrace run(int number) {
        return runs.stream().filter(r -> r.run().number() == number).findFirst().orElse(null);
    }
}
