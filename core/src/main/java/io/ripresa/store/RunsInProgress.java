package io.ripresa.store;

import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.RecoveryReadModel.RunCount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which runs have not ended, so that counting them does not cost what has. Not thread-safe. */
final class RunsInProgress {

    private final TreeSet<RunKey> keys = new TreeSet<>();

    void written(TaskExecutionTrace run) {
        if (run.endedAt() == null) {
            keys.add(run.run());
        } else {
            keys.remove(run.run());
        }
    }

    void deleted(RunKey run) {
        keys.remove(run);
    }

    List<RunCount> count(Instant silentSince, Map<RunKey, TaskExecutionTrace> runs, Map<TaskKey, TaskRecord> tasks) {
        TreeMap<String, RunCount> counts = new TreeMap<>();
        for (RunKey key : keys) {
            TaskRecord task = tasks.get(key.task());
            TaskExecutionTrace run = Objects.requireNonNull(runs.get(key));
            if (task != null) {
                long silent = run.progress().lastSeenAt().isBefore(silentSince) ? 1 : 0;
                String workspace = task.descriptor().workspace();
                counts.merge(workspace, new RunCount(workspace, 1, silent, run.startedAt()), RunsInProgress::plus);
            }
        }
        return List.copyOf(counts.values());
    }

    private static RunCount plus(RunCount a, RunCount b) {
        boolean older = a.oldestStartedAt().isBefore(b.oldestStartedAt());
        return new RunCount(
                a.workspace(),
                a.inProgress() + b.inProgress(),
                a.silent() + b.silent(),
                older ? a.oldestStartedAt() : b.oldestStartedAt());
    }
}
