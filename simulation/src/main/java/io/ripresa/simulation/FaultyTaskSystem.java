package io.ripresa.simulation;

import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystemException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A task system as one node reaches it: at each call something may befall the node. */
final class FaultyTaskSystem extends ForwardingTaskSystem {

    private final Hindrance hindrance;
    private final Consumer<RerunOrder> given;

    /**
     * @param given hears of every order as the node gave it, before anything befalls the call
     */
    FaultyTaskSystem(TaskSystem inner, Hindrance hindrance, Consumer<RerunOrder> given) {
        super(inner);
        this.hindrance = hindrance;
        this.given = given;
    }

    private <T> T around(Call call, Supplier<T> action) {
        return hindrance.around(call, name(), action, message -> new TaskSystemException(message, null));
    }

    private void run(Call call, Runnable action) {
        around(call, () -> {
            action.run();
            return true;
        });
    }

    @Override
    public EventBatch poll(@Nullable String cursor, int limit) {
        return around(Call.POLL, () -> super.poll(cursor, limit));
    }

    @Override
    public TaskStatus status(TaskKey task) {
        return around(Call.STATUS, () -> super.status(task));
    }

    @Override
    public Receipt retry(RerunOrder order) {
        given.accept(order);
        return around(Call.RETRY, () -> super.retry(order));
    }

    @Override
    public FenceResult fence(RunKey run) {
        return around(Call.FENCE, () -> super.fence(run));
    }

    @Override
    public void quarantine(TaskKey task, String reason) {
        run(Call.QUARANTINE, () -> super.quarantine(task, reason));
    }

    @Override
    public void hold(GateKey gate) {
        run(Call.HOLD, () -> super.hold(gate));
    }

    @Override
    public void release(GateKey gate, double startsPerSecond) {
        run(Call.RELEASE, () -> super.release(gate, startsPerSecond));
    }

    @Override
    public Set<GateKey> holds() {
        return around(Call.HOLDS, super::holds);
    }
}
