package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text as the sequence of its words: runs of letters, digits and underscores in lower case. Everything else separates
 * and is dropped, so that {@code Connection refused:} and {@code "connection refused"} read the same. Built in one pass
 * without a copy of each word: a word is compared by its hash first, then in place. Immutable.
 */
final class Words {

    private final char[] text;
    private final int[] starts;
    private final int[] ends;
    private final int[] hashes;
    private final int size;
    private final long marks;

    private Words(char[] text) {
        this.text = text;
        int[] from = new int[16];
        int[] to = new int[16];
        int[] hash = new int[16];
        long mark = 0;
        int n = 0;
        int i = 0;
        while (i < text.length) {
            if (!isWordCharacter(text[i])) {
                i++;
                continue;
            }
            int start = i;
            int h = 0;
            while (i < text.length && isWordCharacter(text[i])) {
                text[i] = lower(text[i]);
                h = 31 * h + text[i];
                i++;
            }
            if (n == from.length) {
                from = Arrays.copyOf(from, n * 2);
                to = Arrays.copyOf(to, n * 2);
                hash = Arrays.copyOf(hash, n * 2);
            }
            from[n] = start;
            to[n] = i;
            hash[n] = h;
            mark |= mark(h);
            n++;
        }
        this.starts = from;
        this.ends = to;
        this.hashes = hash;
        this.size = n;
        this.marks = mark;
    }

    static Words of(String text) {
        return new Words(text.toCharArray());
    }

    private static boolean isWordCharacter(char c) {
        if (c < 128) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
        }
        return Character.isLetterOrDigit(c);
    }

    private static char lower(char c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return Character.toLowerCase(c);
    }

    /** The words of a text as texts. */
    static List<String> split(String text) {
        Words words = of(text);
        List<String> list = new ArrayList<>(words.size);
        for (int i = 0; i < words.size; i++) {
            list.add(words.at(i));
        }
        return list;
    }

    int size() {
        return size;
    }

    /** The word at a position, or the empty text outside. */
    String at(int position) {
        return has(position) ? new String(text, starts[position], ends[position] - starts[position]) : "";
    }

    /** Whether there is a word at a position. */
    boolean has(int position) {
        return position >= 0 && position < size;
    }

    /** Length of the word at a position, 0 outside. */
    int length(int position) {
        return has(position) ? ends[position] - starts[position] : 0;
    }

    /** A character of the word at a position. */
    char charAt(int position, int index) {
        return text[starts[position] + index];
    }

    /** Where the word at a position begins in the text. */
    int start(int position) {
        return starts[position];
    }

    /** Where the word at a position ends in the text. */
    int end(int position) {
        return ends[position];
    }

    /** What {@link String#hashCode} gives for the word at a position. */
    int hash(int position) {
        return hashes[position];
    }

    /** One bit for each word, by its hash: a word whose bit is not there is not in the text. */
    long marks() {
        return marks;
    }

    /** The bit of a word with this hash. */
    static long mark(int hash) {
        return 1L << (hash ^ hash >>> 6);
    }

    /** Whether this word, in lower case, stands at a position. */
    boolean is(int position, String word) {
        return has(position)
                && hashes[position] == word.hashCode()
                && ends[position] - starts[position] == word.length()
                && matches(position, word);
    }

    /** Whether the word at a position begins so. */
    boolean startsWith(int position, String beginning) {
        return length(position) >= beginning.length() && matches(position, beginning);
    }

    private boolean matches(int position, String beginning) {
        int from = starts[position];
        for (int i = 0; i < beginning.length(); i++) {
            if (text[from + i] != beginning.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean anyStartsWith(String beginning) {
        for (int i = 0; i < size; i++) {
            if (startsWith(i, beginning)) {
                return true;
            }
        }
        return false;
    }
}
