package io.ripresa.simulation;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Chance that befalls calls: an error before or after the call took effect, or the death of the calling node. */
final class Mishaps {

    private final RandomGenerator random;
    private final double failing;
    private final double crashing;
    private final Supplier<Boolean> active;
    private int failures;
    private int crashes;

    /**
     * @param failing share of calls that fail
     * @param crashing share of calls at which the node dies
     * @param active whether anything goes wrong at present
     */
    Mishaps(RandomGenerator random, double failing, double crashing, Supplier<Boolean> active) {
        this.random = random;
        this.failing = failing;
        this.crashing = crashing;
        this.active = active;
    }

    int failures() {
        return failures;
    }

    int crashes() {
        return crashes;
    }

    /** Makes the call, or not, or makes it and hides its answer. */
    <T> T around(String name, Supplier<T> call, Function<String, RuntimeException> error) {
        if (!active.get()) {
            return call.get();
        }
        double roll = random.nextDouble();
        if (roll < crashing / 2) {
            crashes++;
            throw new NodeCrash("before " + name);
        }
        if (roll < crashing) {
            T lost = call.get();
            crashes++;
            throw new NodeCrash(
                    "after " + name + ", which had " + (lost == null ? "nothing" : "something") + " to answer");
        }
        if (roll < crashing + failing / 2) {
            failures++;
            throw error.apply(name + " was not done: connection lost");
        }
        if (roll < crashing + failing) {
            T lost = call.get();
            failures++;
            throw error.apply(name + " was done, but its answer was lost: " + (lost == null ? "nothing" : "something"));
        }
        return call.get();
    }
}
