package io.ripresa.bench.side;

import java.util.List;

/**
 * What came out.
 *
 * @param pairs one for each of those compared
 * @param best the best there can be, simulated
 */
record Outcome(List<Pair> pairs, Standing best) {

    /** The same in reality and in the simulator. */
    record Pair(String name, Standing real, Standing simulated) {}

    Outcome {
        pairs = List.copyOf(pairs);
    }
}
