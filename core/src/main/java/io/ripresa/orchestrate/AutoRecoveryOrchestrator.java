package io.ripresa.orchestrate;

import io.ripresa.analyze.RecoveryAnalysisEngine;
import io.ripresa.execute.AutoRecoveryExecutor;
import io.ripresa.execute.AutoRecoveryExecutor.Answer;
import io.ripresa.execute.AutoRecoveryExecutor.Executed;
import io.ripresa.execute.AutoRecoveryExecutor.Issued;
import io.ripresa.health.WorkspaceHealthManager;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Gate;
import io.ripresa.model.RecoveryStrategy;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.orchestrate.Dispatcher.Dispatched;
import io.ripresa.policy.GateRules;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.spi.Changes.CursorMove;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.RecoveryListener;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.spi.RecoveryStore.DueWork;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystem.EventBatch;
import io.ripresa.spi.TaskSystemException;
import io.ripresa.spi.TrafficReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One step of recovery at a time: take in events, do what is due, let tasks pass the gates. Owns no thread and no
 * memory that matters: everything is in the store, so that any number of orchestrators may work on one store, and a new
 * one goes on where another stopped.
 *
 * <p>Not safe for use by many threads: one thread calls {@link #tick()}.
 */
public final class AutoRecoveryOrchestrator {

    private static final System.Logger LOG = System.getLogger(AutoRecoveryOrchestrator.class.getName());
    private static final int EVENTS_PER_BATCH = 200;
    private static final int BATCHES_PER_TICK = 20;
    private static final int DUE_PER_TICK = 200;
    private static final int TRIES = 5;
    private static final Duration CLAIM = Duration.ofSeconds(5);
    /** Clocks that differ by less are taken for equal: asking takes time, too. */
    static final Duration SAME_TIME = Duration.ofSeconds(1);

    private final RecoveryStore store;
    private final String node;
    private final Map<String, TaskSystem> systems = new LinkedHashMap<>();
    private final Books books;
    private final AutoRecoveryExecutor executor;
    private final Incidents incidents;
    private final EventIntake intake;
    private final Dispatcher dispatcher;
    private final DueTimers timers;
    private final AttemptFollowUp followUp;
    private final Holds holds;
    private final Probes probes;
    private final Traffic traffic;
    private final EarlyWarning warning;
    private final Retention retention;
    private final ChangeIntake changes;
    private final WorkspaceStates workspaces;
    private final Remedies remedies;
    private final RecoveryPolicyManager policies;
    private final SingleReservation singly;
    /** Task systems whose events could not be read in the latest step. */
    private final TreeSet<String> away = new TreeSet<>();

    private boolean begun;

    /**
     * What an orchestrator works with.
     *
     * @param store everything that is remembered
     * @param analysis what finds out why a run failed
     * @param systems the task systems, each with a name of its own
     * @param policies what may be done
     * @param probes what can be asked without a task
     * @param listeners who hears what was written down
     */
    public record Parts(
            RecoveryStore store,
            RecoveryAnalysisEngine analysis,
            List<TaskSystem> systems,
            RecoveryPolicyManager policies,
            List<DependencyProbe> probes,
            List<RecoveryListener> listeners) {
        public Parts {
            systems = List.copyOf(systems);
            probes = List.copyOf(probes);
            listeners = List.copyOf(listeners);
        }
    }

    /**
     * @param node name of this node among those that share the store
     * @param random for jitter
     * @param probing where probes run; answers are taken in by a later tick
     * @param wake called, from any thread, when a tick should come soon
     */
    public AutoRecoveryOrchestrator(Parts parts, String node, RandomGenerator random, Executor probing, Runnable wake) {
        this.store = parts.store();
        this.node = node;
        this.books = new Books(store, parts.listeners());
        for (TaskSystem system : parts.systems()) {
            if (systems.put(system.name(), system) != null) {
                throw new IllegalArgumentException("two task systems are named \"" + system.name() + "\"");
            }
        }
        this.policies = parts.policies();
        GateRules rules = new GateRules(policies::gatePolicy);
        this.incidents = new Incidents(rules);
        OutcomeVerifier verifier = new OutcomeVerifier(rules);
        Dispositions dispositions = new Dispositions();
        this.executor =
                new AutoRecoveryExecutor(store, systems, policies.defaults().attempts(), books::written);
        FailureIntake failures =
                new FailureIntake(parts.analysis(), policies, rules, incidents, verifier, dispositions, random);
        StartGates startGates = new StartGates(systems, incidents, policies);
        this.intake = new EventIntake(failures, verifier, dispositions, rules, policies, startGates);
        this.followUp = new AttemptFollowUp(systems, executor, verifier, intake, failures, dispositions);
        this.dispatcher = new Dispatcher(books, policies, rules, incidents, dispositions, executor, startGates);
        this.singly = new SingleReservation(books, policies, rules, dispatcher);
        this.timers = new DueTimers(systems, policies, dispositions, failures, verifier, followUp);
        this.holds = new Holds(store, parts.systems(), policies);
        this.probes = new Probes(books, rules, parts.probes(), parts.systems(), probing);
        this.traffic = new Traffic(books, rules, wake);
        this.warning = new EarlyWarning(books, policies.defaults().breaker().opensAfter());
        this.changes = new ChangeIntake(books, policies, rules, incidents);
        this.remedies = new Remedies(books, systems.values(), policies);
        this.workspaces = new WorkspaceStates(
                books, new WorkspaceHealthManager(store, policies.defaults().liveness()), remedies);
        this.retention = new Retention(store, policies.defaults().retention());
    }

    /**
     * Does everything that can be done now.
     *
     * @throws io.ripresa.spi.StoreException if the store cannot be used; the tick may be called again
     */
    public TickReport tick() {
        Tally tally = new Tally();
        if (!begun) {
            retention.begin();
            begun = true;
        }
        for (TaskSystem system : systems.values()) {
            away.add(system.name());
            guarded(tally, "events of task system " + system.name(), () -> {
                drain(system, tally);
                away.remove(system.name());
            });
        }
        DueWork due = store.due(node, CLAIM, DUE_PER_TICK);
        fire(due.timers(), tally);
        Instant probeAt = earlier(probes.look(), traffic.look());
        for (Gate gate : due.gates()) {
            guarded(tally, "gate " + gate.key(), () -> take(dispatcher.look(gate.key()), tally));
        }
        RecoveryStore.Moment moment = store.moment();
        guarded(tally, "holds", () -> holds.sync(moment.control()));
        guarded(tally, "early warning", warning::look);
        guarded(tally, "states of workspaces", () -> workspaces.look(moment, away));
        boolean full = due.timers().size() >= DUE_PER_TICK || due.gates().size() >= DUE_PER_TICK;
        return new TickReport(
                tally.events,
                tally.reserved,
                tally.issued,
                due.timers().size(),
                tally.troubles,
                tally.more || full,
                earlier(store.nextDue(), probeAt));
    }

    /**
     * Runs one task again now, where the ladder of decisions and its gate let it: by the same reservation, order and
     * verification as all others. For the thread that ticks.
     *
     * @return the order and its answer, or why none was given
     * @throws NoSuchElementException if the task is not known
     * @throws io.ripresa.spi.StoreException if the store cannot be used
     */
    public Executed attemptRecovery(TaskKey taskId) {
        TaskRecord task = store.tasks(List.of(taskId)).get(taskId);
        if (task == null) {
            throw new NoSuchElementException("task " + taskId + " is not known");
        }
        TaskRecord.Trouble trouble = task.trouble();
        Diagnosis diagnosis = trouble == null ? null : trouble.diagnosis();
        RecoveryStrategy strategy = policies.strategyFor(diagnosis, policies.policyFor(task.descriptor(), diagnosis));
        Executed done = executor.executeRecovery(strategy, taskId, singly::reserve);
        Issued issued = done.issued();
        if (issued != null && issued.answer() == Answer.REFUSED) {
            commit(ws -> followUp.refused(ws, issued.attempt(), issued.reason()));
        }
        return done;
    }

    /** Where calls of others are reported. */
    public TrafficReport traffic() {
        return traffic;
    }

    /** Which orders were not answered lately, in a sentence for people, or null where there are none. Thread-safe. */
    public @Nullable String unansweredOrders() {
        return executor.unanswered();
    }

    private static final class Tally {
        private int events;
        private int reserved;
        private int issued;
        private boolean more;
        private final List<String> troubles = new ArrayList<>();
    }

    /**
     * What cannot be done does not keep the rest waiting: a task system that cannot be asked, or a defect met by one
     * gate or timer. Nothing of it was stored, and it comes up again.
     */
    private static void guarded(Tally tally, String what, Runnable work) {
        try {
            work.run();
        } catch (TaskSystemException e) {
            tally.troubles.add(what + ": " + e.getMessage() + "; tried again at the next tick");
            LOG.log(System.Logger.Level.WARNING, "Could not do {0}: {1}; next tick tries again", what, e.getMessage());
        } catch (IllegalStateException | IllegalArgumentException | NullPointerException e) {
            tally.troubles.add("defect at " + what + ": " + e);
            LOG.log(System.Logger.Level.ERROR, "Defect at " + what + "; nothing of it was stored, tried again", e);
        }
    }

    // --- events ---

    private void drain(TaskSystem system, Tally tally) {
        for (int i = 0; i < BATCHES_PER_TICK; i++) {
            String cursor = store.cursor(system.name());
            EventBatch batch = system.poll(cursor, EVENTS_PER_BATCH);
            String next = batch.cursor();
            if (batch.events().isEmpty() && Objects.equals(cursor, next)) {
                return;
            }
            tally.events += batch.events().size();
            List<TaskEvent> events = inStoreTime(batch);
            CursorMove move = next == null || next.equals(cursor) ? null : new CursorMove(system.name(), cursor, next);
            if (!take(system, events, move, tally)) {
                tally.more = true;
                return;
            }
            if (!batch.more()) {
                return;
            }
        }
        tally.more = true;
    }

    /**
     * The events with their times by the store's clock. A task system's clock may be minutes off; whether a run began
     * before an outage ended must not depend on it.
     */
    private List<TaskEvent> inStoreTime(EventBatch batch) {
        Instant readAt = batch.readAt();
        if (readAt == null || batch.events().isEmpty()) {
            return batch.events();
        }
        Duration behind = Duration.between(readAt, store.now());
        if (behind.abs().compareTo(SAME_TIME) <= 0) {
            return batch.events();
        }
        return batch.events().stream()
                .map(e -> new TaskEvent(e.task(), e.run(), e.occurredAt().plus(behind), e.detail()))
                .toList();
    }

    private boolean take(TaskSystem system, List<TaskEvent> events, @Nullable CursorMove move, Tally tally) {
        try {
            return commit(ws -> {
                intake.prefetch(ws, events);
                for (TaskEvent event : events) {
                    intake.take(ws, event, system.capabilities());
                }
                if (move != null) {
                    ws.cursor(move);
                }
            });
        } catch (IllegalStateException | IllegalArgumentException e) {
            return takeOneByOne(system, events, move, tally, e);
        }
    }

    /** One event that cannot be taken in must not keep back those behind it. */
    private boolean takeOneByOne(
            TaskSystem system, List<TaskEvent> events, @Nullable CursorMove move, Tally tally, RuntimeException first) {
        LOG.log(System.Logger.Level.ERROR, "A batch of events could not be taken in; taking them one by one", first);
        for (TaskEvent event : events) {
            try {
                if (!commit(ws -> intake.take(ws, event, system.capabilities()))) {
                    return false;
                }
            } catch (IllegalStateException | IllegalArgumentException e) {
                String text = "event " + event.detail().getClass().getSimpleName() + " of run " + event.runKey()
                        + " could not be taken in and is left out: " + e.getMessage();
                tally.troubles.add(text);
                LOG.log(System.Logger.Level.ERROR, text, e);
            }
        }
        return move == null || commit(ws -> ws.cursor(move));
    }

    // --- timers and gates ---

    private void fire(List<Timer> due, Tally tally) {
        for (Timer timer : due) {
            if (timer.kind() == Timer.Kind.CLEAN) {
                guarded(tally, "cleaning of the store", retention::clean);
                continue;
            }
            if (timer.kind() == Timer.Kind.CHANGE) {
                guarded(tally, "reported change " + timer.subject(), () -> changes.take(timer.subject()));
                continue;
            }
            if (timer.kind() == Timer.Kind.WARNING) {
                guarded(tally, "warning of " + timer.subject(), () -> warning.silent(timer.subject()));
                continue;
            }
            if (timer.kind() == Timer.Kind.STRATEGY) {
                guarded(tally, "outcome of " + timer.subject(), () -> remedies.measure(timer));
                continue;
            }
            guarded(tally, "timer " + timer.kind() + " of " + timer.subject(), () -> {
                List<TaskRecord> ready = new ArrayList<>();
                commit(ws -> {
                    ready.clear();
                    TaskRecord task = timers.fire(ws, timer);
                    if (task != null) {
                        ready.add(task);
                    }
                });
                if (!ready.isEmpty()) {
                    take(dispatcher.runUngated(books.open(), ready), tally);
                }
            });
        }
    }

    private void take(Dispatched done, Tally tally) {
        tally.reserved += done.reserved();
        tally.issued += done.issued();
        for (Issued answer : done.unanswered()) {
            if (answer.answer() == Answer.REFUSED) {
                commit(ws -> followUp.refused(ws, answer.attempt(), answer.reason()));
            } else {
                tally.troubles.add("attempt " + answer.attempt().id() + " of task "
                        + answer.attempt().task() + " was ordered and not answered (" + answer.reason()
                        + "); its timer asks again");
            }
        }
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

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }
}
