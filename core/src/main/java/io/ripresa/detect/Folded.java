package io.ripresa.detect;

import io.ripresa.model.TaskExecutionTrace;
import org.jspecify.annotations.Nullable;

/** What became of an event when it was folded into the trace of its run. */
public sealed interface Folded {

    /** The trace to keep from now on, or null where the event concerns no run. */
    @Nullable TaskExecutionTrace trace();

    /**
     * The event told something new.
     *
     * @param trace the run with it
     * @param ended whether this event ended the run
     */
    record Advanced(TaskExecutionTrace trace, boolean ended) implements Folded {}

    /**
     * The event told nothing new: it had been folded before, it is older than what is known, or the run had ended.
     *
     * @param trace the run as it was
     */
    record Duplicate(TaskExecutionTrace trace) implements Folded {}

    /**
     * A fenced run reported its end. State stays as it is; that something happened is evidence of an effect.
     *
     * @param trace the run as it was, or null where it was never known
     * @param succeeded what the run reported
     */
    record LateEvidence(@Nullable TaskExecutionTrace trace, boolean succeeded) implements Folded {}

    /** The event concerns the task, not one of its runs. */
    record NoRun() implements Folded {
        @Override
        public @Nullable TaskExecutionTrace trace() {
            return null;
        }
    }
}
