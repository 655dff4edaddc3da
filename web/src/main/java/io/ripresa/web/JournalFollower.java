package io.ripresa.web;

import io.ripresa.model.JournalEntry;
import io.ripresa.spi.RecoveryReadModel;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Follows the journal from its present end. A lower sequence number may become visible after a higher one, so an
 * overlap is read again and what was told already is left out. For one thread at a time; its position can be asked by
 * all.
 */
final class JournalFollower {

    private static final long OVERLAP = 200;

    private final RecoveryReadModel store;
    private final TreeSet<Long> told = new TreeSet<>();
    private volatile long highest = -1;

    JournalFollower(RecoveryReadModel store) {
        this.store = store;
    }

    /** Lines that were not told yet, by sequence; at most {@code limit} more than the overlap. */
    List<JournalEntry> next(int limit) {
        if (highest < 0) {
            highest = end();
            store.journalAfter(overlapStart(), (int) OVERLAP).forEach(e -> told.add(e.sequence()));
            return List.of();
        }
        List<JournalEntry> fresh = new ArrayList<>();
        for (JournalEntry entry : store.journalAfter(overlapStart(), limit + (int) OVERLAP)) {
            if (told.add(entry.sequence())) {
                fresh.add(entry);
                highest = Math.max(highest, entry.sequence());
            }
        }
        told.headSet(overlapStart(), true).clear();
        return fresh;
    }

    /** The last lines, oldest first. */
    List<JournalEntry> latest(int lines) {
        return store.journalAfter(Math.max(0, end() - lines), lines);
    }

    /** The highest sequence number told or skipped so far. */
    long position() {
        return Math.max(0, highest);
    }

    private long overlapStart() {
        return Math.max(0, highest - OVERLAP);
    }

    /** Finds the end by doubling, then halving: some dozens of one-line reads, however long the journal is. */
    private long end() {
        long low = Math.max(0, highest);
        if (isEmptyAfter(low)) {
            return low;
        }
        long step = 1;
        while (!isEmptyAfter(low + step)) {
            low += step;
            step *= 2;
        }
        long high = low + step;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (isEmptyAfter(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private boolean isEmptyAfter(long sequence) {
        return store.journalAfter(sequence, 1).isEmpty();
    }
}
