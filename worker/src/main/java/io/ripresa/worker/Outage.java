package io.ripresa.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database answers. Says so once when it stops, and once when it has answered for a few seconds: a
 * database, or a single connection, that comes and goes is one outage. Thread-safe.
 */
final class Outage {

    private static final Logger LOG = System.getLogger(Outage.class.getName());
    private static final Duration STEADY = Duration.ofSeconds(5);

    /**
     * @param since when it began
     * @param latest when the database did not answer last
     */
    private record Away(Instant since, Instant latest) {}

    private final AtomicReference<@Nullable Away> away = new AtomicReference<>();
    private final InstantSource clock;

    Outage(InstantSource clock) {
        this.clock = clock;
    }

    void failed(String reason) {
        Instant now = clock.instant();
        Away before = away.getAndUpdate(present -> new Away(present == null ? now : present.since(), now));
        if (before == null) {
            LOG.log(
                    Level.WARNING,
                    "the database of the native task system does not answer: {0}. Runs under way go on and their ends"
                            + " are kept, nothing new starts; asked again every moment",
                    reason);
        }
    }

    void answered() {
        Away present = away.get();
        if (present != null
                && present.latest().plus(STEADY).isBefore(clock.instant())
                && away.compareAndSet(present, null)) {
            LOG.log(
                    Level.INFO,
                    "the database of the native task system answers again, after {0} s",
                    Duration.between(present.since(), present.latest()).toSeconds());
        }
    }
}
