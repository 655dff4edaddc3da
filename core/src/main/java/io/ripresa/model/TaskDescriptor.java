package io.ripresa.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task system says of a task and what does not change over its runs.
 *
 * @param key identity
 * @param workspace tenant or queue, 1 to 100 characters
 * @param type what kind of work it is, 1 to 100 characters
 * @param priority higher goes first; 0 by default
 * @param safety what is declared about running it twice
 * @param timing its dates and limits
 * @param dependencies what it is declared to need; may be empty
 */
public record TaskDescriptor(
        TaskKey key,
        String workspace,
        String type,
        int priority,
        Safety safety,
        Timing timing,
        List<Dependency> dependencies) {

    public TaskDescriptor {
        Texts.requireText("workspace", workspace, 100);
        Texts.requireText("type", type, 100);
        dependencies = List.copyOf(dependencies);
    }

    /**
     * What a task type declares about running it twice.
     *
     * @param sideEffects the class
     * @param singleCall whether the failing call is the run's only outward action, so that an error that proves it was
     *     not processed proves that nothing happened
     * @param keyValidFor how long the far side remembers the task's key; counts from the first start; only for KEYED
     */
    public record Safety(SideEffects sideEffects, boolean singleCall, Duration keyValidFor) {

        /** How long a key is taken to be remembered where the type does not say. */
        public static final Duration DEFAULT_KEY_VALIDITY = Duration.ofHours(24);

        /** Nothing known: every re-run after a possible effect needs a person. */
        public static final Safety UNSAFE = new Safety(SideEffects.UNSAFE, false, DEFAULT_KEY_VALIDITY);

        public static Safety of(SideEffects sideEffects) {
            return new Safety(sideEffects, false, DEFAULT_KEY_VALIDITY);
        }
    }

    /**
     * A task's dates and limits.
     *
     * @param submittedAt when the task system took it
     * @param timeout how long one run may take
     * @param expiresAt latest start that still makes sense, or null
     */
    public record Timing(
            Instant submittedAt, Duration timeout, @Nullable Instant expiresAt) {

        public Timing {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout " + timeout + " is not positive");
            }
        }
    }

    /** The gates that guard this task's first start, by declaration: reachability first, then the account's. */
    public List<GateKey> declaredGates() {
        return dependencies.stream()
                .flatMap(d -> java.util.stream.Stream.of(GateKey.reachability(d), GateKey.account(d, workspace)))
                .toList();
    }
}
