package io.ripresa.store;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.TaskKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The journal, and where each task and incident is found in it. Not thread-safe. */
final class JournalLog {

    /** The entry with sequence n is at n − 1; null where it was deleted. */
    private final List<@Nullable JournalEntry> entries = new ArrayList<>();
    /** For look-ups only, never iterated. */
    private final Map<TaskKey, List<JournalEntry>> byTask = new HashMap<>();

    private final Map<String, List<JournalEntry>> byIncident = new HashMap<>();
    /** Lines about neither task nor incident, oldest first. */
    private final List<JournalEntry> others = new ArrayList<>();

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
        if (task == null && incidentId == null) {
            others.add(stored);
        }
    }

    List<JournalEntry> after(long sequence, int limit) {
        List<JournalEntry> found = new ArrayList<>();
        for (int i = (int) Math.max(0, Math.min(sequence, entries.size()));
                i < entries.size() && found.size() < limit;
                i++) {
            JournalEntry entry = entries.get(i);
            if (entry != null) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Deletes what was written about a task. */
    void forget(TaskKey task) {
        for (JournalEntry entry : byTask.getOrDefault(task, List.of())) {
            entries.set((int) entry.sequence() - 1, null);
            List<JournalEntry> ofIncident = byIncident.get(entry.subject().incidentId());
            if (ofIncident != null) {
                ofIncident.remove(entry);
            }
        }
        byTask.remove(task);
    }

    /** Deletes what was written about an incident and no task. */
    void forget(String incidentId) {
        for (JournalEntry entry : byIncident.getOrDefault(incidentId, List.of())) {
            if (entry.subject().task() == null) {
                entries.set((int) entry.sequence() - 1, null);
            }
        }
        byIncident.remove(incidentId);
    }

    /** Deletes lines about neither task nor incident, written before a time; how many. */
    int forgetOthers(Instant before) {
        int kept = others.size();
        others.removeIf(entry -> {
            boolean old = entry.at().isBefore(before);
            if (old) {
                entries.set((int) entry.sequence() - 1, null);
            }
            return old;
        });
        return kept - others.size();
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
