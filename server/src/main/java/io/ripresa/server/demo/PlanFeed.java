package io.ripresa.server.demo;

import io.ripresa.model.Dependency;
import io.ripresa.model.TaskKey;
import io.ripresa.server.demo.PlannedTask.Timing;
import io.ripresa.server.depot.Outage;
import io.ripresa.spi.StoreException;
import io.ripresa.spi.TaskSubmitter;
import io.ripresa.spi.TaskSubmitter.Accepted;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Submits the plan's tasks when their time comes, and withdraws those that are to be. Begun again after a crash it
 * submits once more what was due: known tasks stay as they are. Used by one thread; counts may be read by others.
 */
final class PlanFeed {

    private static final Logger LOG = System.getLogger(PlanFeed.class.getName());
    private static final int BATCH = 200;
    private static final Duration TRY_AGAIN_AFTER = Duration.ofMillis(250);
    private static final int URGENT = 10;

    private final DemoPlan plan;
    private final Outage outage;
    private final TaskSubmitter submitter;
    private final Function<PlannedTask, String> payloads;
    private final InstantSource clock;
    private final Map<String, TaskKey> submitted = new ConcurrentHashMap<>();

    PlanFeed(
            DemoPlan plan,
            Outage outage,
            TaskSubmitter submitter,
            Function<PlannedTask, String> payloads,
            InstantSource clock) {
        this.plan = plan;
        this.outage = outage;
        this.submitter = submitter;
        this.payloads = payloads;
        this.clock = clock;
    }

    /** The keys of what has been submitted so far, by planned id. */
    Map<String, TaskKey> submitted() {
        return Map.copyOf(submitted);
    }

    int submittedCount() {
        return submitted.size();
    }

    /** Feeds until all is submitted and withdrawn, or it is told to stop. */
    void run(CountDownLatch stop) throws InterruptedException {
        List<PlannedTask> toSubmit = new ArrayList<>(plan.tasks());
        List<PlannedTask> toCancel = new ArrayList<>(plan.tasks().stream()
                .filter(t -> t.timing().cancelAfter() != null)
                .sorted(Comparator.comparing(t -> cancelAt(t.timing())))
                .toList());
        while (!toSubmit.isEmpty() || !toCancel.isEmpty()) {
            Instant next = nextDue(toSubmit, toCancel);
            long millis =
                    next == null ? 0 : Duration.between(clock.instant(), next).toMillis() + 1;
            if (millis > 0 && stop.await(millis, TimeUnit.MILLISECONDS)) {
                return;
            }
            try {
                submitDue(toSubmit);
                cancelDue(toCancel);
            } catch (StoreException | TaskSystemException e) {
                LOG.log(Level.WARNING, "a submission did not get through, it is made again: " + e.getMessage());
                if (stop.await(TRY_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }
    }

    private @Nullable Instant nextDue(List<PlannedTask> toSubmit, List<PlannedTask> toCancel) {
        Instant submit = toSubmit.isEmpty() ? null : submitAt(toSubmit.get(0));
        Instant cancel = toCancel.isEmpty() ? null : cancelAt(toCancel.get(0).timing());
        if (submit == null || cancel == null) {
            return submit == null ? cancel : submit;
        }
        return submit.isBefore(cancel) ? submit : cancel;
    }

    private void submitDue(List<PlannedTask> waiting) {
        Instant now = clock.instant();
        List<PlannedTask> due = waiting.stream()
                .takeWhile(t -> !submitAt(t).isAfter(now))
                .limit(BATCH)
                .toList();
        if (due.isEmpty()) {
            return;
        }
        List<Accepted> answers =
                submitter.submit(due.stream().map(this::submission).toList());
        for (int i = 0; i < due.size(); i++) {
            submitted.put(due.get(i).id(), answers.get(i).task());
        }
        waiting.subList(0, due.size()).clear();
    }

    private void cancelDue(List<PlannedTask> waiting) {
        while (!waiting.isEmpty() && !cancelAt(waiting.get(0).timing()).isAfter(clock.instant())) {
            TaskKey key = submitted.get(waiting.get(0).id());
            if (key != null) {
                submitter.cancel(key, "the customer changed his mind");
            }
            waiting.remove(0);
        }
    }

    private Submission submission(PlannedTask task) {
        Timing timing = task.timing();
        Instant expiresAt =
                timing.expiresAfter() == null ? null : outage.startsAt().plus(timing.expiresAfter());
        List<Dependency> declared = List.of();
        return new Submission(
                task.id(),
                task.workspace(),
                task.call().type(),
                payloads.apply(task),
                new Options(timing.urgent() ? URGENT : 0, null, declared, null, expiresAt, null));
    }

    private Instant submitAt(PlannedTask task) {
        return outage.startsAt().plus(task.timing().submitAfter());
    }

    private Instant cancelAt(Timing timing) {
        Duration after = timing.cancelAfter();
        return after == null ? Instant.MAX : outage.startsAt().plus(after);
    }
}
