package io.ripresa.server.classify;

import io.ripresa.model.FailureReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One failure as a line of JSON: {@code id}, {@code type}, {@code message}, and optionally {@code stack} (a list of
 * frames, or one text with line breaks), {@code http_status}, {@code sqlstate}, {@code runtime}. Other fields are
 * skipped unread; what is null is absent. The id is passed on and never looked at.
 *
 * @param id the id as JSON text, {@code null} where there is none
 * @param failure what the analysis may read
 */
record FailureLine(String id, FailureReport failure) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int LEAST_STATUS = 100;
    private static final int MOST_STATUS = 599;

    /** Values of a line while it is read. */
    private static final class Fields {
        private String id = "null";
        private @Nullable String type;
        private String message = "";
        private final List<String> stack = new ArrayList<>();
        private @Nullable Integer status;
        private @Nullable String sqlState;
        private @Nullable String runtime;

        FailureLine line() {
            Map<String, String> attributes = runtime == null ? Map.of() : Map.of(FailureReport.RUNTIME, runtime);
            return new FailureLine(
                    id, new FailureReport(type, message, stack, List.of(), status, sqlState, attributes));
        }
    }

    /**
     * Reads a line.
     *
     * @throws MalformedLine if it is not one JSON object, or a field has a value of another kind
     */
    static FailureLine read(String line) throws MalformedLine {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedLine("is not a JSON object; give one object per line");
            }
            Fields fields = new Fields();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                readField(parser, name, fields);
            }
            if (parser.nextToken() != null) {
                throw new MalformedLine("has something after its JSON object; give one object per line");
            }
            return fields.line();
        } catch (JacksonException e) {
            throw new MalformedLine("is not well-formed JSON (" + e.getOriginalMessage() + "); correct or remove it");
        }
    }

    private static void readField(JsonParser parser, String name, Fields fields) throws MalformedLine {
        switch (name) {
            case "id" -> fields.id = id(parser);
            case "type" -> fields.type = blankIsNull(text(parser, name));
            case "message" -> {
                String message = text(parser, name);
                fields.message = message == null ? "" : message;
            }
            case "stack" -> readStack(parser, fields.stack);
            case "http_status" -> fields.status = status(parser);
            case "sqlstate" -> fields.sqlState = blankIsNull(text(parser, name));
            case "runtime" -> fields.runtime = blankIsNull(text(parser, name));
            default -> parser.skipChildren();
        }
    }

    private static String id(JsonParser parser) throws MalformedLine {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return JsonText.quoted(parser.getString());
        }
        if (token == null || !token.isScalarValue()) {
            throw new MalformedLine("has an \"id\" that is no plain value; give a text or a number");
        }
        return parser.getString();
    }

    private static @Nullable String text(JsonParser parser, String name) throws MalformedLine {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == null || !token.isScalarValue()) {
            throw new MalformedLine("has a \"" + name + "\" that is no text; give a text or null");
        }
        return parser.getString();
    }

    private static @Nullable String blankIsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static void readStack(JsonParser parser, List<String> stack) throws MalformedLine {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                add(text(parser, "stack"), stack);
            }
        } else {
            add(text(parser, "stack"), stack);
        }
    }

    private static void add(@Nullable String frames, List<String> stack) {
        if (frames != null) {
            frames.lines().filter(frame -> !frame.isBlank()).forEach(stack::add);
        }
    }

    private static @Nullable Integer status(JsonParser parser) throws MalformedLine {
        String text = blankIsNull(text(parser, "http_status"));
        if (text == null) {
            return null;
        }
        try {
            int status = Integer.parseInt(text.strip());
            // Clients write 0 or -1 where there was no answer.
            return status >= LEAST_STATUS && status <= MOST_STATUS ? status : null;
        } catch (NumberFormatException e) {
            throw new MalformedLine("has the \"http_status\" " + JsonText.quoted(text) + "; give a number, or null");
        }
    }
}
