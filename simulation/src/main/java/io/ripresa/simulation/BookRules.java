package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Cause;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryReadModel;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import io.ripresa.spi.TaskSystem.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the rows and the journal must add up to. */
final class BookRules {

    private final Violations violations;
    private final World world;
    private final Books books;

    BookRules(Violations violations, World world, Books books) {
        this.violations = violations;
        this.world = world;
        this.books = books;
    }

    /** A run ends once. */
    void run(TaskExecutionTrace row) {
        TaskExecutionTrace old = books.runs.put(row.run(), row);
        boolean ended = old != null && old.state().isTerminal();
        violations.require(
                !ended || old.state() == row.state() && Objects.equals(old.endedAt(), row.endedAt()),
                Invariant.ONE_FAILURE_PER_RUN,
                () -> row.run() + " ended twice: " + old + ", then " + row);
    }

    /** One open incident per cause; a failure of a run that began before the last one was resolved opens none. */
    void incidents(Changes changes) {
        for (Incident row : changes.incidents()) {
            if (books.incidents.containsKey(row.id())) {
                continue;
            }
            Incident latest = books.latestByCause.get(row.cause().id());
            if (latest == null) {
                continue;
            }
            violations.require(
                    latest.state() == IncidentState.RESOLVED,
                    Invariant.ONE_INCIDENT,
                    () -> row.id() + " opened while " + latest.id() + " is " + latest.state());
            Instant resolvedAt = latest.times().resolvedAt();
            boolean old = resolvedAt != null
                    && changes.failures().stream()
                            .filter(f -> f.incidentId().equals(row.id()))
                            .allMatch(f -> began(f).isBefore(resolvedAt))
                    && changes.failures().stream().anyMatch(f -> f.incidentId().equals(row.id()));
            violations.require(
                    !old,
                    Invariant.ONE_INCIDENT,
                    () -> row.id() + " was opened by a run that began before " + latest.id() + " was resolved");
        }
    }

    private Instant began(FailureRecord failure) {
        TaskTruth task = world.truth(failure.run().task());
        return task == null || failure.run().number() > task.latestRun()
                ? Instant.MAX
                : task.runs().get(failure.run().number() - 1).startedAt();
    }

    /** Every move of a row has its line, in the same transaction. */
    void journal(Changes changes) {
        List<JournalEntry> journal = changes.journal();
        for (TaskRecord row : changes.tasks()) {
            TaskRecord old = books.tasks.get(row.key());
            Disposition before = old == null ? null : old.disposition();
            if (before != row.disposition() && row.disposition() != Disposition.UNAFFECTED) {
                line(
                        journal,
                        "task " + row.key() + " to " + row.disposition(),
                        e -> e.kind() == Kind.DISPOSED
                                && row.key().equals(e.subject().task()));
            }
        }
        for (Attempt row : changes.attempts()) {
            Attempt old = books.attempts.get(row.id());
            if (old == null || old.state() != row.state()) {
                Kind kind = kind(row.state());
                line(
                        journal,
                        "attempt " + row.id() + " to " + row.state(),
                        e -> e.kind() == kind && row.id().equals(e.subject().attemptId()));
            }
        }
        for (Incident row : changes.incidents()) {
            Incident old = books.incidents.get(row.id());
            if (old == null || old.state() != row.state()) {
                line(
                        journal,
                        "incident " + row.id() + " to " + row.state(),
                        e -> (e.kind() == Kind.INCIDENT_OPENED || e.kind() == Kind.INCIDENT_MOVED)
                                && row.id().equals(e.subject().incidentId()));
            }
        }
    }

    void journal(Reservation.Item item) {
        line(
                List.of(item.journal()),
                "attempt " + item.attempt().id() + " to RESERVED",
                e -> e.kind() == Kind.RESERVED
                        && item.attempt().id().equals(e.subject().attemptId()));
    }

    private void line(List<JournalEntry> journal, String move, java.util.function.Predicate<JournalEntry> wanted) {
        violations.require(journal.stream().anyMatch(wanted), Invariant.JOURNAL_AGREES, () -> "no line for " + move);
    }

    private static Kind kind(AttemptState state) {
        return switch (state) {
            case RESERVED -> Kind.RESERVED;
            case ISSUED -> Kind.ISSUED;
            case VERIFIED -> Kind.VERIFIED;
            case TAKEN_BACK -> Kind.TAKEN_BACK;
        };
    }

    /** Counts and groups of an incident against its members and failures. */
    void incidentAddsUp(String id) {
        Incident incident = books.incidents.get(id);
        Incident.Counts members = books.members.getOrDefault(id, Incident.Counts.NONE);
        violations.require(
                incident != null && incident.counts().equals(members),
                Invariant.INCIDENT_COUNTS,
                () -> id + " counts " + (incident == null ? null : incident.counts()) + "; its members are " + members);
        int failures = books.failuresOf.getOrDefault(id, 0);
        int grouped = incident == null
                ? 0
                : incident.groups().stream().mapToInt(Incident.Group::failures).sum();
        violations.require(
                failures == grouped,
                Invariant.ONE_FAILURE_PER_RUN,
                () -> id + " counts " + grouped + " failures of " + failures + " runs");
        boolean pending = members.pending() > 0;
        violations.require(
                incident == null || incident.state() != IncidentState.RESOLVED || !pending,
                Invariant.INCIDENT_COUNTS,
                () -> id + " is resolved with members pending: " + members);
    }

    void dispositionsSum(RecoveryStore store) {
        long sum = 0;
        for (RecoveryReadModel.DispositionCount count : store.dispositionCounts()) {
            sum += count.tasks();
        }
        long counted = sum;
        violations.require(
                counted == books.tasks.size(),
                Invariant.DISPOSITIONS_SUM,
                () -> "counts sum to " + counted + ", there are " + books.tasks.size() + " tasks");
    }

    /** Whatever waits has a timer, a gate that will look again, or an attempt that will be verified. */
    void everyWaitHasAReason() {
        for (TaskRecord row : books.tasks.values()) {
            String reason = switch (row.disposition()) {
                case WAITING, HELD -> waits(row);
                case IN_ATTEMPT -> attempted(row);
                default -> null;
            };
            violations.require(
                    reason == null,
                    Invariant.NOTHING_FORGOTTEN,
                    () -> row.key() + " is " + row.disposition() + " (" + row.note() + "): " + reason);
        }
    }

    private @Nullable String waits(TaskRecord row) {
        String ungated = waitsForGate(row);
        return ungated == null || books.hasTimer(Timer.Kind.RERUN, row.key().toString()) ? null : ungated;
    }

    private @Nullable String waitsForGate(TaskRecord row) {
        TaskRecord.Trouble trouble = row.trouble();
        Incident incident = trouble == null ? null : books.incidents.get(trouble.incidentId());
        if (incident == null) {
            return "no timer and no incident";
        }
        if (!(incident.cause() instanceof Cause.Gated gated)) {
            return "no timer and no gate";
        }
        Gate gate = books.gates.get(gated.gate());
        if (gate == null || gate.episode().incidentId() == null) {
            return "its gate " + gated.gate() + " has no open incident";
        }
        // While the kill switch is on nobody looks; turning it off does.
        boolean looked =
                gate.nextActionAt() != null || !books.holdersOf(gate.key()).isEmpty() || books.control.stopped();
        return looked ? null : "its gate " + gated.gate() + " is never looked at again";
    }

    private @Nullable String attempted(TaskRecord row) {
        String id = row.liveAttempt();
        if (id == null || !books.liveOf(row.key()).contains(id)) {
            return "its attempt " + id + " is not live";
        }
        Attempt attempt = books.attempts.get(id);
        boolean timed = books.hasTimer(Timer.Kind.ISSUE, id)
                || books.hasTimer(Timer.Kind.VERIFY, id)
                || attempt != null
                        && books.hasTimer(
                                Timer.Kind.LIVENESS, attempt.orderedRun().toString());
        return timed ? null : "its attempt " + id + " has no timer";
    }

    /** In the end every task is done, or in a person's list, or was never in trouble. */
    void everyTaskIsAccountedFor() {
        for (TaskTruth truth : world.truths().toList()) {
            TaskKey key = truth.descriptor().key();
            if (books.deleted.contains(key)) {
                continue;
            }
            TaskRecord row = books.tasks.get(key);
            Disposition at = row == null ? null : row.disposition();
            violations.require(
                    row != null && accounted(truth, row),
                    Invariant.NOTHING_FORGOTTEN,
                    () -> key + " is " + truth.state() + " after run " + truth.latestRun() + " ("
                            + truth.plan().hidden() + "), but its row says " + at
                            + (row == null ? "" : ": " + row.note()));
        }
    }

    private static boolean accounted(TaskTruth truth, TaskRecord row) {
        Disposition at = row.disposition();
        boolean inList = at == Disposition.QUARANTINED || at == Disposition.ESCALATED;
        TaskStatus.State state = truth.state();
        return switch (state) {
            case SUCCEEDED -> at == Disposition.UNAFFECTED || at.isTerminal();
            case CANCELLED -> at == Disposition.UNAFFECTED || at == Disposition.NOT_NEEDED;
            case FAILED -> inList || at == Disposition.NOT_NEEDED;
            case RUNNING -> inList;
            case SCHEDULED, HELD, MISSING -> at == Disposition.NOT_NEEDED;
        };
    }

    /** The store's rows against the second set of books. */
    void booksAgree(RecoveryStore store) {
        for (TaskRecord row : store.tasks(books.tasks.keySet()).values()) {
            TaskRecord ours = books.tasks.get(row.key());
            violations.require(
                    ours != null
                            && ours.disposition() == row.disposition()
                            && ours.runs().equals(row.runs()),
                    Invariant.JOURNAL_AGREES,
                    () -> "the store has " + row + ", what was applied was " + ours);
        }
    }
}
