package io.ripresa.spi;

import io.ripresa.model.Attempt;
import io.ripresa.model.Cause;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.WorkspaceRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people and pages read. Lists are bounded by the caller's limit; nothing here changes anything. */
public interface RecoveryReadModel {

    /** Tasks by workspace and disposition, ordered by workspace, then disposition. Together they are all tasks. */
    List<DispositionCount> dispositionCounts();

    /**
     * Runs in progress by workspace, ordered by workspace; a workspace without any is left out. Costs what is in progress,
     * whatever has ended.
     *
     * @param silentSince runs that have shown no sign of life since then count as silent
     */
    List<RunCount> runsInProgress(Instant silentSince);

    /** Workspaces as they were found last, by name. */
    List<WorkspaceRecord> workspaces();

    /** Tasks that match, ordered by key, after {@code query.after()}. */
    List<TaskRecord> findTasks(TaskQuery query);

    /** Incidents, open ones first, then by opening time, newest first. */
    List<Incident> findIncidents(boolean openOnly, int limit);

    /** All gates, by key, at most {@code limit}. */
    List<Gate> findGates(int limit);

    /**
     * Gates of dependencies of which more calls fail than usual, by key, at most {@code limit}. Asked often: stores that
     * keep many gates answer it from an index.
     */
    default List<Gate> gatesWithWarning(int limit) {
        return findGates(Integer.MAX_VALUE).stream()
                .filter(gate -> gate.learned().calls().warning() != null)
                .limit(limit)
                .toList();
    }

    /** All runs of a task, first to last. */
    List<TaskExecutionTrace> runsOf(TaskKey task);

    /** All attempts of a task, first to last. */
    List<Attempt> attemptsOf(TaskKey task);

    /** The latest attempts, newest first. */
    List<Attempt> latestAttempts(int limit);

    /** All failed runs of a task, first to last. */
    List<FailureRecord> failuresOf(TaskKey task);

    /** Failures of an incident that have a sample, first to last. */
    List<FailureRecord> samplesOf(String incidentId, int limit);

    /**
     * The journal after a sequence number, oldest first. Sequence numbers grow, but a lower one may become visible after
     * a higher one: readers that follow the journal read an overlap again.
     */
    List<JournalEntry> journalAfter(long sequence, int limit);

    /** The journal of one task or one incident, newest first. Exactly one of the two is not null. */
    List<JournalEntry> journalOf(@Nullable TaskKey task, @Nullable String incidentId, int limit);

    /** Changes that were reported, by when they took effect, the latest first, then by id. */
    List<ReportedChange> latestReportedChanges(int limit);

    /** Outcomes counted for a cause. */
    List<OutcomeCount> outcomesOf(Cause cause);

    /** One count. */
    record DispositionCount(String workspace, Disposition disposition, long tasks) {}

    /**
     * Runs in progress in one workspace.
     *
     * @param workspace the workspace
     * @param inProgress how many
     * @param silent how many of them have shown no sign of life for long
     * @param oldestStartedAt when the longest of them began
     */
    record RunCount(String workspace, long inProgress, long silent, Instant oldestStartedAt) {}

    /**
     * What tasks to find; a null field matches all.
     *
     * @param workspace the workspace, or null
     * @param disposition the disposition, or null
     * @param incidentId the incident they are members of, or null
     * @param after only tasks with a key after this one, or null
     * @param limit most tasks to return
     */
    record TaskQuery(
            @Nullable String workspace,
            @Nullable Disposition disposition,
            @Nullable String incidentId,
            @Nullable TaskKey after,
            int limit) {}
}
