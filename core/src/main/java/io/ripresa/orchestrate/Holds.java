package io.ripresa.orchestrate;

import io.ripresa.model.Control;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import io.ripresa.model.Ramp;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystemException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells task systems which first starts to hold. What is wanted follows from the gates; what was told is only
 * remembered to spare repetition, and asked for anew after a failure or a restart.
 */
final class Holds {

    private final RecoveryStore store;
    private final List<TaskSystem> systems;
    private final RecoveryPolicyManager policies;
    private final Map<String, Set<GateKey>> told = new LinkedHashMap<>();

    Holds(RecoveryStore store, List<TaskSystem> systems, RecoveryPolicyManager policies) {
        this.store = store;
        this.systems = systems;
        this.policies = policies;
    }

    /** Brings every task system's holds in line with the gates. */
    void sync() {
        Control control = store.control();
        Mode mode = policies.gatePolicy().mode();
        boolean mayHold = mode == Mode.ACT || mode == Mode.SUGGEST;
        List<Gate> restless = store.restlessGates();
        Set<GateKey> wanted = new LinkedHashSet<>();
        for (Gate gate : restless) {
            if (gate.traffic().holding() && mayHold) {
                wanted.add(gate.key());
            }
        }
        for (TaskSystem system : systems) {
            if (system.capabilities().holding()) {
                try {
                    sync(system, wanted, control);
                } catch (TaskSystemException e) {
                    told.remove(system.name());
                }
            }
        }
    }

    private void sync(TaskSystem system, Set<GateKey> wanted, Control control) {
        Set<GateKey> held = told.computeIfAbsent(system.name(), n -> new LinkedHashSet<>(system.holds()));
        boolean lift = control.stopped() && !control.keepHolds();
        if (!control.stopped()) {
            for (GateKey key : wanted) {
                if (!held.contains(key)) {
                    system.hold(key);
                    held.add(key);
                }
            }
        }
        for (GateKey key : List.copyOf(held)) {
            if (lift || !control.stopped() && !wanted.contains(key)) {
                system.release(key, safeRate(key));
                held.remove(key);
            }
        }
    }

    /** The last limit that was known to be safe. */
    private double safeRate(GateKey key) {
        Gate gate = store.gates(List.of(key)).get(key);
        Policy.RampLimits limits = policies.gatePolicy().ramp();
        if (gate == null) {
            return limits.firstRate();
        }
        Ramp ramp = gate.ramp();
        double known = ramp == null ? gate.learned().capacity() : ramp.startsPerSecond();
        return Math.max(limits.firstRate(), known);
    }
}
