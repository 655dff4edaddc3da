package io.ripresa.store;

import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** The workspaces as they were found last. Not thread-safe. */
final class WorkspaceRows {

    private final TreeMap<String, WorkspaceRecord> rows = new TreeMap<>();

    boolean isCurrent(WorkspaceRecord row) {
        WorkspaceRecord stored = rows.get(row.name());
        return row.version() == (stored == null ? 0 : stored.version());
    }

    void write(WorkspaceRecord row) {
        rows.put(row.name(), row.withVersion(row.version() + 1));
    }

    List<WorkspaceRecord> all() {
        return List.copyOf(rows.values());
    }

    /** Forgets those that have been over since before a time; how many. */
    int forget(Instant before) {
        int all = rows.size();
        rows.values()
                .removeIf(row ->
                        row.state() == WorkspaceState.COMPLETED && row.since().isBefore(before));
        return all - rows.size();
    }
}
