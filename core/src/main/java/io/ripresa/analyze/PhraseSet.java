package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Phrases of one rule, found by their first word: a short text is not compared with every phrase. Immutable. */
final class PhraseSet {

    private final List<Phrase> phrases;
    private final Map<String, List<Phrase>> byFirstWord;

    private PhraseSet(List<Phrase> phrases, Map<String, List<Phrase>> byFirstWord) {
        this.phrases = List.copyOf(phrases);
        this.byFirstWord = Map.copyOf(byFirstWord);
    }

    /** Phrases separated by {@code |} or line breaks. */
    static PhraseSet of(String written) {
        List<Phrase> phrases = new ArrayList<>();
        Map<String, List<Phrase>> byFirstWord = new TreeMap<>();
        for (String each : written.split("[|\\n]", -1)) {
            if (!each.isBlank()) {
                Phrase phrase = Phrase.of(each);
                phrases.add(phrase);
                byFirstWord
                        .computeIfAbsent(phrase.firstWord(), word -> new ArrayList<>())
                        .add(phrase);
            }
        }
        return new PhraseSet(phrases, byFirstWord);
    }

    boolean anyIn(Words words) {
        return words.size() < byFirstWord.size() ? byWords(words) : byPhrases(words);
    }

    private boolean byWords(Words words) {
        for (String word : words.inOrder()) {
            List<Phrase> candidates = byFirstWord.get(word);
            if (candidates != null && candidates.stream().anyMatch(phrase -> phrase.isIn(words))) {
                return true;
            }
        }
        return false;
    }

    private boolean byPhrases(Words words) {
        for (Phrase phrase : phrases) {
            if (phrase.isIn(words)) {
                return true;
            }
        }
        return false;
    }
}
