package io.ripresa.worker;

import io.ripresa.model.FailureReport;
import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.spi.TaskSystemException;
import io.ripresa.worker.LiveRun.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes a run from its trigger to its end. Thread-safe.
 *
 * <p>A run begins by a compare-and-set SCHEDULED → RUNNING which also consumes the trigger, and ends by one RUNNING →
 * SUCCEEDED or PARKED that names the run and the process. Whoever else ended the run before (a fence, a time-out, a
 * process that took this one for dead) makes the second fail: then the handler's end is kept as a late result only.
 */
final class RunLauncher {

    private static final Logger LOG = System.getLogger(RunLauncher.class.getName());

    private final WorkerTables tables;
    private final Handlers handlers;
    private final Processes.Identity process;
    private final WorkerThreads threads;
    private final Duration grace;
    private final InstantSource clock;
    private final Map<RunKey, LiveRun> live = new ConcurrentHashMap<>();
    private final Queue<Report> unwritten = new ConcurrentLinkedQueue<>();
    private final ReentrantLock idleLock = new ReentrantLock();
    private final Condition idle = idleLock.newCondition();
    private volatile boolean closing;

    /** An end that is to be written. */
    private record Report(LiveRun run, boolean succeeded, TaskEvent.Detail detail, Instant at) {}

    RunLauncher(
            WorkerTables tables,
            Handlers handlers,
            Processes.Identity process,
            WorkerThreads threads,
            Duration grace,
            InstantSource clock) {
        this.tables = tables;
        this.handlers = handlers;
        this.process = process;
        this.threads = threads;
        this.grace = grace;
        this.clock = clock;
    }

    /** The runs of this process. */
    Map<RunKey, LiveRun> live() {
        return live;
    }

    /** Starts no further runs. */
    void close() {
        closing = true;
    }

    /** A trigger is due: runs the task if it is to run, and returns when that run is over. */
    void launch(String id, int number) {
        if (closing) {
            return; // the trigger stays picked, and is given back when this process leaves
        }
        RunKey run = new RunKey(new io.ripresa.model.TaskKey(tables.system(), id), number);
        LiveRun[] started = new LiveRun[1];
        try {
            tables.database().change("start run " + run, c -> {
                forget(started[0]); // of a try that was rolled back
                started[0] = begin(c, run);
            });
        } catch (RuntimeException e) {
            forget(started[0]);
            throw e;
        }
        if (started[0] != null) {
            follow(started[0]);
        }
    }

    private void forget(@Nullable LiveRun run) {
        if (run != null && live.remove(run.run(), run)) {
            idleLock.lock();
            try {
                idle.signalAll();
            } finally {
                idleLock.unlock();
            }
        }
    }

    /** Waits until no run of this process is left; false where some are after that time. */
    boolean awaitIdle(Duration atMost) {
        idleLock.lock();
        try {
            long left = atMost.toNanos();
            while (!live.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = idle.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            idleLock.unlock();
        }
    }

    private @Nullable LiveRun begin(Connection c, RunKey run) throws SQLException {
        String id = run.task().externalId();
        for (int i = 0; i < 10; i++) {
            TaskRow task = tables.tasks().find(c, id);
            if (task == null
                    || task.standing().state() != TaskState.SCHEDULED
                    || task.standing().run() + 1 != run.number()) {
                tables.triggers().consume(c, id, run.number());
                return null;
            }
            Instant now = clock.instant();
            Instant expiresAt = task.descriptor().timing().expiresAt();
            boolean first = run.number() == 1;
            if (first && expiresAt != null && now.isAfter(expiresAt)) {
                if (tables.tasks().setAside(c, task, TaskState.CANCELLED, now)) {
                    String reason = "expired: the latest start was " + expiresAt;
                    tables.outbox().append(c, id, 0, now, new TaskEvent.Cancelled(reason));
                    tables.triggers().consume(c, id, run.number());
                    return null;
                }
                continue;
            }
            GateKey held = first && task.standing().attemptId() == null
                    ? HoldBook.firstHeld(c, task.descriptor().declaredGates())
                    : null;
            if (held != null) {
                if (tables.tasks().park(c, task, now)) {
                    tables.outbox().append(c, id, 0, now, new TaskEvent.Held(held));
                    tables.triggers().consume(c, id, run.number());
                    return null;
                }
                continue;
            }
            if (tables.tasks().start(c, task, process, now)) {
                LiveRun started = new LiveRun(task, run, clock);
                live.put(run, started); // before the commit: what runs in the database is known here
                tables.outbox()
                        .append(
                                c,
                                id,
                                run.number(),
                                now,
                                new TaskEvent.Started(
                                        process.worker(), task.standing().attemptId()));
                tables.triggers().consume(c, id, run.number());
                return started;
            }
        }
        throw new SQLException("task " + id + " kept changing", "40001");
    }

    /** The scribe's part: sets the handler to work, writes what it says, and ends the run. */
    private void follow(LiveRun run) {
        FutureTask<?> work = new FutureTask<>(() -> handle(run), null);
        run.handledBy(work);
        try {
            threads.handlers().execute(work);
        } catch (RejectedExecutionException e) {
            run.tell(new LiveRun.Ended(e));
        }
        Reason stop = null;
        Instant until = run.deadline();
        while (true) {
            LiveRun.Signal signal = run.await(until);
            if (signal instanceof LiveRun.Ended ended) {
                run.leave();
                end(run, ended.failure(), stop);
                return;
            } else if (signal instanceof LiveRun.Stage stage) {
                write(run, stage);
                stage.written().countDown();
            } else if (stop == null) {
                stop = signal instanceof LiveRun.Stop asked ? asked.reason() : Reason.TIMED_OUT;
                until = clock.instant().plus(grace);
                run.interrupt(stop);
            } else if (signal == null) {
                run.leave();
                LOG.log(
                        Level.WARNING,
                        "run {0} did not stop when interrupted ({1}); its thread is left, its end will not count",
                        run.run(),
                        stop);
                if (stop == Reason.FENCED) {
                    forget(run); // ended by others; if the handler ever ends, that is a late result
                } else {
                    end(run, new IllegalStateException("the handler did not stop when interrupted"), stop);
                }
                return;
            }
        }
    }

    private void handle(LiveRun run) {
        Throwable failure = null;
        try {
            handlers.handler(run.row().descriptor().type()).run(run);
        } catch (Throwable e) { // also errors: they end the run, not the worker
            failure = e;
        }
        if (!run.tell(new LiveRun.Ended(failure))) {
            boolean succeeded = failure == null;
            try {
                threads.background().execute(() -> late(run, succeeded));
            } catch (RejectedExecutionException e) {
                LOG.log(Level.WARNING, "run {0} ended after its worker was closed: nobody hears of it", run.run());
            }
        }
    }

    private void write(LiveRun run, LiveRun.Stage stage) {
        try {
            append(run, new TaskEvent.StageEntered(stage.sequence(), stage.name(), stage.outward()));
        } catch (TaskSystemException e) {
            LOG.log(Level.WARNING, "stage " + stage.name() + " of run " + run.run() + " is not reported", e);
        }
    }

    private void append(LiveRun run, TaskEvent.Detail detail) {
        tables.database().change("report on run " + run.run(), c -> {
            tables.outbox().append(c, run.row().id(), run.run().number(), clock.instant(), detail);
        });
    }

    private void end(LiveRun run, @Nullable Throwable failure, @Nullable Reason stop) {
        TaskEvent.Detail detail =
                failure == null ? new TaskEvent.Succeeded() : new TaskEvent.Failed(report(run, failure, stop));
        Report report = new Report(run, failure == null, detail, clock.instant());
        try {
            write(report);
        } catch (TaskSystemException e) {
            LOG.log(Level.WARNING, "the end of run " + run.run() + " could not be stored; it is tried again", e);
            unwritten.add(report);
        }
    }

    private FailureReport report(LiveRun run, Throwable failure, @Nullable Reason stop) {
        if (stop == Reason.TIMED_OUT) {
            TimeoutException e = new TimeoutException("run exceeded its time-out of "
                    + run.row().descriptor().timing().timeout());
            e.initCause(failure);
            return FailureReport.of(e);
        }
        if (stop == Reason.SHUT_DOWN) {
            InterruptedException e =
                    new InterruptedException("run was interrupted by the shutdown of worker " + process.worker());
            e.initCause(failure);
            return FailureReport.of(e);
        }
        return failure instanceof RunFailedException structured ? structured.failure() : FailureReport.of(failure);
    }

    private void write(Report report) {
        LiveRun run = report.run();
        String id = run.row().id();
        int number = run.run().number();
        boolean counted = tables.database().inTransaction("end run " + run.run(), c -> {
            TaskState to = report.succeeded() ? TaskState.SUCCEEDED : TaskState.PARKED;
            boolean ended = tables.tasks().end(c, id, number, process.incarnation(), to, report.at());
            TaskEvent.Detail detail = ended ? report.detail() : new TaskEvent.LateResult(report.succeeded());
            tables.outbox().append(c, id, number, report.at(), detail);
            return ended;
        });
        forget(run);
        if (!counted) {
            LOG.log(Level.INFO, "run {0} had been ended by others; its own end is kept as a late result", run.run());
        }
    }

    /** The handler of a run that the scribe had left has ended. */
    private void late(LiveRun run, boolean succeeded) {
        try {
            append(run, new TaskEvent.LateResult(succeeded));
        } catch (TaskSystemException e) {
            LOG.log(Level.WARNING, "the late result of run " + run.run() + " could not be stored", e);
        }
    }

    /** Tries again to store ends that could not be stored. */
    void writeUnwritten() {
        for (Report report = unwritten.peek(); report != null; report = unwritten.peek()) {
            write(report); // throws where the database still does not answer: the rest waits too
            unwritten.poll();
        }
    }

    /** Stops a run of this process, if it is here. */
    void stop(RunKey run, Reason reason) {
        LiveRun here = live.get(run);
        if (here != null) {
            here.tell(new LiveRun.Stop(reason));
        }
    }
}
