package io.ripresa.orchestrate;

import io.ripresa.model.JournalEntry;
import io.ripresa.spi.RecoveryListener;
import io.ripresa.spi.RecoveryStore;
import java.util.List;

/**
 * The store and those who hear what was written to its journal. Everything that writes, writes through here, so that
 * listeners hear all of it. Calls of dependencies are counted here until they are written.
 */
final class Books {

    private final RecoveryStore store;
    private final List<RecoveryListener> listeners;
    private final CallCounts calls = new CallCounts();

    Books(RecoveryStore store, List<RecoveryListener> listeners) {
        this.store = store;
        this.listeners = List.copyOf(listeners);
    }

    RecoveryStore store() {
        return store;
    }

    /** How calls of dependencies went lately. */
    CallCounts calls() {
        return calls;
    }

    /** A fresh set of rows to work on. */
    WorkingSet open() {
        return new WorkingSet(this);
    }

    /** These lines are stored now. */
    void written(List<JournalEntry> entries) {
        for (JournalEntry entry : entries) {
            for (RecoveryListener listener : listeners) {
                listener.journalled(entry);
            }
        }
    }
}
