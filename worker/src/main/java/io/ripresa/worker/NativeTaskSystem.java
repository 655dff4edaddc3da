package io.ripresa.worker;

import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
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

    private static final Capabilities CAPABILITIES = new Capabilities(true, true, true, true);

    private enum Phase {
        BUILT,
        STARTED,
        CLOSED
    }

    private final WorkerTables tables;
    private final Intake intake;
    private final Handlers handlers;
    private final Orders orders;
    private final HoldBook holds;
    private final Worker worker;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BUILT);

    /** The parts that run tasks in this process. */
    record Worker(
            RunLauncher launcher,
            TriggerWatch watch,
            Housekeeping housekeeping,
            WorkerThreads threads,
            NativeTaskSystemBuilder.Pace pace,
            InstantSource clock) {}

    NativeTaskSystem(
            WorkerTables tables, Intake intake, Handlers handlers, Orders orders, HoldBook holds, Worker worker) {
        this.tables = tables;
        this.intake = intake;
        this.handlers = handlers;
        this.orders = orders;
        this.holds = holds;
        this.worker = worker;
    }

    /** Begins to describe a task system on this database; H2 or PostgreSQL. */
    public static NativeTaskSystemBuilder builder(DataSource dataSource) {
        return new NativeTaskSystemBuilder(dataSource);
    }

    /** Begins to run tasks. Once. */
    public NativeTaskSystem start() {
        if (!phase.compareAndSet(Phase.BUILT, Phase.STARTED)) {
            throw new IllegalStateException("the native task system is " + phase.get() + "; it can be started once");
        }
        worker.housekeeping().enter();
        worker.threads().repeat(worker.housekeeping()::round, worker.pace().beat());
        worker.watch().start();
        return this;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public SystemCheck check() {
        try {
            long due = tables.database()
                    .inTransaction(
                            "read the triggers",
                            c -> tables.triggers().pending(c, worker.clock().instant()));
            if (phase.get() == Phase.STARTED) {
                Duration silence = Duration.between(
                        worker.housekeeping().lastBeat(), worker.clock().instant());
                if (silence.compareTo(worker.pace().beat().multipliedBy(Processes.MISSED_BEATS)) > 0) {
                    return new SystemCheck(
                            false,
                            "The worker of this process has not renewed its lease for " + silence.toSeconds()
                                    + " s: others take it for dead.");
                }
            }
            return new SystemCheck(
                    true, worker.launcher().live().size() + " runs under way in this process, " + due + " due in all.");
        } catch (TaskSystemException e) {
            return new SystemCheck(false, "The database of the native task system does not answer: " + e.getMessage());
        }
    }

    // --- taking tasks ---

    /**
     * {@inheritDoc}
     *
     * <p>In a transaction of its own; or in the caller's, where he is in one that {@link
     * NativeTaskSystemBuilder#callersTransaction} knows. Then the tasks are there, and run, once it commits.
     */
    @Override
    public List<Accepted> submit(List<Submission> submissions) {
        List<Accepted> accepted = intake.submit(submissions);
        intake.whenCommitted(this::wake);
        return accepted;
    }

    @Override
    public boolean cancel(TaskKey task, String reason) {
        return setAside(task, TaskState.CANCELLED, reason);
    }

    @Override
    public List<String> types() {
        return handlers.names();
    }

    // --- what happened ---

    @Override
    public EventBatch poll(@Nullable String cursor, int limit) {
        return tables.outbox().poll(cursor, limit);
    }

    /**
     * Deletes events that were read and are older than a time; see {@link #poll}.
     *
     * @return how many
     */
    public int pruneOutbox(Instant olderThan) {
        return tables.outbox().prune(olderThan);
    }

    @Override
    public TaskStatus status(TaskKey task) {
        TaskStatus missing = new TaskStatus(TaskStatus.State.MISSING, 0, null);
        if (!task.system().equals(NAME)) {
            return missing;
        }
        return tables.database().inTransaction("read task " + task, c -> {
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
        wake();
        return receipts;
    }

    @Override
    public FenceResult fence(RunKey run) {
        FenceResult result = orders.fence(run);
        if (result == FenceResult.FENCED) {
            worker.launcher().stop(run, LiveRun.Reason.FENCED);
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
        if (run > 0) {
            worker.launcher().stop(new RunKey(task, run), LiveRun.Reason.FENCED);
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
        wake();
    }

    @Override
    public Set<GateKey> holds() {
        return holds.holds();
    }

    private void wake() {
        if (phase.get() == Phase.STARTED) {
            worker.watch().wake();
        }
    }

    /** Whether nothing is due soon, picked, or under way, apart from these runs: for tests. */
    boolean isQuiet(Duration ahead, Set<RunKey> except) {
        long pending = tables.database()
                .inTransaction(
                        "read the triggers",
                        c -> tables.triggers()
                                .pending(c, worker.clock().instant().plus(ahead)));
        // In this order: a run is under way before its trigger is gone.
        return pending == 0 && except.containsAll(worker.launcher().live().keySet());
    }

    /**
     * Stops taking work, lets runs finish for the time that was set, then interrupts them and reports them as failed.
     * What is due and has not begun stays due. Once; does nothing the second time.
     */
    @Override
    public void close() {
        Phase before = phase.getAndSet(Phase.CLOSED);
        if (before == Phase.STARTED) {
            worker.launcher().close();
            if (!worker.launcher().awaitIdle(worker.pace().shutdownWait())) {
                worker.launcher()
                        .live()
                        .keySet()
                        .forEach(run -> worker.launcher().stop(run, LiveRun.Reason.SHUT_DOWN));
                worker.launcher().awaitIdle(worker.pace().grace().plusSeconds(2));
            }
            worker.watch().stop();
            worker.threads().background().execute(worker.housekeeping()::leave);
        }
        worker.threads().closeBackground(Duration.ofSeconds(10));
        worker.threads().close();
    }
}
