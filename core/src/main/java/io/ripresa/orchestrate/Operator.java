package io.ripresa.orchestrate;

import io.ripresa.health.WorkspaceHealth;
import io.ripresa.health.WorkspaceHealthManager;
import io.ripresa.model.Attempt;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.Facts;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Outcome;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.policy.FixRules;
import io.ripresa.policy.GateRules;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.spi.RecoveryListener;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a person can order. Every order names who and why, and is journalled. Safe for use by many threads.
 *
 * <p>All methods throw {@link NoSuchElementException} for a task, incident or workspace that is not known, and
 * {@link IllegalStateException} where the order does not fit its state.
 */
public final class Operator {

    private static final Logger LOG = System.getLogger(Operator.class.getName());
    private static final int TRIES = 10;

    /** What is reported to take effect a little later has taken effect by a clock that is ahead. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final Books books;
    private final RecoveryStore store;
    private final Map<String, TaskSystem> systems;
    private final GateRules rules;
    private final Incidents incidents;
    private final OutcomeVerifier verifier;
    private final WorkspaceStates workspaces;
    private final Remedies remedies;
    private final WorkerOrders worker;

    public Operator(
            RecoveryStore store,
            Map<String, TaskSystem> systems,
            RecoveryPolicyManager policies,
            List<RecoveryListener> listeners) {
        this.books = new Books(store, listeners);
        this.store = store;
        this.systems = Map.copyOf(systems);
        this.rules = new GateRules(policies::gatePolicy);
        this.incidents = new Incidents(rules);
        this.verifier = new OutcomeVerifier(rules);
        this.remedies = new Remedies(books, systems.values(), policies);
        this.worker = new WorkerOrders(books, systems.values());
        this.workspaces = new WorkspaceStates(
                books, new WorkspaceHealthManager(store, policies.defaults().liveness()), remedies);
    }

    /** Stopping and starting what runs tasks in this process. */
    public WorkerOrders worker() {
        return worker;
    }

    /** The kill switch as it stands. */
    public Control control() {
        return store.control();
    }

    /**
     * Turns the kill switch on: from now on nothing is reserved or issued, and what was ordered and has not begun does not
     * begin; what runs is left to finish. A task system that cannot be reached lets its orders end by themselves, seconds
     * after they were given.
     *
     * @param keepHolds whether first starts stay held; otherwise they are let go at the last safe rate
     */
    public Control stop(String actor, String reason, boolean keepHolds) {
        return switchTo(true, keepHolds, actor, reason);
    }

    private static void endOrders(TaskSystem system) {
        try {
            system.endOrders();
        } catch (TaskSystemException e) {
            LOG.log(
                    Level.WARNING,
                    "the kill switch is on, and task system " + system.name()
                            + " could not be told: what it was ordered to run lapses by itself within seconds",
                    e);
        }
    }

    /** Turns the kill switch off. */
    public Control resume(String actor, String reason) {
        Control control = switchTo(false, false, actor, reason);
        lookAtAllGates();
        return control;
    }

    private Control switchTo(boolean stopped, boolean keepHolds, String actor, String reason) {
        requireWho(actor);
        for (int i = 0; i < TRIES; i++) {
            Control before = store.control();
            Control next =
                    new Control(stopped, keepHolds, actor, reason, store.now(), before.paused(), before.version());
            if (store.switchTo(next)) {
                if (stopped) {
                    systems.values().forEach(Operator::endOrders);
                }
                change(ws -> ws.journal(
                        Kind.CONTROL,
                        Subject.NONE,
                        "Kill switch " + (stopped ? "on" : "off") + " by " + actor + ": " + reason,
                        Map.of("actor", actor)));
                return store.control();
            }
        }
        throw new IllegalStateException("the kill switch is being turned by others; try again");
    }

    private void lookAtAllGates() {
        change(ws -> {
            for (Gate restless : store.restlessGates()) {
                lookAgain(ws, restless);
            }
        });
    }

    /** Pauses a workspace: nothing of it is run again until a person lifts the pause. What is reserved already runs. */
    public WorkspaceHealth pauseWorkspace(String workspace, String actor, String reason) {
        requireWho(actor);
        return workspaces.pause(workspace, actor, reason);
    }

    /** Lifts the pause of a workspace. */
    public WorkspaceHealth resumeWorkspace(String workspace, String actor, String reason) {
        requireWho(actor);
        WorkspaceHealth resumed = workspaces.resume(workspace, actor, reason);
        lookAtAllGates();
        return resumed;
    }

    /**
     * Has a strategy carried out against what was found in a workspace.
     *
     * @return what was done, a sentence for people
     * @throws IllegalArgumentException if it is not one of {@link WorkspaceStrategy#measured()}
     * @throws IllegalStateException if nothing that was found calls for it
     */
    public String carryOut(WorkspaceStrategy strategy, String workspace, String actor, String reason) {
        requireWho(actor);
        return remedies.apply(workspace, strategy, actor, reason);
    }

    /** Lets a task go that was set aside as a duplicate: it is due again. */
    public void letGo(TaskKey key, String actor, String reason) {
        requireWho(actor);
        remedies.letGo(key, actor, reason);
    }

    /** Pauses an incident: nothing of it is re-run until a person lifts the pause. */
    public Incident pause(String incidentId, String actor, String reason) {
        requireWho(actor);
        change(ws -> {
            Incident incident = incident(ws, incidentId);
            ws.put(incident.moved(IncidentState.PAUSED, "Paused by " + actor + ": " + reason, ws.now()));
            person(ws, Subject.incident(incidentId), actor, "paused the incident: " + reason);
        });
        return Objects.requireNonNull(store.incidents(List.of(incidentId)).get(incidentId));
    }

    /** Lifts the pause of an incident. */
    public Incident unpause(String incidentId, String actor, String reason) {
        requireWho(actor);
        change(ws -> {
            Incident incident = incident(ws, incidentId);
            if (incident.state() != IncidentState.PAUSED) {
                throw new IllegalStateException("incident " + incidentId + " is " + incident.state() + ", not PAUSED");
            }
            ws.put(incident.moved(IncidentState.OPEN, "Unpaused by " + actor + ": " + reason, ws.now()));
            person(ws, Subject.incident(incidentId), actor, "lifted the pause: " + reason);
            Gate gate = ws.gateOf(incident);
            if (gate != null) {
                lookAgain(ws, gate);
            }
        });
        return Objects.requireNonNull(store.incidents(List.of(incidentId)).get(incidentId));
    }

    /**
     * Reports that something was changed outside: a deploy, a credential, a limit, a configuration. Incidents that it
     * may have mended are tried out with one task each. A change whose id is known changes nothing.
     *
     * @param id the same for the same change, so that it may be reported again; derived from the rest where null
     * @param description a line for people
     * @param at when the change took effect; now where null
     * @return what is stored under the change's id
     * @throws IllegalArgumentException if something of it cannot be, or it is yet to come
     * @throws IllegalStateException if the id belongs to another change
     */
    public ReportedChange report(
            @Nullable String id,
            ReportedChange.Kind kind,
            ReportedChange.Scope scope,
            String description,
            @Nullable Instant at,
            String actor) {
        Instant now = store.now();
        Instant since = at == null ? now : at;
        if (since.isAfter(now.plus(CLOCKS_DIFFER))) {
            throw new IllegalArgumentException(
                    "at " + since + " is in the future (it is " + now + "); report a change when it has taken effect");
        }
        return report(new ReportedChange(
                id == null ? ReportedChange.idOf(kind, scope, description, since) : id,
                kind,
                scope,
                description,
                actor,
                since,
                now));
    }

    private ReportedChange report(ReportedChange change) {
        for (int i = 0; i < TRIES; i++) {
            ReportedChange known = store.reportedChange(change.id());
            if (known != null) {
                if (!known.isSameAs(change)) {
                    throw new IllegalStateException("change " + change.id() + " was reported before as " + known.kind()
                            + " of " + known.scope() + "; give another change an id of its own");
                }
                return known;
            }
            WorkingSet ws = books.open();
            ws.reportedChange(change);
            ws.timer(Timer.Kind.CHANGE, change.id(), ws.now());
            ws.journal(
                    Kind.EVIDENCE,
                    Subject.NONE,
                    FixRules.sentence(change),
                    Map.of("actor", change.actor(), "change", change.id()));
            if (ws.commit() == CommitResult.APPLIED) {
                return change;
            }
        }
        throw new IllegalStateException("change " + change.id() + " is being reported by others; try again");
    }

    /**
     * Grants one further attempt to a task that is quarantined, escalated, waiting or held. It still goes through the
     * kill switch and its gate.
     */
    public TaskRecord retry(TaskKey key, String actor, String reason) {
        requireWho(actor);
        change(ws -> {
            TaskRecord task = task(ws, key);
            requireState(task, Disposition.QUARANTINED, Disposition.ESCALATED, Disposition.WAITING, Disposition.HELD);
            TaskRecord.Runs r = task.runs();
            TaskRecord granted =
                    task.withRuns(new TaskRecord.Runs(r.latest(), r.firstStartedAt(), r.attempts(), r.granted() + 1));
            granted = incidents.rejoin(ws, granted);
            boolean gated = Dispositions.isGated(granted);
            ws.put(granted.moved(
                    gated ? Disposition.HELD : Disposition.WAITING,
                    "One further attempt granted by " + actor + ": " + reason,
                    ws.now()));
            if (!gated) {
                ws.timer(Timer.Kind.RERUN, key, ws.now());
            }
            ws.journal(
                    Kind.PERSON,
                    Subject.of(key),
                    actor + " granted one further attempt: " + reason,
                    Map.of(
                            "actor",
                            actor,
                            Facts.ORDER,
                            Facts.RERUN,
                            Facts.WORKSPACE,
                            task.descriptor().workspace()));
        });
        return Objects.requireNonNull(store.tasks(List.of(key)).get(key));
    }

    /** Declares a task done; Ripresa never does that by itself. */
    public TaskRecord complete(TaskKey key, String actor, String reason) {
        TaskRecord done =
                endByPerson(key, Disposition.COMPLETED_BY_PERSON, actor, "completed by " + actor + ": " + reason);
        TaskSystem system = systems.get(key.system());
        if (system != null) {
            system.complete(key, actor, reason);
        }
        return done;
    }

    /** Gives a task up. */
    public TaskRecord abandon(TaskKey key, String actor, String reason) {
        TaskRecord done = endByPerson(key, Disposition.ABANDONED, actor, "abandoned by " + actor + ": " + reason);
        TaskSystem system = systems.get(key.system());
        if (system != null) {
            system.quarantine(key, "abandoned by " + actor + ": " + reason);
        }
        return done;
    }

    private TaskRecord endByPerson(TaskKey key, Disposition to, String actor, String note) {
        requireWho(actor);
        change(ws -> {
            TaskRecord task = task(ws, key);
            Attempt attempt = ws.liveAttempt(task);
            if (attempt != null && attempt.passage().issuedAt() == null) {
                verifier.takeBack(ws, attempt, note);
            } else if (attempt != null) {
                verifier.failed(ws, task, attempt, Outcome.UNVERIFIED, note);
            }
            ws.put(task.withLiveAttempt(null).moved(to, note, ws.now()));
            ws.cancelTimer(Timer.Kind.RERUN, key);
            ws.cancelTimer(Timer.Kind.EXPIRY, key);
            person(ws, Subject.of(key), actor, note);
        });
        return Objects.requireNonNull(store.tasks(List.of(key)).get(key));
    }

    private void lookAgain(WorkingSet ws, Gate gate) {
        Gate present = ws.gate(gate.key());
        if (present != null) {
            ws.put(rules.memberCame(present, ws.now()));
        }
    }

    private static void person(WorkingSet ws, Subject subject, String actor, String text) {
        ws.journal(Kind.PERSON, subject, actor + " " + text, Map.of("actor", actor));
    }

    private static TaskRecord task(WorkingSet ws, TaskKey key) {
        TaskRecord task = ws.task(key);
        if (task == null) {
            throw new NoSuchElementException("task " + key + " is not known");
        }
        return task;
    }

    private static Incident incident(WorkingSet ws, String id) {
        Incident incident = ws.incident(id);
        if (incident == null) {
            throw new NoSuchElementException("incident " + id + " is not known");
        }
        return incident;
    }

    private static void requireState(TaskRecord task, Disposition... allowed) {
        if (!List.of(allowed).contains(task.disposition())) {
            throw new IllegalStateException(
                    "task " + task.key() + " is " + task.disposition() + "; this needs one of " + List.of(allowed));
        }
    }

    static void requireWho(String actor) {
        if (actor.isBlank()) {
            throw new IllegalArgumentException("actor is empty; say who orders this");
        }
    }

    private void change(Consumer<WorkingSet> work) {
        for (int i = 0; i < TRIES; i++) {
            WorkingSet ws = books.open();
            work.accept(ws);
            incidents.settle(ws);
            if (ws.commit() == CommitResult.APPLIED) {
                return;
            }
        }
        throw new IllegalStateException("the rows are being changed by others; try again");
    }
}
