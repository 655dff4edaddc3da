package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * Phrases by the hash of their first two words, or of the first where a sign follows: at each word of a text only those
 * are compared that begin as the text does there. Immutable.
 */
final class PhraseTable {

    /** A phrase, and the number that is set where it is found. */
    record Entry(Phrase phrase, int number) {}

    private final List<List<Entry>> byFirst;
    private final List<List<Entry>> byPair;

    PhraseTable(List<Entry> entries) {
        int size = Integer.highestOneBit(Math.max(1, entries.size())) * 4;
        byFirst = new ArrayList<>(Collections.nCopies(size, List.of()));
        byPair = new ArrayList<>(Collections.nCopies(size, List.of()));
        for (Entry entry : entries) {
            int first = entry.phrase().firstWord().hashCode();
            String second = entry.phrase().secondWord();
            if (second == null) {
                put(byFirst, first, entry);
            } else {
                put(byPair, pair(first, second.hashCode()), entry);
            }
        }
    }

    private static void put(List<List<Entry>> table, int hash, Entry entry) {
        int at = slot(hash, table.size());
        List<Entry> more = new ArrayList<>(table.get(at));
        more.add(entry);
        table.set(at, List.copyOf(more));
    }

    private static int pair(int first, int second) {
        return first * 31 + second;
    }

    private static int slot(int hash, int size) {
        return (hash ^ hash >>> 15) & (size - 1);
    }

    /** Sets the numbers of the phrases that a text has. */
    void find(Words words, BitSet found) {
        for (int i = 0; i < words.size(); i++) {
            compare(byFirst.get(slot(words.hash(i), byFirst.size())), words, i, found);
            if (i + 1 < words.size()) {
                compare(byPair.get(slot(pair(words.hash(i), words.hash(i + 1)), byPair.size())), words, i, found);
            }
        }
    }

    private static void compare(List<Entry> entries, Words words, int position, BitSet found) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            boolean fresh = !found.get(entry.number());
            if (fresh
                    && words.is(position, entry.phrase().firstWord())
                    && entry.phrase().isAt(words, position)) {
                found.set(entry.number());
            }
        }
    }
}
