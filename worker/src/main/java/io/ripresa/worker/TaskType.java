package io.ripresa.worker;

import io.ripresa.model.Dependency;
import io.ripresa.model.ExecutionStage;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor.Safety;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of task, and what is declared of it.
 *
 * @param name 1 to 100 characters
 * @param safety what running it twice does; see {@link Safety} for what the parts mean
 * @param timeout how long one run may take
 * @param dependencies what it needs
 * @param progress how its runs tell that they get on
 */
public record TaskType(String name, Safety safety, Duration timeout, List<Dependency> dependencies, Progress progress) {

    /**
     * How runs tell that they get on: each stage that they report is progress. A run that is in one stage for too long
     * is hung: it is ended, interrupted, and recovered from.
     *
     * @param hungAfter how long a run may be in one stage, where the stage itself says nothing, more than zero, at most 7
     *     days; null for 180 s
     * @param stages what is known of its stages; a run may report others, too. Where there are any, a run is expected to
     *     report one, and hung where it does not
     */
    public record Progress(@Nullable Duration hungAfter, List<ExecutionStage> stages) {

        /** Nothing known: a run that reports no stage may take as long as its time-out. */
        public static final Progress NONE = new Progress(null, List.of());

        public Progress {
            ExecutionStage.requireLimit("hungAfter", hungAfter);
            stages = List.copyOf(stages);
        }
    }

    /** How long a run may take where nothing is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    public TaskType {
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException(
                    "name \"" + name + "\" of a task type has " + name.length() + " characters; give it 1 to 100");
        }
        requirePositive(timeout);
        dependencies = List.copyOf(dependencies);
    }

    /** A type of which no stages are known. */
    public TaskType(String name, Safety safety, Duration timeout, List<Dependency> dependencies) {
        this(name, safety, timeout, dependencies, Progress.NONE);
    }

    /** An idempotent type without dependencies, 5 minutes per run. */
    public static TaskType of(String name) {
        return new TaskType(name, Safety.of(SideEffects.IDEMPOTENT), DEFAULT_TIMEOUT, List.of());
    }

    public TaskType sideEffects(SideEffects sideEffects) {
        return safety(new Safety(sideEffects, safety.singleCall(), safety.keyValidFor()));
    }

    /** Declares that a failing call is the run's only outward action. */
    public TaskType singleCall() {
        return safety(new Safety(safety.sideEffects(), true, safety.keyValidFor()));
    }

    /** How long the far side remembers the task's key. */
    public TaskType keyValidFor(Duration keyValidFor) {
        return safety(new Safety(safety.sideEffects(), safety.singleCall(), keyValidFor));
    }

    public TaskType timeout(Duration newTimeout) {
        return new TaskType(name, safety, newTimeout, dependencies, progress);
    }

    public TaskType dependencies(Dependency... needed) {
        return new TaskType(name, safety, timeout, List.of(needed), progress);
    }

    /** The stages that its runs report. */
    public TaskType stages(ExecutionStage... stages) {
        return new TaskType(name, safety, timeout, dependencies, new Progress(progress.hungAfter(), List.of(stages)));
    }

    /** How long a run may be in one stage without progress. */
    public TaskType hungAfter(Duration limit) {
        return new TaskType(name, safety, timeout, dependencies, new Progress(limit, progress.stages()));
    }

    private TaskType safety(Safety newSafety) {
        return new TaskType(name, newSafety, timeout, dependencies, progress);
    }

    static void requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException(
                    "timeout " + timeout + " is outside of what is possible; give more than zero, at most 7 days");
        }
    }
}
