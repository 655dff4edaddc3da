package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A text as the sequence of its words: runs of letters, digits and underscores in lower case. Everything else separates
 * and is dropped, so that {@code Connection refused:} and {@code "connection refused"} read the same. Built in linear
 * time; immutable.
 */
final class Words {

    private final List<String> words;
    private final Map<String, List<Integer>> positions;

    private Words(List<String> words, Map<String, List<Integer>> positions) {
        this.words = List.copyOf(words);
        this.positions = positions;
    }

    static Words of(String text) {
        List<String> words = split(text);
        Map<String, List<Integer>> positions = new HashMap<>(words.size() * 2);
        for (int i = 0; i < words.size(); i++) {
            positions.computeIfAbsent(words.get(i), word -> new ArrayList<>(2)).add(i);
        }
        return new Words(words, positions);
    }

    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c) || c == '_') {
                word.append(Character.toLowerCase(c));
            } else if (word.length() > 0) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        if (word.length() > 0) {
            words.add(word.toString());
        }
        return words;
    }

    List<String> inOrder() {
        return words;
    }

    int size() {
        return words.size();
    }

    /** The word at a position, or the empty text outside. */
    String at(int position) {
        return position >= 0 && position < words.size() ? words.get(position) : "";
    }

    boolean anyStartsWith(String beginning) {
        for (String word : words) {
            if (word.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    /** Where the word stands. */
    List<Integer> positionsOf(String word) {
        return positions.getOrDefault(word, List.of());
    }
}
