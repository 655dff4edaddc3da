package io.ripresa.simulation.rival;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A retry by clock: how long a task waits after each failure, whatever happens elsewhere. Pure. */
@FunctionalInterface
public interface Schedule {

    /**
     * Seconds from a failure to the next try.
     *
     * @param failures runs of the task that have failed, the latest included; at least 1
     * @param random for jitter
     * @return null where no further try is made
     */
    @Nullable Double delay(int failures, RandomGenerator random);
}
