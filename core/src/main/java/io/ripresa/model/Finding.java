package io.ripresa.model;

import java.time.Instant;

/**
 * Something that is wrong in a workspace, or worth knowing. A workspace has at most one of a kind at a time.
 *
 * @param kind what
 * @param level how bad
 * @param affected how many tasks, or runs
 * @param strategy what helps
 * @param confidence how often that helped, measured; unknown where nothing was counted
 * @param since since when it has been so, store's clock
 * @param sentence for people
 */
public record Finding(
        Kind kind,
        Level level,
        long affected,
        WorkspaceStrategy strategy,
        Measured confidence,
        Instant since,
        String sentence) {

    /** How bad, and how many points of the score it takes. */
    public enum Level {
        INFO(5),
        WARNING(15),
        CRITICAL(30),
        EMERGENCY(50);

        private final int deduction;

        Level(int deduction) {
            this.deduction = deduction;
        }

        /** Points that a finding of this level takes from the score. */
        public int deduction() {
            return deduction;
        }

        /** Whether a workspace with such a finding counts as not available. */
        public boolean isCritical() {
            return this == CRITICAL || this == EMERGENCY;
        }
    }

    /** What is wrong. */
    public enum Kind {
        /** A large share of all tasks is in trouble. */
        FAILURE_SHARE,
        /** Tasks wait for a dependency that does not serve. */
        OUTAGE,
        /** Tasks wait for somebody's fix. */
        FIX_NEEDED,
        /** Tasks are left to a person. */
        PERSON_NEEDED,
        /** Tasks were set aside because their input must change. */
        QUARANTINED,
        /** Runs in progress that have shown no sign of life for long. */
        STALLED,
        /** The state is older than it should be: nobody has looked. */
        STATE_UNSEEN,
        /** Tasks that have not begun repeat others that have not ended. */
        DUPLICATES,
        /** Tasks were set aside as duplicates. */
        DUPLICATES_ASIDE,
        /** Tasks wait because as many runs as are allowed at once are under way. */
        LIMIT_REACHED,
        /** Tasks that ended longer ago than they are kept are still there. */
        OVER_RETENTION,
        /** Tasks come back. */
        RECOVERING,
        /** Tasks wait for their time. */
        BACK_OFF,
        /** A person paused incidents of it. */
        INCIDENT_PAUSED,
        /** A person paused the workspace. */
        PAUSED;

        /** Whether a task system finds it, and nobody else can. */
        public boolean isOfSystem() {
            return this == DUPLICATES || this == DUPLICATES_ASIDE || this == LIMIT_REACHED || this == OVER_RETENTION;
        }
    }

    /** The same finding, which has been there since another time. */
    public Finding withSince(Instant value) {
        return new Finding(kind, level, affected, strategy, confidence, value, sentence);
    }
}
