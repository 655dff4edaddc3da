package io.ripresa.orchestrate;

import io.ripresa.execute.AutoRecoveryExecutor.Reserved;
import io.ripresa.model.Cause;
import io.ripresa.model.Decision;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.RecoveryStrategy;
import io.ripresa.model.RerunSafety;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.policy.EvidenceRules;
import io.ripresa.policy.FixRules;
import io.ripresa.policy.GateRules;
import io.ripresa.policy.GateRules.Plan;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.policy.Situation;
import io.ripresa.policy.Situation.GateAnswer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reserves the next run of one named task, by the ladder, the gates and the reservation that all tasks pass. It takes a
 * place that the gate has free now; it makes none.
 */
final class SingleReservation {

    private static final int ROUNDS = 6;

    private final Books books;
    private final RecoveryPolicyManager policies;
    private final GateRules rules;
    private final Dispatcher dispatcher;
    private final Reservations reservations;

    SingleReservation(Books books, RecoveryPolicyManager policies, GateRules rules, Dispatcher dispatcher) {
        this.books = books;
        this.policies = policies;
        this.rules = rules;
        this.dispatcher = dispatcher;
        this.reservations = new Reservations(books);
    }

    /** Reserves, or says why not. Losing a race to another node is normal: then everything is looked at again. */
    Reserved reserve(TaskKey key, RecoveryStrategy strategy) {
        for (int i = 0; i < ROUNDS; i++) {
            Reserved done = tryOnce(books.open(), key, strategy);
            if (done != null) {
                return done;
            }
        }
        return Reserved.refused("Others keep changing task " + key + " or its gate; ask again.");
    }

    /** One round; null where rows were changed, by us or by others, so that a fresh look is needed. */
    private @Nullable Reserved tryOnce(WorkingSet ws, TaskKey key, RecoveryStrategy strategy) {
        TaskRecord task = ws.task(key);
        Incident incident = task == null ? null : ws.incidentOf(task);
        boolean stands =
                task != null && (task.disposition() == Disposition.WAITING || task.disposition() == Disposition.HELD);
        if (task == null || incident == null || !stands) {
            return Reserved.refused("Task " + key + " neither waits nor is held: "
                    + (task == null ? "it is not known." : "it is " + task.disposition() + "."));
        }
        if (Dispatcher.isUnderWay(ws, task)) {
            return Reserved.refused("A run of task " + key + " is under way.");
        }
        Gate gate = ws.gateOf(incident);
        if (gate != null) {
            return gated(ws, task, incident, gate, strategy);
        }
        boolean left = incident.cause() instanceof Cause.Gated;
        Decision decision = decide(ws, task, incident, left ? GateAnswer.HOLDS : GateAnswer.NONE, null, false);
        String refusal = refusal(decision, strategy);
        if (refusal != null) {
            return Reserved.refused(refusal);
        }
        return first(reservations.reserve(
                List.of(), incident, List.of(reservations.item(ws, task, incident.id(), List.of(), false)), ws.now()));
    }

    private @Nullable Reserved gated(
            WorkingSet ws, TaskRecord task, Incident incident, Gate gate, RecoveryStrategy strategy) {
        Plan plan = rules.plan(gate, incident.counts().total(), ws.now());
        boolean holds = plan.starts() == 0 || plan.trial() && isTooEarly(ws, task, plan.gate());
        Decision decision = decide(
                ws,
                task,
                incident,
                holds ? GateAnswer.HOLDS : GateAnswer.ADMITS,
                gate,
                policies.isLast(task) && dispatcher.keepsLast(ws, incident, plan));
        String refusal = refusal(decision, strategy);
        if (refusal != null) {
            return Reserved.refused(refusal);
        }
        boolean noCanary = decision instanceof Decision.Retry retry && retry.safety() == RerunSafety.RUN_NOT_AS_CANARY;
        if (plan.trial() && noCanary && incident.counts().pending() > 1) {
            return Reserved.refused("It must not run twice, so others go first while the breaker is not closed.");
        }
        Passes passes = dispatcher.passes(ws);
        if (!passes.admit(gate, task)) {
            return Reserved.refused("Held at the gate of the dependency that it needs besides.");
        }
        return dispatcher.writeMoves(ws, gate, plan, passes)
                ? null
                : first(dispatcher.reserveAll(ws, plan, incident, List.of(task), passes));
    }

    /** Whether a trial would come before its time, and nothing but time could tell that the cause is gone. */
    private static boolean isTooEarly(WorkingSet ws, TaskRecord task, Gate gate) {
        TaskRecord.Trouble trouble = task.trouble();
        Instant notBefore = trouble == null ? null : trouble.notBefore();
        return notBefore != null
                && ws.now().isBefore(notBefore)
                && gate.streak().successes() == 0
                && !EvidenceRules.saysItWorks(gate, ws.now());
    }

    private Decision decide(
            WorkingSet ws,
            TaskRecord task,
            Incident incident,
            GateAnswer answer,
            @Nullable Gate gate,
            boolean keepsLast) {
        return policies.decide(new Situation(
                task,
                ws.control(),
                incident.state(),
                false,
                answer,
                gate == null ? null : FixRules.changedAt(gate),
                keepsLast,
                ws.now()));
    }

    private static @Nullable String refusal(Decision decision, RecoveryStrategy strategy) {
        RecoveryStrategy prescribed = decision.rationale().strategy();
        if (!(decision instanceof Decision.Retry)) {
            return decision.rationale().sentence();
        }
        return prescribed == strategy
                ? null
                : "The strategy " + strategy + " was asked for; " + prescribed + " is prescribed. Ask with that.";
    }

    private static @Nullable Reserved first(List<String> ids) {
        return ids.isEmpty() ? null : new Reserved(ids.get(0), "");
    }
}
