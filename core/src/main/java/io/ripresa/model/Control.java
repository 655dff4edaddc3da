package io.ripresa.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The switch above everything: one row, read inside every reserve and issue. What a person stopped altogether, or for
 * one workspace, only a person starts again.
 *
 * @param stopped whether the kill switch is on
 * @param keepHolds whether holds stay while it is on
 * @param actor who set it last
 * @param reason why
 * @param since when
 * @param paused the workspaces that a person paused, at most {@link #MOST_PAUSED}: nothing of them is reserved
 * @param version counts the changes
 */
public record Control(
        boolean stopped,
        boolean keepHolds,
        String actor,
        String reason,
        Instant since,
        SortedSet<String> paused,
        long version) {

    /** Nothing was ever switched. */
    public static final Control RUNNING = new Control(false, false, "", "", Instant.EPOCH, 0);

    /** It is read in every step, so it stays small. */
    public static final int MOST_PAUSED = 500;

    public Control {
        paused = Collections.unmodifiableSortedSet(new TreeSet<>(paused));
    }

    /** Without a paused workspace. */
    public Control(boolean stopped, boolean keepHolds, String actor, String reason, Instant since, long version) {
        this(stopped, keepHolds, actor, reason, since, new TreeSet<>(), version);
    }

    /** Whether a person paused a workspace. */
    public boolean isPaused(String workspace) {
        return paused.contains(workspace);
    }

    /** The same switch with other workspaces paused. */
    public Control withPaused(Set<String> workspaces) {
        return new Control(stopped, keepHolds, actor, reason, since, new TreeSet<>(workspaces), version);
    }

    public Control withVersion(long value) {
        return new Control(stopped, keepHolds, actor, reason, since, paused, value);
    }
}
