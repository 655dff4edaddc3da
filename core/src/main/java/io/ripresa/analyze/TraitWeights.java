package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.util.Arrays;
import java.util.Map;

/**
 * What each trait weighs in each column of a table of {@link Precedents}, found by the hash of the trait and summed up
 * for a failure. Immutable and thread-safe.
 *
 * <p>Nearly all the time goes into reading memory at random, so the first column stands where the hash is found; the
 * others, which are asked for less often, stand side by side.
 */
final class TraitWeights {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    /** 2^64 over the golden ratio, odd. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    /** So many bits of each of five characters; of the few scripts that need more, bits overlap. */
    private static final int CHARACTER_BITS = 12;

    private static final long LOWER_HALF = 0xffffffffL;
    /** A bit that each hash has, so that no entry of the table is 0. */
    private static final long NOT_NOTHING = 1L << 32;

    /** Open addressing: the upper half of a hash, below it the weight in the first column; 0 where nothing is. */
    private final long[] table;
    /** By place in the table: where its weights in the other columns begin. */
    private final int[] begins;
    /** Trait by trait, column by column. */
    private final int[] others;

    private final int columns;

    /**
     * @param traits weights by trait, see {@link Traits#of}: one for each column
     * @param columns how many, 1 or more
     */
    TraitWeights(Map<String, int[]> traits, int columns) {
        this.columns = columns;
        this.table = new long[Integer.highestOneBit(Math.max(1, traits.size())) * 4];
        this.begins = new int[table.length];
        this.others = new int[traits.size() * (columns - 1)];
        int size = 0;
        for (Map.Entry<String, int[]> each : traits.entrySet()) {
            long hash = hash(each.getKey());
            int place = place(hash);
            if (table[place] != 0) {
                throw new IllegalArgumentException(
                        "trait \"" + each.getKey() + "\" has the hash of another; leave one of the two out");
            }
            int[] weights = each.getValue();
            table[place] = hash & ~LOWER_HALF | weights[0] & LOWER_HALF;
            begins[place] = size;
            System.arraycopy(weights, 1, others, size, columns - 1);
            size += columns - 1;
        }
    }

    /** The traits of a failure. */
    Known of(FailureReport failure) {
        Hashes hashes = new Hashes();
        Traits.each(failure, hashes);
        return new Known(hashes.values, hashes.size);
    }

    /** First all hashes, then all places: what waits for memory does so side by side. */
    private static final class Hashes implements Traits.Visitor {
        private long[] values = new long[256];
        private int size;

        @Override
        public void trait(char kind, char[] text, int from, int to, int from2, int to2) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = hash(kind, text, from, to, from2, to2);
        }
    }

    /** The known traits of one failure, each once. */
    final class Known {
        private final int traits;
        private final int[] places;
        private int size;
        private long first;

        private Known(long[] hashes, int traits) {
            this.traits = traits;
            this.places = new int[traits];
            // Read without a question between, so that what has to come from far comes side by side.
            long near = 0;
            for (int i = 0; i < traits; i++) {
                near |= table[start(hashes[i])];
            }
            // By open addressing the places that were counted; 0 where nothing is, so each is kept as one more.
            int[] seen = new int[Integer.highestOneBit(Math.max(1, traits)) * 4];
            for (int i = 0; i < traits && near != 0; i++) {
                int place = place(hashes[i]);
                long found = table[place];
                if (found != 0) {
                    int at = place & seen.length - 1;
                    while (seen[at] != 0 && seen[at] != place + 1) {
                        at = at + 1 & seen.length - 1;
                    }
                    if (seen[at] == 0) {
                        seen[at] = place + 1;
                        places[size++] = place;
                        first += (int) found;
                    }
                }
            }
        }

        /** How many traits the failure has, each as often as it comes, known or not. */
        int traits() {
            return traits;
        }

        /** What they weigh in the first column. */
        long first() {
            return first;
        }

        /** What they weigh in the other columns: at 0 in the second. */
        long[] others() {
            long[] sums = new long[columns - 1];
            for (int i = 0; i < size; i++) {
                int begin = begins[places[i]];
                for (int c = 0; c < sums.length; c++) {
                    sums[c] += others[begin + c];
                }
            }
            return sums;
        }
    }

    /** What one trait weighs in the first column; 0 where it is not known. */
    int first(String trait) {
        return (int) table[place(hash(trait))];
    }

    /** Where a hash stands, or would. */
    private int place(long hash) {
        int mask = table.length - 1;
        int at = start(hash);
        while (table[at] != 0 && ((table[at] ^ hash) & ~LOWER_HALF) != 0) {
            at = at + 1 & mask;
        }
        return at;
    }

    /** Where the search for a hash begins. */
    private int start(long hash) {
        return (int) (hash ^ hash >>> 40) & table.length - 1;
    }

    /** Of a trait as {@link Traits#of} writes it: the kind, a colon, the characters. */
    private static long hash(String trait) {
        char[] text = trait.toCharArray();
        return hash(text[0], text, 2, text.length, -1, -1);
    }

    /** Two words hash as one text with a blank between them. */
    private static long hash(char kind, char[] text, int from, int to, int from2, int to2) {
        if (kind == Traits.GRAM_KIND) {
            return ofGram(text, from, to) | NOT_NOTHING;
        }
        long hash = continued((FNV_OFFSET ^ kind) * FNV_PRIME, text, from, to);
        return (from2 < 0 ? hash : continued((hash ^ ' ') * FNV_PRIME, text, from2, to2)) | NOT_NOTHING;
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
