package io.ripresa.model;

import java.time.Instant;

/**
 * The switch above everything: one row, read inside every reserve and issue.
 *
 * @param stopped whether the kill switch is on
 * @param keepHolds whether holds stay while it is on
 * @param actor who set it last
 * @param reason why
 * @param since when
 * @param version counts the changes
 */
public record Control(boolean stopped, boolean keepHolds, String actor, String reason, Instant since, long version) {

    /** Nothing was ever switched. */
    public static final Control RUNNING = new Control(false, false, "", "", Instant.EPOCH, 0);
}
