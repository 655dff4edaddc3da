package io.ripresa.store;

import io.ripresa.model.Disposition;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.RecoveryStore.Cutoff;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes what is over and old from the in-memory store, by the rules of {@code RecoveryStore#clean}. */
final class Cleaning {

    private final Tables tables;
    private final Cutoff cutoff;
    private final int limit;

    Cleaning(Tables tables, Cutoff cutoff, int limit) {
        this.tables = tables;
        this.cutoff = cutoff;
        this.limit = limit;
    }

    /** How many tasks, incidents, lines of their own, changes and workspaces went. */
    int run() {
        List<TaskRecord> tasks =
                tables.tasks.values().stream().filter(this::isOver).limit(limit).toList();
        tasks.forEach(tables::delete);
        List<Incident> incidents = tables.incidentsInOrder()
                .filter(incident -> resolvedBefore(incident, cutoff.incidents()))
                .filter(incident -> !tables.hasMembers(incident.id()))
                .filter(incident ->
                        !incident.equals(tables.latestIncident(incident.cause().id())))
                .limit(limit)
                .toList();
        incidents.forEach(tables::delete);
        return tasks.size()
                + incidents.size()
                + tables.journal.forgetOthers(cutoff.incidents())
                + tables.forgetChanges(cutoff.incidents())
                + tables.workspaces.forget(cutoff.incidents());
    }

    private boolean isOver(TaskRecord task) {
        Instant before = cutoff.tasks();
        if (!task.since().isBefore(before) || task.liveAttempt() != null) {
            return false;
        }
        TaskExecutionTrace run =
                tables.runs.get(new RunKey(task.key(), task.runs().latest()));
        Instant endedAt = run == null ? null : run.endedAt();
        boolean over = task.disposition().isTerminal()
                ? endedAt == null || endedAt.isBefore(before)
                : task.disposition() == Disposition.UNAFFECTED && endedAt != null && endedAt.isBefore(before);
        TaskRecord.Trouble trouble = task.trouble();
        return over && (trouble == null || resolvedBefore(tables.incidents.get(trouble.incidentId()), before));
    }

    /** Whether an incident is over for so long; of one that is not there nobody knows. */
    private static boolean resolvedBefore(@Nullable Incident incident, Instant before) {
        if (incident == null) {
            return false;
        }
        Instant resolvedAt = incident.times().resolvedAt();
        return incident.state() == IncidentState.RESOLVED && resolvedAt != null && resolvedAt.isBefore(before);
    }
}
