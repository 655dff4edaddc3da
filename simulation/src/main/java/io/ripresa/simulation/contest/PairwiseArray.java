package io.ripresa.simulation.contest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A covering array of strength two: rows of one value per factor, so few that every pair of values of two factors
 * appears in at least one row. Greedy (after AETG, Cohen et al. 1997): the same factors always give the same rows.
 */
final class PairwiseArray {

    private static final int CANDIDATES = 60;
    private static final long SEED = 20_260_105;

    private final int[] sizes;
    private final List<Pair> voids;
    private final boolean[][][][] open;
    private int left;
    private final SplittableRandom random = new SplittableRandom(SEED);

    /** Two values of two factors, by index; {@code first} is the smaller factor. */
    record Pair(int first, int value, int second, int other) {}

    private PairwiseArray(int[] sizes, List<Pair> voids) {
        this.sizes = sizes;
        this.voids = List.copyOf(voids);
        this.open = new boolean[sizes.length][][][];
        for (Pair pair : pairs(sizes)) {
            if (!voids.contains(pair)) {
                open(pair.first(), pair.second())[pair.value()][pair.other()] = true;
                left++;
            }
        }
    }

    private boolean[][] open(int first, int second) {
        if (open[first] == null) {
            open[first] = new boolean[sizes.length][][];
        }
        if (open[first][second] == null) {
            open[first][second] = new boolean[sizes[first]][sizes[second]];
        }
        return open[first][second];
    }

    /** All pairs of values that factors with so many values have. */
    static List<Pair> pairs(int[] sizes) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            for (int j = i + 1; j < sizes.length; j++) {
                for (int a = 0; a < sizes[i]; a++) {
                    for (int b = 0; b < sizes[j]; b++) {
                        pairs.add(new Pair(i, a, j, b));
                    }
                }
            }
        }
        return pairs;
    }

    /**
     * The rows.
     *
     * @param sizes how many values each factor has
     * @param voids pairs that make no sense and appear in no row
     */
    static List<int[]> rows(int[] sizes, List<Pair> voids) {
        PairwiseArray array = new PairwiseArray(sizes, voids);
        List<int[]> rows = new ArrayList<>();
        while (array.left > 0) {
            int[] best = array.candidate();
            for (int i = 1; i < CANDIDATES; i++) {
                int[] other = array.candidate();
                if (array.gain(other) > array.gain(best)) {
                    best = other;
                }
            }
            array.cover(best);
            rows.add(best);
        }
        return rows;
    }

    /** A row around a pair that is still open, each further value the one that closes most. */
    private int[] candidate() {
        int[] row = new int[sizes.length];
        Arrays.fill(row, -1);
        int skip = random.nextInt(left);
        for (Pair pair : pairs(sizes)) {
            if (isOpen(pair) && skip-- == 0) {
                row[pair.first()] = pair.value();
                row[pair.second()] = pair.other();
                break;
            }
        }
        for (int factor : shuffled()) {
            if (row[factor] < 0) {
                row[factor] = best(row, factor);
            }
        }
        return row;
    }

    private int[] shuffled() {
        int[] order = new int[sizes.length];
        for (int i = 0; i < order.length; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }

    private int best(int[] row, int factor) {
        int best = -1;
        int most = -1;
        int start = random.nextInt(sizes[factor]);
        for (int i = 0; i < sizes[factor]; i++) {
            int[] tried = row.clone();
            tried[factor] = (start + i) % sizes[factor];
            if (isAllowed(tried) && gain(tried) > most) {
                most = gain(tried);
                best = tried[factor];
            }
        }
        if (best < 0) {
            throw new IllegalStateException("no value of factor " + factor + " goes with " + Arrays.toString(row));
        }
        return best;
    }

    private boolean isAllowed(int[] row) {
        return voids.stream().noneMatch(v -> row[v.first()] == v.value() && row[v.second()] == v.other());
    }

    private boolean isOpen(Pair pair) {
        return open(pair.first(), pair.second())[pair.value()][pair.other()];
    }

    private int gain(int[] row) {
        int gain = 0;
        for (int i = 0; i < row.length; i++) {
            for (int j = i + 1; j < row.length; j++) {
                if (row[i] >= 0 && row[j] >= 0 && open(i, j)[row[i]][row[j]]) {
                    gain++;
                }
            }
        }
        return gain;
    }

    private void cover(int[] row) {
        for (int i = 0; i < row.length; i++) {
            for (int j = i + 1; j < row.length; j++) {
                boolean[][] pairs = open(i, j);
                if (pairs[row[i]][row[j]]) {
                    pairs[row[i]][row[j]] = false;
                    left--;
                }
            }
        }
    }
}
