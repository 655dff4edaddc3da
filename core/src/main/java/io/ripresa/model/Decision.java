package io.ripresa.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done about a failed or held task now: a value, made before anything is done. */
public sealed interface Decision {

    /** Why. */
    Rationale rationale();

    /** Run it again (or start it, if it was held before its first start). */
    record Retry(RerunSafety safety, Rationale rationale) implements Decision {}

    /**
     * Hold it.
     *
     * @param until earliest time of the next look, or null where only evidence or a change can say
     */
    record Hold(@Nullable Instant until, Rationale rationale) implements Decision {}

    /** Set it aside: its input must change. */
    record Quarantine(Rationale rationale) implements Decision {}

    /** Leave it to a person. */
    record Escalate(Rationale rationale) implements Decision {}

    /** Drop it from recovery: expired, cancelled, superseded, succeeded elsewhere. */
    record NotNeeded(Rationale rationale) implements Decision {}

    /** Do nothing, only say what would be done. */
    record Observe(@Nullable Decision instead, Rationale rationale) implements Decision {}

    /**
     * The rung of the ladder that decided.
     *
     * @param rung its name
     * @param strategy what the policy prescribes for this cause
     * @param passed names of the rungs above it that let the task pass, in order
     * @param sentence for people
     */
    record Rationale(Rung rung, RecoveryStrategy strategy, List<Rung> passed, String sentence) {
        public Rationale {
            passed = List.copyOf(passed);
        }
    }

    /** The ladder, top rung first. */
    enum Rung {
        KILL_SWITCH,
        MODE,
        PAUSED,
        NOT_NEEDED,
        NEVER,
        UNKNOWN_CAUSE,
        AFTER_FIX,
        ATTEMPTS_SPENT,
        LAST_ATTEMPT,
        SAFETY,
        RESET_TIME,
        GATE,
        BACK_OFF,
        APPROVAL,
        RETRY
    }
}
