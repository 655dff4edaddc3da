package io.ripresa.simulation;

import io.ripresa.model.ReportedChange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Somebody changes something outside, and says so, twice with one id.
 *
 * @param at when it takes effect
 * @param reportedAfter how much later it is reported
 * @param kind what it is reported as
 * @param cause what it is about
 * @param workspace whose tasks it is for, or null for all
 * @param type of which type, or null for all; not both are null
 * @param helps whether it cures the cause
 */
public record Fix(
        Duration at,
        Duration reportedAfter,
        ReportedChange.Kind kind,
        HiddenCause cause,
        @Nullable String workspace,
        @Nullable String type,
        boolean helps) {

    /** When it is known. */
    Duration reportedAt() {
        return at.plus(reportedAfter);
    }

    /** Whether it cures a task. */
    boolean cures(TaskTruth task) {
        return helps
                && task.hidden.cause() == cause
                && (workspace == null || workspace.equals(task.descriptor.workspace()))
                && (type == null || type.equals(task.descriptor.type()));
    }
}
