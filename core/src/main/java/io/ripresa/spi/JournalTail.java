package io.ripresa.spi;

import io.ripresa.model.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Reads the journal onwards from a place, each line once. A lower sequence number may become visible after a higher one,
 * so an overlap is read again and what was told already is left out. For one thread at a time; its position can be asked
 * by all.
 */
public final class JournalTail {

    private static final long OVERLAP = 200;

    private final RecoveryReadModel store;
    private final TreeSet<Long> told = new TreeSet<>();
    private volatile long highest;

    /**
     * @param after the highest sequence number that is taken for told; 0 tells everything
     * @throws StoreException if the store cannot be used
     */
    public JournalTail(RecoveryReadModel store, long after) {
        this.store = store;
        this.highest = after;
        if (after > 0) {
            store.journalAfter(overlapStart(), (int) OVERLAP).forEach(line -> told.add(line.sequence()));
        }
    }

    /**
     * Lines that were not told yet, by sequence; at most {@code limit} more than the overlap.
     *
     * @throws StoreException if the store cannot be used; nothing counts as told
     */
    public List<JournalEntry> next(int limit) {
        List<JournalEntry> fresh = new ArrayList<>();
        for (JournalEntry line : store.journalAfter(overlapStart(), limit + (int) OVERLAP)) {
            if (told.add(line.sequence())) {
                fresh.add(line);
                highest = Math.max(highest, line.sequence());
            }
        }
        told.headSet(overlapStart(), true).clear();
        return fresh;
    }

    /** The highest sequence number told or skipped so far. */
    public long position() {
        return highest;
    }

    private long overlapStart() {
        return Math.max(0, highest - OVERLAP);
    }
}
