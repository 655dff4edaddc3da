package io.ripresa.spi;

/**
 * What runs the tasks of a task system in this process, where people can stop and start it. The workers of other
 * processes on the same system are left alone, and go on. Safe for use by many threads.
 */
public interface LocalWorker {

    /** How it is now. Costs nothing. */
    Standing standing();

    /**
     * Starts it, or starts it again after {@link #stop()}.
     *
     * @throws TaskSystemException if it cannot be started now: try again later
     * @throws IllegalStateException if it runs, was closed for good, or another process has its name
     */
    void start();

    /** Stops it: it begins nothing more, and what it runs is left to end for a while. Does nothing where it does not run. */
    void stop();

    /**
     * Stops and starts it; there are never two. Who calls it while another does waits for that one's restart.
     *
     * @throws TaskSystemException as {@link #start()} does; then it may be stopped
     * @throws IllegalStateException if it was never started, was closed for good, or another process has its name
     */
    void restart();

    /** Where it stands. */
    enum State {
        /** Its process has not started it yet. */
        NOT_STARTED,
        RUNNING,
        /** It died, and another takes its place by itself as soon as that can be. */
        DIED,
        /** Somebody stopped it. */
        STOPPED,
        /** It is stopped for good, with its process. */
        CLOSED
    }

    /**
     * How it is.
     *
     * @param name by which it is known among all processes
     * @param state where it stands
     * @param runs under way here; not 0 for a while where it is being stopped
     * @param starts how often it was started in this process
     * @param detail a sentence for people
     */
    record Standing(String name, State state, int runs, int starts, String detail) {}
}
