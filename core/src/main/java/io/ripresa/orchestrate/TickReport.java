package io.ripresa.orchestrate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one tick did.
 *
 * @param events events read from task systems, duplicates included
 * @param reserved attempts reserved
 * @param issued attempts issued
 * @param timers timers that fired
 * @param troubles things that could not be done and will be tried again, for logs and health
 * @param more whether more could be done at once
 * @param nextDue when something is due next, store's clock, or null where nothing is; events may come earlier
 */
public record TickReport(
        int events,
        int reserved,
        int issued,
        int timers,
        List<String> troubles,
        boolean more,
        @Nullable Instant nextDue) {

    public TickReport {
        troubles = List.copyOf(troubles);
    }

    /** Whether the tick found anything to do. */
    public boolean isIdle() {
        return events == 0 && reserved == 0 && issued == 0 && timers == 0 && !more;
    }
}
