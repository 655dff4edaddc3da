package io.ripresa.web;

import io.ripresa.model.JournalEntry;
import io.ripresa.spi.JournalTail;
import io.ripresa.spi.RecoveryReadModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the journal from its present end. For one thread at a time; its position can be asked by all. */
final class JournalFollower {

    private final RecoveryReadModel store;
    private volatile @Nullable JournalTail tail;

    JournalFollower(RecoveryReadModel store) {
        this.store = store;
    }

    /** Lines that were not told yet, by sequence; at most {@code limit} more than what is read again. */
    List<JournalEntry> next(int limit) {
        JournalTail present = tail;
        if (present == null) {
            tail = new JournalTail(store, end());
            return List.of();
        }
        return present.next(limit);
    }

    /** Goes on from the end: nobody is there for what was written since. */
    void skip() {
        tail = new JournalTail(store, end());
    }

    /** The last lines, oldest first. */
    List<JournalEntry> latest(int lines) {
        return store.journalAfter(Math.max(0, end() - lines), lines);
    }

    /** The highest sequence number told or skipped so far. */
    long position() {
        JournalTail present = tail;
        return present == null ? 0 : present.position();
    }

    /** Finds the end by doubling, then halving: some dozens of one-line reads, however long the journal is. */
    private long end() {
        long low = position();
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
