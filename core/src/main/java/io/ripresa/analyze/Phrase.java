package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.List;

/**
 * A sequence of words to look for. Written as plain words with these signs between blanks: {@code *} any one word,
 * {@code #} a word that begins with a digit, {@code ..} up to six words, {@code ^} in front: at the start of the text,
 * {@code $} at the end: at the end of the text. Letter case and punctuation do not matter, word boundaries do:
 * "import" is not in "important". The first word is a plain one. A phrase costs time in proportion to how often its
 * first word occurs; it cannot back-track further than its gaps.
 */
final class Phrase {

    private static final int GAP = 6;

    private final boolean atStart;
    private final boolean atEnd;
    private final List<String> pattern;

    private Phrase(boolean atStart, boolean atEnd, List<String> pattern) {
        this.atStart = atStart;
        this.atEnd = atEnd;
        this.pattern = List.copyOf(pattern);
    }

    static Phrase of(String written) {
        boolean atStart = false;
        boolean atEnd = false;
        List<String> pattern = new ArrayList<>();
        for (String piece : written.strip().split(" +", -1)) {
            switch (piece) {
                case "^" -> atStart = true;
                case "$" -> atEnd = true;
                case "*", "#", ".." -> pattern.add(piece);
                default -> pattern.addAll(Words.split(piece));
            }
        }
        if (pattern.isEmpty() || "*#..".contains(pattern.get(0))) {
            throw new IllegalArgumentException("phrase \"" + written + "\" does not begin with a word");
        }
        return new Phrase(atStart, atEnd, pattern);
    }

    String firstWord() {
        return pattern.get(0);
    }

    boolean isIn(Words words) {
        for (int position : words.positionsOf(pattern.get(0))) {
            if (atStart && position > 0) {
                return false;
            }
            if (matches(words, position + 1, 1)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(Words words, int position, int index) {
        if (index == pattern.size()) {
            return !atEnd || position == words.size();
        }
        String wanted = pattern.get(index);
        if (wanted.equals("..")) {
            for (int skipped = 0; skipped <= GAP; skipped++) {
                if (matches(words, position + skipped, index + 1)) {
                    return true;
                }
            }
            return false;
        }
        String word = words.at(position);
        boolean here = switch (wanted) {
            case "*" -> !word.isEmpty();
            case "#" -> !word.isEmpty() && Character.isDigit(word.charAt(0));
            default -> wanted.equals(word);
        };
        return here && matches(words, position + 1, index + 1);
    }
}
