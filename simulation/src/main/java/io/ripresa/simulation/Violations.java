package io.ripresa.simulation;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Collects broken rules; after the first few there is nothing more to learn. */
final class Violations {

    private static final int MOST = 12;

    private final InstantSource time;
    private final List<Violation> list = new ArrayList<>();

    Violations(InstantSource time) {
        this.time = time;
    }

    void require(boolean holds, Invariant invariant, java.util.function.Supplier<String> detail) {
        if (!holds && list.size() < MOST) {
            list.add(new Violation(invariant, time.instant(), detail.get()));
        }
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    boolean isFull() {
        return list.size() >= MOST;
    }

    List<Violation> list() {
        return List.copyOf(list);
    }
}
