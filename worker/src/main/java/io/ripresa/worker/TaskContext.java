package io.ripresa.worker;

import io.ripresa.model.ExecutionStage;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Accepted;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.time.Duration;
import java.util.List;

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
     * Reports that the run enters a stage. When this returns the report is durable. Entering a stage is progress, also
     * the same one again; a run that makes none for longer than its type and stage allow is hung, and ended.
     *
     * @param name 1 to 200 characters
     * @param outward whether the stage acts on the outside
     * @throws FencedRunException if the run no longer counts: nothing more may be done outside
     */
    void stage(String name, boolean outward);

    /** The same for a stage that is described. */
    default void stage(ExecutionStage stage) {
        stage(stage.name(), stage.outward());
    }

    /**
     * How many tasks lie between this one and one that came from outside, where each was made by the handler of the one
     * before; 0 for one from outside.
     */
    int depth();

    /**
     * Submits tasks that are this run's making: they are one deeper than its task. What the handler submits otherwise on
     * its own thread is its making, too. Submitted again by a further run, the same ids are the same tasks.
     *
     * @return an answer per submission, in their order
     * @throws FencedRunException if the run no longer counts: nothing was taken
     * @throws SubmissionRefusedException if they would be too deep, or are made too fast: names limit, value and fix
     * @throws IllegalArgumentException if one is not acceptable
     */
    List<Accepted> submit(List<Submission> submissions);

    /** Time left until the run is interrupted; zero when it is over. */
    Duration remaining();

    /**
     * Whether the run no longer counts, or is about to: it was fenced, its time is over, or the process shuts down. The
     * handler's thread has been interrupted then.
     */
    boolean isFenced();
}
