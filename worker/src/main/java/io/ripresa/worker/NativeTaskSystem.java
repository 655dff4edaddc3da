package io.ripresa.worker;

import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.StartLimits;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.LocalWorker;
import io.ripresa.spi.Signal;
import io.ripresa.spi.Signal.Topic;
import io.ripresa.spi.TaskSubmitter;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystemException;
import io.ripresa.spi.WorkspaceCare;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The native task system: durable tasks in a database, run by this process and any others on the same database. What it
 * guarantees, and what not, is said in the description of this package.
 *
 * <p>Built by {@link #builder(DataSource)}; takes tasks and orders from then on, runs them after {@link #start()}.
 * Thread-safe.
 */
public final class NativeTaskSystem implements TaskSystem, TaskSubmitter, AutoCloseable {

    /** Name of this task system in the keys of its tasks. */
    public static final String NAME = "native";

    private static final int MOST_COUNTED = 1_000;

    private static final Capabilities CAPABILITIES = new Capabilities(true, true, true, true);

    private final WorkerTables tables;
    private final Taking taking;
    private final Orders orders;
    private final HoldBook holds;
    private final Signal signal;
    private final Questions questions;
    private final WorkerLife life;

    /** The parts that take tasks. */
    record Taking(Intake intake, Handlers handlers, Guards guards, WorkspaceCare care) {}

    /** What knows whether something of the worker's own is there again. */
    record Questions(LostWorkers lost, ResourceWatch resources) {

        List<DependencyProbe> probes() {
            List<DependencyProbe> probes = new ArrayList<>(lost.probes());
            probes.addAll(resources.probes());
            return probes;
        }
    }

    NativeTaskSystem(
            WorkerTables tables,
            Taking taking,
            Orders orders,
            HoldBook holds,
            Signal signal,
            Questions questions,
            WorkerLife life) {
        this.tables = tables;
        this.taking = taking;
        this.orders = orders;
        this.holds = holds;
        this.signal = signal;
        this.questions = questions;
        this.life = life;
    }

    /** Begins to describe a task system on this database; H2 or PostgreSQL. */
    public static NativeTaskSystemBuilder builder(DataSource dataSource) {
        return new NativeTaskSystemBuilder(dataSource);
    }

    /**
     * Begins to run tasks, or where it runs none, to look after the other processes; also again after {@link #stop()}.
     * A worker that dies meanwhile, because an error ends its threads, is replaced: its runs are reported as lost.
     *
     * <p>Where a process with the same given worker id was killed a moment ago, on another machine or where nobody can
     * tell, this waits until its lease is over: 8 to 10 s.
     *
     * @throws WorkerIdTakenException if a process with the same given worker id lives
     * @throws TaskSystemException if the database does not answer, or the worker that was stopped before cannot be signed
     *     off: then none begins beside it
     * @throws IllegalStateException if it runs, or was closed
     */
    public NativeTaskSystem start() {
        life.start();
        return this;
    }

    /**
     * Stops running tasks as {@link #close()} does, until {@link #start()}; takes tasks and orders meanwhile. Does nothing
     * where it does not run.
     */
    public void stop() {
        life.stop();
    }

    /**
     * Stops and starts. There are never two workers, and who calls it while another does waits for that one's restart.
     *
     * @throws TaskSystemException as {@link #start()} does
     * @throws IllegalStateException if it was never started, or was closed
     */
    public void restart() {
        life.restart();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    /** {@inheritDoc} Here: as its guards say. */
    @Override
    public StartLimits startLimits() {
        return taking.guards().starts();
    }

    /** {@inheritDoc} Here: duplicates, limits of runs, and what is kept for too long. */
    @Override
    public WorkspaceCare care() {
        return taking.care();
    }

    @Override
    public LocalWorker worker() {
        return life;
    }

    @Override
    public SystemCheck check() {
        String trouble = trouble();
        try {
            String detail = tables.database().inTransaction("look how the tasks are", this::detail);
            return trouble == null ? new SystemCheck(true, detail) : new SystemCheck(false, trouble + " " + detail);
        } catch (TaskSystemException e) {
            return new SystemCheck(
                    false,
                    "The database of the native task system cannot be used: " + e.getMessage() + "."
                            + (trouble == null ? "" : " " + trouble));
        }
    }

    private @Nullable String trouble() {
        if (life.phase() != WorkerLife.Phase.STARTED) {
            return null;
        }
        if (life.trouble() != null) {
            return life.trouble();
        }
        Worker worker = life.present();
        List<RunKey> behind = worker.launcher().ends().behind();
        if (!behind.isEmpty()) {
            return "The ends of " + behind.size() + " runs could not be stored, the first of them " + behind.get(0)
                    + ": they are tried again, and nothing starts in this process until they are stored.";
        }
        Duration silence = worker.silence();
        return silence.compareTo(worker.beat().multipliedBy(Processes.MISSED_BEATS)) > 0
                ? "This process has not renewed its lease for " + silence.toSeconds()
                        + " s: others take it for dead, and its runs for lost."
                : null;
    }

    private String detail(Connection c, Instant now) throws SQLException {
        Worker worker = life.present();
        Triggers triggers = tables.triggers();
        List<String> types = triggers.types(c);
        int due = triggers.due(c, types, now, MOST_COUNTED);
        List<String> sentences = new ArrayList<>();
        sentences.add(life.sentence());
        sentences.add((due == MOST_COUNTED ? MOST_COUNTED + " or more" : Integer.toString(due)) + " due in all.");
        String full = worker.limit().sentence(worker.limit().full(c));
        if (!full.isEmpty()) {
            sentences.add(full);
        }
        GateKey startsHeld = GateKey.starts(NAME);
        if (!startLimits().isNone() && HoldBook.firstHeld(c, List.of(startsHeld)) != null) {
            sentences.add("All first starts are held at gate " + startsHeld
                    + ", because a limit was passed (ripresa.worker.guards.starts-per-minute,"
                    + " new-failures-per-five-minutes): a few go as trials, and the others follow when those succeed.");
        }
        String unhandled = Unhandled.sentence(Unhandled.find(c, triggers));
        if (!unhandled.isEmpty()) {
            sentences.add(unhandled);
        }
        return String.join(" ", sentences);
    }

    // --- taking tasks ---

    /**
     * {@inheritDoc}
     *
     * <p>In a transaction of its own; or in the caller's, where he is in one that {@link
     * NativeTaskSystemBuilder#callersTransaction} knows. Then the tasks are there, and run, once it commits.
     *
     * @throws TaskSystemException if the database did not take them, or it is not known whether it did: submit them
     *     again, the same ids are the same tasks
     */
    @Override
    public List<Accepted> submit(List<Submission> submissions) {
        List<Accepted> accepted = taking.intake().submit(submissions);
        taking.intake().whenCommitted(this::taken);
        return accepted;
    }

    private void taken() {
        due();
        signal.ring(Topic.NEWS);
    }

    /** Takes what a run here makes. */
    List<Accepted> take(List<Submission> submissions, LiveRun maker) {
        List<Accepted> accepted = taking.intake().submit(submissions, maker);
        taking.intake().whenCommitted(this::taken);
        return accepted;
    }

    @Override
    public boolean cancel(TaskKey task, String reason) {
        return setAside(task, TaskState.CANCELLED, reason);
    }

    @Override
    public List<String> types() {
        return taking.handlers().names();
    }

    // --- what happened ---

    @Override
    public EventBatch poll(@Nullable String cursor, int limit) {
        EventBatch batch = tables.outbox().poll(cursor, limit);
        questions.lost().heard(batch.events());
        return batch;
    }

    /** {@inheritDoc} Here: workers that were lost, and what this process was short of. */
    @Override
    public List<DependencyProbe> probes() {
        return questions.probes();
    }

    @Override
    public Backlog backlog(@Nullable String cursor) {
        return tables.outbox().backlog(cursor);
    }

    @Override
    public TaskStatus status(TaskKey task) {
        TaskStatus missing = new TaskStatus(TaskStatus.State.MISSING, 0, null);
        if (!task.system().equals(NAME)) {
            return missing;
        }
        return tables.database().read("read task " + task, c -> {
            TaskRow row = tables.tasks().find(c, task.externalId());
            return row == null
                    ? missing
                    : new TaskStatus(
                            row.standing().state().reported(),
                            row.standing().run(),
                            row.standing().changedAt());
        });
    }

    // --- orders ---

    @Override
    public Receipt retry(RerunOrder order) {
        return retryAll(List.of(order)).get(0);
    }

    @Override
    public List<Receipt> retryAll(List<RerunOrder> all) {
        List<Receipt> receipts = orders.retry(all);
        if (receipts.stream().anyMatch(Receipt::accepted)) {
            due();
        }
        return receipts;
    }

    @Override
    public void endOrders() {
        orders.end();
    }

    @Override
    public FenceResult fence(RunKey run) {
        FenceResult result = orders.fence(run);
        if (result == FenceResult.FENCED) {
            life.present().launcher().stop(run, LiveRun.Reason.FENCED);
        }
        return result;
    }

    @Override
    public void quarantine(TaskKey task, String reason) {
        setAside(task, TaskState.QUARANTINED, null);
    }

    @Override
    public void complete(TaskKey task, String actor, String reason) {
        setAside(task, TaskState.COMPLETED, null);
    }

    private boolean setAside(TaskKey task, TaskState to, @Nullable String reason) {
        int run = orders.setAside(task.externalId(), to, reason);
        if (reason != null && run >= 0) {
            signal.ring(Topic.NEWS);
        }
        if (run > 0) {
            life.present().launcher().stop(new RunKey(task, run), LiveRun.Reason.FENCED);
        }
        return run >= 0;
    }

    @Override
    public void hold(GateKey gate) {
        holds.hold(gate);
    }

    @Override
    public void release(GateKey gate, double startsPerSecond) {
        holds.release(gate, startsPerSecond);
        due();
    }

    @Override
    public Set<GateKey> holds() {
        return holds.holds();
    }

    /** How many runs of a workspace there may be at once, as the worker of this process knows. */
    WorkspaceLimit limit() {
        return life.present().limit();
    }

    /** Something is due, here or in another process. */
    void due() {
        if (life.phase() == WorkerLife.Phase.STARTED) {
            life.present().wake();
        }
        signal.ring(Topic.WORK);
    }

    /** How often a worker has begun in this process: for tests. */
    int starts() {
        return life.starts();
    }

    /** Whether nothing is due soon, picked, or under way, apart from these runs: for tests. */
    boolean isQuiet(Duration ahead, Set<RunKey> except) {
        Triggers triggers = tables.triggers();
        boolean pending = tables.database()
                .read(
                        "read the triggers",
                        c -> triggers.isAnyPending(c, tables.database().now(c).plus(ahead)));
        // In this order: a trigger is due, then picked, and is gone only when its run is under way.
        return !pending && except.containsAll(life.present().launcher().live().keySet());
    }

    /**
     * Stops taking work, lets runs finish for the time that was set, then interrupts them and reports them as failed.
     * What is due and has not begun stays due. Once; does nothing the second time.
     */
    @Override
    public void close() {
        life.close();
    }
}
