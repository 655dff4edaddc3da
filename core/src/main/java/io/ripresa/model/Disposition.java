package io.ripresa.model;

import java.util.List;

/**
 * Where a task stands. Every known task has exactly one; the dispositions of all tasks always sum to the tasks.
 */
public enum Disposition {
    /** Has neither failed nor been held: there is nothing to recover. */
    UNAFFECTED,
    /** Failed; its re-run waits for a time or an approval. */
    WAITING,
    /** Held back until the gate of its cause lets it pass, or a change is reported. */
    HELD,
    /** A re-run, or a first start that had been held, is reserved, issued or running. */
    IN_ATTEMPT,
    /** Succeeded after it had failed or been held. */
    RECOVERED,
    /** Expired, cancelled, superseded, or succeeded without us. */
    NOT_NEEDED,
    /** A person declared it done. */
    COMPLETED_BY_PERSON,
    /** A person gave it up. */
    ABANDONED,
    /** Its input must change: never re-run by itself. */
    QUARANTINED,
    /** A person must decide. */
    ESCALATED;

    /** The moves between dispositions. */
    public static final TransitionTable<Disposition> TABLE = TransitionTable.of(Disposition.class)
            .row(UNAFFECTED, WAITING, HELD, QUARANTINED, ESCALATED, NOT_NEEDED, COMPLETED_BY_PERSON, ABANDONED)
            .row(
                    WAITING,
                    HELD,
                    IN_ATTEMPT,
                    NOT_NEEDED,
                    QUARANTINED,
                    ESCALATED,
                    COMPLETED_BY_PERSON,
                    ABANDONED,
                    UNAFFECTED)
            .row(
                    HELD,
                    WAITING,
                    IN_ATTEMPT,
                    NOT_NEEDED,
                    QUARANTINED,
                    ESCALATED,
                    COMPLETED_BY_PERSON,
                    ABANDONED,
                    UNAFFECTED)
            .row(
                    IN_ATTEMPT,
                    RECOVERED,
                    WAITING,
                    HELD,
                    NOT_NEEDED,
                    QUARANTINED,
                    ESCALATED,
                    COMPLETED_BY_PERSON,
                    ABANDONED)
            // A person, or a change that matches the cause, can re-open these two; a run outside our doing may end
            // them.
            .row(QUARANTINED, WAITING, HELD, NOT_NEEDED, COMPLETED_BY_PERSON, ABANDONED, ESCALATED)
            .row(ESCALATED, WAITING, HELD, NOT_NEEDED, COMPLETED_BY_PERSON, ABANDONED, QUARANTINED, RECOVERED)
            .build();

    /** Whether nothing more happens to the task by itself or by us. */
    public boolean isTerminal() {
        return switch (this) {
            case RECOVERED, NOT_NEEDED, COMPLETED_BY_PERSON, ABANDONED -> true;
            case UNAFFECTED, WAITING, HELD, IN_ATTEMPT, QUARANTINED, ESCALATED -> false;
        };
    }

    /** Whether the task keeps its incident from being resolved. */
    public boolean isPending() {
        return this == WAITING || this == HELD || this == IN_ATTEMPT;
    }

    /** The dispositions that ask for a person. */
    public static final List<Disposition> NEEDS_PERSON = List.of(QUARANTINED, ESCALATED);
}
