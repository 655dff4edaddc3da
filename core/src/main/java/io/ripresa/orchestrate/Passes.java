package io.ripresa.orchestrate;

import io.ripresa.model.Attempt.GateSlot;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.policy.GateRules;
import io.ripresa.policy.GateRules.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The other gates that a task has to pass on its way through the gate of its cause: what is limited by an account must
 * also be reachable, and so must what somebody has fixed; a first start must pass the gate of all first starts too. One look, used by one thread.
 */
final class Passes {

    private final WorkingSet ws;
    private final GateRules rules;
    private final StartGates startGates;
    private final Map<GateKey, Plan> plans = new LinkedHashMap<>();
    private final Map<GateKey, Integer> used = new LinkedHashMap<>();
    /** What the gates that kept a task back let pass. */
    private final Map<GateKey, Plan> shut = new LinkedHashMap<>();

    Passes(WorkingSet ws, GateRules rules, StartGates startGates) {
        this.ws = ws;
        this.rules = rules;
        this.startGates = startGates;
    }

    /** Whether the other gates have room for this task too; takes the room. */
    boolean admit(Gate own, TaskRecord task) {
        List<GateKey> restless = new ArrayList<>();
        for (GateKey other : othersOf(own.key(), task)) {
            Gate gate = ws.gate(other);
            if (gate != null && !gate.isQuiet()) {
                Plan plan = plans.computeIfAbsent(
                        other, k -> rules.plan(gate, FailureIntake.membersOf(ws, gate), ws.now()));
                if (used.getOrDefault(other, 0) >= plan.starts()) {
                    shut.put(other, plan);
                    return false;
                }
                restless.add(other);
            }
        }
        restless.forEach(other -> used.merge(other, 1, Integer::sum));
        return true;
    }

    /**
     * When to look again where other gates kept all tasks back: when the first of them may have room, as far as that can
     * be said. An outage lasts longer than until a ramp has its next place.
     */
    Instant roomAt(Instant earliest, Instant latest) {
        Instant first = latest;
        for (Plan plan : shut.values()) {
            Instant at = plan.lookAgainAt();
            if (at == null || at.isBefore(first)) {
                first = at == null ? earliest : at;
            }
        }
        return first.isBefore(earliest) ? earliest : first;
    }

    private List<GateKey> othersOf(GateKey own, TaskRecord task) {
        Set<GateKey> others = new LinkedHashSet<>();
        GateKey other = otherOf(own, task);
        if (other != null) {
            others.add(other);
        }
        others.addAll(startGates.besides(own, task));
        return List.copyOf(others);
    }

    private static @Nullable GateKey otherOf(GateKey own, TaskRecord task) {
        if (own.isAfterFix()) {
            TaskRecord.Trouble trouble = task.trouble();
            Diagnosis diagnosis = trouble == null ? null : trouble.diagnosis();
            Dependency needed = diagnosis == null ? null : diagnosis.source().dependency();
            return needed == null ? null : GateKey.reachability(needed);
        }
        return own.isReachability() || own.dependency().name().startsWith("unknown:")
                ? null
                : GateKey.reachability(own.dependency());
    }

    /** Whether one of the other gates half-opens by this. */
    boolean movesOthers() {
        return used.keySet().stream().anyMatch(this::moves);
    }

    private boolean moves(GateKey key) {
        Plan plan = plans.get(key);
        Gate gate = ws.gate(key);
        return plan != null && gate != null && plan.gate().breaker() != gate.breaker();
    }

    void putMovedOthers() {
        for (GateKey key : List.copyOf(used.keySet())) {
            Gate before = ws.gate(key);
            Plan plan = plans.get(key);
            if (before != null && plan != null && moves(key)) {
                ws.put(plan.gate());
                OutcomeVerifier.journalMove(ws, before, null);
            }
        }
    }

    /** The slots that the task takes: its own gate first. */
    List<GateSlot> slots(Gate own, TaskRecord task) {
        List<GateSlot> slots = new ArrayList<>();
        slots.add(new GateSlot(own.key(), own.epoch().number()));
        for (GateKey other : othersOf(own.key(), task)) {
            Plan plan = plans.get(other);
            if (plan != null) {
                slots.add(new GateSlot(plan.gate().key(), plan.gate().epoch().number()));
            }
        }
        return slots;
    }

    /** The other gates with their slots taken. */
    List<Gate> passedOthers(List<TaskRecord> going) {
        List<Gate> gates = new ArrayList<>();
        used.forEach((key, starts) -> {
            Plan plan = plans.get(key);
            if (plan != null && starts > 0) {
                gates.add(rules.passed(
                        plan, Math.min(starts, going.size()), FailureIntake.membersOf(ws, plan.gate()), ws.now()));
            }
        });
        return gates;
    }
}
