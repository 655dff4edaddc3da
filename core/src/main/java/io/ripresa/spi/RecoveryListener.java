package io.ripresa.spi;

import io.ripresa.model.JournalEntry;

/**
 * Hears what was written to the journal, after it was stored. Called on the orchestrator's thread: must return at once
 * and must not throw. A convenience for metrics and live pages; what must not be missed is read from the journal.
 */
public interface RecoveryListener {

    void journalled(JournalEntry entry);
}
