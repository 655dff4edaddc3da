package io.ripresa.bench;

import io.ripresa.analyze.RecoveryAnalysisEngine;
import io.ripresa.model.Policy;
import io.ripresa.orchestrate.AutoRecoveryOrchestrator;
import io.ripresa.orchestrate.TickReport;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem;
import java.util.List;
import java.util.SplittableRandom;

/** A node of recovery, as it runs in production, without its thread. */
final class Node {

    private final AutoRecoveryOrchestrator orchestrator;

    Node(String name, RecoveryStore store, TaskSystem system) {
        orchestrator = new AutoRecoveryOrchestrator(
                new AutoRecoveryOrchestrator.Parts(
                        store,
                        RecoveryAnalysisEngine.create(),
                        List.of(system),
                        new RecoveryPolicyManager(Policy.DEFAULT),
                        List.of(),
                        List.of()),
                name,
                new SplittableRandom(name.hashCode()),
                Runnable::run,
                () -> {});
    }

    TickReport tick() {
        return orchestrator.tick();
    }
}
