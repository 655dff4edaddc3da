package io.ripresa.spi;

import io.ripresa.model.Finding;
import io.ripresa.model.TaskKey;
import io.ripresa.model.WorkspaceStrategy;
import java.util.List;

/**
 * What a task system finds in its own workspaces, and what it can do about that. Nothing here ends or deletes a task that
 * has not ended. Methods may be called from several nodes at once; any may throw {@link TaskSystemException}.
 */
public interface WorkspaceCare {

    /** What calls for something now, at most one of a kind in a workspace. Asked every minute, so it costs little. */
    List<Need> needs();

    /**
     * Does what a strategy says in one workspace. Repeatable.
     *
     * @return what was done, a sentence for people
     * @throws IllegalArgumentException if it has no such strategy
     */
    String carryOut(WorkspaceStrategy strategy, String workspace);

    /** Takes back that a task was set aside as a duplicate: it is due again. False where it is not set aside. */
    boolean letGo(TaskKey task);

    /**
     * @param workspace where
     * @param kind what was found, one of {@link Finding.Kind} that is {@linkplain Finding.Kind#isOfSystem() a task
     *     system's to find}
     * @param affected how many tasks
     * @param sentence for people
     */
    record Need(String workspace, Finding.Kind kind, long affected, String sentence) {}
}
