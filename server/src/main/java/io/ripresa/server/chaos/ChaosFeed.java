package io.ripresa.server.chaos;

import io.ripresa.spi.StoreException;
import io.ripresa.spi.TaskSubmitter;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Submits the tasks of a run when their time comes; what does not get through is submitted once more. */
final class ChaosFeed {

    private static final int BATCH = 50;
    private static final Duration LOOK = Duration.ofMillis(100);

    private final TaskSubmitter submitter;
    private final String depot;
    private final InstantSource clock;

    /** @param depot {@code host:port} of the depot */
    ChaosFeed(TaskSubmitter submitter, String depot, InstantSource clock) {
        this.submitter = submitter;
        this.depot = depot;
        this.clock = clock;
    }

    /** Submits all of them, and returns when all are taken. */
    void run(List<ChaosTask> tasks, Instant begin) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        List<ChaosTask> left = new ArrayList<>(tasks);
        while (!left.isEmpty()) {
            Instant now = clock.instant();
            List<ChaosTask> due = left.stream()
                    .takeWhile(task -> !begin.plus(task.submitAfter()).isAfter(now))
                    .limit(BATCH)
                    .toList();
            if (!due.isEmpty() && taken(due)) {
                left.subList(0, due.size()).clear();
            } else if (never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private boolean taken(List<ChaosTask> due) {
        try {
            submitter.submit(due.stream().map(this::submission).toList());
            return true;
        } catch (StoreException | TaskSystemException e) {
            // The database is away. Whether they were taken is not known: the same ids are the same tasks.
            return false;
        }
    }

    private Submission submission(ChaosTask task) {
        return new Submission(
                task.id(),
                task.workspace(),
                task.errand().type(),
                task.errand().payload(depot, task.id()),
                Options.DEFAULT);
    }
}
