package io.ripresa;

import io.ripresa.model.Dependency;
import io.ripresa.model.FailureReport;
import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.StartLimits;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.spi.LocalWorker;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystemException;
import io.ripresa.spi.WorkspaceCare;
import io.ripresa.spi.WorkspaceCare.Need;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A task system for tests of one rule at a time: a run ends at once, as a script says. Conditional, fencing and holding
 * like a real one.
 */
final class ScriptedTaskSystem implements TaskSystem {

    /** How a run ends: null means success. */
    interface Script extends Function<RunKey, @Nullable FailureReport> {}

    private static final Duration RUN_TIME = Duration.ofMillis(50);

    private final InstantSource clock;
    private final List<TaskEvent> events = new ArrayList<>();
    private final Map<TaskKey, Row> rows = new LinkedHashMap<>();
    private final Set<GateKey> holds = new LinkedHashSet<>();
    private StartLimits startLimits = StartLimits.NONE;
    private Capabilities capabilities = new Capabilities(true, true, true, true);
    private Script script = run -> null;
    private boolean scripted;
    private boolean answers = true;
    private int ordersEnded;
    private boolean silent;
    private boolean busy;
    private Duration clockAhead = Duration.ZERO;
    private Runnable beforeNextOrder = () -> {};

    /** What is asked for before a node is built. */
    @Nullable LocalWorker worker;

    @Override
    public @Nullable LocalWorker worker() {
        return worker;
    }

    private static final class Row {
        private final TaskDescriptor task;
        private int run;
        private TaskStatus.State state = TaskStatus.State.SCHEDULED;
        private String attempt = "";

        private Row(TaskDescriptor task) {
            this.task = task;
        }
    }

    ScriptedTaskSystem(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void script(Script value) {
        script = value;
        scripted = true;
    }

    synchronized void scriptUnlessSet(Script value) {
        if (!scripted) {
            script(value);
        }
    }

    /** Ends all runs that hang. */
    synchronized void failTheRunning(FailureReport failure) {
        for (Row row : rows.values()) {
            if (row.state == TaskStatus.State.RUNNING) {
                row.state = TaskStatus.State.FAILED;
                report(row, row.run, new TaskEvent.Failed(failure));
            }
        }
    }

    /** Runs that start from now on never end and give no sign of life. */
    void silent(boolean value) {
        silent = value;
    }

    /** Its clock goes wrong by so much from now on. */
    synchronized void clockAhead(Duration value) {
        clockAhead = value;
    }

    /** Something happens while the next order is on its way here. */
    void beforeNextOrder(Runnable event) {
        beforeNextOrder = event;
    }

    /** Orders are accepted and wait: nothing is free to carry them out. */
    synchronized void busy(boolean value) {
        busy = value;
    }

    /** The order that waits for this task ends before its run has begun. */
    synchronized void lapse(TaskKey key) {
        Row row = row(key);
        String attempt = row.attempt;
        row.state = TaskStatus.State.FAILED;
        row.attempt = "";
        report(row, row.run, new TaskEvent.OrderLapsed(attempt));
    }

    /** Delivers everything once more. */
    synchronized void repeatAllEvents() {
        events.addAll(List.copyOf(events));
    }

    private Instant now() {
        return clock.instant().plus(clockAhead);
    }

    /** Takes a task and starts it, unless it is held. */
    void submit(TaskDescriptor task) {
        Row row = new Row(task);
        rows.put(task.key(), row);
        report(row, 0, new TaskEvent.Submitted());
        List<GateKey> gates = new ArrayList<>(task.declaredGates());
        gates.add(GateKey.starts(name()));
        for (GateKey gate : gates) {
            if (holds.contains(gate)) {
                row.state = TaskStatus.State.HELD;
                report(row, 0, new TaskEvent.Held(gate));
                return;
            }
        }
        run(row, null);
    }

    /** Somebody presses "retry" in the task system itself. */
    void runAgain(TaskKey key) {
        run(row(key), null);
    }

    /** A parked task is to be started by the system itself. */
    synchronized void aboutToStart(TaskKey key) {
        row(key).state = TaskStatus.State.SCHEDULED;
    }

    /** A task that has not been started is parked for a gate. */
    synchronized void park(TaskKey key, Dependency dependency) {
        Row row = row(key);
        row.state = TaskStatus.State.HELD;
        report(row, 0, new TaskEvent.Held(GateKey.reachability(dependency)));
    }

    void cancel(TaskKey key) {
        Row row = row(key);
        row.state = TaskStatus.State.CANCELLED;
        report(row, row.run, new TaskEvent.Cancelled("no longer wanted"));
    }

    int runs(TaskKey key) {
        return row(key).run;
    }

    int runs() {
        return rows.values().stream().mapToInt(r -> r.run).sum();
    }

    TaskStatus.State state(TaskKey key) {
        return row(key).state;
    }

    private Row row(TaskKey key) {
        Row row = rows.get(key);
        if (row == null) {
            throw new IllegalArgumentException("no task " + key);
        }
        return row;
    }

    private void run(Row row, @Nullable String attempt) {
        row.run++;
        row.attempt = attempt == null ? "" : attempt;
        row.state = TaskStatus.State.RUNNING;
        Instant begun = now();
        RunKey run = new RunKey(row.task.key(), row.run);
        events.add(new TaskEvent(row.task, row.run, begun, new TaskEvent.Started("w-1", attempt)));
        if (silent) {
            return;
        }
        FailureReport failure = script.apply(run);
        row.state = failure == null ? TaskStatus.State.SUCCEEDED : TaskStatus.State.FAILED;
        events.add(new TaskEvent(
                row.task,
                row.run,
                begun.plus(RUN_TIME),
                failure == null ? new TaskEvent.Succeeded() : new TaskEvent.Failed(failure)));
    }

    private void report(Row row, int run, TaskEvent.Detail detail) {
        events.add(new TaskEvent(row.task, run, now(), detail));
    }

    /** What it finds in its workspaces, and what was ordered about that. */
    final List<Need> needs = new ArrayList<>();

    final List<String> carriedOut = new ArrayList<>();
    boolean helps = true;

    @Override
    public WorkspaceCare care() {
        return new WorkspaceCare() {
            @Override
            public List<Need> needs() {
                if (!answers) {
                    throw new TaskSystemException("it is away", null);
                }
                return List.copyOf(needs);
            }

            @Override
            public String carryOut(WorkspaceStrategy strategy, String workspace) {
                carriedOut.add(strategy + " in " + workspace);
                if (helps) {
                    needs.removeIf(need -> need.workspace().equals(workspace));
                }
                return "Done as ordered.";
            }

            @Override
            public boolean letGo(TaskKey task) {
                return task.externalId().equals("aside");
            }
        };
    }

    /** Goes for processes that begin after that. */
    void capabilities(Capabilities value) {
        capabilities = value;
    }

    /** Goes for processes that begin after that. */
    void startLimits(StartLimits value) {
        startLimits = value;
    }

    @Override
    public StartLimits startLimits() {
        return startLimits;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public SystemCheck check() {
        return new SystemCheck(true, "Works.");
    }

    /** Whether it can be asked for events and to fence. */
    synchronized void answers(boolean value) {
        answers = value;
    }

    @Override
    public synchronized EventBatch poll(@Nullable String cursor, int limit) {
        if (!answers) {
            throw new TaskSystemException("it is away", null);
        }
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        int to = Math.min(events.size(), from + limit);
        return new EventBatch(events.subList(from, to), Integer.toString(to), to < events.size(), now());
    }

    @Override
    public synchronized Backlog backlog(@Nullable String cursor) {
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        return from == events.size()
                ? new Backlog(0, null)
                : new Backlog(events.size() - from, events.get(from).occurredAt());
    }

    @Override
    public synchronized TaskStatus status(TaskKey task) {
        Row row = rows.get(task);
        return row == null
                ? new TaskStatus(TaskStatus.State.MISSING, 0, null)
                : new TaskStatus(row.state, row.run, null);
    }

    @Override
    public Receipt retry(RerunOrder order) {
        Runnable event = beforeNextOrder;
        beforeNextOrder = () -> {};
        event.run();
        return take(order);
    }

    private synchronized Receipt take(RerunOrder order) {
        Row row = row(order.task());
        if (order.attemptId().equals(row.attempt)) {
            return Receipt.ACCEPTED;
        }
        if (clock.instant().isAfter(order.validUntil())) {
            return Receipt.expired(order.validUntil());
        }
        boolean ended = row.state == TaskStatus.State.FAILED || row.state == TaskStatus.State.HELD;
        if (row.run != order.expectedRun() || !ended) {
            return Receipt.refused("run " + row.run + " is the latest and " + row.state);
        }
        if (busy) {
            row.attempt = order.attemptId();
            row.state = TaskStatus.State.SCHEDULED;
        } else {
            run(row, order.attemptId());
        }
        return Receipt.ACCEPTED;
    }

    @Override
    public synchronized void endOrders() {
        if (!answers) {
            throw new TaskSystemException("it is away", null);
        }
        ordersEnded++;
    }

    /** How often it was told that orders end. */
    synchronized int ordersEnded() {
        return ordersEnded;
    }

    @Override
    public synchronized FenceResult fence(RunKey run) {
        if (!answers) {
            throw new TaskSystemException("it is away", null);
        }
        if (!capabilities.fencing()) {
            return FenceResult.UNSUPPORTED;
        }
        Row row = row(run.task());
        if (row.run != run.number() || row.state != TaskStatus.State.RUNNING) {
            return FenceResult.ENDED;
        }
        row.state = TaskStatus.State.FAILED;
        return FenceResult.FENCED;
    }

    @Override
    public void quarantine(TaskKey task, String reason) {
        row(task).state = TaskStatus.State.CANCELLED;
    }

    @Override
    public void complete(TaskKey task, String actor, String reason) {
        row(task).state = TaskStatus.State.SUCCEEDED;
    }

    @Override
    public void hold(GateKey gate) {
        holds.add(gate);
    }

    @Override
    public void release(GateKey gate, double startsPerSecond) {
        holds.remove(gate);
    }

    @Override
    public Set<GateKey> holds() {
        return new LinkedHashSet<>(holds);
    }
}
