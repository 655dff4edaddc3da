package io.ripresa.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * May a task be run again, given what the failed run may have done and what the task declares? One table, read by the
 * ladder of decisions, by the simulator's invariants and by the documentation.
 */
public enum RerunSafety {
    /** Run. */
    RUN,
    /** Run with the same key. */
    RUN_WITH_SAME_KEY,
    /** Run, but not as canary where another task is there. */
    RUN_NOT_AS_CANARY,
    /** A person must confirm that it did not happen. */
    NEEDS_PERSON;

    private static final RerunSafety[][] TABLE = {
        //             IDEMPOTENT  KEYED              UNSAFE
        /* NONE     */ {RUN, RUN_WITH_SAME_KEY, RUN_NOT_AS_CANARY},
        /* POSSIBLE */ {RUN, RUN_WITH_SAME_KEY, NEEDS_PERSON},
    };

    /** The cell of the table, the life of keys aside. */
    public static RerunSafety of(Effect effect, SideEffects sideEffects) {
        return TABLE[effect.ordinal()][sideEffects.ordinal()];
    }

    /**
     * The verdict for a task now. A key that the far side may have forgotten protects from nothing: after a possible
     * effect it needs a person.
     *
     * @param firstStartedAt start of the task's first run, or null where it has not run
     */
    public static RerunSafety of(
            Effect effect, TaskDescriptor.Safety safety, @Nullable Instant firstStartedAt, Instant now) {
        RerunSafety verdict = of(effect, safety.sideEffects());
        if (verdict == RUN_WITH_SAME_KEY && effect == Effect.POSSIBLE && firstStartedAt != null) {
            Duration age = Duration.between(firstStartedAt, now);
            return age.compareTo(safety.keyValidFor()) < 0 ? verdict : NEEDS_PERSON;
        }
        return verdict;
    }

    public boolean allowsRun() {
        return this != NEEDS_PERSON;
    }
}
