package io.ripresa.worker;

import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import java.time.Duration;

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
    public boolean isFenced() {
        return false;
    }
}
