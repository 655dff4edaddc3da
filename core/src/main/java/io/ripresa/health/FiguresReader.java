package io.ripresa.health;

import io.ripresa.learn.RecoveryCount;
import io.ripresa.learn.RecoveryFigures;
import io.ripresa.model.JournalEntry;
import io.ripresa.spi.JournalTail;
import io.ripresa.spi.RecoveryStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of recovery, counted from the journal: each question reads on from where the last one stopped, a bounded
 * number of lines at a time. A journal that is longer than that is counted over several questions; the answer says so.
 * Safe for use by many threads.
 */
public final class FiguresReader {

    private static final int LINES = 2_000;
    private static final int STEPS = 50;

    private final RecoveryStore store;
    private final RecoveryCount count = new RecoveryCount();
    private @Nullable JournalTail tail;
    private @Nullable Instant countedUpTo;

    public FiguresReader(RecoveryStore store) {
        this.store = store;
    }

    /**
     * An answer.
     *
     * @param figures what was counted
     * @param countedUpTo the time of the last line that was counted, or null where there is none
     * @param complete whether that is the end of the journal
     */
    public record Reading(RecoveryFigures figures, @Nullable Instant countedUpTo, boolean complete) {}

    /**
     * Counts what is new and answers.
     *
     * @param workspace of one workspace, or null for all
     * @param since of what ended in the hour of this time or later, or null for all that the journal still holds
     * @throws io.ripresa.spi.StoreException if the store cannot be used
     */
    public synchronized Reading read(@Nullable String workspace, @Nullable Instant since) {
        boolean complete = countOn();
        return new Reading(count.figures(workspace, since, store.now()), countedUpTo, complete);
    }

    private boolean countOn() {
        JournalTail from = tail == null ? new JournalTail(store, 0) : tail;
        tail = from;
        for (int i = 0; i < STEPS; i++) {
            List<JournalEntry> lines = from.next(LINES);
            lines.forEach(count::add);
            if (!lines.isEmpty()) {
                countedUpTo = lines.get(lines.size() - 1).at();
            }
            if (lines.size() < LINES) {
                return true;
            }
        }
        return false;
    }
}
