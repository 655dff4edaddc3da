package io.ripresa.server.rules;

import io.ripresa.analyze.Condition;
import io.ripresa.analyze.Conditions;
import io.ripresa.analyze.Evidence;
import io.ripresa.server.yaml.YamlMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Reads the condition of a rule: keys side by side must all hold, the values of one key are alternatives; {@code any},
 * {@code not} and {@code anywhere} hold conditions of the same kind.
 */
final class WhenReader {

    private static final List<String> KEYS = List.of(
            "type",
            "type-ends",
            "type-says",
            "says",
            "status",
            "answered",
            "sqlstate",
            "vendor",
            "vendor-code",
            "runtime",
            "attribute",
            "frame",
            "any",
            "not",
            "anywhere");

    private WhenReader() {}

    static Condition read(YamlMap rule, String key) {
        return read(rule.map(key, KEYS));
    }

    private static Condition read(YamlMap when) {
        List<Condition> parts = new ArrayList<>();
        texts(when, "type", parts, Conditions::named, " ");
        texts(when, "type-ends", parts, Conditions::nameEnds, " ");
        texts(when, "type-says", parts, Conditions::nameSays, "|");
        texts(when, "says", parts, Conditions::says, "|");
        if (when.has("status")) {
            List<Condition.Status.Span> spans = new ArrayList<>();
            when.texts("status").forEach(text -> spans.add(span(when, text)));
            parts.add(new Condition.Status(spans));
        }
        if (when.has("answered")) {
            Condition answered = Conditions.answered();
            parts.add(when.flag("answered", true) ? answered : answered.negate());
        }
        texts(when, "sqlstate", parts, text -> Conditions.sqlState(text.toUpperCase(Locale.ROOT)), " ");
        if (when.has("vendor") || when.has("vendor-code")) {
            parts.add(vendorCode(when));
        }
        texts(when, "runtime", parts, Conditions::runtime, " ");
        if (when.has("attribute")) {
            parts.add(Conditions.has(when.text("attribute")));
        }
        if (when.has("frame")) {
            parts.add(Conditions.frame(when.text("frame")));
        }
        if (when.has("any")) {
            List<Condition> any = new ArrayList<>();
            when.maps("any", KEYS).forEach(each -> any.add(read(each)));
            if (any.isEmpty()) {
                throw when.wrong("any", "gives \"any\" no alternatives", "Give at least one.");
            }
            parts.add(new Condition.Any(any));
        }
        if (when.has("not")) {
            parts.add(read(when.map("not", KEYS)).negate());
        }
        if (when.has("anywhere")) {
            parts.add(Conditions.anywhere(read(when.map("anywhere", KEYS))));
        }
        if (parts.isEmpty()) {
            throw when.wrong("", "has no condition", "Give at least one of " + String.join(", ", KEYS) + ".");
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.All(parts);
    }

    private static void texts(
            YamlMap when, String key, List<Condition> parts, Function<String, Condition> made, String between) {
        if (!when.has(key)) {
            return;
        }
        List<String> texts = when.texts(key);
        if (texts.isEmpty()) {
            throw when.wrong(key, "gives \"" + key + "\" no value", "Give at least one.");
        }
        for (String text : texts) {
            if (text.isBlank() || text.contains("|") || between.equals(" ") && text.contains(" ")) {
                throw when.wrong(
                        key,
                        "gives \"" + key + "\" the value \"" + text + "\"",
                        "Give each value as an element of a list: without \"|\""
                                + (between.equals(" ") ? ", and without blanks." : "."));
            }
        }
        try {
            parts.add(made.apply(String.join(between, texts)));
        } catch (IllegalArgumentException e) {
            throw when.wrong(
                    key, "gives \"" + key + "\" a value that cannot be used: " + e.getMessage(), "Correct it.");
        }
    }

    /** {@code 503} or {@code 500-599}. */
    private static Condition.Status.Span span(YamlMap when, String text) {
        if (!text.matches("[1-5]\\d\\d(-[1-5]\\d\\d)?")) {
            throw when.wrong("status", "gives \"status\" the value \"" + text + "\"", "Give 503 or 500-599.");
        }
        int low = Integer.parseInt(text.substring(0, 3));
        int high = text.length() > 3 ? Integer.parseInt(text.substring(4)) : low;
        if (high < low) {
            throw when.wrong("status", "gives \"status\" the value \"" + text + "\"", "Give the lower one first.");
        }
        return new Condition.Status.Span(low, high);
    }

    private static Condition vendorCode(YamlMap when) {
        Evidence.Vendor vendor = when.choice("vendor", Evidence.Vendor.class);
        List<String> texts = when.texts("vendor-code");
        int[] codes = new int[texts.size()];
        for (int i = 0; i < codes.length; i++) {
            if (!texts.get(i).matches("-?\\d{1,6}")) {
                throw when.wrong(
                        "vendor-code",
                        "gives \"vendor-code\" the value \"" + texts.get(i) + "\"",
                        "Give the database's error number, such as 1205.");
            }
            codes[i] = Integer.parseInt(texts.get(i));
        }
        return Conditions.vendorCode(vendor, codes);
    }
}
