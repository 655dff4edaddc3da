package io.ripresa.web;

import io.ripresa.model.Dependency;
import io.ripresa.model.SideEffects;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A task to run, as it is sent.
 *
 * @param id the task's id, chosen by the sender: its idempotency key
 * @param workspace tenant or queue; {@code default} where absent
 * @param type names the handler
 * @param payload what the handler gets: a text, or JSON
 * @param priority higher first; 0 where absent
 * @param sideEffects what running it twice does, or null for the type's own
 * @param dependencies what it needs, besides what the handler knows
 * @param timeout longest run, as {@code 30s}, {@code 5m}, {@code 2h} or ISO-8601, or null for the type's own
 * @param expiresAt latest start that makes sense, or null
 * @param startAt earliest start, or null for at once
 */
public record TaskRequest(
        @Nullable String id,
        @Nullable String workspace,
        @Nullable String type,
        @Nullable JsonNode payload,
        @Nullable Integer priority,
        @Nullable SideEffects sideEffects,
        @Nullable List<String> dependencies,
        @Nullable String timeout,
        @Nullable Instant expiresAt,
        @Nullable Instant startAt) {

    private static final int MAX_PAYLOAD = 64 * 1024;

    /** The submission that this asks for; {@code where} stands before the names of fields in messages. */
    Submission toSubmission(String where) {
        return new Submission(
                required(where + "id", id),
                workspace == null ? "default" : workspace,
                required(where + "type", type),
                payloadText(where),
                new Options(
                        priority == null ? 0 : priority,
                        sideEffects,
                        dependencies(where),
                        timeout(where),
                        expiresAt,
                        startAt));
    }

    private String payloadText(String where) {
        String text = payload == null || payload.isNull()
                ? ""
                : payload.isString() ? payload.stringValue() : StrictJson.text(payload);
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PAYLOAD) {
            throw ProblemException.tooLarge(
                    where + "payload",
                    "Field \"" + where + "payload\" has " + bytes + " bytes; at most " + MAX_PAYLOAD + " are taken.",
                    "Store the data elsewhere and send a reference to it.");
        }
        return text;
    }

    private List<Dependency> dependencies(String where) {
        if (dependencies == null) {
            return List.of();
        }
        try {
            return dependencies.stream().map(Dependency::new).toList();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw ProblemException.badField(
                    where + "dependencies",
                    dependencies.toString(),
                    "Field \"" + where + "dependencies\" has an entry that names nothing: " + e.getMessage() + ".",
                    "Give names like \"payments.internal:443\" or \"db:orders\".");
        }
    }

    private @Nullable Duration timeout(String where) {
        if (timeout == null) {
            return null;
        }
        Duration parsed = DurationText.parse(timeout);
        if (parsed == null || parsed.isZero() || parsed.isNegative()) {
            throw ProblemException.badField(
                    where + "timeout",
                    timeout,
                    "Field \"" + where + "timeout\" is not a positive duration.",
                    "Give a text like \"30s\", \"5m\" or \"PT30S\".");
        }
        return parsed;
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ProblemException.badField(
                    field, value, "Field \"" + field + "\" is missing or empty.", "Add \"" + field + "\" with a text.");
        }
        return value;
    }
}
