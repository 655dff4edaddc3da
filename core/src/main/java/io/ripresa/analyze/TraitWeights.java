package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.util.BitSet;
import java.util.Map;

/**
 * Weights by trait, as many for each as there are columns, found by hash.
 * Immutable and thread-safe.
 */
final class TraitWeights {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int SMALLEST_TABLE = 8;
    /** Most look-ups are for what is not there, and end at an empty place. */
    private static final int PLACES_FOR_EACH = 4;

    private final int width;
    /** Open addressing: at twice a place the upper half of a hash, behind it the number of its row, 0 where nothing is. */
    private final int[] table;
    /** Row by row. */
    private final float[] weights;

    /**
     * @param width how many columns
     * @param byTrait weights by trait, see {@link Traits#of}
     */
    TraitWeights(int width, Map<String, float[]> byTrait) {
        this.width = width;
        int places = Integer.highestOneBit(Math.max(SMALLEST_TABLE, byTrait.size())) * PLACES_FOR_EACH;
        this.table = new int[places * 2];
        this.weights = new float[(byTrait.size() + 1) * width];
        int row = 0;
        for (Map.Entry<String, float[]> each : byTrait.entrySet()) {
            row++;
            System.arraycopy(each.getValue(), 0, weights, row * width, width);
            char[] trait = each.getKey().toCharArray();
            long hash = continued(FNV_OFFSET, trait, 0, trait.length);
            int at = find(hash);
            if (table[at + 1] != 0) {
                throw new IllegalArgumentException(
                        "trait \"" + each.getKey() + "\" has the hash of another; leave one of the two out");
            }
            table[at] = (int) (hash >>> 32);
            table[at + 1] = row;
        }
    }

    boolean isEmpty() {
        return weights.length == width;
    }

    /**
     * The sums of the weights of the traits that are known, each trait once, over the square root of the number of all:
     * the less of a text is known, the nearer to 0.
     */
    double[] weigh(FailureReport failure) {
        BitSet seen = new BitSet(weights.length / width);
        double[] sums = new double[width];
        int[] count = new int[1];
        Traits.each(failure, (kind, text, from, to, from2, to2) -> {
            count[0]++;
            int row = row(kind, text, from, to, from2, to2);
            if (row > 0 && !seen.get(row)) {
                seen.set(row);
                for (int column = 0; column < width; column++) {
                    sums[column] += weights[row * width + column];
                }
            }
        });
        double norm = Math.sqrt(Math.max(1, count[0]));
        for (int column = 0; column < width; column++) {
            sums[column] /= norm;
        }
        return sums;
    }

    /** The weight of one trait in the first column, 0 where it is not known. */
    double weight(String trait) {
        char[] text = trait.toCharArray();
        int at = find(continued(FNV_OFFSET, text, 0, text.length));
        return weights[table[at + 1] * width];
    }

    private int row(char kind, char[] text, int from, int to, int from2, int to2) {
        long hash = continued(((FNV_OFFSET ^ kind) * FNV_PRIME ^ ':') * FNV_PRIME, text, from, to);
        if (from2 >= 0) {
            hash = continued((hash ^ ' ') * FNV_PRIME, text, from2, to2);
        }
        return table[find(hash) + 1];
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

    private static long continued(long hash, char[] text, int from, int to) {
        long h = hash;
        for (int i = from; i < to; i++) {
            h = (h ^ text[i]) * FNV_PRIME;
        }
        return h;
    }
}
