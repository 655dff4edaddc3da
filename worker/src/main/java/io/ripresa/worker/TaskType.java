package io.ripresa.worker;

import io.ripresa.model.Dependency;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor.Safety;
import java.time.Duration;
import java.util.List;

/**
 * A kind of task, and what is declared of it.
 *
 * @param name 1 to 100 characters
 * @param safety what running it twice does; see {@link Safety} for what the parts mean
 * @param timeout how long one run may take
 * @param dependencies what it needs
 */
public record TaskType(String name, Safety safety, Duration timeout, List<Dependency> dependencies) {

    /** How long a run may take where nothing is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    public TaskType {
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException(
                    "name \"" + name + "\" of a task type has " + name.length() + " characters; give it 1 to 100");
        }
        requirePositive(timeout);
        dependencies = List.copyOf(dependencies);
    }

    /** An idempotent type without dependencies, 5 minutes per run. */
    public static TaskType of(String name) {
        return new TaskType(name, Safety.of(SideEffects.IDEMPOTENT), DEFAULT_TIMEOUT, List.of());
    }

    public TaskType sideEffects(SideEffects sideEffects) {
        return safety(new Safety(sideEffects, safety.singleCall(), safety.keyValidFor()));
    }

    /** Declares that a failing call is the run's only outward action. */
    public TaskType singleCall() {
        return safety(new Safety(safety.sideEffects(), true, safety.keyValidFor()));
    }

    /** How long the far side remembers the task's key. */
    public TaskType keyValidFor(Duration keyValidFor) {
        return safety(new Safety(safety.sideEffects(), safety.singleCall(), keyValidFor));
    }

    public TaskType timeout(Duration newTimeout) {
        return new TaskType(name, safety, newTimeout, dependencies);
    }

    public TaskType dependencies(Dependency... needed) {
        return new TaskType(name, safety, timeout, List.of(needed));
    }

    private TaskType safety(Safety newSafety) {
        return new TaskType(name, newSafety, timeout, dependencies);
    }

    static void requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException(
                    "timeout " + timeout + " is outside of what is possible; give more than zero, at most 7 days");
        }
    }
}
