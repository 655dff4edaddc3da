package io.ripresa.model;

import java.time.Instant;
import java.util.List;

/**
 * Where a workspace stands and why, as it was found last.
 *
 * @param name the workspace
 * @param state where it stands
 * @param reasons why, sentences for people
 * @param actor who put it there: a person's name, or {@link #MACHINE}
 * @param since when it came there
 * @param score its health then, 0 to 100
 * @param findings what was found, worst first
 * @param version 0 for a row not stored yet; the store counts it up
 */
public record WorkspaceRecord(
        String name,
        WorkspaceState state,
        List<String> reasons,
        String actor,
        Instant since,
        int score,
        List<Finding> findings,
        long version) {

    /** Who acts where no person does. */
    public static final String MACHINE = "ripresa";

    /** The score of a workspace with nothing wrong. */
    public static final int BEST_SCORE = 100;

    public WorkspaceRecord {
        Texts.requireText("workspace", name, 100);
        reasons = List.copyOf(reasons);
        findings = List.copyOf(findings);
    }

    /** This workspace in another state; throws where the table does not have the move. */
    public WorkspaceRecord moved(WorkspaceState to, List<String> why, String by, Instant now) {
        return new WorkspaceRecord(
                name,
                WorkspaceState.TABLE.move("workspace " + name, state, to),
                why,
                by,
                now,
                score,
                findings,
                version);
    }

    public WorkspaceRecord withFindings(int newScore, List<Finding> newFindings) {
        return new WorkspaceRecord(name, state, reasons, actor, since, newScore, newFindings, version);
    }

    public WorkspaceRecord withReasons(List<String> newReasons) {
        return new WorkspaceRecord(name, state, newReasons, actor, since, score, findings, version);
    }

    public WorkspaceRecord withVersion(long newVersion) {
        return new WorkspaceRecord(name, state, reasons, actor, since, score, findings, newVersion);
    }
}
