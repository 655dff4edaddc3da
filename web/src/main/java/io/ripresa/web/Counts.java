package io.ripresa.web;

import io.ripresa.spi.RecoveryReadModel.DispositionCount;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tasks by workspace and disposition, for all pages together. Counting costs what the number of tasks costs, so many
 * tasks are counted at most every two seconds. For one thread at a time.
 */
final class Counts {

    static final Duration PAUSE = Duration.ofSeconds(2);

    /** So many are counted in a few milliseconds. */
    private static final long FEW = 10_000;

    private final Supplier<List<DispositionCount>> counter;
    private final InstantSource time;
    private List<DispositionCount> counts = List.of();
    private Instant countAgainAt = Instant.MIN;

    Counts(Supplier<List<DispositionCount>> counter, InstantSource time) {
        this.counter = counter;
        this.time = time;
    }

    List<DispositionCount> read() {
        if (!time.instant().isBefore(countAgainAt)) {
            counts = counter.get();
            long tasks = counts.stream().mapToLong(DispositionCount::tasks).sum();
            countAgainAt = tasks <= FEW ? Instant.MIN : time.instant().plus(PAUSE);
        }
        return counts;
    }
}
