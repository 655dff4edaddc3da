package io.ripresa.simulation;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scenarios as text, for people to read and for tests to replay: {@code Name[field=value, …]} for a record, with the
 * fields in their order; {@code […]} for a list, a line per record in it; {@code "…"} for a string; {@code null},
 * numbers, booleans, enum names and ISO durations as they are. What was written is read back equal.
 */
public final class ScenarioText {

    private ScenarioText() {}

    /** The scenario as text. */
    public static String write(Scenario scenario) {
        StringBuilder text = new StringBuilder();
        write(scenario, text, 0);
        return text.append('\n').toString();
    }

    /**
     * The scenario that a text describes.
     *
     * @throws IllegalArgumentException naming the place and what was expected there
     */
    public static Scenario read(String text) {
        Reader reader = new Reader(text);
        Scenario scenario = (Scenario) reader.record(Scenario.class);
        reader.end();
        return scenario;
    }

    private static void write(@Nullable Object value, StringBuilder text, int depth) {
        if (value instanceof Record record) {
            writeRecord(record, text, depth);
        } else if (value instanceof List<?> list) {
            writeList(list, text, depth);
        } else if (value instanceof String string) {
            text.append('"')
                    .append(string.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        } else if (value instanceof Enum<?> constant) {
            text.append(constant.name());
        } else {
            text.append(value);
        }
    }

    private static void writeRecord(Record record, StringBuilder text, int depth) {
        text.append(record.getClass().getSimpleName()).append('[');
        String separator = "";
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            text.append(separator).append(component.getName()).append('=');
            write(get(record, component), text, depth);
            separator = ", ";
        }
        text.append(']');
    }

    private static void writeList(List<?> list, StringBuilder text, int depth) {
        text.append('[');
        String indent = "\n" + "  ".repeat(depth + 1);
        String separator = "";
        for (Object element : list) {
            text.append(separator);
            if (element instanceof Record) {
                text.append(indent);
            }
            write(element, text, depth + 1);
            separator = ", ";
        }
        text.append(']');
    }

    private static @Nullable Object get(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("field " + component.getName() + " of a record can always be read", e);
        }
    }

    /** Reads values of the types that are expected, one after the other. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        @Nullable Object value(Type type) {
            if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
                return list(list.getActualTypeArguments()[0]);
            }
            if (!(type instanceof Class<?> kind)) {
                throw wrong("a value of a known type, not of " + type);
            }
            skip();
            if (text.startsWith("null", at)) {
                at += 4;
                return null;
            }
            if (kind.isRecord()) {
                return record(kind);
            }
            if (kind == String.class) {
                return string();
            }
            String word = word();
            try {
                return simple(kind, word);
            } catch (RuntimeException e) {
                at -= word.length();
                throw wrong("a " + kind.getSimpleName());
            }
        }

        @SuppressWarnings({"unchecked", "rawtypes"})
        private Object simple(Class<?> kind, String word) {
            if (kind.isEnum()) {
                return Enum.valueOf((Class<? extends Enum>) kind, word);
            }
            if (kind == Duration.class) {
                return Duration.parse(word);
            }
            if (kind == int.class || kind == Integer.class) {
                return Integer.parseInt(word);
            }
            if (kind == long.class) {
                return Long.parseLong(word);
            }
            if (kind == double.class) {
                return Double.parseDouble(word);
            }
            if (kind == boolean.class && (word.equals("true") || word.equals("false"))) {
                return word.equals("true");
            }
            throw new IllegalArgumentException(word);
        }

        Object record(Class<?> kind) {
            expect(kind.getSimpleName());
            expect("[");
            RecordComponent[] components = kind.getRecordComponents();
            @Nullable Object[] values = new @Nullable Object[components.length];
            for (int i = 0; i < components.length; i++) {
                if (i > 0) {
                    expect(",");
                }
                expect(components[i].getName());
                expect("=");
                values[i] = value(components[i].getGenericType());
            }
            expect("]");
            try {
                Constructor<?> constructor = kind.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                return constructor.newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(
                        "the " + kind.getSimpleName() + " that ends at character " + at + " cannot be: " + e.getCause(),
                        e);
            }
        }

        private List<Object> list(Type of) {
            expect("[");
            List<Object> list = new ArrayList<>();
            skip();
            while (at < text.length() && text.charAt(at) != ']') {
                if (!list.isEmpty()) {
                    expect(",");
                }
                Object element = value(of);
                if (element == null) {
                    throw wrong("an element that is not null");
                }
                list.add(element);
                skip();
            }
            expect("]");
            return list;
        }

        private String string() {
            expect("\"");
            StringBuilder string = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\') {
                    at++;
                }
                if (at < text.length()) {
                    string.append(text.charAt(at++));
                }
            }
            expect("\"");
            return string.toString();
        }

        private String word() {
            int from = at;
            while (at < text.length() && ",]\n ".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        void end() {
            skip();
            if (at < text.length()) {
                throw wrong("the end");
            }
        }

        private void expect(String wanted) {
            skip();
            if (!text.startsWith(wanted, at)) {
                throw wrong("\"" + wanted + "\"");
            }
            at += wanted.length();
        }

        private void skip() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private IllegalArgumentException wrong(String wanted) {
            String there = text.substring(Math.min(at, text.length()), Math.min(text.length(), at + 30));
            return new IllegalArgumentException(
                    "at character " + at + " the scenario says \"" + there + "\"; expected is " + wanted);
        }
    }
}
