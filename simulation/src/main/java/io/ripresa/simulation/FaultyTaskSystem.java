package io.ripresa.simulation;

import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystemException;
import java.util.Set;
import java.util.function.Consumer;
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

    private Hindrance.Underway begin(Call call) {
        return hindrance.begin(call, name(), FaultyTaskSystem::failed);
    }

    private static RuntimeException failed(String message) {
        return new TaskSystemException(message, null);
    }

    @Override
    public EventBatch poll(@Nullable String cursor, int limit) {
        Hindrance.Underway call = begin(Call.POLL);
        return call.end(super.poll(cursor, limit));
    }

    @Override
    public TaskStatus status(TaskKey task) {
        Hindrance.Underway call = begin(Call.STATUS);
        return call.end(super.status(task));
    }

    @Override
    public Receipt retry(RerunOrder order) {
        given.accept(order);
        Hindrance.Underway call = begin(Call.RETRY);
        return call.end(super.retry(order));
    }

    @Override
    public FenceResult fence(RunKey run) {
        Hindrance.Underway call = begin(Call.FENCE);
        return call.end(super.fence(run));
    }

    @Override
    public void quarantine(TaskKey task, String reason) {
        Hindrance.Underway call = begin(Call.QUARANTINE);
        super.quarantine(task, reason);
        call.end();
    }

    @Override
    public void hold(GateKey gate) {
        Hindrance.Underway call = begin(Call.HOLD);
        super.hold(gate);
        call.end();
    }

    @Override
    public void release(GateKey gate, double startsPerSecond) {
        Hindrance.Underway call = begin(Call.RELEASE);
        super.release(gate, startsPerSecond);
        call.end();
    }

    @Override
    public Set<GateKey> holds() {
        Hindrance.Underway call = begin(Call.HOLDS);
        return call.end(super.holds());
    }
}
