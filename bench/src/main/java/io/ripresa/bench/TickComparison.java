package io.ripresa.bench;

import io.ripresa.orchestrate.TickReport;
import java.util.List;

/**
 * Ticks of two worlds, in turn, with the same gates due in both: the canaries of the tick before have failed and are
 * taken in, as many others go. For one thread.
 */
final class TickComparison {

    /** What is due per tick. */
    static final int GATES_DUE = 5;

    private static final int IDLE_TICKS = 100;

    final Timings few = new Timings();
    final Timings many = new Timings();
    final Timings fewIdle = new Timings();
    final Timings manyIdle = new Timings();
    private int reservedFew;
    private int reservedMany;

    /** Looks at every gate of both worlds once. */
    void round(World small, World large) {
        int ticks = small.gates.size() / GATES_DUE;
        for (int i = 0; i < ticks; i++) {
            reservedFew += due(small, i, few);
            reservedMany += due(large, i, many);
        }
        settle(small);
        settle(large);
        for (int i = 0; i < IDLE_TICKS; i++) {
            fewIdle.measure(small.node::tick);
            manyIdle.measure(large.node::tick);
        }
    }

    /** How many attempts were reserved per tick: the same, if both had the same to do. */
    String reserved() {
        return reservedFew + " and " + reservedMany;
    }

    private static int due(World world, int index, Timings timings) {
        Backlog.makeDue(world.sql, world.store.now(), world.gates(index * GATES_DUE, GATES_DUE));
        TickReport[] report = new TickReport[1];
        timings.measure(() -> report[0] = world.node.tick());
        if (!report[0].troubles().isEmpty()) {
            throw new IllegalStateException("a tick had trouble: " + report[0].troubles());
        }
        return report[0].reserved();
    }

    /** Takes in what the last tick ordered; then nothing is due. */
    private static void settle(World world) {
        world.node.tick();
        Backlog.makeDue(world.sql, world.store.now(), List.of());
    }
}
