package io.ripresa.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast a gate lets tasks back while its dependency recovers: state only, the arithmetic is in the policy.
 *
 * @param startsPerSecond the present rate
 * @param ceiling rate below which it stays: the last rate that was too fast, times a little less; 0 while none was
 * @param cutAt when it was last cut, or null; after the first cut it grows by steps instead of by factors
 * @param changedAt when the rate last changed
 * @param nextStartAt when the next start is due at this rate
 * @param window the latest completions
 */
public record Ramp(
        double startsPerSecond,
        double ceiling,
        @Nullable Instant cutAt,
        Instant changedAt,
        Instant nextStartAt,
        Window window) {

    /**
     * The latest completions of the present epoch, as counters that age: when {@code seen} reaches the window's size
     * both are halved.
     *
     * @param seen completions
     * @param failed of them, failed by the same cause
     * @param sinceChange completions since the rate last changed
     */
    public record Window(int seen, int failed, int sinceChange) {
        public static final Window EMPTY = new Window(0, 0, 0);
    }
}
