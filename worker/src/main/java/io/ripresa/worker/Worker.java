package io.ripresa.worker;

import io.ripresa.spi.Signal;
import io.ripresa.spi.Signal.Topic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One start of the worker of this process, with an incarnation, a lease and threads of its own: the parts that run tasks
 * here, and those that keep house. Begins once and ends once.
 */
final class Worker {

    private static final Logger LOG = System.getLogger(Worker.class.getName());

    private final Processes.Identity identity;
    private final Runs runs;
    private final Housekeeping housekeeping;
    private final WorkerThreads threads;
    private final NativeTaskSystemBuilder.Pace pace;
    private final InstantSource clock;
    private Signal.@Nullable Listening listening;

    /**
     * The parts that run tasks.
     *
     * @param watch null where this process runs nothing
     * @param resources what they need of this process
     */
    record Runs(RunLauncher launcher, @Nullable TriggerWatch watch, WorkspaceLimit limit, ResourceWatch resources) {}

    Worker(
            Processes.Identity identity,
            Runs runs,
            Housekeeping housekeeping,
            WorkerThreads threads,
            NativeTaskSystemBuilder.Pace pace,
            InstantSource clock) {
        this.identity = identity;
        this.runs = runs;
        this.housekeeping = housekeeping;
        this.threads = threads;
        this.pace = pace;
        this.clock = clock;
    }

    Processes.Identity identity() {
        return identity;
    }

    RunLauncher launcher() {
        return runs.launcher();
    }

    WorkspaceLimit limit() {
        return runs.limit();
    }

    /** Whether it runs tasks at all. */
    boolean runsTasks() {
        return runs.watch() != null;
    }

    /** How often it renews its lease. */
    Duration beat() {
        return pace.beat();
    }

    /** How long it has not renewed its lease. */
    Duration silence() {
        return Duration.between(housekeeping.lease().lastBeat(), clock.instant());
    }

    /** Something may be due. */
    void wake() {
        TriggerWatch watch = runs.watch();
        if (watch != null) {
            watch.wake();
        }
    }

    /**
     * Takes the lease and begins to look for work.
     *
     * @param alone whether the worker's id is to be this process's alone
     */
    void begin(boolean alone, Signal signal) {
        housekeeping.enter(alone);
        threads.repeat(this::round, pace.beat());
        TriggerWatch watch = runs.watch();
        if (watch != null) {
            watch.start();
            listening = signal.listen(Topic.WORK, watch::wake);
        }
    }

    private void round() {
        housekeeping.round();
        runs.resources().look();
    }

    /** What it has died of, for certain, in words for people; or null. */
    @Nullable String death() {
        return threads.ended();
    }

    /** How many rounds it has made: where that stands still, it hangs. */
    long rounds() {
        return housekeeping.rounds();
    }

    /** Whether its database answers; may take as long as the database does. */
    boolean isDatabaseThere() {
        return housekeeping.lease().isDatabaseThere();
    }

    /** Lets runs finish for the time that was set, then interrupts them; nothing begins any more. */
    void end() {
        launcher().close();
        if (!launcher().awaitIdle(pace.shutdownWait())) {
            launcher().live().keySet().forEach(run -> launcher().stop(run, LiveRun.Reason.SHUT_DOWN));
            launcher().awaitIdle(pace.grace().plusSeconds(2));
        }
        stopLooking();
        try {
            threads.background().execute(housekeeping::writeUnwritten);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "worker " + identity.worker() + " had ended", e);
        }
        threads.closeBackground(Duration.ofSeconds(10));
    }

    /** Begins nothing any more, for one that has died; what runs goes on until its lease is given back. */
    void abandon() {
        launcher().close();
        stopLooking();
    }

    /** Interrupts what still runs: its end does not count any more. */
    void interruptRuns() {
        launcher().live().keySet().forEach(run -> launcher().stop(run, LiveRun.Reason.FENCED));
    }

    private void stopLooking() {
        Signal.Listening present = listening;
        if (present != null) {
            listening = null;
            present.close();
        }
        TriggerWatch watch = runs.watch();
        if (watch != null) {
            try {
                watch.stop();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "worker " + identity.worker() + " no longer looks for work", e);
            }
        }
    }

    /** Gives the lease back for good, see {@link Housekeeping#leave}. */
    boolean leave(Duration atMost) {
        return housekeeping.leave(atMost);
    }

    /** Ends its threads. Handlers that do not stop keep theirs. */
    void closeThreads() {
        threads.closeBackground(Duration.ZERO);
        threads.close();
    }
}
