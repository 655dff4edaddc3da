package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a failure {@link Traits} are read from, as words: those of the class name, a bar, those of the message. In lower
 * case, {@code camelCase} as two words, numbers all alike but for three digits that may be a status, the caller's own
 * address as a word, each ideograph by itself. Of a chain of causes the root is read, without stacks. For one thread.
 */
final class TraitText {

    /** Stands between a name and a text. */
    static final char BAR = '|';

    private static final List<String> OWN_ADDRESSES = List.of("127.0.0.1", "0.0.0.0", "[::1]");
    private static final int STATUS_DIGITS = 3;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private char[] text;
    private int size;
    private int[] begins = new int[32];
    private int[] ends = new int[32];
    private long[] hashes = new long[32];
    private int words;
    private int names;

    private TraitText(int length) {
        text = new char[length + length / 4 + 16];
    }

    /** Reads no more than {@link Evidence#bound} leaves. */
    static TraitText of(FailureReport failure) {
        FailureReport.Cause root = root(failure);
        String type = root.type() == null ? "" : Evidence.bound(root.type());
        String message = Evidence.bound(root.message());
        TraitText read = new TraitText(type.length() + message.length());
        read.add(type);
        read.split(0);
        read.names = read.words;
        int bar = read.size;
        read.put(BAR);
        read.add(message);
        read.split(bar);
        return read;
    }

    /** What wraps a cause says what the caller was doing, in words of its own. */
    private static FailureReport.Cause root(FailureReport failure) {
        int causes = failure.causes().size();
        return causes == 0
                ? new FailureReport.Cause(failure.type(), failure.message(), List.of())
                : failure.causes().get(causes - 1);
    }

    /** How many words there are. */
    int words() {
        return words;
    }

    /** How many of them, the first ones, are those of the class name; the next one is the bar. */
    int names() {
        return names;
    }

    int length(int word) {
        return ends[word] - begins[word];
    }

    /** A hash of the characters of a word. */
    long hash(int word) {
        return hashes[word];
    }

    /** A hash of some characters of a word. */
    long hash(int word, int from, int to) {
        return hash(text, begins[word] + from, begins[word] + to);
    }

    String word(int word) {
        return new String(text, begins[word], length(word));
    }

    /** What {@link #hash} gives for a word. */
    static long hash(String word) {
        return hash(word.toCharArray(), 0, word.length());
    }

    private static long hash(char[] text, int from, int to) {
        long hash = FNV_OFFSET;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text[i]) * FNV_PRIME;
        }
        return hash;
    }

    /** Finds the words of what was added from a position on. */
    private void split(int from) {
        int i = from;
        while (i < size) {
            int start = i;
            char first = text[i++];
            if (Character.isIdeographic(first) || first == BAR) {
                word(start, i);
            } else if (isLetter(first)) {
                while (i < size && isLetter(text[i]) && !Character.isIdeographic(text[i])) {
                    i++;
                }
                word(start, i);
            } else if (isDigit(first)) {
                while (i < size && isDigit(text[i])) {
                    i++;
                }
                word(start, i);
            }
        }
    }

    private void word(int begin, int end) {
        if (words == begins.length) {
            begins = Arrays.copyOf(begins, words * 2);
            ends = Arrays.copyOf(ends, words * 2);
            hashes = Arrays.copyOf(hashes, words * 2);
        }
        begins[words] = begin;
        ends[words] = end;
        hashes[words] = hash(text, begin, end);
        words++;
    }

    private static boolean isLetter(char c) {
        return c < 128 ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' : Character.isLetter(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void add(String raw) {
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
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return Character.toLowerCase(c);
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
        if (size == text.length) {
            text = Arrays.copyOf(text, size * 2);
        }
        text[size++] = c;
    }
}
