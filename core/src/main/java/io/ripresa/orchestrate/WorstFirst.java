package io.ripresa.orchestrate;

import io.ripresa.health.WorkspaceHealthManager;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.spi.RecoveryStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The order in which candidates go, with the health of their workspaces in it: among those of the same turn, priority and
 * share the ones of the workspace with the lower score go before older ones. So each workspace keeps its fair share, and
 * within one round the ailing ones are first. Goes by the scores that were found last. Used by one thread.
 */
final class WorstFirst {

    private final RecoveryStore store;
    private final Map<String, Integer> scores = new HashMap<>();
    private Instant readAt = Instant.MIN;

    WorstFirst(RecoveryStore store) {
        this.store = store;
    }

    /**
     * @param found in the order of the store
     * @param now store's clock
     */
    List<TaskRecord> sorted(List<TaskRecord> found, Instant now) {
        boolean several = found.stream()
                        .map(task -> task.descriptor().workspace())
                        .distinct()
                        .count()
                > 1;
        if (!several) {
            return found;
        }
        if (!readAt.plus(WorkspaceHealthManager.INTERVAL).isAfter(now)) {
            scores.clear();
            store.workspaces().forEach(row -> scores.put(row.name(), row.score()));
            readAt = now;
        }
        return found.stream()
                .sorted(Comparator.comparing((TaskRecord task) -> !task.isFirstStart())
                        .thenComparing(task -> task.runs().attempts())
                        .thenComparing(task -> task.descriptor().priority(), Comparator.reverseOrder())
                        .thenComparing(task -> trouble(task).share())
                        .thenComparing(
                                task -> scores.getOrDefault(task.descriptor().workspace(), WorkspaceRecord.BEST_SCORE))
                        .thenComparing(task -> trouble(task).since())
                        .thenComparing(TaskRecord::key))
                .toList();
    }

    private static Trouble trouble(TaskRecord candidate) {
        return Objects.requireNonNull(candidate.trouble());
    }
}
