package io.ripresa.simulation;

import io.ripresa.model.SideEffects;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One task of a scenario.
 *
 * @param id unique in the scenario
 * @param workspace its tenant
 * @param site index of the task system that runs it
 * @param dependency index of the dependency that it calls
 * @param submitAt when it is submitted, after the start
 * @param declared what the task system says of it
 * @param hidden what is true of it
 */
public record TaskPlan(
        String id, String workspace, int site, int dependency, Duration submitAt, Declared declared, Hidden hidden) {

    /**
     * What the task system says of the task; always true, if not always all.
     *
     * @param sideEffects the class
     * @param singleCall whether the call is its only outward action; never true where {@link Hidden#calls()} is more
     * @param keyValidFor how long its key is remembered
     * @param dependencyNamed whether it declares its dependency
     * @param priority higher first
     * @param expiresAfter latest start, after submission, or null
     */
    public record Declared(
            SideEffects sideEffects,
            boolean singleCall,
            Duration keyValidFor,
            boolean dependencyNamed,
            int priority,
            @Nullable Duration expiresAfter) {}

    /**
     * What is true of the task.
     *
     * @param cause what makes its runs fail
     * @param runs how many of its first runs that cause strikes, where it passes by itself
     * @param calls outward calls of one run, in stages of their own where stages are reported; at least 0
     * @param runTime time that a run takes besides its calls
     */
    public record Hidden(HiddenCause cause, int runs, int calls, Duration runTime) {}

    public TaskPlan {
        if (declared.singleCall() && hidden.calls() > 1) {
            throw new IllegalArgumentException(
                    "task " + id + " declares a single call and makes " + hidden.calls() + "; a plan must be honest");
        }
    }

    /** The same task on another task system, calling another dependency. */
    TaskPlan at(int otherSite, int otherDependency) {
        return new TaskPlan(id, workspace, otherSite, otherDependency, submitAt, declared, hidden);
    }

    /** The same task with another hidden cause. */
    TaskPlan with(HiddenCause cause) {
        Hidden other = new Hidden(cause, hidden.runs(), hidden.calls(), hidden.runTime());
        return new TaskPlan(id, workspace, site, dependency, submitAt, declared, other);
    }

    /** The same task, submitted at another time. */
    TaskPlan submittedAt(Duration at) {
        return new TaskPlan(id, workspace, site, dependency, at, declared, hidden);
    }

    /** The same task, whose runs take so long besides their calls. */
    TaskPlan taking(Duration runTime) {
        Hidden other = new Hidden(hidden.cause(), hidden.runs(), hidden.calls(), runTime);
        return new TaskPlan(id, workspace, site, dependency, submitAt, declared, other);
    }

    /** A task of the same kind with less to it: no hidden cause, one call, no end. */
    TaskPlan simpler() {
        Declared plain = new Declared(
                declared.sideEffects(),
                declared.singleCall(),
                declared.keyValidFor(),
                declared.dependencyNamed(),
                0,
                null);
        int calls = Math.min(1, hidden.calls());
        return new TaskPlan(
                id,
                workspace,
                site,
                dependency,
                submitAt,
                plain,
                new Hidden(HiddenCause.NONE, 1, calls, hidden.runTime()));
    }
}
