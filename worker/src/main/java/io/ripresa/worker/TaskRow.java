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
 * @param origin where it comes from
 */
record TaskRow(
        TaskDescriptor descriptor, String payload, @Nullable Instant startAt, Standing standing, Origin origin) {

    /**
     * Where a task comes from.
     *
     * @param parent id of the task whose handler made it, or null
     * @param depth how many tasks lie between it and one that came from outside; 0 for such a one
     * @param content digest of what it is about, or null where nobody looks for duplicates, and in what is read
     * @param duplicateOf the earlier task that it repeats, or null, and in what is read
     */
    record Origin(
            @Nullable String parent,
            int depth,
            @Nullable String content,
            @Nullable String duplicateOf) {
        static final Origin OUTSIDE = new Origin(null, 0, null, null);

        Origin repeating(@Nullable String earlier) {
            return new Origin(parent, depth, content, earlier);
        }
    }

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
                new Standing(TaskState.SCHEDULED, 0, null, 0, 0, now, 1),
                origin);
    }

    TaskRow from(Origin newOrigin) {
        return new TaskRow(descriptor, payload, startAt, standing, newOrigin);
    }

    /** This task, new, set aside as a duplicate. */
    TaskRow aside() {
        return new TaskRow(
                descriptor,
                payload,
                startAt,
                new Standing(TaskState.DUPLICATE, 0, null, 0, 0, standing.changedAt(), standing.version()),
                origin);
    }

    String id() {
        return descriptor.key().externalId();
    }
}
