package io.ripresa.orchestrate;

import io.ripresa.model.Policy;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.Cutoff;
import java.time.Duration;
import java.time.Instant;

/** Has what is over and old deleted, a little at a time, by whichever node claims the timer. */
final class Retention {

    /** Few enough that nothing else waits for it. */
    private static final int MOST_AT_ONCE = 200;

    private static final Duration FIRST_ROUND = Duration.ofMinutes(1);
    private static final Duration NEXT_BATCH = Duration.ofSeconds(1);
    private static final Duration NEXT_ROUND = Duration.ofMinutes(15);

    private final RecoveryStore store;
    private final Policy.Retention keep;

    Retention(RecoveryStore store, Policy.Retention keep) {
        this.store = store;
        this.keep = keep;
    }

    /** Makes sure that somebody cleans, soon: whatever was set before, by this node or another, is set anew. */
    void begin() {
        setTimer(store.now().plus(FIRST_ROUND));
    }

    /** One batch; sets the timer for the next. */
    void clean() {
        Instant now = store.now();
        int gone = store.clean(new Cutoff(now.minus(keep.tasks()), now.minus(keep.incidents())), MOST_AT_ONCE);
        setTimer(now.plus(gone >= MOST_AT_ONCE ? NEXT_BATCH : NEXT_ROUND));
    }

    private void setTimer(Instant at) {
        store.commit(new Changes().timer(new Timer(Timer.Kind.CLEAN, Timer.STORE, at)));
    }

    /** Whether something happened so long ago that a task which is not known was deleted since. */
    static boolean isForgotten(Instant occurredAt, Instant now, Policy.Retention keep) {
        return occurredAt.isBefore(now.minus(keep.tasks()));
    }
}
