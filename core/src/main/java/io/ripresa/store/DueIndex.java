package io.ripresa.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keys by the time at which they may next be handed out: when they are due, or when their claim runs out. Asking costs
 * what it returns. Not thread-safe.
 *
 * @param <K> the keys
 */
final class DueIndex<K> {

    private final Comparator<K> keyOrder;
    /** For look-ups only, never iterated. */
    private final Map<K, Entry<K>> entries = new HashMap<>();

    private final TreeSet<Entry<K>> byVisibility;

    private record Entry<K>(K key, Instant dueAt, Instant visibleAt) {}

    DueIndex(Comparator<K> keyOrder) {
        this.keyOrder = keyOrder;
        this.byVisibility = new TreeSet<>((a, b) -> {
            int order = a.visibleAt().compareTo(b.visibleAt());
            return order != 0 ? order : keyOrder.compare(a.key(), b.key());
        });
    }

    /** Sets when a key is due, which ends its claim; null for never. */
    void put(K key, @Nullable Instant dueAt) {
        remove(key);
        if (dueAt != null) {
            add(new Entry<>(key, dueAt, dueAt));
        }
    }

    void remove(K key) {
        Entry<K> old = entries.remove(key);
        if (old != null) {
            byVisibility.remove(old);
        }
    }

    /** What is due and not claimed, claimed from now on; earliest due first. */
    List<K> claim(Instant now, Instant until, int limit) {
        if (byVisibility.isEmpty() || byVisibility.first().visibleAt().isAfter(now)) {
            return List.of();
        }
        List<Entry<K>> claimed = new ArrayList<>();
        for (Entry<K> entry : byVisibility) {
            if (claimed.size() >= limit || entry.visibleAt().isAfter(now)) {
                break;
            }
            claimed.add(entry);
        }
        for (Entry<K> entry : claimed) {
            byVisibility.remove(entry);
            add(new Entry<>(entry.key(), entry.dueAt(), until));
        }
        claimed.sort(Comparator.<Entry<K>, Instant>comparing(Entry::dueAt).thenComparing(Entry::key, keyOrder));
        return claimed.stream().map(Entry::key).toList();
    }

    /** When the next key may be handed out, or null where there is none. */
    @Nullable Instant next() {
        return byVisibility.isEmpty() ? null : byVisibility.first().visibleAt();
    }

    private void add(Entry<K> entry) {
        entries.put(entry.key(), entry);
        byVisibility.add(entry);
    }
}
