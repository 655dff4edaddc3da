package io.ripresa.simulation;

import io.ripresa.model.Policy;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One process that recovers: what the simulation drives. It keeps nothing that matters; it can be dropped any time. */
@FunctionalInterface
public interface RecoveryNode {

    /**
     * Does what is due.
     *
     * @return when it wants to be called again if nothing else happens, or null where it waits for events alone
     */
    @Nullable Instant tick();

    /** Starts a node on a store that may be in use, or in the middle of anything. */
    @FunctionalInterface
    interface Factory {
        RecoveryNode start(
                String name, RecoveryStore store, List<TaskSystem> systems, Policy policy, RandomGenerator random);
    }
}
