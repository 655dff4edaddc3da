package io.ripresa.worker;

import io.ripresa.model.Dependency;
import io.ripresa.model.FailureReport;
import io.ripresa.model.GateKey;
import io.ripresa.model.TaskEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event's detail as JSON and back. What is longer than analysis reads is cut: of a text the first 16 KB and the last
 * 4 KB are kept. Stateless.
 */
final class EventText {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int HEAD = 16_384;
    private static final int TAIL = 4_096;
    private static final int MAX_FRAME = 400;
    private static final int MAX_CAUSE = 4_096;
    private static final int MAX_CAUSE_FRAMES = 12;

    private EventText() {}

    static String kind(TaskEvent.Detail detail) {
        return detail.getClass().getSimpleName();
    }

    static String write(TaskEvent.Detail detail) {
        ObjectNode json = JSON.createObjectNode();
        if (detail instanceof TaskEvent.Held held) {
            json.put("dependency", held.gate().dependency().name());
            json.put("scope", held.gate().scope());
        } else if (detail instanceof TaskEvent.Started started) {
            json.put("worker", started.worker());
            json.put("attempt", started.attemptId());
        } else if (detail instanceof TaskEvent.StageEntered stage) {
            json.put("sequence", stage.sequence());
            json.put("name", stage.name());
            json.put("outward", stage.outward());
        } else if (detail instanceof TaskEvent.Failed failed) {
            writeFailure(json, failed.failure());
        } else if (detail instanceof TaskEvent.DeadLettered failed) {
            writeFailure(json, failed.failure());
        } else if (detail instanceof TaskEvent.Orphaned orphaned) {
            json.put("worker", orphaned.worker());
        } else if (detail instanceof TaskEvent.OrderLapsed lapsed) {
            json.put("attempt", lapsed.attemptId());
        } else if (detail instanceof TaskEvent.Cancelled cancelled) {
            json.put("reason", cut(cancelled.reason(), MAX_CAUSE));
        } else if (detail instanceof TaskEvent.LateResult late) {
            json.put("succeeded", late.succeeded());
        }
        return JSON.writeValueAsString(json);
    }

    static TaskEvent.Detail read(String kind, String text) {
        JsonNode json = JSON.readTree(text);
        return switch (kind) {
            case "Submitted" -> new TaskEvent.Submitted();
            case "Held" ->
                new TaskEvent.Held(new GateKey(
                        new Dependency(json.path("dependency").asString()),
                        json.path("scope").asString()));
            case "Started" -> new TaskEvent.Started(json.path("worker").asString(), string(json, "attempt"));
            case "StageEntered" ->
                new TaskEvent.StageEntered(
                        json.path("sequence").asInt(),
                        json.path("name").asString(),
                        json.path("outward").asBoolean());
            case "Heartbeat" -> new TaskEvent.Heartbeat();
            case "Succeeded" -> new TaskEvent.Succeeded();
            case "Failed" -> new TaskEvent.Failed(readFailure(json));
            case "DeadLettered" -> new TaskEvent.DeadLettered(readFailure(json));
            case "Orphaned" -> new TaskEvent.Orphaned(json.path("worker").asString());
            case "OrderLapsed" -> new TaskEvent.OrderLapsed(json.path("attempt").asString());
            case "Cancelled" -> new TaskEvent.Cancelled(json.path("reason").asString());
            case "LateResult" -> new TaskEvent.LateResult(json.path("succeeded").asBoolean());
            default -> throw new IllegalStateException("event kind \"" + kind + "\" in the outbox is not known");
        };
    }

    private static void writeFailure(ObjectNode json, FailureReport failure) {
        json.put("type", failure.type());
        json.put("message", cut(failure.message(), HEAD + TAIL));
        writeFrames(json.putArray("stack"), failure.stack(), failure.stack().size());
        ArrayNode causes = json.putArray("causes");
        for (FailureReport.Cause cause : failure.causes()) {
            ObjectNode one = causes.addObject();
            one.put("type", cause.type());
            one.put("message", cut(cause.message(), MAX_CAUSE));
            writeFrames(one.putArray("stack"), cause.stack(), MAX_CAUSE_FRAMES);
        }
        if (failure.httpStatus() != null) {
            json.put("httpStatus", failure.httpStatus());
        }
        json.put("sqlState", failure.sqlState());
        ObjectNode attributes = json.putObject("attributes");
        failure.attributes().forEach((name, value) -> attributes.put(name, cut(value, MAX_FRAME)));
    }

    private static void writeFrames(ArrayNode array, List<String> frames, int most) {
        frames.stream().limit(most).forEach(frame -> array.add(cut(frame, MAX_FRAME)));
    }

    private static FailureReport readFailure(JsonNode json) {
        List<FailureReport.Cause> causes = new ArrayList<>();
        for (JsonNode one : json.path("causes")) {
            causes.add(new FailureReport.Cause(
                    string(one, "type"), one.path("message").asString(), frames(one)));
        }
        Map<String, String> attributes = new TreeMap<>();
        json.path("attributes")
                .properties()
                .forEach(
                        entry -> attributes.put(entry.getKey(), entry.getValue().asString()));
        return new FailureReport(
                string(json, "type"),
                json.path("message").asString(),
                frames(json),
                causes,
                json.has("httpStatus") ? Integer.valueOf(json.path("httpStatus").asInt()) : null,
                string(json, "sqlState"),
                attributes);
    }

    private static List<String> frames(JsonNode json) {
        List<String> frames = new ArrayList<>();
        json.path("stack").forEach(frame -> frames.add(frame.asString()));
        return frames;
    }

    private static @Nullable String string(JsonNode json, String field) {
        JsonNode value = json.get(field);
        return value == null || value.isNull() ? null : value.asString();
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int tail = most / 5;
        return text.substring(0, most - tail - 1) + "…" + text.substring(text.length() - tail);
    }
}
