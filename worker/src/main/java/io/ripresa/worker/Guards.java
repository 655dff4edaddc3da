package io.ripresa.worker;

import io.ripresa.model.StartLimits;
import io.ripresa.policy.Preset;
import org.jspecify.annotations.Nullable;

/**
 * What keeps tasks from running in circles and one workspace from taking all threads. Nothing here ever ends a task:
 * what there is no room for waits, and what is refused is not taken.
 *
 * @param runsPerWorkspace how many runs of one workspace may be under way at once over all processes, 1 to 100,000; null
 *     for four times the threads of the process
 * @param depth how many tasks may lie between a task and one that came from outside, where each was made by the handler
 *     of the one before, 0 to 1,000; with 0 handlers make no tasks
 * @param createdPerMinute how many tasks of one type handlers may make in one workspace within a minute, 1 to 1,000,000
 * @param duplicates what happens to a task of the same workspace, type and payload as one that has not ended
 * @param starts when all first starts are held by a gate of their own; never by default. Who recovers counts, so a
 *     process that recovers needs them, too
 */
public record Guards(
        @Nullable Integer runsPerWorkspace,
        int depth,
        int createdPerMinute,
        Duplicates duplicates,
        StartLimits starts) {

    /** What is done with duplicates. */
    public enum Duplicates {
        /** They are tasks like others. Nobody looks for them. */
        ALLOW,
        /** They are taken and run, and the health of the workspace tells of those that have not begun. */
        TELL,
        /** They are taken and set aside, with the task that each repeats, until a person lets them go. */
        PARK,
        /** They are not taken, and the submitter hears of the earlier one. */
        REFUSE
    }

    public static final Guards DEFAULT = new Guards(null, 10, 10_000, Duplicates.ALLOW, StartLimits.NONE);

    public Guards {
        if (runsPerWorkspace != null) {
            between("runsPerWorkspace", runsPerWorkspace, 1, 100_000);
        }
        between("depth", depth, 0, 1_000);
        between("createdPerMinute", createdPerMinute, 1, 1_000_000);
    }

    private static void between(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; give a number from " + least + " to " + most);
        }
    }

    /** These with what a preset says of them. */
    Guards of(Preset.Worker figures) {
        return new Guards(
                figures.runsPerWorkspace(),
                figures.depth(),
                createdPerMinute,
                figures.refusesDuplicates() ? Duplicates.REFUSE : Duplicates.ALLOW,
                figures.starts());
    }

    public Guards runsPerWorkspace(int value) {
        return new Guards(value, depth, createdPerMinute, duplicates, starts);
    }

    public Guards depth(int value) {
        return new Guards(runsPerWorkspace, value, createdPerMinute, duplicates, starts);
    }

    public Guards createdPerMinute(int value) {
        return new Guards(runsPerWorkspace, depth, value, duplicates, starts);
    }

    public Guards duplicates(Duplicates value) {
        return new Guards(runsPerWorkspace, depth, createdPerMinute, value, starts);
    }

    public Guards starts(StartLimits value) {
        return new Guards(runsPerWorkspace, depth, createdPerMinute, duplicates, value);
    }

    /** The limit of runs per workspace in a process with so many threads. */
    int runsPerWorkspaceOf(int threads) {
        return runsPerWorkspace != null ? runsPerWorkspace : Math.max(1, 4 * threads);
    }
}
