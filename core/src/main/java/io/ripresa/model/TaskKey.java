package io.ripresa.model;

/**
 * Identity of a task over all its runs: the task system that owns it and the id it has there.
 *
 * @param system name of the task system, 1 to 64 characters of {@code [A-Za-z0-9._-]}
 * @param externalId the task's id in that system, 1 to 200 characters, no control characters
 */
public record TaskKey(String system, String externalId) implements Comparable<TaskKey> {

    public TaskKey {
        Texts.requireName("system", system, 64);
        Texts.requireText("externalId", externalId, 200);
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if there is no {@code /} in the text
     */
    public static TaskKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("task key \"" + text + "\" is not of the form system/id");
        }
        return new TaskKey(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(TaskKey other) {
        int bySystem = system.compareTo(other.system);
        return bySystem != 0 ? bySystem : externalId.compareTo(other.externalId);
    }

    @Override
    public String toString() {
        return system + "/" + externalId;
    }
}
