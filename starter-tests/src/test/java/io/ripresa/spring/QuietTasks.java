package io.ripresa.spring;

import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSystem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task system in which nothing happens. */
final class QuietTasks implements TaskSystem {

    @Override
    public String name() {
        return "quiet";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, false, false);
    }

    @Override
    public SystemCheck check() {
        return new SystemCheck(true, "Quiet.");
    }

    @Override
    public EventBatch poll(@Nullable String cursor, int limit) {
        return new EventBatch(List.of(), cursor, false);
    }

    @Override
    public TaskStatus status(TaskKey task) {
        return new TaskStatus(TaskStatus.State.MISSING, 0, null);
    }

    @Override
    public Receipt retry(RerunOrder order) {
        return Receipt.refused("no task is known here");
    }

    @Override
    public FenceResult fence(RunKey run) {
        return FenceResult.FENCED;
    }

    @Override
    public void quarantine(TaskKey task, String reason) {}

    @Override
    public void complete(TaskKey task, String actor, String reason) {}

    @Override
    public void hold(GateKey gate) {}

    @Override
    public void release(GateKey gate, double startsPerSecond) {}

    @Override
    public Set<GateKey> holds() {
        return Set.of();
    }
}
