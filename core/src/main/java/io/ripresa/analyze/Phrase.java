package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of words to look for. Written as plain words with these signs between blanks: {@code *} any one word,
 * {@code #} a word that begins with a digit, {@code ..} up to six words, {@code ^} in front: at the start of the text,
 * {@code $} at the end: at the end of the text. Letter case and punctuation do not matter, word boundaries do:
 * "import" is not in "important". The first word is a plain one, and at most two gaps are allowed, so that a phrase costs
 * at most a constant time per word of the text.
 */
public final class Phrase {

    private static final int GAP = 6;
    private static final int MOST_GAPS = 2;

    private final boolean atStart;
    private final boolean atEnd;
    private final String[] pattern;
    private final long marks;

    private Phrase(boolean atStart, boolean atEnd, List<String> pattern) {
        this.atStart = atStart;
        this.atEnd = atEnd;
        this.pattern = pattern.toArray(String[]::new);
        this.marks = pattern.stream()
                .filter(piece -> !isSign(piece))
                .mapToLong(word -> Words.mark(word.hashCode()))
                .reduce(0, (a, b) -> a | b);
    }

    /**
     * Reads a phrase.
     *
     * @throws IllegalArgumentException if it does not begin with a word or has too many gaps
     */
    public static Phrase of(String written) {
        boolean atStart = false;
        boolean atEnd = false;
        List<String> pattern = new ArrayList<>();
        int from = 0;
        while (from < written.length()) {
            int to = from;
            while (to < written.length() && !Character.isWhitespace(written.charAt(to))) {
                to++;
            }
            String piece = written.substring(from, to);
            switch (piece) {
                case "" -> {}
                case "^" -> atStart = true;
                case "$" -> atEnd = true;
                case "*", "#", ".." -> pattern.add(piece);
                default -> {
                    if (isPlain(piece)) {
                        pattern.add(piece);
                    } else {
                        pattern.addAll(Words.split(piece));
                    }
                }
            }
            from = to + 1;
        }
        if (pattern.isEmpty() || isSign(pattern.get(0))) {
            throw new IllegalArgumentException("phrase \"" + written.strip() + "\" does not begin with a word");
        }
        if (Collections.frequency(pattern, "..") > MOST_GAPS) {
            throw new IllegalArgumentException("phrase \"" + written.strip() + "\" has more than two gaps \"..\"");
        }
        return new Phrase(atStart, atEnd, pattern);
    }

    /** Whether it is one word as {@link Words} has it. */
    private static boolean isPlain(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isSign(String piece) {
        return piece.equals("*") || piece.equals("#") || piece.equals("..");
    }

    String firstWord() {
        return pattern[0];
    }

    /** The word that stands right behind the first one, or null where a sign or nothing does. */
    @Nullable String secondWord() {
        return pattern.length < 2 || isSign(pattern[1]) ? null : pattern[1];
    }

    /** The word that stands right behind the second one, or null where a sign or nothing does. */
    @Nullable String thirdWord() {
        return pattern.length < 3 || isSign(pattern[1]) || isSign(pattern[2]) ? null : pattern[2];
    }

    /** The bits of its words: {@link Words#marks} of a text that has the phrase has all of them. */
    long marks() {
        return marks;
    }

    boolean isIn(Words words) {
        if ((marks & ~words.marks()) != 0) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            if (words.is(i, firstWord()) && isAt(words, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it stands at a position where its first word was found. */
    boolean isAt(Words words, int position) {
        return !(atStart && position > 0) && matches(words, position + 1, 1);
    }

    private boolean matches(Words words, int position, int index) {
        if (index == pattern.length) {
            return !atEnd || position == words.size();
        }
        String wanted = pattern[index];
        if (wanted.equals("..")) {
            for (int skipped = 0; skipped <= GAP; skipped++) {
                if (matches(words, position + skipped, index + 1)) {
                    return true;
                }
            }
            return false;
        }
        boolean here = switch (wanted) {
            case "*" -> words.has(position);
            case "#" -> words.has(position) && Character.isDigit(words.charAt(position, 0));
            default -> words.is(position, wanted);
        };
        return here && matches(words, position + 1, index + 1);
    }

    /** Whether every text that has this phrase has the other one, too. Sure where it says yes. */
    boolean implies(Phrase wider) {
        if (wider.atStart && !atStart || wider.atEnd && !atEnd) {
            return false;
        }
        int n = wider.pattern.length;
        for (int from = 0; from + n <= pattern.length; from++) {
            boolean ends = (!wider.atStart || from == 0) && (!wider.atEnd || from + n == pattern.length);
            if (ends && Arrays.equals(pattern, from, from + n, wider.pattern, 0, n)) {
                return true;
            }
        }
        return false;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return (atStart ? "^ " : "") + String.join(" ", pattern) + (atEnd ? " $" : "");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Phrase phrase
                && atStart == phrase.atStart
                && atEnd == phrase.atEnd
                && Arrays.equals(pattern, phrase.pattern);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pattern);
    }
}
