package io.ripresa.health;

import io.ripresa.model.Disposition;
import io.ripresa.model.Finding;
import io.ripresa.model.Incident;
import io.ripresa.model.Measured;
import io.ripresa.spi.RecoveryReadModel.RunCount;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What findings about one workspace are made from: counts, and the open incidents that its tasks are members of.
 *
 * @param workspace the workspace
 * @param tasks its tasks by disposition
 * @param runs its runs in progress, or null where there are none
 * @param incidents open incidents with members of it
 * @param paused whether a person paused it
 * @param pausedBy who, and why, where that is known
 * @param needs what its task systems found
 * @param now store's clock
 */
record WorkspaceFacts(
        String workspace,
        Map<Disposition, Long> tasks,
        @Nullable RunCount runs,
        List<Incident> incidents,
        boolean paused,
        @Nullable String pausedBy,
        List<Found> needs,
        Instant now) {

    /**
     * What a task system found.
     *
     * @param outcomes how often what helps against it did
     */
    record Found(Finding.Kind kind, long affected, String sentence, Measured outcomes) {}

    WorkspaceFacts {
        Map<Disposition, Long> sorted = new EnumMap<>(Disposition.class);
        sorted.putAll(tasks);
        tasks = Collections.unmodifiableMap(sorted);
        incidents = List.copyOf(incidents);
        needs = List.copyOf(needs);
    }

    long count(Disposition disposition) {
        return tasks.getOrDefault(disposition, 0L);
    }

    long total() {
        long sum = 0;
        for (long count : tasks.values()) {
            sum += count;
        }
        return sum;
    }

    /** Tasks on their way back, or waiting for it. */
    long pending() {
        long sum = 0;
        for (Map.Entry<Disposition, Long> each : tasks.entrySet()) {
            sum += each.getKey().isPending() ? each.getValue() : 0;
        }
        return sum;
    }

    /** Tasks with a failure or a hold that nobody has ended yet. */
    long troubled() {
        long sum = pending();
        for (Disposition disposition : Disposition.NEEDS_PERSON) {
            sum += count(disposition);
        }
        return sum;
    }

    /** Members of an incident that are of this workspace and still pending: exact where it has the incident for itself. */
    long pendingOf(Incident incident) {
        return incident.headline().workspace() == null
                ? Math.min(
                        incident.shareOf(workspace),
                        Math.min(pending(), incident.counts().pending()))
                : incident.counts().pending();
    }
}
