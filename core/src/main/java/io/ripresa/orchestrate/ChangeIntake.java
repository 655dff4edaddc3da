package io.ripresa.orchestrate;

import io.ripresa.model.Control;
import io.ripresa.model.Decision;
import io.ripresa.model.Decision.Rung;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Mode;
import io.ripresa.model.Observation;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.policy.FixRules;
import io.ripresa.policy.FixRules.Answer;
import io.ripresa.policy.GateRules;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.policy.Situation;
import io.ripresa.policy.Situation.GateAnswer;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CandidateQuery;
import io.ripresa.spi.RecoveryStore.CommitResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes reported changes in: finds the incidents and gates that they concern, and lets follow what the rules say. Works
 * through them one by one, each in a commit of its own; the change's timer stays until all are done, so that a node that
 * dies in between loses nothing. Doing it again changes nothing.
 */
final class ChangeIntake {

    private static final int PAGE = 100;
    private static final int TRIES = 5;

    private final Books books;
    private final RecoveryStore store;
    private final RecoveryPolicyManager policies;
    private final GateRules rules;
    private final Incidents incidents;

    ChangeIntake(Books books, RecoveryPolicyManager policies, GateRules rules, Incidents incidents) {
        this.books = books;
        this.store = books.store();
        this.policies = policies;
        this.rules = rules;
        this.incidents = incidents;
    }

    /** Takes in the change that a timer is about. */
    void take(String id) {
        ReportedChange change = store.reportedChange(id);
        boolean done = true;
        if (change != null) {
            done = gates(change);
            String after = null;
            List<Incident> page;
            do {
                page = store.awaitingFix(after, PAGE);
                for (Incident incident : page) {
                    done &= incident(change, incident, policies.modeOf(incident));
                    after = incident.id();
                }
            } while (page.size() == PAGE);
        }
        if (done) {
            commit(ws -> ws.cancelTimer(Timer.Kind.CHANGE, id));
        }
    }

    // --- gates of the availability family: one more kind of evidence ---

    private boolean gates(ReportedChange change) {
        boolean done = true;
        for (Gate restless : store.restlessGates()) {
            if (policies.gatePolicy(restless.key()).mode().acts() && FixRules.concerns(change, restless.key())) {
                done &= commit(ws -> evidence(ws, change, restless.key()));
            }
        }
        return done;
    }

    private void evidence(WorkingSet ws, ReportedChange change, GateKey key) {
        Gate gate = ws.gate(key);
        Instant openedAt = gate == null ? null : gate.episode().openedAt();
        if (gate == null || openedAt == null || !change.at().isAfter(openedAt)) {
            return;
        }
        Observation former = gate.evidence().latest(Observation.Kind.CHANGE);
        if (former != null && !change.at().isAfter(former.since())) {
            return;
        }
        ws.put(rules.observed(gate, FixRules.evidence(change, ws.now()), FailureIntake.membersOf(ws, gate), ws.now()));
        ws.journal(
                Kind.EVIDENCE,
                Subject.of(key, gate.episode().incidentId()),
                FixRules.sentence(change),
                Map.of("change", change.id()));
    }

    // --- incidents that wait for a fix ---

    private boolean incident(ReportedChange change, Incident incident, Mode mode) {
        Answer answer = FixRules.answer(change, incident);
        if (!mode.acts() || answer == Answer.NOTHING || !hasOlderMember(change, incident)) {
            return true;
        }
        if (answer == Answer.SUGGEST || mode == Mode.SUGGEST) {
            return commit(ws -> suggest(ws, change, incident.id()));
        }
        return reopen(change, incident) && commit(ws -> tryOut(ws, change, incident.id()));
    }

    /** Whether somebody failed before the change, and waits. */
    private boolean hasOlderMember(ReportedChange change, Incident incident) {
        if (!candidates(store, incident.id(), change.at(), Dispatcher.SPENT, false, 1)
                .isEmpty()) {
            return true;
        }
        TaskKey after = null;
        List<TaskRecord> page;
        do {
            page = escalated(incident, after);
            for (TaskRecord task : page) {
                if (isOlder(task, change)) {
                    return true;
                }
                after = task.key();
            }
        } while (page.size() == PAGE);
        return false;
    }

    /**
     * Members that wait and failed before a change took effect, in the order in which they go.
     *
     * @param attempts only with fewer attempts than this plus what a person granted
     */
    static List<TaskRecord> candidates(
            RecoveryStore store, String incidentId, Instant changedAt, int attempts, boolean excludeUnsafe, int limit) {
        // A microsecond is what a store tells apart: who failed at that very time is not older.
        return store.candidates(
                new CandidateQuery(incidentId, changedAt.minusNanos(1_000), false, attempts, excludeUnsafe, limit));
    }

    private List<TaskRecord> escalated(Incident incident, @Nullable TaskKey after) {
        return store.findTasks(new TaskQuery(null, Disposition.ESCALATED, incident.id(), after, PAGE));
    }

    private static boolean isOlder(TaskRecord task, ReportedChange change) {
        TaskRecord.Trouble trouble = task.trouble();
        return trouble != null && trouble.failedAt().isBefore(change.at());
    }

    private void suggest(WorkingSet ws, ReportedChange change, String incidentId) {
        Incident incident = ws.incident(incidentId);
        String reason = FixRules.sentence(change) + " A person may approve: retry one of the tasks.";
        if (incident == null || incident.headline().reason().equals(reason)) {
            return;
        }
        if (incident.state() == IncidentState.RESOLVED || incident.state() == IncidentState.PAUSED) {
            return;
        }
        ws.put(incident.moved(incident.state(), reason, ws.now()));
        ws.journal(Kind.EVIDENCE, Subject.incident(incidentId), reason, Map.of("change", change.id()));
    }

    /** Members that were left to a person because no change came in time wait for the gate again. */
    private boolean reopen(ReportedChange change, Incident incident) {
        boolean done = true;
        TaskKey after = null;
        List<TaskRecord> page;
        do {
            page = escalated(incident, after);
            List<TaskKey> keys = page.stream()
                    .filter(task -> isOlder(task, change))
                    .map(TaskRecord::key)
                    .toList();
            if (!keys.isEmpty()) {
                done &= commit(ws -> keys.forEach(key -> reopen(ws, key, change)));
            }
            after = page.isEmpty() ? null : page.get(page.size() - 1).key();
        } while (page.size() == PAGE);
        return done;
    }

    private void reopen(WorkingSet ws, TaskKey key, ReportedChange change) {
        TaskRecord task = ws.task(key);
        if (task == null || task.disposition() != Disposition.ESCALATED) {
            return;
        }
        // The kill switch starts nothing by this, and a pause stays: both are asked again when the task goes.
        Decision decision = policies.decide(
                new Situation(task, Control.RUNNING, null, false, GateAnswer.HOLDS, change.at(), false, ws.now()));
        if (decision.rationale().rung() == Rung.GATE || decision.rationale().rung() == Rung.RESET_TIME) {
            ws.put(task.moved(Disposition.HELD, FixRules.sentence(change) + " Waits to be tried out.", ws.now()));
            ws.timer(Timer.Kind.RERUN, key, ws.now().plus(RecoveryPolicyManager.FIX_PATIENCE));
        }
    }

    private void tryOut(WorkingSet ws, ReportedChange change, String incidentId) {
        Incident incident = ws.incident(incidentId);
        GateKey key = incident == null ? null : FixRules.gateOf(incident);
        if (incident == null || key == null || incident.counts().pending() == 0) {
            return;
        }
        Gate gate = Incidents.gateOrNew(ws, key);
        Gate changed = FixRules.changed(gate, incident, change, ws.now());
        if (changed.equals(gate)) {
            return;
        }
        ws.put(changed);
        ws.journal(
                Kind.EVIDENCE,
                Subject.of(key, incidentId),
                FixRules.sentence(change) + " One task is tried; the others follow if it succeeds.",
                Map.of("change", change.id()));
    }

    /** Works on fresh rows and commits, again where somebody else was faster; false where others always were. */
    private boolean commit(Consumer<WorkingSet> work) {
        for (int i = 0; i < TRIES; i++) {
            WorkingSet ws = books.open();
            work.accept(ws);
            incidents.settle(ws);
            if (ws.commit() == CommitResult.APPLIED) {
                return true;
            }
        }
        return false;
    }
}
