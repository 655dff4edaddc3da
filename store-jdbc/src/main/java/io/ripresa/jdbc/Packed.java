package io.ripresa.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several values in one text, for what is read back as a whole and never searched.
 *
 * <p>The values follow each other, each ended by {@code |}. In a value, {@code \\} stands for a backslash and {@code \p}
 * for a bar; a value {@code \0} is null. No values are the empty text. A value may itself be packed.
 */
final class Packed {

    private static final char END = '|';
    private static final String NULL = "\\0";

    private Packed() {}

    /** Writes one packed text. */
    static final class Writer {
        private final StringBuilder text = new StringBuilder();

        Writer add(@Nullable Object value) {
            if (value == null) {
                text.append(NULL).append(END);
                return this;
            }
            String plain = value.toString();
            for (int i = 0; i < plain.length(); i++) {
                char c = plain.charAt(i);
                switch (c) {
                    case '\\' -> text.append("\\\\");
                    case END -> text.append("\\p");
                    default -> text.append(c);
                }
            }
            text.append(END);
            return this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    static String list(List<String> values) {
        Writer writer = new Writer();
        values.forEach(writer::add);
        return writer.toString();
    }

    static List<String> list(String packed) {
        List<String> values = new ArrayList<>();
        Reader reader = new Reader(packed);
        while (reader.hasNext()) {
            values.add(reader.next());
        }
        return values;
    }

    /** Reads one packed text from its first value to its last. */
    static final class Reader {
        private final String text;
        private int at;

        Reader(String packed) {
            text = packed;
        }

        boolean hasNext() {
            return at < text.length();
        }

        String next() {
            String value = nextOrNull();
            if (value == null) {
                throw new IllegalArgumentException("a value is missing before position " + at + " of: " + text);
            }
            return value;
        }

        @Nullable String nextOrNull() {
            int end = text.indexOf(END, at);
            if (end < 0) {
                throw new IllegalArgumentException("no value at position " + at + " of: " + text);
            }
            String raw = text.substring(at, end);
            at = end + 1;
            return raw.equals(NULL) ? null : plain(raw);
        }

        int nextInt() {
            return Integer.parseInt(next());
        }

        long nextLong() {
            return Long.parseLong(next());
        }

        double nextDouble() {
            return Double.parseDouble(next());
        }

        private static String plain(String raw) {
            if (raw.indexOf('\\') < 0) {
                return raw;
            }
            StringBuilder plain = new StringBuilder(raw.length());
            for (int i = 0; i < raw.length(); i++) {
                char c = raw.charAt(i);
                if (c == '\\') {
                    i++;
                    plain.append(raw.charAt(i) == 'p' ? END : raw.charAt(i));
                } else {
                    plain.append(c);
                }
            }
            return plain.toString();
        }
    }
}
