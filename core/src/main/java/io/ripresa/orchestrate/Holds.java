package io.ripresa.orchestrate;

import io.ripresa.model.Control;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Policy;
import io.ripresa.model.Ramp;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells task systems which first starts to hold. What is wanted follows from the gates, what is held is asked each time:
 * another node may have told otherwise meanwhile, or one that was stopped just now, by what it knew before.
 */
final class Holds {

    private static final System.Logger LOG = System.getLogger(Holds.class.getName());

    private final RecoveryStore store;
    private final List<TaskSystem> systems;
    private final RecoveryPolicyManager policies;

    Holds(RecoveryStore store, List<TaskSystem> systems, RecoveryPolicyManager policies) {
        this.store = store;
        this.systems = systems;
        this.policies = policies;
    }

    /** Brings every task system's holds in line with the gates. */
    void sync(Control control) {
        Set<GateKey> wanted = new LinkedHashSet<>(store.holdingGates());
        wanted.removeIf(gate -> !policies.gatePolicy(gate).mode().acts());
        for (TaskSystem system : systems) {
            if (mayHold(system)) {
                try {
                    sync(system, wanted, control);
                } catch (TaskSystemException e) {
                    // The next tick asks again.
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "Could not bring the holds of task system {0} in line: {1}; next tick tries again",
                            system.name(),
                            e.getMessage());
                }
            }
        }
    }

    /**
     * A first start that is parked comes back by the system's own release or by an order, whichever is first. Where
     * orders are not conditional it could come back by both, and run twice: there nothing is held.
     */
    static boolean mayHold(TaskSystem system) {
        return system.capabilities().holding() && system.capabilities().conditionalRetry();
    }

    private void sync(TaskSystem system, Set<GateKey> wanted, Control control) {
        Set<GateKey> holds = system.holds();
        if (holds.isEmpty() && wanted.isEmpty()) {
            return;
        }
        Set<GateKey> held = new TreeSet<>(holds);
        boolean lift = control.stopped() && !control.keepHolds();
        if (!control.stopped()) {
            for (GateKey key : wanted) {
                if (!held.contains(key)) {
                    system.hold(key);
                }
            }
        }
        for (GateKey key : held) {
            if (lift || !control.stopped() && !wanted.contains(key)) {
                system.release(key, safeRate(key));
            }
        }
    }

    /** The last limit that was known to be safe. */
    private double safeRate(GateKey key) {
        Gate gate = store.gates(List.of(key)).get(key);
        Policy.RampLimits limits = policies.gatePolicy(key).ramp();
        if (gate == null) {
            return limits.firstRate();
        }
        Ramp ramp = gate.ramp();
        double known = ramp == null ? gate.learned().capacity() : ramp.startsPerSecond();
        return Math.max(limits.firstRate(), known);
    }
}
