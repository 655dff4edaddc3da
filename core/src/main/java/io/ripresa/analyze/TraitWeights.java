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

    /** 2^64 over the golden ratio, odd. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

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

    /** The hashes of all traits: those of their words, which the text has, put together. */
    private static final class Hashes implements Traits.Visitor {
        private long[] values = new long[256];
        private int size;

        @Override
        public void words(Traits.Kind kind, TraitText text, int first, int second, int third) {
            long one = text.hash(first);
            add(hash(kind.sign(), one, second < 0 ? 0 : text.hash(second), third < 0 ? 0 : text.hash(third)));
        }

        @Override
        public void part(Traits.Kind kind, TraitText text, int word, int from, int to) {
            add(hash(kind.sign(), text.hash(word, from, to), 0, 0));
        }

        @Override
        public void status(String digits) {
            add(hash(Traits.Kind.STATUS.sign(), TraitText.hash(digits), 0, 0));
        }

        private void add(long hash) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = hash;
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
            // Half a long holds the sum of 65,536 weights; a text that is read has fewer different words near each
            // other.
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

    /** Of a trait as {@link Traits#of} writes it: the sign of its kind, a colon, its words with blanks between them. */
    private static long hash(String trait) {
        String[] words = trait.substring(2).split(" ", -1);
        long second = words.length < 2 ? 0 : TraitText.hash(words[1]);
        long third = words.length < 3 ? 0 : TraitText.hash(words[2]);
        return hash(trait.charAt(0), TraitText.hash(words[0]), second, third);
    }

    private static long hash(char kind, long first, long second, long third) {
        long joined = (((first ^ kind) * GOLDEN ^ second) * GOLDEN ^ third) * GOLDEN;
        return (joined ^ joined >>> 32) * GOLDEN;
    }
}
