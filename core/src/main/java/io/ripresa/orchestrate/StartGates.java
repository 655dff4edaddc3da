package io.ripresa.orchestrate;

import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.StartLimits;
import io.ripresa.model.TaskRecord;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.policy.StartRules;
import io.ripresa.spi.TaskSystem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The gates of all first starts, of those task systems that limit them. Counted in the commit that takes the events in,
 * in the gate's row: right on any number of nodes.
 */
final class StartGates {

    private final Map<String, StartLimits> limits = new TreeMap<>();
    private final Incidents incidents;
    private final RecoveryPolicyManager policies;

    StartGates(Map<String, TaskSystem> systems, Incidents incidents, RecoveryPolicyManager policies) {
        systems.forEach((name, system) -> {
            // Elsewhere it would say that first starts are held, and none is.
            if (Holds.mayHold(system) && !system.startLimits().isNone()) {
                limits.put(name, system.startLimits());
            }
        });
        this.incidents = incidents;
        this.policies = policies;
    }

    /** A first start that nobody ordered was told of. */
    void started(WorkingSet ws, TaskRecord task, Instant at) {
        count(ws, task, at, 1, 0);
    }

    /** A run that nobody ordered failed by a cause that had no open incident. */
    void failedNewly(WorkingSet ws, TaskRecord task, Instant at) {
        count(ws, task, at, 0, 1);
    }

    private void count(WorkingSet ws, TaskRecord task, Instant at, int starts, int newFailures) {
        StartLimits limit = limits.get(task.key().system());
        if (limit == null) {
            return;
        }
        Gate before = Incidents.gateOrNew(ws, GateKey.starts(task.key().system()));
        if (!before.isQuiet()) {
            return; // First starts are held or let go by it: what still comes began before.
        }
        Gate counted = StartRules.counted(before, at, starts, newFailures);
        ws.put(counted);
        String passed = StartRules.passed(counted, limit, ws.now());
        boolean acts = policies.gatePolicy(counted.key()).mode().acts();
        if (passed != null && acts && !ws.control().stopped()) {
            hold(ws, counted, passed);
        }
    }

    private void hold(WorkingSet ws, Gate gate, String passed) {
        String incident = incidents.trip(ws, gate.key(), passed).id();
        ws.journal(
                Kind.GATE_MOVED,
                Subject.of(gate.key(), incident),
                passed + " All first starts are held; after "
                        + policies.gatePolicy(gate.key())
                                .breaker()
                                .halfOpenWithin()
                                .toSeconds()
                        + " s a few go as trials, and if they succeed the others follow.",
                Map.of("from", "CLOSED", "to", "OPEN"));
    }

    /** Closes a gate of all first starts at which nobody waits; whether it did. */
    boolean rest(WorkingSet ws, Gate gate) {
        Gate rested = StartRules.rested(gate, ws.now());
        if (rested == null) {
            return false;
        }
        ws.put(rested);
        OutcomeVerifier.journalMove(ws, gate, null);
        return true;
    }

    /** The gates besides its own that a first start has to pass; none for a further run. */
    List<GateKey> besides(GateKey own, TaskRecord task) {
        if (!task.isFirstStart() || limits.isEmpty()) {
            return List.of();
        }
        if (own.isStarts()) {
            return task.descriptor().declaredGates();
        }
        return limits.containsKey(task.key().system())
                ? List.of(GateKey.starts(task.key().system()))
                : List.of();
    }
}
