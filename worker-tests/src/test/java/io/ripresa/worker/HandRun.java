package io.ripresa.worker;

import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Accepted;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.time.Duration;
import java.util.List;

/** A run without a worker, for a handler alone. */
record HandRun(String id, String payload, Duration remaining) implements TaskContext {

    HandRun(String payload) {
        this("order-1", payload, Duration.ofSeconds(30));
    }

    @Override
    public TaskKey task() {
        return new TaskKey(NativeTaskSystem.NAME, id);
    }

    @Override
    public RunKey run() {
        return new RunKey(task(), 1);
    }

    @Override
    public String workspace() {
        return "team";
    }

    @Override
    public String idempotencyKey() {
        return id;
    }

    @Override
    public void stage(String name, boolean outward) {
        throw new AssertionError("the HTTP handler has one outward action and reports no stage");
    }

    @Override
    public int depth() {
        return 0;
    }

    @Override
    public List<Accepted> submit(List<Submission> submissions) {
        throw new AssertionError("the HTTP handler makes no tasks");
    }

    @Override
    public boolean isFenced() {
        return false;
    }
}
