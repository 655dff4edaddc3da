package io.ripresa.server.depot;

import io.ripresa.server.depot.LedgerEntry.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions to the depot's ledger. Pure. */
public final class LedgerReading {

    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final List<LedgerEntry> entries;
    private final Map<String, List<LedgerEntry>> byTask = new LinkedHashMap<>();

    public LedgerReading(List<LedgerEntry> entries) {
        this.entries = List.copyOf(entries);
        for (LedgerEntry entry : entries) {
            if (!entry.isHealthCheck()) {
                byTask.computeIfAbsent(entry.call().task(), key -> new ArrayList<>())
                        .add(entry);
            }
        }
    }

    /** The requests of a task, oldest first. */
    public List<LedgerEntry> requestsOf(String task) {
        return byTask.getOrDefault(task, List.of());
    }

    /** How often the task's effect took place. */
    public long timesApplied(String task) {
        return requestsOf(task).stream()
                .filter(e -> e.effect() == Effect.APPLIED)
                .count();
    }

    /** When the task's caller was told that it worked, or null. */
    public @Nullable Instant succeededAt(String task) {
        return requestsOf(task).stream()
                .filter(LedgerEntry::isSuccess)
                .map(LedgerEntry::answeredAt)
                .findFirst()
                .orElse(null);
    }

    /**
     * Whether a caller could not know that nothing happened: it got no answer, or one that does not say so. A closed
     * port, a 429 and a 503 with Retry-After do say so.
     */
    public boolean mayHaveActed(String task) {
        return requestsOf(task).stream()
                .anyMatch(e -> e.status() == 0 || e.status() == 503 && e.mood() != Mood.UNAVAILABLE_RETRY_AFTER);
    }

    /** The most requests of tasks within any second from a time on. */
    public int busiestSecondFrom(Instant from) {
        ArrayDeque<Instant> window = new ArrayDeque<>();
        int most = 0;
        for (LedgerEntry entry : entries) {
            if (entry.isHealthCheck() || entry.at().isBefore(from)) {
                continue;
            }
            window.addLast(entry.at());
            while (!window.isEmpty() && !window.getFirst().plus(WINDOW).isAfter(entry.at())) {
                window.removeFirst();
            }
            most = Math.max(most, window.size());
        }
        return most;
    }
}
