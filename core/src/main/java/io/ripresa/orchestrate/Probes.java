package io.ripresa.orchestrate;

import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Observation;
import io.ripresa.policy.GateRules;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.DependencyProbe.ProbeResult;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Asks dependencies that have trouble whether they work again. A probe that passes half-opens, it does not close; a
 * probe that fails spares the canary. Probes run on an executor; their answers are taken in by the next tick.
 */
final class Probes {

    private final Books books;
    private final RecoveryStore store;
    private final GateRules rules;
    private final List<DependencyProbe> configured;
    private final List<TaskSystem> systems;
    private final Executor executor;
    private final Map<GateKey, Instant> nextAt = new LinkedHashMap<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    private record Answer(DependencyProbe probe, ProbeResult result) {}

    /**
     * @param configured probes that are always there
     * @param systems task systems that may have probes of their own
     */
    Probes(
            Books books,
            GateRules rules,
            List<DependencyProbe> configured,
            List<TaskSystem> systems,
            Executor executor) {
        this.books = books;
        this.store = books.store();
        this.rules = rules;
        this.configured = List.copyOf(configured);
        this.systems = List.copyOf(systems);
        this.executor = executor;
    }

    /** Starts the probes that are due and takes in answers; when the next one is due, or null where none is needed. */
    @Nullable Instant look() {
        List<DependencyProbe> probes = new ArrayList<>(configured);
        systems.forEach(system -> probes.addAll(system.probes()));
        if (probes.isEmpty()) {
            return null;
        }
        Map<GateKey, Gate> gates = store.gates(
                probes.stream().map(p -> GateKey.reachability(p.dependency())).toList());
        Instant now = store.now();
        boolean stopped = store.control().stopped();
        Instant next = null;
        for (DependencyProbe probe : probes) {
            GateKey key = GateKey.reachability(probe.dependency());
            Gate gate = gates.get(key);
            boolean wanted = gate != null && gate.episode().incidentId() != null && gate.ramp() == null && !stopped;
            if (!wanted) {
                nextAt.remove(key);
                continue;
            }
            Instant due = nextAt.computeIfAbsent(key, k -> now);
            if (!now.isBefore(due)) {
                due = now.plus(probe.period());
                nextAt.put(key, due);
                executor.execute(() -> answers.add(new Answer(probe, probe.probe())));
            }
            next = next == null || due.isBefore(next) ? due : next;
        }
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            take(answer);
        }
        return next;
    }

    private void take(Answer answer) {
        WorkingSet ws = books.open();
        GateKey key = GateKey.reachability(answer.probe().dependency());
        Gate gate = ws.gate(key);
        if (gate == null || gate.episode().incidentId() == null || ws.control().stopped()) {
            return;
        }
        ProbeResult result = answer.result();
        Observation before = gate.evidence().latest(Observation.Kind.PROBE);
        Observation seen = new Observation(
                Observation.Kind.PROBE,
                result.passed(),
                ws.now(),
                // Good until the next answer should be here, and a little longer.
                ws.now().plus(answer.probe().period().multipliedBy(2)),
                "Probe " + (result.passed() ? "passed: " : "failed: ") + result.detail());
        ws.put(rules.observed(gate, seen, FailureIntake.membersOf(ws, gate), ws.now()));
        if (before == null || before.works() != seen.works()) {
            ws.journal(Kind.EVIDENCE, Subject.of(key, gate.episode().incidentId()), seen.detail());
        }
        // Somebody else may have moved the gate: the next answer comes soon.
        ws.commit();
    }
}
