package io.ripresa.simulation;

import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every task system that can hold first starts holds those of the gates that are holding, and no others. */
final class HoldRules {

    private final Violations violations;
    private final VirtualTime time;
    private final Books books;
    private final List<SimulatedTaskSystem> systems;
    /** Where a task system does not do what its gates want, and since when. */
    private final Map<Pair, Instant> astray = new LinkedHashMap<>();

    private record Pair(SimulatedTaskSystem system, GateKey gate) {}

    HoldRules(Violations violations, World world, Books books) {
        this.violations = violations;
        this.time = world.time;
        this.books = books;
        this.systems = world.systems().stream()
                .filter(system -> system.capabilities().holding())
                .toList();
    }

    /** Something about a gate has changed: its row, or whether it is held somewhere. */
    void changed(GateKey key) {
        for (SimulatedTaskSystem system : systems) {
            Pair pair = new Pair(system, key);
            if (isAstray(system, key)) {
                astray.putIfAbsent(pair, time.instant());
            } else {
                astray.remove(pair);
            }
        }
    }

    void switched() {
        Set<GateKey> known = books.gates.keySet();
        known.forEach(this::changed);
    }

    private boolean isAstray(SimulatedTaskSystem system, GateKey key) {
        Gate gate = books.gates.get(key);
        boolean held = system.isHeld(key);
        if (!system.capabilities().conditionalRetry()) {
            // What is parked there could be started twice.
            return held;
        }
        if (books.control.stopped()) {
            return held && !books.control.keepHolds();
        }
        boolean wanted = gate != null && !gate.isQuiet() && gate.traffic().holding();
        return held != wanted;
    }

    /** Whether somebody ought to look after holds, of which no due time tells. */
    boolean isAstray() {
        return !astray.isEmpty();
    }

    void afterStep(Calm calm) {
        if (astray.isEmpty()) {
            return;
        }
        Instant now = time.instant();
        for (Map.Entry<Pair, Instant> one : List.copyOf(astray.entrySet())) {
            if (calm.isOverdue(one.getValue(), now)) {
                Pair pair = one.getKey();
                astray.remove(pair);
                Gate gate = books.gates.get(pair.gate());
                violations.require(
                        false,
                        Invariant.HOLDS_FOLLOW_GATES,
                        () -> pair.system().name() + (pair.system().isHeld(pair.gate()) ? " holds " : " does not hold ")
                                + pair.gate() + " since " + one.getValue() + ", whose row says "
                                + (gate == null ? "nothing" : gate.breaker() + ", " + gate.traffic())
                                + "; kill switch " + books.control.stopped());
            }
        }
    }
}
