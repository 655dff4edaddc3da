package io.ripresa.simulation;

import io.ripresa.Ripresa;
import io.ripresa.analyze.RecoveryAnalysisEngine;
import io.ripresa.model.Policy;
import io.ripresa.orchestrate.TickReport;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A node that recovers with the real loop, put together by the same facade that users have. */
final class RealNode implements RecoveryNode {

    /** What could not be done is tried again at the next look, which a loop of its own would take after so long. */
    private static final Duration IDLE = Duration.ofMillis(500);

    /** One for the nodes of all worlds, since it is pure: what it has read off an error is remembered. */
    private static final RecoveryAnalysisEngine ANALYSIS = RecoveryAnalysisEngine.create();

    private final RecoveryStore store;
    private final Ripresa ripresa;

    RealNode(String name, RecoveryStore store, List<TaskSystem> systems, Policy policy, RandomGenerator random) {
        this.store = store;
        Ripresa.Builder builder = Ripresa.builder()
                .node(name)
                .store(store)
                .policy(policy)
                .random(random)
                .analysis(ANALYSIS);
        systems.forEach(builder::taskSystem);
        this.ripresa = builder.build();
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
