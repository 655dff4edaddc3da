package io.ripresa.worker;

import io.ripresa.learn.StageLimit;
import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.spi.Signal;
import io.ripresa.worker.LiveRun.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Takes a run from its trigger to its end. Thread-safe.
 *
 * <p>What is due at the same moment begins in one transaction. A run begins by a compare-and-set SCHEDULED → RUNNING which also consumes the trigger, and ends by one RUNNING →
 * SUCCEEDED or PARKED that names the run and the process. Whoever else ended the run before (a fence, a time-out, a
 * process that took this one for dead) makes the second fail: then the handler's end is kept as a late result only.
 */
final class RunLauncher {

    private static final Logger LOG = System.getLogger(RunLauncher.class.getName());

    private final WorkerTables tables;
    private final Handlers handlers;
    private final WorkerThreads threads;
    private final RunEnds ends;
    private final Settings settings;
    private final RunStarts starts;
    private final LiveRuns live = new LiveRuns();

    /**
     * What of it can be set.
     *
     * @param grace how long an interrupted handler may take to stop
     * @param signal hears of starts
     * @param clock measures how long runs take
     * @param limit how many runs a workspace may have
     * @param startsHeld the gate of all first starts, or null where nothing limits them
     * @param taker takes what runs make
     * @param stageTimes how long runs may be in their stages
     */
    record Settings(
            Duration grace,
            Signal signal,
            InstantSource clock,
            WorkspaceLimit limit,
            @Nullable GateKey startsHeld,
            LiveRun.Taker taker,
            StageTimes stageTimes) {}

    RunLauncher(
            WorkerTables tables,
            Handlers handlers,
            Processes.Identity process,
            WorkerThreads threads,
            RunEnds ends,
            Settings settings) {
        this.tables = tables;
        this.handlers = handlers;
        this.threads = threads;
        this.ends = ends;
        this.settings = settings;
        this.starts = new RunStarts(
                tables,
                new Starts(tables, process, settings.limit(), settings.startsHeld()),
                process,
                live,
                settings.signal(),
                settings.clock(),
                settings.taker());
    }

    /** The runs of this process. */
    Map<RunKey, LiveRun> live() {
        return live.all();
    }

    /** How they begin. */
    RunStarts starts() {
        return starts;
    }

    RunEnds ends() {
        return ends;
    }

    /** Starts no further runs. */
    void close() {
        live.close();
    }

    /** Whether runs may begin now: not while it closes, nor while ends wait to be stored. */
    boolean mayStart() {
        return !live.isClosing() && !ends.isBehind();
    }

    /**
     * A trigger is due: runs the task if it is to run, and returns when its handler is done, which may be before that is
     * stored; whether it ran. Does not throw: a trigger whose run could not be begun stays picked, and is given back by
     * housekeeping.
     */
    boolean launch(Triggers.Name trigger) {
        LiveRun begun = starts.begun(trigger, this::mayStart);
        if (begun == null) {
            return false;
        }
        follow(begun);
        return true;
    }

    /** Waits until no run of this process is left; false where some are after that time. */
    boolean awaitIdle(Duration atMost) {
        return live.awaitIdle(atMost);
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
        Instant until = settings.clock().instant();
        while (true) {
            until = stop == null ? patience(run).until() : until;
            LiveRun.Signal signal = run.await(until);
            if (signal instanceof LiveRun.Ended ended) {
                run.leave();
                end(run, ended.failure(), stop);
                return;
            } else if (signal instanceof LiveRun.Stage stage) {
                if (!ends.stage(run, stage) && stop == null) {
                    stop = Reason.FENCED;
                    until = settings.clock().instant().plus(settings.grace());
                    run.interrupt(stop);
                }
                stage.written().countDown();
            } else if (stop == null) {
                Patience over = patience(run);
                if (signal == null && over.until().isAfter(settings.clock().instant())) {
                    continue; // it went on in this moment
                }
                stop = signal instanceof LiveRun.Stop asked ? asked.reason() : over.reason();
                until = settings.clock().instant().plus(settings.grace());
                run.interrupt(stop);
            } else if (signal == null) {
                run.leave();
                LOG.log(
                        Level.WARNING,
                        "run {0} did not stop when interrupted ({1}); its thread is left, its end will not count",
                        run.run(),
                        stop);
                if (stop == Reason.FENCED) {
                    live.forget(run); // ended by others; if the handler ever ends, that is a late result
                } else {
                    Throwable deaf = new IllegalStateException("the handler did not stop when interrupted");
                    end(run, deaf, stop);
                }
                return;
            }
        }
    }

    /** How long to wait for the handler, and what it is when that is over. */
    private record Patience(Instant until, Reason reason) {}

    private Patience patience(LiveRun run) {
        LiveRun.Standing standing = run.standing();
        StageLimit limit = limit(run, standing);
        Instant hung = limit == null ? Instant.MAX : standing.since().plus(limit.limit());
        return hung.isBefore(run.deadline())
                ? new Patience(hung, Reason.HUNG)
                : new Patience(run.deadline(), Reason.TIMED_OUT);
    }

    private @Nullable StageLimit limit(LiveRun run, LiveRun.Standing standing) {
        TaskDescriptor task = run.row().descriptor();
        return settings.stageTimes()
                .limit(
                        handlers.type(task.type()),
                        standing.name(),
                        task.timing().timeout());
    }

    private void end(LiveRun run, @Nullable Throwable failure, @Nullable Reason stop) {
        String hung = null;
        if (stop == Reason.HUNG) {
            LiveRun.Standing standing = run.standing();
            StageLimit limit = limit(run, standing);
            hung = RunEnds.hung(standing, limit, settings.clock().instant());
        } else if (failure == null && stop == null) {
            settings.stageTimes().succeeded(run.row().descriptor().type(), run.stageTimes());
        }
        ends.end(run, new RunEnds.Why(failure, stop, hung), live::forget);
    }

    private void handle(LiveRun run) {
        Throwable failure = null;
        RunOnThread.enter(run, tables.database());
        try {
            handlers.handler(run.row().descriptor().type()).run(run);
        } catch (Throwable e) { // also errors: they end the run, not the worker
            failure = e;
        } finally {
            RunOnThread.leave();
        }
        if (!run.tell(new LiveRun.Ended(failure))) {
            boolean succeeded = failure == null;
            try {
                threads.background().execute(() -> ends.late(run, succeeded));
            } catch (RejectedExecutionException e) {
                LOG.log(Level.WARNING, "run {0} ended after its worker was closed: nobody hears of it", run.run());
            }
        }
    }

    /** Stores how long stages took here, and reads how long they took elsewhere. */
    void exchangeStageTimes() {
        settings.stageTimes().exchange(tables.database());
    }

    /** Tries again to store ends that could not be stored; whether runs may begin again. */
    boolean writeUnwritten() {
        return ends.isBehind() && ends.writeUnwritten(live::forget);
    }

    /** Stops a run of this process, if it is here. */
    void stop(RunKey run, Reason reason) {
        LiveRun here = live.get(run);
        if (here != null) {
            here.tell(new LiveRun.Stop(reason));
        }
    }
}
