package io.ripresa.simulation;

import io.ripresa.Ripresa;
import io.ripresa.model.Policy;
import io.ripresa.orchestrate.TickReport;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A node that recovers with the real loop, put together by the same facade that users have. */
final class RealNode implements RecoveryNode {

    /** The real thing with nothing in between. */
    static final Simulation.Wiring WIRING =
            new Simulation.Wiring(store -> store, world -> world, RealNode::new, Policy.DEFAULT);

    /** What could not be done is tried again at the next look, which a loop of its own would take after so long. */
    private static final Duration IDLE = Duration.ofMillis(500);

    private final RecoveryStore store;
    private final Ripresa ripresa;

    RealNode(String name, RecoveryStore store, TaskSystem system, Policy policy, RandomGenerator random) {
        this.store = store;
        this.ripresa = Ripresa.builder()
                .node(name)
                .store(store)
                .taskSystem(system)
                .policy(policy)
                .random(random)
                .build();
    }

    @Override
    public @Nullable Instant tick() {
        TickReport report = ripresa.tick();
        for (String trouble : report.troubles()) {
            if (trouble.startsWith("defect") || trouble.contains("left out")) {
                throw new IllegalStateException(trouble);
            }
        }
        if (report.more()) {
            return store.now();
        }
        Instant due = report.nextDue();
        Instant again = store.now().plus(IDLE);
        return report.troubles().isEmpty() || due != null && due.isBefore(again) ? due : again;
    }
}
