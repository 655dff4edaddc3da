package io.ripresa.simulation;

import io.ripresa.model.Disposition;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Policy;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.RecoveryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Deleted is what is over and old, nothing else; and what was deleted stays so. */
final class RetentionRules {

    private static final Duration ROUND = Duration.ofHours(1);

    private final Violations violations;
    private final VirtualTime time;
    private final Policy.Retention keep;
    private final Books books;

    RetentionRules(Violations violations, VirtualTime time, Policy.Retention keep, Books books) {
        this.violations = violations;
        this.time = time;
        this.keep = keep;
        this.books = books;
    }

    /** Something was deleted: finds out what, and whether it might go. */
    void cleaned(RecoveryStore store) {
        Set<TaskKey> left = store.tasks(books.tasks.keySet()).keySet();
        List<TaskKey> gone = new ArrayList<>();
        for (TaskRecord row : books.tasks.values()) {
            if (!left.contains(row.key())) {
                gone.add(row.key());
                String why = whyItStays(row, time.instant().minus(keep.tasks()));
                violations.require(
                        why.isEmpty(), Invariant.NOTHING_DELETED_TOO_EARLY, () -> row.key() + " was deleted: " + why);
            }
        }
        gone.forEach(books::delete);
        Set<String> known =
                new HashSet<>(store.incidents(books.incidents.keySet()).keySet());
        for (Incident incident : List.copyOf(books.incidents.values())) {
            if (!known.contains(incident.id())) {
                violations.require(
                        isOver(incident, time.instant().minus(keep.incidents()))
                                && !incident.equals(
                                        books.latestByCause.get(incident.cause().id()))
                                && books.tasks.values().stream().noneMatch(row -> isMember(row, incident)),
                        Invariant.NOTHING_DELETED_TOO_EARLY,
                        () -> incident.id() + " was deleted, which was " + incident.state() + " since "
                                + incident.times().changedAt());
                books.incidents.remove(incident.id());
            }
        }
    }

    /** A row of a task is written. */
    void written(TaskRecord row) {
        violations.require(
                books.deleted.isEmpty() || !books.deleted.contains(row.key()),
                Invariant.DELETED_STAYS_DELETED,
                () -> row.key() + " had been deleted and is " + row.disposition() + " again: " + row.note());
    }

    void atTheEnd() {
        Instant before = time.instant().minus(keep.tasks()).minus(ROUND);
        for (TaskRecord row : books.tasks.values()) {
            violations.require(
                    !whyItStays(row, before).isEmpty(),
                    Invariant.OLD_IS_DELETED,
                    () -> row.key() + " has been " + row.disposition() + " since " + row.since());
        }
    }

    private static boolean isMember(TaskRecord row, Incident incident) {
        TaskRecord.Trouble trouble = row.trouble();
        return trouble != null && trouble.incidentId().equals(incident.id());
    }

    /** Why a task must be kept, or empty where it may go. */
    private String whyItStays(TaskRecord row, Instant before) {
        TaskExecutionTrace latest =
                books.runs.get(new RunKey(row.key(), row.runs().latest()));
        Instant endedAt = latest == null ? null : latest.endedAt();
        TaskRecord.Trouble trouble = row.trouble();
        Incident incident = trouble == null ? null : books.incidents.get(trouble.incidentId());
        if (!row.disposition().isTerminal() && row.disposition() != Disposition.UNAFFECTED) {
            return "it is " + row.disposition();
        }
        if (row.disposition() == Disposition.UNAFFECTED && endedAt == null) {
            return "its latest run has not ended";
        }
        if (!row.since().isBefore(before) || endedAt != null && !endedAt.isBefore(before)) {
            return "it is not old enough";
        }
        if (!books.liveOf(row.key()).isEmpty()) {
            return "it has a live attempt";
        }
        return incident == null || isOver(incident, before) ? "" : incident.id() + " is " + incident.state();
    }

    private static boolean isOver(Incident incident, Instant before) {
        Instant resolvedAt = incident.times().resolvedAt();
        return incident.state() == IncidentState.RESOLVED && resolvedAt != null && resolvedAt.isBefore(before);
    }
}
