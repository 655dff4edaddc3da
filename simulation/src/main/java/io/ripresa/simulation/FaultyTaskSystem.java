package io.ripresa.simulation;

import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystemException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A task system whose calls fail by chance, before or after they took effect, and at whose calls the caller may die. */
final class FaultyTaskSystem extends ForwardingTaskSystem {

    private final Mishaps mishaps;

    FaultyTaskSystem(TaskSystem inner, Mishaps mishaps) {
        super(inner);
        this.mishaps = mishaps;
    }

    private <T> T around(String name, Supplier<T> call) {
        return mishaps.around(name, call, message -> new TaskSystemException(message, null));
    }

    private void run(String name, Runnable call) {
        around(name, () -> {
            call.run();
            return true;
        });
    }

    @Override
    public EventBatch poll(@Nullable String cursor, int limit) {
        return around("poll", () -> super.poll(cursor, limit));
    }

    @Override
    public TaskStatus status(TaskKey task) {
        return around("status", () -> super.status(task));
    }

    @Override
    public Receipt retry(RerunOrder order) {
        return around("retry", () -> super.retry(order));
    }

    @Override
    public FenceResult fence(RunKey run) {
        return around("fence", () -> super.fence(run));
    }

    @Override
    public void quarantine(TaskKey task, String reason) {
        run("quarantine", () -> super.quarantine(task, reason));
    }

    @Override
    public void hold(GateKey gate) {
        run("hold", () -> super.hold(gate));
    }

    @Override
    public void release(GateKey gate, double startsPerSecond) {
        run("release", () -> super.release(gate, startsPerSecond));
    }
}
