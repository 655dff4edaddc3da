package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failure looks like, as a set of traits: its words, each two words in a row, each five characters in a row, the
 * words that its class name is made of, its HTTP status. Numbers are one trait, whichever they are, but for three digits
 * that may be a status; the caller's own address is a word; {@code camelCase} is read as two words. Of a chain of causes
 * the root is read, without stacks. Precedents are weighed by traits.
 *
 * <p>Pure; time is linear in the length of the texts, of which no more is read than {@link Evidence#bound} leaves.
 */
public final class Traits {

    /** So many characters in a row are a trait: short enough for inflections, long enough to tell words apart. */
    static final int GRAM = 5;

    /** The kind of trait that is some characters in a row. */
    static final char GRAM_KIND = 'g';

    private static final int STATUS_DIGITS = 3;

    /** Takes the traits of a failure, the same one as often as it comes. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param kind {@code w}ord, {@code p}air of words, {@code g}ram, word of a {@code n}ame, {@code s}tatus
         * @param text where it stands
         * @param from where it begins
         * @param to where it ends
         * @param from2 where the second word of a pair begins, or -1
         * @param to2 where the second word of a pair ends
         */
        void trait(char kind, char[] text, int from, int to, int from2, int to2);
    }

    private Traits() {}

    /** All traits of a failure as texts: the kind, a colon, the characters; two words with a blank between them. */
    public static Set<String> of(FailureReport failure) {
        Set<String> traits = new LinkedHashSet<>();
        each(failure, (kind, text, from, to, from2, to2) -> {
            String first = kind + ":" + new String(text, from, to - from);
            traits.add(from2 < 0 ? first : first + ' ' + new String(text, from2, to2 - from2));
        });
        return traits;
    }

    /** Whether a text has the form of those of {@link #of}. */
    static boolean isWritten(String trait) {
        return trait.length() > 2 && trait.charAt(1) == ':';
    }

    /** How many traits a failure has, each as often as it comes: what weights are divided by the square root of. */
    public static int count(FailureReport failure) {
        int[] count = new int[1];
        each(failure, (kind, text, from, to, from2, to2) -> count[0]++);
        return count[0];
    }

    static void each(FailureReport failure, Visitor visitor) {
        FailureReport.Cause root = root(failure);
        String type = root.type() == null ? "" : Evidence.bound(root.type());
        String message = Evidence.bound(root.message());
        Plain plain = new Plain(type.length() + message.length());
        plain.add(type);
        int names = plain.size;
        plain.end();
        plain.add(message);
        words(plain, names, visitor);
        for (int i = 0; i + GRAM <= plain.size; i++) {
            if (!Character.isLowSurrogate(plain.text[i]) && !Character.isHighSurrogate(plain.text[i + GRAM - 1])) {
                visitor.trait(GRAM_KIND, plain.text, i, i + GRAM, -1, -1);
            }
        }
        if (failure.httpStatus() != null) {
            char[] status = failure.httpStatus().toString().toCharArray();
            visitor.trait('s', status, 0, status.length, -1, -1);
            visitor.trait('s', status, 0, 1, -1, -1);
        }
    }

    /** What wraps a cause says what the caller was doing, in words of its own. */
    private static FailureReport.Cause root(FailureReport failure) {
        int causes = failure.causes().size();
        return causes == 0
                ? new FailureReport.Cause(failure.type(), failure.message(), List.of())
                : failure.causes().get(causes - 1);
    }

    private static void words(Plain plain, int names, Visitor visitor) {
        char[] text = plain.text;
        int before = -1;
        int beforeEnd = -1;
        int i = 0;
        while (i < plain.size) {
            int start = i;
            if (isLetter(text[i])) {
                while (i < plain.size && isLetter(text[i])) {
                    i++;
                }
                if (start < names) {
                    visitor.trait('n', text, start, i, -1, -1);
                }
            } else if (isDigit(text[i])) {
                while (i < plain.size && isDigit(text[i])) {
                    i++;
                }
            } else {
                i++;
                if (text[start] != Plain.END) {
                    continue;
                }
            }
            visitor.trait('w', text, start, i, -1, -1);
            if (before >= 0) {
                visitor.trait('p', text, before, beforeEnd, start, i);
            }
            before = start;
            beforeEnd = i;
        }
    }

    private static boolean isLetter(char c) {
        return c < 128 ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' : Character.isLetter(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** A text in lower case with single blanks, words of joined names apart, numbers all alike. */
    private static final class Plain {

        /** Stands between a name and a text. */
        private static final char END = '|';

        private static final List<String> OWN_ADDRESSES = List.of("127.0.0.1", "0.0.0.0", "[::1]");

        private char[] text;
        private int size;

        Plain(int length) {
            text = new char[length + length / 4 + 16];
        }

        void end() {
            put(' ');
            put(END);
            put(' ');
        }

        void add(@Nullable String raw) {
            if (raw == null) {
                return;
            }
            char last = ' ';
            int i = 0;
            while (i < raw.length()) {
                char c = raw.charAt(i);
                String own = c == '1' || c == '0' || c == '[' ? ownAddress(raw, i) : null;
                if (own != null) {
                    add(" localhost ");
                    i += own.length();
                } else if (isDigit(c)) {
                    int end = i;
                    while (end < raw.length() && isDigit(raw.charAt(end))) {
                        end++;
                    }
                    number(raw, i, end);
                    i = end;
                } else {
                    boolean capital = c >= 'A' && c <= 'Z';
                    if (capital && (last >= 'a' && last <= 'z' || isDigit(last))) {
                        put(' ');
                    }
                    put(plain(c));
                    i++;
                }
                last = raw.charAt(i - 1);
            }
        }

        private static char plain(char c) {
            if (c < 128) {
                return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c <= ' ' && Character.isWhitespace(c) ? ' ' : c;
            }
            return Character.isWhitespace(c) ? ' ' : Character.toLowerCase(c);
        }

        /** The address of the caller itself that stands at a position, or null: not a number like others. */
        private static @Nullable String ownAddress(String raw, int at) {
            for (String each : OWN_ADDRESSES) {
                if (raw.startsWith(each, at)) {
                    return each;
                }
            }
            return null;
        }

        private void number(String raw, int from, int to) {
            char first = raw.charAt(from);
            boolean port = from > 0 && raw.charAt(from - 1) == ':';
            if (!port && to - from == STATUS_DIGITS && (first == '4' || first == '5')) {
                for (int i = from; i < to; i++) {
                    put(raw.charAt(i));
                }
            } else {
                put('0');
            }
        }

        private void put(char c) {
            if (c == ' ' && size > 0 && text[size - 1] == ' ') {
                return;
            }
            if (size == text.length) {
                text = Arrays.copyOf(text, size * 2);
            }
            text[size++] = c;
        }
    }
}
