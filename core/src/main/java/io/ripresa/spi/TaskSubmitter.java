package io.ripresa.spi;

import io.ripresa.model.Dependency;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes new tasks: what a task system offers that runs tasks itself. Safe for use by many threads. */
public interface TaskSubmitter {

    /**
     * Takes tasks, all or none, idempotent by {@link Submission#id()}: one that is known already is answered as known
     * and nothing is changed.
     *
     * @return an answer per submission, in their order
     * @throws IllegalArgumentException if one is not acceptable: names the field, the value and the fix
     */
    List<Accepted> submit(List<Submission> submissions);

    /** Withdraws a task that has not ended. False where it had ended or is not known. */
    boolean cancel(TaskKey task, String reason);

    /** The types that can be submitted, sorted. */
    List<String> types();

    /**
     * A task to run.
     *
     * @param id the task's id, chosen by the submitter, 1 to 200 characters: its idempotency key
     * @param workspace tenant or queue
     * @param type names the handler
     * @param payload what the handler gets, text (JSON for the built-in handlers), at most 64 KB
     * @param options what has a default
     */
    record Submission(String id, String workspace, String type, String payload, Options options) {}

    /**
     * @param priority higher first
     * @param sideEffects declared class, or null for the type's own
     * @param dependencies what it needs, besides what the handler knows
     * @param timeout longest run, or null for the type's own
     * @param expiresAt latest start that makes sense, or null
     * @param startAt earliest start, or null for at once
     */
    record Options(
            int priority,
            @Nullable SideEffects sideEffects,
            List<Dependency> dependencies,
            @Nullable Duration timeout,
            @Nullable Instant expiresAt,
            @Nullable Instant startAt) {

        public static final Options DEFAULT = new Options(0, null, List.of(), null, null, null);

        public Options {
            dependencies = List.copyOf(dependencies);
        }
    }

    /**
     * @param task the task's identity
     * @param created whether it is new
     */
    record Accepted(TaskKey task, boolean created) {}
}
