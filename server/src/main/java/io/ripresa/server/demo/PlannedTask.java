package io.ripresa.server.demo;

import io.ripresa.server.depot.Errand;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One task of the demo.
 *
 * @param id the task's id
 * @param workspace the team that it belongs to
 * @param part what it plays in the story
 * @param call what it does
 * @param timing when
 */
record PlannedTask(String id, String workspace, Part part, Errand call, Timing timing) {

    /** What a task plays in the story. */
    enum Part {
        /** Nothing is wrong with it: if the outage fails it, it can be recovered. */
        SOUND,
        /** Its data are bad: the depot answers 422. */
        BAD_DATA,
        /** Its code has a bug. */
        BUG,
        /** Its credentials were revoked: the depot answers 401. */
        REVOKED,
        /** UNSAFE, and under way at the moment when the depot begins to hang. */
        UNSAFE_MID_FLIGHT,
        /** Nobody needs it any more when the depot is back. */
        EXPIRES,
        /** Withdrawn during the outage. */
        CANCELLED;

        /** Whether it depends on the depot and is wanted when the depot is back. */
        boolean canRecover() {
            return this == SOUND || this == UNSAFE_MID_FLIGHT;
        }

        /** Whether it fails whatever the depot does. */
        boolean failsAnyway() {
            return this == BAD_DATA || this == BUG || this == REVOKED;
        }
    }

    /**
     * Times from the beginning of the outage; negative before it.
     *
     * @param submitAfter when it is submitted
     * @param expiresAfter latest start that makes sense, or null
     * @param cancelAfter when it is withdrawn, or null
     * @param urgent whether it goes before the others
     */
    record Timing(
            Duration submitAfter,
            @Nullable Duration expiresAfter,
            @Nullable Duration cancelAfter,
            boolean urgent) {

        static Timing at(Duration submitAfter) {
            return new Timing(submitAfter, null, null, false);
        }
    }
}
