package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ripresa.web.Views.AttemptView;
import io.ripresa.web.Views.GateView;
import io.ripresa.web.Views.IncidentView;
import io.ripresa.web.Views.JournalView;
import io.ripresa.web.Views.TaskView;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists as the API answers them: an object, so that fields can be added. */
final class Pages {

    private static final int MAX_ACTOR = 100;

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

    /** Who orders something, and why. */
    record Person(String actor, String reason) {

        /**
         * Whoever is signed in is who orders it, whatever the request says; where nobody is, the request must say who.
         */
        static Person of(HttpServletRequest request, @Nullable String actor, @Nullable String reason) {
            return new Person(actor(request, actor), checked("reason", reason, 500));
        }

        /** The same where no reason is asked for. */
        static String actor(HttpServletRequest request, @Nullable String actor) {
            Principal signedIn = request.getUserPrincipal();
            return signedIn == null ? checked("actor", actor, MAX_ACTOR) : shortened(signedIn.getName());
        }

        /** Names of principals are what others make them: one line, of the length that is stored. */
        static String shortened(String name) {
            String line = name.replaceAll("\\p{Cntrl}+", " ").strip();
            return line.length() <= MAX_ACTOR ? line : line.substring(0, MAX_ACTOR);
        }

        private static String checked(String field, @Nullable String value, int max) {
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

    /** An order of a person, as it is sent. */
    record PersonRequest(@Nullable String actor, @Nullable String reason) {
        Person by(HttpServletRequest request) {
            return Person.of(request, actor, reason);
        }
    }

    /**
     * Who asks, as the application around this knows him.
     *
     * @param actor the name that is journalled, or null where nobody is signed in
     * @param csrf what a changing request must carry, or null where nothing is asked
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Me(@Nullable String actor, PageToken.@Nullable Token csrf) {}

    /** Turns the kill switch. */
    record ControlRequest(
            @Nullable Boolean stopped,
            @Nullable Boolean keepHolds,
            @Nullable String actor,
            @Nullable String reason) {}
}
