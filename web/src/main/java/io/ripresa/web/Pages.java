package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ripresa.web.Views.AttemptView;
import io.ripresa.web.Views.GateView;
import io.ripresa.web.Views.IncidentView;
import io.ripresa.web.Views.JournalView;
import io.ripresa.web.Views.TaskView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists as the API answers them: an object, so that fields can be added. */
final class Pages {

    private Pages() {}

    /**
     * @param tasks the tasks, by key
     * @param next what to give as {@code after} for the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Tasks(List<TaskView> tasks, @Nullable String next) {}

    record Incidents(List<IncidentView> incidents) {}

    record Gates(List<GateView> gates) {}

    record Attempts(List<AttemptView> attempts) {}

    /**
     * @param journal lines, oldest first
     * @param next what to give as {@code after} next time
     */
    record Journal(List<JournalView> journal, long next) {}

    /** What became of submitted tasks, in their order. */
    record Accepted(List<AcceptedTask> tasks) {}

    record AcceptedTask(String id, String key, boolean created) {}

    /** Who does it, and why. */
    record PersonRequest(@Nullable String actor, @Nullable String reason) {
        PersonRequest {
            actor = checked("actor", actor, 100);
            reason = checked("reason", reason, 500);
        }

        String who() {
            return actor == null ? "" : actor;
        }

        String why() {
            return reason == null ? "" : reason;
        }

        static @Nullable String checked(String field, @Nullable String value, int max) {
            if (value == null || value.isBlank()) {
                throw ProblemException.badField(
                        field, value, "Field \"" + field + "\" is missing or empty.", "Say who does this and why.");
            }
            if (value.length() > max || value.chars().anyMatch(Character::isISOControl)) {
                throw ProblemException.badField(
                        field,
                        value,
                        "Field \"" + field + "\" is too long or has control characters.",
                        "Give one line of at most " + max + " characters.");
            }
            return value.strip();
        }
    }

    /** Turns the kill switch. */
    record ControlRequest(
            @Nullable Boolean stopped,
            @Nullable Boolean keepHolds,
            @Nullable String actor,
            @Nullable String reason) {}
}
