package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Breaker;
import io.ripresa.model.Cause;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.Observation;
import io.ripresa.model.Outcome;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.ReportedChange.Kind;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.Reservation;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What goes after a reported change: only what failed before it, one first, and nothing more once that one failed. */
final class FixInvariants {

    private final Violations violations;
    private final Books books;
    /** The change, by incident and time, that each canary was for. */
    private final Map<String, String> triedBy = new HashMap<>();

    private final Set<String> refuted = new HashSet<>();

    FixInvariants(Violations violations, Books books) {
        this.violations = violations;
        this.books = books;
    }

    void reserved(List<Reservation.Item> items, Collection<Gate> after) {
        for (Gate gate : after) {
            if (gate.key().isAfterFix()) {
                items.stream()
                        .map(Reservation.Item::attempt)
                        .filter(attempt -> attempt.passage().gates().stream()
                                .anyMatch(slot -> slot.gate().equals(gate.key())))
                        .forEach(attempt -> passed(attempt, gate));
            }
        }
    }

    private void passed(Attempt attempt, Gate gate) {
        TaskRecord row = books.tasks.get(attempt.task());
        TaskRecord.Trouble trouble = row == null ? null : row.trouble();
        Observation seen = gate.evidence().latest(Observation.Kind.CHANGE);
        Instant failedAt = trouble == null ? Instant.MAX : trouble.failedAt();
        Instant changedAt = seen == null ? Instant.MIN : seen.since();
        violations.require(
                changedAt.isAfter(failedAt) && isReported(changedAt, attempt),
                Invariant.FIX_BEFORE_RERUN,
                () -> attempt.task() + " failed at " + failedAt + " and goes by a change of " + changedAt
                        + "; known are " + books.reportedChanges.values());
        int live = books.holdersOf(gate.key()).size();
        violations.require(
                gate.breaker() == Breaker.CLOSED || live <= 1,
                Invariant.ONE_CANARY_PER_CHANGE,
                () -> live + " canaries in flight through " + gate.key() + ": " + books.holdersOf(gate.key()));
        String tried = attempt.passage().incidentId() + " by " + changedAt;
        violations.require(
                gate.breaker() == Breaker.CLOSED || !refuted.contains(tried),
                Invariant.ONE_CANARY_PER_CHANGE,
                () -> attempt.task() + " goes for " + tried + ", by which another one failed");
        if (attempt.passage().trial()) {
            triedBy.put(attempt.id(), tried);
        }
    }

    /** Whether a change of that time was reported that concerns the workspace and can mend such failures. */
    private boolean isReported(Instant changedAt, Attempt attempt) {
        Incident incident = books.incidents.get(attempt.passage().incidentId());
        String workspace =
                incident != null && incident.cause() instanceof Cause.Ungated cause ? cause.workspace() : null;
        return books.reportedChanges.values().stream()
                .anyMatch(change -> change.at().equals(changedAt)
                        && (change.scope().workspace() == null
                                || Objects.equals(change.scope().workspace(), workspace)));
    }

    void attempt(Attempt row) {
        Attempt.Result result = row.result();
        String tried = triedBy.get(row.id());
        boolean failed =
                row.state() == AttemptState.VERIFIED && result != null && result.outcome() == Outcome.FAILED_AGAIN;
        if (failed && tried != null) {
            refuted.add(tried);
        }
    }

    /** Whether a run that nobody but somebody else can cure may be followed by another: something was changed since. */
    boolean mayBeMended(TaskTruth task, RunTruth latest) {
        Instant endedAt = latest.endedAt;
        HiddenCause cause = task.plan().hidden().cause();
        return cause.isCurable()
                && endedAt != null
                && books.reportedChanges.values().stream()
                        .anyMatch(
                                change -> mends(change, cause, task.descriptor().workspace())
                                        // A task system's clock may be a second off without anybody correcting it.
                                        && change.at().isAfter(endedAt.minusSeconds(2)));
    }

    private static boolean mends(ReportedChange change, HiddenCause cause, String workspace) {
        @Nullable String concerned = change.scope().workspace();
        boolean kind = cause == HiddenCause.REVOKED
                ? change.kind() != Kind.LIMIT
                : change.kind() == Kind.CONFIGURATION || change.kind() == Kind.DEPLOY;
        return kind && (concerned == null || concerned.equals(workspace));
    }
}
