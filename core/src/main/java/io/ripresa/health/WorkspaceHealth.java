package io.ripresa.health;

import io.ripresa.model.Finding;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a workspace is.
 *
 * @param workspace the workspace
 * @param state where it stands: as it is stored, or as it follows from the findings where nobody wrote it down yet
 * @param reasons why, sentences for people
 * @param actor who put it there: a person's name, or {@link WorkspaceRecord#MACHINE}
 * @param since when it came there, or will have
 * @param score its health
 * @param findings what is wrong, worst first
 * @param tasks how many tasks are known of it
 * @param stored what is stored of it, or null for a workspace that nobody has looked at yet
 */
public record WorkspaceHealth(
        String workspace,
        WorkspaceState state,
        List<String> reasons,
        String actor,
        Instant since,
        HealthScore score,
        List<Finding> findings,
        long tasks,
        @Nullable WorkspaceRecord stored) {

    public WorkspaceHealth {
        reasons = List.copyOf(reasons);
        findings = List.copyOf(findings);
    }

    /** Who paused it, or null where no person did. */
    public @Nullable String pausedBy() {
        return state == WorkspaceState.PAUSED && !actor.equals(WorkspaceRecord.MACHINE) ? actor : null;
    }

    /** The same findings, with the state that is stored, where one is. */
    WorkspaceHealth asStored() {
        WorkspaceRecord row = stored;
        return row == null
                ? this
                : new WorkspaceHealth(
                        workspace, row.state(), row.reasons(), row.actor(), row.since(), score, findings, tasks, row);
    }

    /** The row that says so. */
    public WorkspaceRecord row() {
        WorkspaceRecord before = stored;
        if (before == null) {
            return new WorkspaceRecord(workspace, state, reasons, actor, since, score.points(), findings, 0);
        }
        WorkspaceRecord moved = before.state() == state
                ? state == WorkspaceState.PAUSED ? before : before.withReasons(reasons)
                : before.moved(state, reasons, actor, since);
        return moved.withFindings(score.points(), findings);
    }
}
