package io.ripresa.bench;

import io.ripresa.model.Dependency;
import io.ripresa.model.FailureReport;
import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSystem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task system that costs nothing: it accepts every order and reports an end of the run at once, and remembers only
 * what has not been read. Task {@code n-i} needs dependency {@code n}. Safe for use by many threads.
 */
final class FailingSystem implements TaskSystem {

    static final String NAME = "bench";
    private static final int WORKSPACES = 20;

    private final InstantSource clock;
    private final boolean recovers;
    private final List<TaskEvent> unread = new ArrayList<>();
    /** Cursor of the first unread event. */
    private long first;

    /**
     * @param clock of the events
     * @param recovers whether the runs that are ordered succeed
     */
    FailingSystem(InstantSource clock, boolean recovers) {
        this.clock = clock;
        this.recovers = recovers;
    }

    static String host(int dependency) {
        return "dep-" + dependency + ".example:443";
    }

    /** A task's first run began and could not connect. */
    synchronized void fail(int dependency, int number) {
        TaskDescriptor task = descriptor(dependency + "-" + number, dependency);
        Instant now = clock.instant();
        unread.add(new TaskEvent(task, 1, now, new TaskEvent.Started("worker", null)));
        unread.add(new TaskEvent(task, 1, now, new TaskEvent.Failed(refused(dependency))));
    }

    private static TaskDescriptor descriptor(String id, int dependency) {
        return new TaskDescriptor(
                new TaskKey(NAME, id),
                "workspace-" + dependency % WORKSPACES,
                "call",
                0,
                TaskDescriptor.Safety.of(SideEffects.IDEMPOTENT),
                new TaskDescriptor.Timing(Instant.EPOCH, Duration.ofSeconds(30), null),
                List.of(new Dependency(host(dependency))));
    }

    private static FailureReport refused(int dependency) {
        return new FailureReport(
                "java.net.ConnectException",
                "Connection refused: " + host(dependency),
                List.of(),
                List.of(),
                null,
                null,
                Map.of(FailureReport.TARGET, host(dependency)));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, true, false);
    }

    @Override
    public SystemCheck check() {
        return new SystemCheck(true, "always");
    }

    /** What was read before the cursor is forgotten. */
    @Override
    public synchronized EventBatch poll(@Nullable String cursor, int limit) {
        long from = cursor == null ? first : Math.max(first, Long.parseLong(cursor));
        int passed = (int) Math.min(unread.size(), from - first);
        unread.subList(0, passed).clear();
        first += passed;
        List<TaskEvent> batch = unread.subList(0, Math.min(limit, unread.size()));
        return new EventBatch(batch, Long.toString(first + batch.size()), unread.size() > batch.size());
    }

    @Override
    public TaskStatus status(TaskKey task) {
        return new TaskStatus(TaskStatus.State.FAILED, 1, null);
    }

    @Override
    public synchronized Receipt retry(RerunOrder order) {
        String id = order.task().externalId();
        int dependency = Integer.parseInt(id.substring(0, id.indexOf('-')));
        TaskDescriptor task = descriptor(id, dependency);
        int run = order.expectedRun() + 1;
        Instant now = clock.instant();
        unread.add(new TaskEvent(task, run, now, new TaskEvent.Started("worker", order.attemptId())));
        unread.add(new TaskEvent(
                task, run, now, recovers ? new TaskEvent.Succeeded() : new TaskEvent.Failed(refused(dependency))));
        return Receipt.ACCEPTED;
    }

    @Override
    public FenceResult fence(RunKey run) {
        return FenceResult.ENDED;
    }

    @Override
    public void quarantine(TaskKey task, String reason) {
        // Remembers nothing.
    }

    @Override
    public void complete(TaskKey task, String actor, String reason) {
        // Remembers nothing.
    }

    @Override
    public void hold(GateKey gate) {
        // Nothing is started here but what is ordered.
    }

    @Override
    public void release(GateKey gate, double startsPerSecond) {
        // Nothing is started here but what is ordered.
    }

    @Override
    public Set<GateKey> holds() {
        return Set.of();
    }
}
