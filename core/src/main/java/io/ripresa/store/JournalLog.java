package io.ripresa.store;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.TaskKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The journal, and where each task and incident is found in it. Not thread-safe. */
final class JournalLog {

    /** The entry with sequence n is at n − 1. */
    private final List<JournalEntry> entries = new ArrayList<>();
    /** For look-ups only, never iterated. */
    private final Map<TaskKey, List<JournalEntry>> byTask = new HashMap<>();

    private final Map<String, List<JournalEntry>> byIncident = new HashMap<>();

    void append(JournalEntry entry) {
        JournalEntry stored = new JournalEntry(
                entries.size() + 1L, entry.at(), entry.kind(), entry.subject(), entry.text(), entry.data());
        entries.add(stored);
        TaskKey task = stored.subject().task();
        if (task != null) {
            byTask.computeIfAbsent(task, key -> new ArrayList<>()).add(stored);
        }
        String incidentId = stored.subject().incidentId();
        if (incidentId != null) {
            byIncident.computeIfAbsent(incidentId, id -> new ArrayList<>()).add(stored);
        }
    }

    List<JournalEntry> after(long sequence, int limit) {
        int from = (int) Math.max(0, Math.min(sequence, entries.size()));
        return List.copyOf(entries.subList(from, (int) Math.min(entries.size(), (long) from + Math.max(0, limit))));
    }

    List<JournalEntry> ofTask(TaskKey task, int limit) {
        return newest(byTask.getOrDefault(task, List.of()), limit);
    }

    List<JournalEntry> ofIncident(String incidentId, int limit) {
        return newest(byIncident.getOrDefault(incidentId, List.of()), limit);
    }

    private static List<JournalEntry> newest(List<JournalEntry> oldestFirst, int limit) {
        List<JournalEntry> newest = new ArrayList<>();
        for (int i = oldestFirst.size() - 1; i >= 0 && newest.size() < limit; i--) {
            newest.add(oldestFirst.get(i));
        }
        return newest;
    }
}
