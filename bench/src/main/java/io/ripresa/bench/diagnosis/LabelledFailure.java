package io.ripresa.bench.diagnosis;

import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A failure that somebody met, with what a person says of it.
 *
 * @param id names the row
 * @param source where it was found: a repository with issue or file, an archive with file and key
 * @param failure the facts, which are all that a diagnosis may read
 * @param label what it is
 */
public record LabelledFailure(String id, String source, FailureReport failure, Label label) {

    /**
     * What a person says of a failure.
     *
     * @param category its cause
     * @param alternatives other categories that are right, too
     * @param recoverability who must act; {@code UNKNOWN} of a row means that the text does not tell
     * @param passing whether it clears without anyone changing the task
     * @param hard whether its words mislead
     */
    public record Label(
            Category category,
            List<Category> alternatives,
            Recoverability recoverability,
            boolean passing,
            boolean hard) {
        public Label {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** The failures that the rules were written with. */
    public static final String FIRST = "failures.jsonl";
    /** The failures collected later, on which the rules were measured before they were mended. */
    public static final String FURTHER = "further.jsonl";
    /** Collections made afterwards: what they are, and which were measured before anybody looked, is in docs/diagnosis.md. */
    public static final List<String> LATER = List.of(
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "misleading",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twentyfirst",
            "twentysecond",
            "deceiving",
            "lessons",
            "twentythird",
            "twentyfourth",
            "reported",
            "written",
            "recorded",
            "twentyfifth",
            "twentysixth",
            "twentyseventh",
            "twentyeighth",
            "twentyninth",
            "thirtieth",
            "thirtyfirst",
            "thirtysecond",
            "disguised",
            "thirtythird",
            "thirtyfourth",
            "thirtyfifth",
            "thirtysixth",
            "thirtyseventh",
            "thirtyeighth",
            "thirtyninth",
            "fortieth",
            "fortyfirst");

    /**
     * Written down from memory, each with the product that says so, and texts that report no failure, of which nobody can
     * say whether they pass. Precedents learn from them, and nothing is measured on them.
     */
    public static final String RECALLED = "recalled.jsonl";

    /** Texts that are no failures at all, in the words of some; made up, and nothing is learned from them. */
    public static final String HARMLESS = "harmless.jsonl";

    /** All collections together. */
    public static List<LabelledFailure> all() {
        List<LabelledFailure> rows = new ArrayList<>(read(FIRST));
        rows.addAll(read(FURTHER));
        LATER.forEach(collection -> rows.addAll(later(collection)));
        return List.copyOf(rows);
    }

    /** What precedents learn from: all collections, and what was written down from memory. */
    public static List<LabelledFailure> taught() {
        List<LabelledFailure> rows = new ArrayList<>(all());
        rows.addAll(read(RECALLED));
        return List.copyOf(rows);
    }

    /** Reads one of {@link #LATER}. */
    public static List<LabelledFailure> later(String collection) {
        return read(collection + ".jsonl");
    }

    /** Reads one of the files beside this class. */
    public static List<LabelledFailure> read(String name) {
        InputStream file = LabelledFailure.class.getResourceAsStream(name);
        if (file == null) {
            throw new IllegalArgumentException("there is no file " + name + " beside " + LabelledFailure.class);
        }
        JsonMapper mapper = new JsonMapper();
        List<LabelledFailure> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    rows.add(of(mapper.readTree(line)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(rows);
    }

    private static LabelledFailure of(JsonNode row) {
        List<String> stack = new ArrayList<>();
        row.path("stack").forEach(frame -> stack.add(frame.asString()));
        List<Category> alternatives = new ArrayList<>();
        row.path("category_alt").forEach(each -> alternatives.add(Category.valueOf(each.asString())));
        FailureReport failure = new FailureReport(
                row.path("type").isString() ? row.path("type").asString() : null,
                row.path("message").asString(),
                stack,
                List.of(),
                row.path("http_status").isNumber() ? row.path("http_status").asInt() : null,
                row.path("sqlstate").isString() ? row.path("sqlstate").asString() : null,
                row.path("runtime").isString()
                        ? Map.of(FailureReport.RUNTIME, row.path("runtime").asString())
                        : Map.of());
        Label label = new Label(
                Category.valueOf(row.path("category").asString()),
                alternatives,
                Recoverability.valueOf(row.path("recovery").asString()),
                row.path("transient").asBoolean(),
                row.path("hard").asBoolean(false));
        return new LabelledFailure(row.path("id").asString(), row.path("source").asString(), failure, label);
    }

    /** What a row comes from, whatever part of it: the repository, the archive, the collection of logs. */
    public String origin() {
        String[] parts = source.split(":", -1);
        if (parts.length > 2 && parts[0].equals("maven")) {
            return parts[0] + ":" + parts[1] + ":" + parts[2];
        }
        return parts.length > 1 ? parts[0] + ":" + parts[1].split("#", -1)[0] : source;
    }
}
