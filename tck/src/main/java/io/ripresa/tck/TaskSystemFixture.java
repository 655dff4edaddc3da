package io.ripresa.tck;

import io.ripresa.model.Dependency;
import io.ripresa.model.RunKey;
import io.ripresa.spi.TaskSystem;

/** A task system under test, empty at first, and the hands that steer what its tasks do. */
public interface TaskSystemFixture extends AutoCloseable {

    /** What a run does. */
    enum Behaviour {
        SUCCEED,
        FAIL,
        /** Enters stage {@code call}, which is outward, then succeeds. */
        REPORT_A_STAGE,
        /** Begins, and does not end before {@link #finish}, also where it is asked to stop. */
        HANG
    }

    /** The system. Another object after {@link #restart()}. */
    TaskSystem system();

    /** Gives the system a task that is due at once. It need not have started when this returns. */
    void submit(String id, String workspace, Behaviour behaviour, Dependency... needs);

    /** What runs of this task do that begin from now on. */
    void behave(String id, Behaviour behaviour);

    /** Lets a hanging run end, whether or not it was fenced. */
    void finish(RunKey run, boolean succeed);

    /** Withdraws a task. */
    void cancel(String id);

    /**
     * Returns when everything has happened that is due now or within two seconds: what is to start has started, what
     * ends has ended and is reported. Only hanging runs are under way then. A real system waits, a simulated one moves
     * its clock.
     */
    void settle();

    /** Stops the system, with no run under way, and opens it again on what it has stored. */
    void restart();

    /** Calls both as simultaneously as the system can be called: from two threads, or one after the other. */
    default void race(Runnable one, Runnable other) {
        one.run();
        other.run();
    }

    @Override
    void close();
}
