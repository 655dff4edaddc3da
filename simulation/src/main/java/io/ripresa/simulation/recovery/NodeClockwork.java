package io.ripresa.simulation.recovery;

import io.ripresa.orchestrate.TickReport;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ticks a node when its loop would: when something is due, and every quarter of a second to see whether there is news.
 * Looks that would find nothing are left out: they change nothing.
 */
final class NodeClockwork {

    private static final long IDLE = 250_000;
    private static final long SHORTEST = 20_000;
    private static final long AFTER_TROUBLE = 2_000_000;

    private final Surroundings surroundings;
    private final Supplier<TickReport> tick;
    private final Consumer<TickReport> seen;
    private long last;
    private long planned = Long.MAX_VALUE;
    private long pausedUntil;
    private boolean stopped;

    NodeClockwork(Surroundings surroundings, Supplier<TickReport> tick, Consumer<TickReport> seen) {
        this.surroundings = surroundings;
        this.tick = tick;
        this.seen = seen;
    }

    /** There is something to read: found at the next look. */
    void news() {
        long now = surroundings.micros();
        long looks = Math.max(1, (now - last + IDLE - 1) / IDLE);
        plan(last + looks * IDLE);
    }

    /** Something should be looked at now. */
    void wake() {
        plan(surroundings.micros());
    }

    /** Stands still until a time, and goes on then. */
    void pauseUntil(long micros) {
        pausedUntil = micros;
        planned = Long.MAX_VALUE;
        plan(micros);
    }

    /** Never ticks again. */
    void stop() {
        stopped = true;
    }

    private void plan(long wanted) {
        long at = Math.max(wanted, pausedUntil);
        if (at < planned && !stopped) {
            planned = at;
            surroundings.at(at, () -> fire(at));
        }
    }

    private void fire(long at) {
        if (stopped || at != planned) {
            return;
        }
        planned = Long.MAX_VALUE;
        TickReport report;
        last = surroundings.micros();
        try {
            report = tick.get();
        } catch (StoreException e) {
            plan(last + AFTER_TROUBLE);
            return;
        }
        seen.accept(report);
        Instant due = report.nextDue();
        if (report.more()) {
            plan(last + SHORTEST);
        } else if (due != null) {
            plan(last + Math.max(SHORTEST, untilMicros(due)));
        }
    }

    private long untilMicros(@Nullable Instant due) {
        Duration until = Duration.between(surroundings.clock().instant(), due);
        // A little too late is in time; a little too early would find nothing.
        return until.isNegative() ? 0 : (until.toNanos() + 999) / 1_000;
    }
}
