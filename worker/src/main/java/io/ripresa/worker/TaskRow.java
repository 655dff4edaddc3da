package io.ripresa.worker;

import io.ripresa.model.TaskDescriptor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is stored.
 *
 * @param descriptor what describes it
 * @param payload what the handler gets
 * @param startAt earliest first start, or null
 * @param standing what changes
 */
record TaskRow(
        TaskDescriptor descriptor, String payload, @Nullable Instant startAt, Standing standing) {

    /**
     * Where a task stands.
     *
     * @param state its state
     * @param run its latest run; 0 before the first
     * @param attemptId the order that the next or latest run comes from, or null
     * @param fence highest fence of an order seen
     * @param fencedRun latest run whose end no longer counts; 0 where there is none
     * @param changedAt since when
     * @param version counts every change
     */
    record Standing(
            TaskState state,
            int run,
            @Nullable String attemptId,
            long fence,
            int fencedRun,
            Instant changedAt,
            long version) {}

    /** This task, new, taken at this time. */
    TaskRow submittedAt(Instant now) {
        TaskDescriptor d = descriptor;
        return new TaskRow(
                new TaskDescriptor(
                        d.key(),
                        d.workspace(),
                        d.type(),
                        d.priority(),
                        d.safety(),
                        new TaskDescriptor.Timing(
                                now, d.timing().timeout(), d.timing().expiresAt()),
                        d.dependencies()),
                payload,
                startAt,
                new Standing(TaskState.SCHEDULED, 0, null, 0, 0, now, 1));
    }

    String id() {
        return descriptor.key().externalId();
    }
}
