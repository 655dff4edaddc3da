package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;

/**
 * Numbers of traits, found by hash: in a list of traits the first has 1. 0 is the number of what is not in it.
 * Immutable and thread-safe.
 */
final class TraitRows {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    /** 2^64 over the golden ratio, odd. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    /** So many bits of each of five characters; of the few scripts that need more, bits overlap. */
    private static final int CHARACTER_BITS = 12;

    private static final int SMALLEST_TABLE = 8;
    /** From half as many to so many: look-ups for what is not there soon end at an empty place. */
    private static final int MOST_PLACES_FOR_EACH = 6;

    /** Open addressing: at twice a place the upper half of a hash, behind it the number of its row, 0 where nothing is. */
    private final int[] table;

    private final int size;

    /** @param traits see {@link Traits#of} */
    TraitRows(Collection<String> traits) {
        int places = Integer.highestOneBit(Math.max(SMALLEST_TABLE, traits.size()) * MOST_PLACES_FOR_EACH);
        this.table = new int[places * 2];
        this.size = traits.size();
        int row = 0;
        for (String each : traits) {
            row++;
            long hash = hash(each);
            int at = find(hash);
            if (table[at + 1] != 0) {
                throw new IllegalArgumentException(
                        "trait \"" + each + "\" has the hash of another; leave one of the two out");
            }
            table[at] = (int) (hash >>> 32);
            table[at + 1] = row;
        }
    }

    /**
     * The rows of the traits of a failure that are known, each once, in no order.
     *
     * @param rows their numbers, from 1
     * @param traits how many traits the failure has, each as often as it comes
     */
    record Known(int[] rows, int traits) {}

    Known of(FailureReport failure) {
        Collector collector = new Collector();
        Traits.each(failure, collector);
        return new Known(Arrays.copyOf(collector.rows, collector.known), collector.traits);
    }

    private final class Collector implements Traits.Visitor {
        private final BitSet seen = new BitSet(size + 1);
        private int[] rows = new int[128];
        private int known;
        private int traits;

        @Override
        public void trait(char kind, char[] text, int from, int to, int from2, int to2) {
            traits++;
            int row = table[find(hash(kind, text, from, to, from2, to2)) + 1];
            if (row > 0 && !seen.get(row)) {
                seen.set(row);
                if (known == rows.length) {
                    rows = Arrays.copyOf(rows, known * 2);
                }
                rows[known++] = row;
            }
        }
    }

    /** The row of one trait, 0 where it is not known. */
    int row(String trait) {
        return table[find(hash(trait)) + 1];
    }

    /** Where a hash stands, or would. */
    private int find(long hash) {
        int mask = table.length - 1;
        int print = (int) (hash >>> 32);
        int at = (int) (hash << 1 ^ hash >>> 40 << 1) & mask;
        while (table[at + 1] != 0 && table[at] != print) {
            at = at + 2 & mask;
        }
        return at;
    }

    /** Of a trait as {@link Traits#of} writes it: the kind, a colon, the characters. */
    private static long hash(String trait) {
        char[] text = trait.toCharArray();
        return hash(text[0], text, 2, text.length, -1, -1);
    }

    /** Two words hash as one text with a blank between them. */
    private static long hash(char kind, char[] text, int from, int to, int from2, int to2) {
        if (kind == Traits.GRAM_KIND) {
            return ofGram(text, from, to);
        }
        long hash = continued((FNV_OFFSET ^ kind) * FNV_PRIME, text, from, to);
        return from2 < 0 ? hash : continued((hash ^ ' ') * FNV_PRIME, text, from2, to2);
    }

    /** Most traits are of few characters, for which a step of FNV each is slow: put side by side, then spread once. */
    private static long ofGram(char[] text, int from, int to) {
        long packed = 0;
        for (int i = from; i < to; i++) {
            packed = packed << CHARACTER_BITS ^ text[i];
        }
        long spread = packed * GOLDEN;
        return (spread ^ spread >>> 32) * GOLDEN;
    }

    private static long continued(long hash, char[] text, int from, int to) {
        long h = hash;
        for (int i = from; i < to; i++) {
            h = (h ^ text[i]) * FNV_PRIME;
        }
        return h;
    }
}
