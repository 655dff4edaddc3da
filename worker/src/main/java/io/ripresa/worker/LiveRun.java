package io.ripresa.worker;

import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Accepted;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A run in this process, between two threads: the handler's, which does the work, and its scribe's, which alone writes
 * to the database for it. Only the handler's thread is ever interrupted: an interrupt in the middle of a write would
 * close an embedded database.
 */
final class LiveRun implements TaskContext {

    /** What the scribe is told. */
    sealed interface Signal {}

    /** The handler is done; failure is null on success. */
    record Ended(@Nullable Throwable failure) implements Signal {}

    /** The handler enters a stage, and waits until that is written. */
    record Stage(int sequence, String name, boolean outward, CountDownLatch written) implements Signal {}

    /** The run is to stop. */
    record Stop(Reason reason) implements Signal {}

    /** Why a run is stopped. */
    enum Reason {
        TIMED_OUT,
        /** In one stage for too long. */
        HUNG,
        SHUT_DOWN,
        /** Its end does not count any more. */
        FENCED
    }

    private final TaskRow task;
    private final RunKey run;
    private final Instant deadline;
    private final Taker taker;
    private final InstantSource clock;
    private final Deque<Signal> signals = new ArrayDeque<>();
    private @Nullable FutureTask<?> handler;
    private @Nullable Reason stopped;
    private final Map<String, Duration> stageTimes = new LinkedHashMap<>();
    private int stages;
    private @Nullable String stage;
    private Instant stageSince;
    private boolean scribeLeft;
    private Instant lastReported;

    /** Takes what a run makes. */
    interface Taker {
        List<Accepted> take(List<Submission> submissions, LiveRun maker);
    }

    LiveRun(TaskRow task, RunKey run, Taker taker, InstantSource clock) {
        this.task = task;
        this.run = run;
        this.taker = taker;
        this.clock = clock;
        this.lastReported = clock.instant();
        this.stageSince = lastReported;
        this.deadline = lastReported.plus(task.descriptor().timing().timeout());
    }

    TaskRow row() {
        return task;
    }

    Instant deadline() {
        return deadline;
    }

    synchronized void handledBy(FutureTask<?> future) {
        handler = future;
    }

    /** Tells the scribe; false where it has left. */
    synchronized boolean tell(Signal signal) {
        if (scribeLeft) {
            return false;
        }
        signals.addLast(signal);
        notifyAll();
        return true;
    }

    /** The scribe waits for a signal until a time at most; null where none came. */
    synchronized @Nullable Signal await(Instant until) {
        while (signals.isEmpty()) {
            long millis = Duration.between(clock.instant(), until).toMillis();
            if (millis <= 0) {
                return null;
            }
            try {
                wait(Math.min(millis, 1_000));
            } catch (InterruptedException e) {
                // Nobody here interrupts scribes; who does means: stop. The flag stays down, since a write follows.
                signals.addLast(new Stop(Reason.SHUT_DOWN));
            }
        }
        return signals.removeFirst();
    }

    /** The scribe interrupts the handler. */
    synchronized void interrupt(Reason reason) {
        stopped = reason;
        if (handler != null) {
            handler.cancel(true);
        }
    }

    /** The scribe leaves; what the handler still waits for is let go. */
    synchronized void leave() {
        scribeLeft = true;
        for (Signal signal : signals) {
            if (signal instanceof Stage stage) {
                stage.written().countDown();
            }
        }
        signals.clear();
    }

    /** Whether it is time to report a sign of life. */
    synchronized boolean isHeartbeatDue(Instant now, Duration period) {
        return !scribeLeft
                && stopped == null
                && Duration.between(lastReported, now).compareTo(period) >= 0;
    }

    /** A sign of life was reported. */
    synchronized void reported(Instant now) {
        lastReported = now;
    }

    @Override
    public TaskKey task() {
        return run.task();
    }

    @Override
    public RunKey run() {
        return run;
    }

    @Override
    public String payload() {
        return task.payload();
    }

    @Override
    public String workspace() {
        return task.descriptor().workspace();
    }

    @Override
    public String idempotencyKey() {
        return run.task().externalId();
    }

    @Override
    public int depth() {
        return task.origin().depth();
    }

    @Override
    public List<Accepted> submit(List<Submission> submissions) {
        refuseIfFenced();
        return taker.take(submissions, this);
    }

    @Override
    public void stage(String name, boolean outward) {
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException(
                    "stage name \"" + name + "\" has " + name.length() + " characters; give it 1 to 200");
        }
        CountDownLatch written = new CountDownLatch(1);
        synchronized (this) {
            refuseIfFenced();
            stages++;
            lastReported = clock.instant();
            leaveStage(lastReported);
            stage = name;
            if (!tell(new Stage(stages, name, outward, written))) {
                throw fenced();
            }
        }
        try {
            written.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        refuseIfFenced();
    }

    private void leaveStage(Instant now) {
        if (stage != null) {
            stageTimes.merge(stage, Duration.between(stageSince, now), Duration::plus);
        }
        stageSince = now;
    }

    /**
     * Where a run is.
     *
     * @param name the stage, or null before the first
     * @param since when it was entered, or entered again
     */
    record Standing(@Nullable String name, Instant since) {}

    /** The present stage. */
    synchronized Standing standing() {
        return new Standing(stage, stageSince);
    }

    /** The run is over: how long it was in each of its stages. */
    synchronized Map<String, Duration> stageTimes() {
        leaveStage(clock.instant());
        stage = null;
        return new LinkedHashMap<>(stageTimes);
    }

    private synchronized void refuseIfFenced() {
        if (stopped != null || scribeLeft) {
            throw fenced();
        }
    }

    FencedRunException fenced() {
        return new FencedRunException("run " + run + " was stopped (" + stopped + "); nothing more may be done in it");
    }

    @Override
    public Duration remaining() {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() || isFenced() ? Duration.ZERO : left;
    }

    @Override
    public synchronized boolean isFenced() {
        return stopped != null || scribeLeft;
    }
}
