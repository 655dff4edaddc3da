package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Phrases by the hash of their first two words, or of the first where a sign follows: at each word of a text only those
 * are compared that begin as the text does there and whose other words the text can have. Immutable.
 */
final class PhraseTable {

    /** A phrase, and the number that is set where it is found. */
    record Entry(Phrase phrase, int number) {}

    private final Slots byFirst;
    private final Slots byPair;

    PhraseTable(List<Entry> entries) {
        List<Keyed> first = new ArrayList<>();
        List<Keyed> pairs = new ArrayList<>();
        for (Entry entry : entries) {
            int hash = entry.phrase().firstWord().hashCode();
            String second = entry.phrase().secondWord();
            if (second == null) {
                first.add(new Keyed(hash, entry));
            } else {
                pairs.add(new Keyed(pair(hash, second.hashCode()), entry));
            }
        }
        byFirst = new Slots(first);
        byPair = new Slots(pairs);
    }

    private static int pair(int first, int second) {
        return first * 31 + second;
    }

    /** Sets the numbers of the phrases that a text has. */
    void find(Words words, BitSet found) {
        for (int i = 0; i < words.size(); i++) {
            byFirst.compare(words.hash(i), words, i, found);
            if (i + 1 < words.size()) {
                byPair.compare(pair(words.hash(i), words.hash(i + 1)), words, i, found);
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
        /** The hash of the third word where it stands right behind the second one, else 0. */
        private final int[] thirds;

        private final String[] firstWords;
        private final Entry[] entries;

        Slots(List<Keyed> keyed) {
            int size = Integer.highestOneBit(Math.max(1, keyed.size())) * 4;
            List<Keyed> sorted = new ArrayList<>(keyed);
            sorted.sort(Comparator.comparingInt(each -> slot(each.key(), size)));
            begins = new int[size + 1];
            keys = new int[sorted.size()];
            marks = new long[sorted.size()];
            thirds = new int[sorted.size()];
            for (int i = 0; i < sorted.size(); i++) {
                keys[i] = sorted.get(i).key();
                Phrase phrase = sorted.get(i).entry().phrase();
                marks[i] = phrase.marks();
                String third = phrase.thirdWord();
                thirds[i] = third == null ? 0 : third.hashCode();
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
            int third = position + 2 < words.size() ? words.hash(position + 2) : 0;
            for (int i = begins[slot]; i < begins[slot + 1]; i++) {
                if (keys[i] == key && (thirds[i] == 0 || thirds[i] == third) && (marks[i] & ~words.marks()) == 0) {
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
