package io.ripresa.model;

/**
 * Names of the facts behind a line of the journal that figures are counted from. They are stored: renaming one makes
 * older lines unread.
 */
public final class Facts {

    /** The workspace of the task that the line is about. */
    public static final String WORKSPACE = "workspace";
    /** Of {@code DISPOSED}: the {@link Disposition} that the task left. Of {@code WORKSPACE}: the former state. */
    public static final String FROM = "from";
    /** Of {@code DISPOSED}: the {@link Disposition} that it came to. Of {@code GATE_MOVED}: the {@link Breaker} now.
     * Of {@code WORKSPACE}: the {@link WorkspaceState} now. */
    public static final String TO = "to";
    /** The {@link Recoverability} of the failure; absent for a task that was held before its first run. */
    public static final String RECOVERABILITY = "recoverability";
    /** The {@link Decision.Rung} that decided. */
    public static final String RUNG = "rung";
    /** The {@link RecoveryStrategy} that the policy prescribed. */
    public static final String STRATEGY = "strategy";
    /** Of {@code VERIFIED}: the {@link Outcome}. */
    public static final String OUTCOME = "outcome";
    /** Of {@code VERIFIED}: which way the attempt went, {@link #TRIAL} or {@link #RELEASED}; absent without a gate. */
    public static final String WAY = "way";
    /** Of {@code VERIFIED}: "yes" where the table of effect and side effects forbade the run when it was ordered. */
    public static final String UNSAFE = "unsafe";
    /** Of {@code VERIFIED}, where a failed task recovered: milliseconds from its failure until that was known. */
    public static final String TOOK_MILLIS = "tookMillis";
    /** Of {@code PERSON}: what a person ordered for a task, {@link #RERUN}. */
    public static final String ORDER = "order";

    /** Of {@code WORKSPACE} and {@code HEALTH}: the finding, as {@link Finding.Kind} where it is of a workspace, that began or ended; absent where the state moved. */
    public static final String FINDING = "finding";
    /** Of the same: the {@link Finding.Level} of the finding. */
    public static final String LEVEL = "level";
    /** Of the same: what became of the finding, {@link #BEGAN} or {@link #ENDED}. */
    public static final String EVENT = "event";

    /** Of {@code HEALTH}: since when, milliseconds, of what is told when it is over; else absent. */
    public static final String SINCE_MILLIS = "sinceMillis";

    /** From now on. */
    public static final String BEGAN = "began";
    /** Until now. */
    public static final String ENDED = "ended";
    /** Sent ahead while the breaker was not closed. */
    public static final String TRIAL = "trial";
    /** Let go by the ramp of a gate: its breaker had closed, or a late member came to an incident that was over. */
    public static final String RELEASED = "released";
    /** One further attempt. */
    public static final String RERUN = "rerun";

    private Facts() {}
}
