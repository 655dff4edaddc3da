package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each trait weighs in each column of a table of {@link Precedents}, found by the hash of the trait and summed up
 * for a failure. Immutable and thread-safe.
 *
 * <p>Most of the time goes into reading memory at random, so there is little of it: one bit for each place that a hash
 * can have, and what stands there without gaps, in the order of the places. The first column stands beside the hash; the
 * others, which are asked for less often, stand by themselves, four to a {@code long}, and are added two at a time.
 */
final class TraitWeights {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    /** 2^64 over the golden ratio, odd. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    /** So many bits of each of five characters; of the few scripts that need more, bits overlap. */
    private static final int CHARACTER_BITS = 12;

    private static final long GRAM_BITS = (1L << Traits.GRAM * CHARACTER_BITS) - 1;

    private static final char WORD_KIND = 'w';
    private static final char PAIR_KIND = 'p';

    private static final int BITS = Short.SIZE;
    private static final int WEIGHTS_A_LONG = Long.SIZE / BITS;
    /** Every other weight of a long, so that sums have twice the bits. */
    private static final long EVERY_OTHER = 0x0000ffff0000ffffL;

    private static final long LOWER_HALF = 0xffffffffL;
    /** Added to each weight, so that none is below 0. */
    private static final int RAISED = -Short.MIN_VALUE;

    /** So many places for each trait at least: where most bits are 0, most unknown traits need no second look. */
    private static final int PLACES_A_TRAIT = 4;

    /** Open addressing: whether anything stands at a place, 64 of them in a row. */
    private final long[] taken;
    /** How many places are taken before those of each row. */
    private final int[] before;
    /** By order of the places: the upper half of a hash, below it the weight in the first column. */
    private final long[] entries;
    /** The other columns, trait by trait, column by column, raised and in whole steps. */
    private final long[] others;
    /** How many of them a trait has. */
    private final int longs;
    /** How much a step is, so that the largest weight fits. */
    private final int step;

    /**
     * @param traits weights by trait, see {@link Traits#of}: one for each column
     * @param columns how many, 1 or more
     */
    TraitWeights(Map<String, int[]> traits, int columns) {
        int places = Integer.highestOneBit(Math.max(Long.SIZE, traits.size())) * PLACES_A_TRAIT * 2;
        this.taken = new long[places / Long.SIZE];
        this.before = new int[taken.length];
        this.longs = (columns - 1 + WEIGHTS_A_LONG - 1) / WEIGHTS_A_LONG;
        this.entries = new long[traits.size()];
        this.others = new long[traits.size() * longs];
        Collection<Map.Entry<String, int[]>> placed = placed(traits, places);
        int largest = traits.values().stream()
                .flatMapToInt(each -> Arrays.stream(each).skip(1))
                .map(Math::abs)
                .max()
                .orElse(0);
        this.step = largest / Short.MAX_VALUE + 1;
        int size = 0;
        for (Map.Entry<String, int[]> trait : placed) {
            int[] each = trait.getValue();
            entries[size] = hash(trait.getKey()) & ~LOWER_HALF | each[0] & LOWER_HALF;
            for (int c = 0; c < columns - 1; c++) {
                long raised = Math.round((double) each[c + 1] / step) + RAISED;
                others[size * longs + c / WEIGHTS_A_LONG] |= raised << c * BITS;
            }
            size++;
        }
        for (int row = 1; row < taken.length; row++) {
            before[row] = before[row - 1] + Long.bitCount(taken[row - 1]);
        }
    }

    /** Gives each trait the first free place from where its hash begins; the traits in the order of their places. */
    private Collection<Map.Entry<String, int[]>> placed(Map<String, int[]> traits, int places) {
        long[] hashes = new long[places];
        Map<Integer, Map.Entry<String, int[]>> byPlace = new TreeMap<>();
        for (Map.Entry<String, int[]> each : traits.entrySet()) {
            long hash = hash(each.getKey());
            int at = start(hash);
            while (isTaken(at)) {
                if ((hashes[at] ^ hash) >>> Integer.SIZE == 0) {
                    throw new IllegalArgumentException(
                            "trait \"" + each.getKey() + "\" has the hash of another; leave one of the two out");
                }
                at = next(at);
            }
            taken[at / Long.SIZE] |= 1L << at;
            hashes[at] = hash;
            byPlace.put(at, each);
        }
        return byPlace.values();
    }

    /** The traits of a failure. */
    Known of(FailureReport failure) {
        Hashes found = new Hashes();
        Traits.each(failure, found);
        return new Known(found.values, found.size);
    }

    /** The hashes of all traits. Of two words in a row each was hashed before, as a word. */
    private static final class Hashes implements Traits.Visitor {
        private long[] values = new long[256];
        private int size;
        private int begin = -1;
        private long word;
        private int beginBefore = -1;
        private long wordBefore;
        private int gram = -1;
        private long packed;

        @Override
        public void trait(char kind, char[] text, int from, int to, int from2, int to2) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            if (kind == Traits.GRAM_KIND) {
                packed = from == gram + 1 && from > 0 ? packed(packed, text[to - 1]) : packed(text, from, to);
                gram = from;
                values[size++] = spread(packed);
            } else if (kind == WORD_KIND) {
                beginBefore = begin;
                wordBefore = word;
                begin = from;
                word = ofWord(kind, text, from, to);
                values[size++] = word;
            } else if (from2 >= 0 && from == beginBefore && from2 == begin) {
                values[size++] = ofPair(wordBefore, word);
            } else {
                values[size++] = hash(kind, text, from, to, from2, to2);
            }
        }
    }

    /** The known traits of one failure, each once. */
    final class Known {
        private final int traits;
        private final int[] found;
        private int size;
        private long first;

        private Known(long[] hashes, int traits) {
            this.traits = traits;
            int likely = 0;
            for (int i = 0; i < traits; i++) {
                long hash = hashes[i];
                hashes[likely] = hash;
                likely += isTaken(start(hash)) ? 1 : 0;
            }
            this.found = new int[likely];
            // By open addressing the entries that were counted, each kept as one more.
            int[] seen = new int[Integer.highestOneBit(Math.max(1, likely)) * 4];
            for (int i = 0; i < likely; i++) {
                int entry = find(hashes[i]);
                if (entry >= 0) {
                    int at = entry & seen.length - 1;
                    while (seen[at] != 0 && seen[at] != entry + 1) {
                        at = at + 1 & seen.length - 1;
                    }
                    if (seen[at] == 0) {
                        seen[at] = entry + 1;
                        found[size++] = entry;
                        first += (int) entries[entry];
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

        /** What they weigh in the other columns: at 0 in the second. The last ones may be of no column. */
        long[] others() {
            long[] sums = new long[longs * WEIGHTS_A_LONG];
            for (int i = 0; i < longs; i++) {
                long even = 0;
                long odd = 0;
                for (int k = 0; k < size; k++) {
                    long four = others[found[k] * longs + i];
                    even += four & EVERY_OTHER;
                    odd += four >>> BITS & EVERY_OTHER;
                }
                int column = i * WEIGHTS_A_LONG;
                sums[column] = lowered(even & LOWER_HALF);
                sums[column + 1] = lowered(odd & LOWER_HALF);
                sums[column + 2] = lowered(even >>> Integer.SIZE);
                sums[column + 3] = lowered(odd >>> Integer.SIZE);
            }
            return sums;
        }

        private long lowered(long raised) {
            return (raised - (long) size * RAISED) * step;
        }
    }

    /** What one trait weighs in the first column; 0 where it is not known. */
    int first(String trait) {
        int entry = find(hash(trait));
        return entry < 0 ? 0 : (int) entries[entry];
    }

    /** Which entry a hash has, or -1. */
    private int find(long hash) {
        int at = start(hash);
        while (isTaken(at)) {
            int entry = entry(at);
            if ((entries[entry] ^ hash) >>> Integer.SIZE == 0) {
                return entry;
            }
            at = next(at);
        }
        return -1;
    }

    private boolean isTaken(int place) {
        return (taken[place / Long.SIZE] >>> place & 1) != 0;
    }

    /** Which entry stands at a place that is taken: as many as are taken before it. */
    private int entry(int place) {
        int row = place / Long.SIZE;
        return before[row] + Long.bitCount(taken[row] & (1L << place) - 1);
    }

    /** Where the search for a hash begins. */
    private int start(long hash) {
        return (int) (hash ^ hash >>> 40) & taken.length * Long.SIZE - 1;
    }

    private int next(int place) {
        return place + 1 & taken.length * Long.SIZE - 1;
    }

    /** Of a trait as {@link Traits#of} writes it: the kind, a colon, the characters; two words with a blank between. */
    private static long hash(String trait) {
        char[] text = trait.toCharArray();
        int blank = text[0] == PAIR_KIND ? trait.indexOf(' ') : -1;
        return blank < 0
                ? hash(text[0], text, 2, text.length, -1, -1)
                : hash(text[0], text, 2, blank, blank + 1, text.length);
    }

    private static long hash(char kind, char[] text, int from, int to, int from2, int to2) {
        if (kind == Traits.GRAM_KIND) {
            return spread(packed(text, from, to));
        }
        return from2 < 0
                ? ofWord(kind, text, from, to)
                : ofPair(ofWord(WORD_KIND, text, from, to), ofWord(WORD_KIND, text, from2, to2));
    }

    /** Most traits are of few characters, for which a step of FNV each is slow: put side by side, then spread once. */
    private static long packed(char[] text, int from, int to) {
        long packed = 0;
        for (int i = from; i < to; i++) {
            packed = packed(packed, text[i]);
        }
        return packed;
    }

    /** With one character more, and without the first one. */
    private static long packed(long before, char next) {
        return (before << CHARACTER_BITS ^ next) & GRAM_BITS;
    }

    private static long ofWord(char kind, char[] text, int from, int to) {
        long h = (FNV_OFFSET ^ kind) * FNV_PRIME;
        for (int i = from; i < to; i++) {
            h = (h ^ text[i]) * FNV_PRIME;
        }
        return h;
    }

    private static long ofPair(long first, long second) {
        return spread(first * FNV_PRIME ^ second);
    }

    private static long spread(long value) {
        long spread = value * GOLDEN;
        return (spread ^ spread >>> 32) * GOLDEN;
    }
}
