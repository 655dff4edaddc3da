package io.ripresa.worker;

import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import java.time.Duration;

/** One run, seen from its handler. Used by the handler's thread; {@link #isFenced()} by any. */
public interface TaskContext {

    /** The task. */
    TaskKey task();

    /** The run. */
    RunKey run();

    /** What was submitted. */
    String payload();

    /** The tenant or queue. */
    String workspace();

    /** The task's own key, the same in every run: what a far side needs to recognise a repetition. */
    String idempotencyKey();

    /**
     * Reports that the run enters a stage. When this returns the report is durable.
     *
     * @param name 1 to 200 characters
     * @param outward whether the stage acts on the outside
     * @throws FencedRunException if the run no longer counts: nothing more may be done outside
     */
    void stage(String name, boolean outward);

    /** Time left until the run is interrupted; zero when it is over. */
    Duration remaining();

    /**
     * Whether the run no longer counts, or is about to: it was fenced, its time is over, or the process shuts down. The
     * handler's thread has been interrupted then.
     */
    boolean isFenced();
}
