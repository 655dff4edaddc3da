package io.ripresa.orchestrate;

import io.ripresa.execute.AutoRecoveryExecutor;
import io.ripresa.execute.AutoRecoveryExecutor.Answer;
import io.ripresa.execute.AutoRecoveryExecutor.Issued;
import io.ripresa.model.Cause;
import io.ripresa.model.Decision;
import io.ripresa.model.Decision.Rung;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.policy.EvidenceRules;
import io.ripresa.policy.EvidenceRules.Sign;
import io.ripresa.policy.FixRules;
import io.ripresa.policy.GateRules;
import io.ripresa.policy.GateRules.Plan;
import io.ripresa.policy.LastAttempt;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.policy.Situation;
import io.ripresa.policy.Situation.GateAnswer;
import io.ripresa.policy.StartRules;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CandidateQuery;
import io.ripresa.spi.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets tasks pass the gates: asks the rules how many may go, picks them, reserves, issues. */
final class Dispatcher {

    private static final int ROUNDS = 6;
    private static final Duration NOBODY_READY_RAMP = Duration.ofSeconds(1);
    private static final Duration NOBODY_READY = Duration.ofSeconds(10);

    /** Candidates asked for beyond those that may start: some may be under way, or held by the ladder. */
    private static final int MORE_THAN_START = 8;

    /** Where policies keep all that were found, and others may be behind them, so many times more are asked for. */
    private static final int FURTHER = 8;

    private static final int MOST_LOOKED_AT = 4096;

    /**
     * More attempts than any task has. Where nobody is left who has one, there may be members whose attempts are spent
     * and who wait all the same, because the kill switch was on, or the incident paused, when the last one failed: the
     * ladder leaves them to a person.
     */
    static final int SPENT = 1_000_000;

    private final Books books;
    private final RecoveryStore store;
    private final RecoveryPolicyManager policies;
    private final GateRules rules;
    private final Incidents incidents;
    private final Dispositions dispositions;
    private final Reservations reservations;
    private final AutoRecoveryExecutor executor;
    private final WorstFirst worstFirst;
    private final StartGates startGates;

    Dispatcher(
            Books books,
            RecoveryPolicyManager policies,
            GateRules rules,
            Incidents incidents,
            Dispositions dispositions,
            AutoRecoveryExecutor executor,
            StartGates startGates) {
        this.books = books;
        this.store = books.store();
        this.policies = policies;
        this.rules = rules;
        this.incidents = incidents;
        this.dispositions = dispositions;
        this.reservations = new Reservations(books);
        this.worstFirst = new WorstFirst(store);
        this.executor = executor;
        this.startGates = startGates;
    }

    /** What a look at one gate led to; {@code unanswered} holds the orders that were refused or not answered. */
    record Dispatched(int reserved, int issued, List<Issued> unanswered) {
        static final Dispatched NOTHING = new Dispatched(0, 0, List.of());
    }

    /** Looks at a gate that is due. Losing a race to another node is normal: then the gate is looked at again. */
    Dispatched look(GateKey key) {
        for (int i = 0; i < ROUNDS; i++) {
            WorkingSet ws = books.open();
            Gate gate = ws.gate(key);
            if (gate == null) {
                return Dispatched.NOTHING;
            }
            String id = gate.episode().incidentId();
            Incident incident = id == null ? null : ws.incident(id);
            if (incident == null || isPaused(ws, incident)) {
                // Lifting the pause looks at the gate again, in the same commit.
                defer(ws, gate, null);
                return Dispatched.NOTHING;
            }
            if (ws.control().stopped()) {
                // Turning the switch off looks at all gates; should that be cut short, this does.
                defer(ws, gate, ws.now().plus(Dispositions.LOOK_AGAIN));
                return Dispatched.NOTHING;
            }
            Dispatched done = look(ws, gate, incident);
            if (done != null) {
                return done;
            }
        }
        return Dispatched.NOTHING;
    }

    /** Whether a person paused all of it: the incident, or the one workspace that it is of. */
    private static boolean isPaused(WorkingSet ws, Incident incident) {
        String workspace = incident.headline().workspace();
        return incident.state() == IncidentState.PAUSED
                || workspace != null && ws.control().isPaused(workspace);
    }

    /** One round; null where rows were changed, by us or by others, so that a fresh look is needed. */
    private @Nullable Dispatched look(WorkingSet ws, Gate gate, Incident incident) {
        if (incident.counts().waiting() + incident.counts().held() == 0) {
            // Nobody could go: whoever comes, or comes back, has the gate looked at again.
            if (startGates.rest(ws, gate)) {
                incidents.settle(ws);
                ws.commit();
            } else {
                defer(ws, gate, StartRules.restsAt(gate, ws.now()));
            }
            return Dispatched.NOTHING;
        }
        int members = incident.counts().total();
        Plan plan = rules.plan(gate, members, ws.now());
        if (plan.starts() == 0) {
            Instant again = plan.lookAgainAt();
            boolean past = again == null || !again.isAfter(ws.now());
            ws.put(rules.deferred(plan.gate(), past ? ws.now().plus(idle(gate)) : again));
            OutcomeVerifier.journalMove(ws, gate, null);
            incidents.settle(ws);
            // Losing this race is fine: whoever was faster has set the next look.
            ws.commit();
            return Dispatched.NOTHING;
        }
        List<TaskRecord> found = candidates(ws, incident, plan, MORE_THAN_START);
        if (found.isEmpty() && gate.key().isAfterFix() && gate.traffic().inFlight() == 0) {
            // Whoever is left failed after the change.
            ws.put(FixRules.putAway(gate, ws.now()));
            OutcomeVerifier.journalMove(ws, gate, null);
            ws.put(incident);
            incidents.settle(ws);
            ws.commit();
            return Dispatched.NOTHING;
        }
        Passes passes = passes(ws);
        Sorted sorted = sort(ws, incident, plan, found, passes);
        for (int more = FURTHER * MORE_THAN_START;
                sorted.isNobody() && mayHideOthers(gate, found, plan, more);
                more *= FURTHER) {
            found = candidates(ws, incident, plan, more);
            sorted = sort(ws, incident, plan, found, passes);
        }
        List<TaskRecord> going = sorted.going();
        if (!sorted.stayBehind().isEmpty()) {
            sorted.stayBehind().forEach((task, decision) -> dispositions.apply(ws, task, decision));
            incidents.settle(ws);
            ws.commit();
            return null;
        }
        if (going.isEmpty()) {
            defer(ws, gate, passes.roomAt(ws.now().plus(idle(gate)), ws.now().plus(NOBODY_READY)));
            return Dispatched.NOTHING;
        }
        return writeMoves(ws, gate, plan, passes) ? null : reserve(ws, plan, incident, going, passes);
    }

    /** Where breakers half-open, that is written by itself, so that the reservation only takes slots. */
    boolean writeMoves(WorkingSet ws, Gate gate, Plan plan, Passes passes) {
        if (plan.gate().breaker() == gate.breaker() && !passes.movesOthers()) {
            return false;
        }
        ws.put(plan.gate());
        OutcomeVerifier.journalMove(ws, gate, null);
        passes.putMovedOthers();
        incidents.settle(ws);
        ws.commit();
        return true;
    }

    /**
     * What the ladder says of candidates.
     *
     * @param going who may start now, as many as the plan lets
     * @param stayBehind who is put elsewhere, in order
     */
    private record Sorted(List<TaskRecord> going, Map<TaskRecord, Decision> stayBehind) {
        boolean isNobody() {
            return going.isEmpty() && stayBehind.isEmpty();
        }
    }

    private Sorted sort(WorkingSet ws, Incident incident, Plan plan, List<TaskRecord> found, Passes passes) {
        Sorted sorted = new Sorted(new ArrayList<>(), new LinkedHashMap<>());
        boolean keepsLast = found.stream().anyMatch(policies::isLast) && keepsLast(ws, incident, plan);
        for (TaskRecord task : found) {
            Decision decision = decide(ws, task, incident, plan.gate(), keepsLast);
            if (decision instanceof Decision.Retry) {
                boolean room = sorted.going().size() < plan.starts();
                if (room && !isUnderWay(ws, task) && passes.admit(plan.gate(), task)) {
                    sorted.going().add(task);
                }
            } else if (!isTemporary(decision)) {
                sorted.stayBehind().put(task, decision);
            }
        }
        return sorted;
    }

    /** Whether behind candidates whom their policy, or what they need, keeps there may be others whom theirs lets go. */
    private boolean mayHideOthers(Gate gate, List<TaskRecord> found, Plan plan, int more) {
        boolean differ = policies.mayDiffer() || gate.key().isStarts();
        return differ && more <= MOST_LOOKED_AT && found.size() >= plan.starts() + more / FURTHER;
    }

    private @Nullable Dispatched reserve(
            WorkingSet ws, Plan plan, Incident incident, List<TaskRecord> going, Passes passes) {
        List<String> reserved = reserveAll(ws, plan, incident, going, passes);
        if (reserved.isEmpty()) {
            return null;
        }
        List<Issued> issued = executor.issue(reserved);
        return new Dispatched(
                reserved.size(),
                issued.size(),
                issued.stream().filter(i -> i.answer() != Answer.ACCEPTED).toList());
    }

    /** Takes the slots of tasks that may go; the ids of the attempts that were reserved. */
    List<String> reserveAll(WorkingSet ws, Plan plan, Incident incident, List<TaskRecord> going, Passes passes) {
        List<Reservation.Item> items = new ArrayList<>();
        for (TaskRecord task : going) {
            items.add(reservations.item(ws, task, incident.id(), passes.slots(plan.gate(), task), plan.trial()));
        }
        int members = incident.counts().total();
        List<Gate> gates = new ArrayList<>();
        gates.add(FixRules.tried(rules.passed(plan, items.size(), members, ws.now()), ws.now()));
        gates.addAll(passes.passedOthers(going));
        return reservations.reserve(gates, incident, items, ws.now());
    }

    private List<TaskRecord> candidates(WorkingSet ws, Incident incident, Plan plan, int more) {
        int limit = policies.mostAttempts();
        int wanted = plan.starts() + more;
        if (plan.gate().key().isAfterFix()) {
            return new FixCandidates(ws, store, incident, plan).find(limit, wanted);
        }
        if (!plan.trial()) {
            // Evidence overrides the back-off; what the dependency asked for is a minimum and stays with the ladder.
            List<TaskRecord> found = find(ws, incident, true, limit, false, wanted);
            return found.isEmpty() ? find(ws, incident, true, SPENT, false, wanted) : found;
        }
        Sign sign = EvidenceRules.verdict(plan.gate(), ws.now()).sign();
        if (sign == Sign.WORKS) {
            // Evidence overrides the back-off here too; who has tried less goes first.
            List<TaskRecord> told = find(ws, incident, true, limit, true, wanted);
            if (told.isEmpty()) {
                told = find(ws, incident, true, limit, false, wanted);
            }
            return told.isEmpty() ? find(ws, incident, true, SPENT, false, wanted) : told;
        }
        // The last attempt is spent where no other is left, and the ladder keeps it back as long as somebody can tell.
        int sparing = Math.max(1, limit - 1);
        List<TaskRecord> found = find(ws, incident, false, sparing, true, wanted);
        if (found.isEmpty()) {
            found = find(ws, incident, false, sparing, false, wanted);
        }
        if (found.isEmpty() && plan.gate().streak().successes() > 0) {
            // A trial that came back well is evidence, too: who is backing off need not wait for nothing but time.
            found = find(ws, incident, true, sparing, false, wanted);
            if (found.isEmpty()) {
                found = find(ws, incident, true, limit, false, wanted);
            }
        }
        if (found.isEmpty()) {
            found = find(ws, incident, false, limit, false, wanted);
        }
        return found.isEmpty() ? find(ws, incident, false, SPENT, false, wanted) : found;
    }

    /** Whether the last attempt of members is kept back in this look, because somebody else can still tell. */
    boolean keepsLast(WorkingSet ws, Incident incident, Plan plan) {
        if (!plan.trial() || plan.gate().key().isAfterFix()) {
            return false;
        }
        int sparing = Math.max(1, policies.mostAttempts() - 1);
        boolean others = incident.counts().inAttempt() > 0
                || (policies.mayDiffer()
                        ? find(ws, incident, true, sparing, false, MOST_LOOKED_AT).stream()
                                .anyMatch(policies::hasAttemptsToSpare)
                        : !find(ws, incident, true, sparing, false, 1).isEmpty());
        return LastAttempt.isKept(
                plan.gate(), EvidenceRules.verdict(plan.gate(), ws.now()).sign(), others, ws.now());
    }

    private List<TaskRecord> find(
            WorkingSet ws, Incident incident, boolean ignoreNotBefore, int attempts, boolean excludeUnsafe, int max) {
        List<TaskRecord> found = store.candidates(new CandidateQuery(
                incident.id(),
                ws.now(),
                ignoreNotBefore,
                attempts,
                excludeUnsafe,
                ws.control().paused(),
                max));
        return worstFirst.sorted(found, ws.now());
    }

    private Decision decide(WorkingSet ws, TaskRecord task, Incident incident, Gate gate, boolean keepsLast) {
        return policies.decide(new Situation(
                task,
                ws.control(),
                incident.state(),
                false,
                GateAnswer.ADMITS,
                FixRules.changedAt(gate),
                keepsLast,
                ws.now()));
    }

    /** Whether somebody else has begun a run of the task, of which no end is known yet, or is about to. */
    static boolean isUnderWay(WorkingSet ws, TaskRecord task) {
        if (task.isFirstStart()) {
            // Nothing has failed that evidence could be about: the task system said that it starts the task itself.
            TaskRecord.Trouble trouble = task.trouble();
            Instant notBefore = trouble == null ? null : trouble.notBefore();
            return notBefore != null && ws.now().isBefore(notBefore);
        }
        TaskExecutionTrace latest = ws.run(new RunKey(task.key(), task.runs().latest()));
        return latest != null && !latest.state().isTerminal();
    }

    /** A hold that passes by itself leaves the task where it is. */
    private static boolean isTemporary(Decision decision) {
        return decision instanceof Decision.Hold hold && hold.rationale().rung() != Rung.AFTER_FIX
                || decision instanceof Decision.Observe;
    }

    private void defer(WorkingSet ws, Gate gate, @Nullable Instant until) {
        ws.put(rules.deferred(gate, until));
        // Losing this race is fine: whoever was faster has set the next look.
        ws.commit();
    }

    /** The other gates that tasks have to pass, in one look. */
    Passes passes(WorkingSet ws) {
        return new Passes(ws, rules, startGates);
    }

    private static Duration idle(Gate gate) {
        return gate.ramp() == null ? NOBODY_READY : NOBODY_READY_RAMP;
    }

    /** Runs a task whose cause has no gate. */
    Dispatched runUngated(WorkingSet ws, List<TaskRecord> tasks) {
        int reserved = 0;
        List<Issued> issued = new ArrayList<>();
        for (TaskRecord task : tasks) {
            Incident incident = ws.incidentOf(task);
            if (incident == null || incident.cause() instanceof Cause.Gated) {
                continue;
            }
            if (isUnderWay(ws, task)) {
                ws.timer(Timer.Kind.RERUN, task.key(), ws.now().plus(Dispositions.LOOK_AGAIN));
                ws.commit();
                continue;
            }
            Reservation.Item item = reservations.item(ws, task, incident.id(), List.of(), false);
            // Each by itself, with its incident read again: the one before may have counted in the same row.
            Incident fresh = store.incidents(List.of(incident.id())).get(incident.id());
            List<String> ids = reservations.reserve(List.of(), fresh, List.of(item), ws.now());
            reserved += ids.size();
            issued.addAll(executor.issue(ids));
        }
        return new Dispatched(
                reserved,
                issued.size(),
                issued.stream().filter(i -> i.answer() != Answer.ACCEPTED).toList());
    }
}
