package io.ripresa.model;

/**
 * Identity of one execution of a task.
 *
 * @param task the task
 * @param number 1 for the first run, then counting up; 0 stands for "before the first run"
 */
public record RunKey(TaskKey task, int number) implements Comparable<RunKey> {

    public RunKey {
        if (number < 0) {
            throw new IllegalArgumentException("run number " + number + " of task " + task + " is negative");
        }
    }

    @Override
    public int compareTo(RunKey other) {
        int byTask = task.compareTo(other.task);
        return byTask != 0 ? byTask : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return task + "#" + number;
    }
}
