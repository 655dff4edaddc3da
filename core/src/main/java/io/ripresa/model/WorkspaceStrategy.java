package io.ripresa.model;

import java.util.Arrays;
import java.util.List;

/** What helps against a finding of a workspace. None deletes or completes a task that has not ended. */
public enum WorkspaceStrategy {
    /** The members of its incidents come back by evidence, by time or after a change, through their gates. */
    RECOVERY(Authority.RULE),
    /** The state is derived anew from what is known. */
    STATUS_RESET(Authority.RULE),
    /** Runs that show no sign of life are fenced as soon as their task system can be asked, and their tasks recovered. */
    WORKER_REACTIVATION(Authority.RULE),
    /** Duplicates that have not begun are set aside, with the task that each repeats; a person lets them go again. */
    DUPLICATE_PARKING(Authority.MEASURED),
    /** The workspace may have up to twice as many runs at once, for an hour. */
    LIMIT_INCREASE(Authority.MEASURED),
    /** What ended longer ago than it is kept goes at once instead of little by little. */
    CLEAN_UP(Authority.MEASURED),
    /** A person decides, or mends something. */
    MANUAL_INTERVENTION(Authority.PERSON);

    /** Who may carry it out. */
    public enum Authority {
        /** It is carried out by rule, without asking. */
        RULE,
        /** A person orders it; it is carried out by itself once it was measured often enough that it helps. */
        MEASURED,
        /** It is a person's own work. */
        PERSON
    }

    private final Authority authority;

    WorkspaceStrategy(Authority authority) {
        this.authority = authority;
    }

    public Authority authority() {
        return authority;
    }

    /** Those that a person can order. */
    public static List<WorkspaceStrategy> measured() {
        return Arrays.stream(values())
                .filter(each -> each.authority == Authority.MEASURED)
                .toList();
    }
}
