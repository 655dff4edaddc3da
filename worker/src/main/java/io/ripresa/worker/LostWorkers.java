package io.ripresa.worker;

import io.ripresa.model.Dependency;
import io.ripresa.model.TaskEvent;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.TaskSystemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Workers whose runs were reported as orphaned, and the question whether what they ran can be run again: it can as soon
 * as some process lives that runs tasks, since the lost one's lease is over when its orphans are told of. Thread-safe.
 *
 * <p>Known from what was read here, so that a process that starts afterwards does not ask, and leaves it to canaries.
 */
final class LostWorkers {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MOST = 100;

    private final Database database;
    private final Duration beat;
    private final InstantSource clock;
    private final Map<String, Instant> lost = new LinkedHashMap<>();

    /** @param beat how often processes renew their leases */
    LostWorkers(Database database, Duration beat, InstantSource clock) {
        this.database = database;
        this.beat = beat;
        this.clock = clock;
    }

    /** Remembers who was lost by these events. */
    synchronized void heard(List<TaskEvent> events) {
        for (TaskEvent event : events) {
            if (event.detail() instanceof TaskEvent.Orphaned orphaned) {
                lost.remove(orphaned.worker());
                lost.put(orphaned.worker(), clock.instant());
            }
        }
        Instant before = clock.instant().minus(KEPT);
        lost.values().removeIf(at -> at.isBefore(before));
        while (lost.size() > MOST) {
            lost.remove(lost.keySet().iterator().next());
        }
    }

    /** One question for each. */
    synchronized List<DependencyProbe> probes() {
        return lost.isEmpty()
                ? List.of()
                : lost.keySet().stream()
                        .<DependencyProbe>map(worker -> new Question(this, Dependency.worker(worker)))
                        .toList();
    }

    private record Question(LostWorkers all, Dependency dependency) implements DependencyProbe {

        @Override
        public Duration period() {
            return PERIOD;
        }

        @Override
        public ProbeResult probe() {
            return all.ask();
        }
    }

    private DependencyProbe.ProbeResult ask() {
        try {
            int living = database.inTransaction(
                    "look whether a worker lives",
                    (c, now) -> Sql.query(
                                    c,
                                    "select count(*) from ripresa_worker_process"
                                            + " where coalesce(threads, 1) > 0 and beat_at > ?",
                                    r -> r.getInt(1),
                                    now.minus(beat.multipliedBy(Processes.MISSED_BEATS)))
                            .get(0));
            return living > 0
                    ? new DependencyProbe.ProbeResult(true, "its lease is over, and " + living + " workers live.")
                    : new DependencyProbe.ProbeResult(false, "no worker that runs tasks lives.");
        } catch (TaskSystemException e) {
            return new DependencyProbe.ProbeResult(false, "the database of the workers does not answer.");
        }
    }
}
