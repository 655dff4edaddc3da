package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Phrases by the hash of their first words, three of them or as many as stand before a sign: at each word of a text only
 * those are compared that begin as the text does there and whose other words the text can have. Hundreds begin with
 * "could not", few of them go on alike. Immutable.
 */
final class PhraseTable {

    /** A phrase, and the number that is set where it is found. */
    record Entry(Phrase phrase, int number) {}

    private final Slots byFirst;
    private final Slots byPair;
    private final Slots byTriple;

    PhraseTable(List<Entry> entries) {
        List<Keyed> first = new ArrayList<>();
        List<Keyed> pairs = new ArrayList<>();
        List<Keyed> triples = new ArrayList<>();
        for (Entry entry : entries) {
            int hash = entry.phrase().firstWord().hashCode();
            String second = entry.phrase().secondWord();
            String third = entry.phrase().thirdWord();
            if (second == null) {
                first.add(new Keyed(hash, entry));
            } else if (third == null) {
                pairs.add(new Keyed(joined(hash, second.hashCode()), entry));
            } else {
                triples.add(new Keyed(joined(joined(hash, second.hashCode()), third.hashCode()), entry));
            }
        }
        byFirst = new Slots(first);
        byPair = new Slots(pairs);
        byTriple = new Slots(triples);
    }

    private static int joined(int before, int next) {
        return before * 31 + next;
    }

    /** Sets the numbers of the phrases that a text has. */
    void find(Words words, BitSet found) {
        int size = words.size();
        for (int i = 0; i < size; i++) {
            int key = words.hash(i);
            byFirst.compare(key, words, i, found);
            if (i + 1 < size) {
                key = joined(key, words.hash(i + 1));
                byPair.compare(key, words, i, found);
            }
            if (i + 2 < size) {
                byTriple.compare(joined(key, words.hash(i + 2)), words, i, found);
            }
        }
    }

    private record Keyed(int key, Entry entry) {}

    /** Entries in the order of their slots; what rules most of them out lies side by side. */
    private static final class Slots {

        /** Where the entries of a slot begin; those of the next one follow. */
        private final int[] begins;

        private final int[] keys;
        /** See {@link Phrase#marks}. */
        private final long[] marks;

        private final String[] firstWords;
        private final Entry[] entries;

        Slots(List<Keyed> keyed) {
            int size = Integer.highestOneBit(Math.max(1, keyed.size())) * 4;
            List<Keyed> sorted = new ArrayList<>(keyed);
            sorted.sort(Comparator.comparingInt(each -> slot(each.key(), size)));
            begins = new int[size + 1];
            keys = new int[sorted.size()];
            marks = new long[sorted.size()];
            for (int i = 0; i < sorted.size(); i++) {
                keys[i] = sorted.get(i).key();
                Phrase phrase = sorted.get(i).entry().phrase();
                marks[i] = phrase.marks();
                begins[slot(keys[i], size) + 1]++;
            }
            for (int i = 0; i < size; i++) {
                begins[i + 1] += begins[i];
            }
            entries = sorted.stream().map(Keyed::entry).toArray(Entry[]::new);
            firstWords = sorted.stream()
                    .map(each -> each.entry().phrase().firstWord())
                    .toArray(String[]::new);
        }

        void compare(int key, Words words, int position, BitSet found) {
            int slot = slot(key, begins.length - 1);
            for (int i = begins[slot]; i < begins[slot + 1]; i++) {
                if (keys[i] == key && (marks[i] & ~words.marks()) == 0) {
                    Entry entry = entries[i];
                    if (!found.get(entry.number())
                            && words.is(position, firstWords[i])
                            && entry.phrase().isAt(words, position)) {
                        found.set(entry.number());
                    }
                }
            }
        }

        private static int slot(int hash, int size) {
            return (hash ^ hash >>> 15) & (size - 1);
        }
    }
}
