package io.ripresa.worker;

/**
 * What is done in a run of a task. One instance runs many tasks at once: it must be safe for use by many threads.
 *
 * <p>A run may happen more than once for a task (after a failure, or after its worker was lost in the middle): whoever
 * declares nothing else is taken to be {@link io.ripresa.model.SideEffects#IDEMPOTENT}.
 */
@FunctionalInterface
public interface TaskHandler {

    /**
     * Does the work. Returning means success.
     *
     * @param context the run
     * @throws Exception the run failed; {@link RunFailedException} carries structured evidence
     */
    void run(TaskContext context) throws Exception;

    /**
     * Looks at a payload when a task is submitted, and says what holds for this one task. The default takes every
     * payload and what the type declares.
     *
     * @param declared what the type declares
     * @return what holds for the task
     * @throws IllegalArgumentException if the payload is not acceptable: names field, value and fix
     */
    default TaskType inspect(TaskType declared, String payload) {
        return declared;
    }
}
