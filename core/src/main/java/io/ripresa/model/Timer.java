package io.ripresa.model;

import java.time.Instant;

/**
 * Something that is due at a time, durable. One per kind and subject.
 *
 * @param kind what to do then
 * @param subject id of the task ({@link TaskKey#toString()}), run ({@link RunKey#toString()}), attempt, change or dependency
 * @param dueAt store's clock
 */
public record Timer(Kind kind, String subject, Instant dueAt) {

    /** The subject of what is due for the store as a whole. */
    public static final String STORE = "store";

    /** What is due. */
    public enum Kind {
        /** A task's back-off or reset time is over: subject is the task. */
        RERUN,
        /** A run should have shown a sign of life: subject is the run. */
        LIVENESS,
        /** An attempt was reserved or issued and nothing has been heard: subject is the attempt. */
        ISSUE,
        /** An attempt should have been verified: subject is the attempt. */
        VERIFY,
        /** A task that waits may have expired: subject is the task. */
        EXPIRY,
        /** What is over and old is to be deleted: subject is {@link #STORE}. */
        CLEAN,
        /** A change was reported whose incidents are to be found: subject is the change's id. */
        CHANGE,
        /** A dependency with an early warning may not be called any more: subject is its name. */
        WARNING,
        /** A strategy was carried out in a workspace, and it is to be counted whether it helped: subject is both. */
        STRATEGY
    }
}
