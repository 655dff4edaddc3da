package io.ripresa.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether the database answers. Says so once when it stops, and once when it answers again. Thread-safe. */
final class Outage {

    private static final Logger LOG = System.getLogger(Outage.class.getName());

    private final AtomicReference<@Nullable Instant> since = new AtomicReference<>();
    private final InstantSource clock;

    Outage(InstantSource clock) {
        this.clock = clock;
    }

    void failed(String reason) {
        if (since.get() == null && since.compareAndSet(null, clock.instant())) {
            LOG.log(
                    Level.WARNING,
                    "the database of the native task system does not answer: {0}. Runs under way go on and their ends"
                            + " are kept, nothing new starts; asked again every moment",
                    reason);
        }
    }

    void answered() {
        Instant began = since.get();
        if (began != null && since.compareAndSet(began, null)) {
            LOG.log(
                    Level.INFO,
                    "the database of the native task system answers again, after {0} s",
                    Duration.between(began, clock.instant()).toSeconds());
        }
    }
}
