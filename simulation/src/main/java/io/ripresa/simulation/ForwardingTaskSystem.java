package io.ripresa.simulation;

import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.StartLimits;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.TaskSystem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task system that passes everything on: what decorators start from. */
public class ForwardingTaskSystem implements TaskSystem {

    /** Where everything goes. */
    protected final TaskSystem inner;

    public ForwardingTaskSystem(TaskSystem inner) {
        this.inner = inner;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Capabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public SystemCheck check() {
        return inner.check();
    }

    @Override
    public EventBatch poll(@Nullable String cursor, int limit) {
        return inner.poll(cursor, limit);
    }

    @Override
    public Backlog backlog(@Nullable String cursor) {
        return inner.backlog(cursor);
    }

    @Override
    public TaskStatus status(TaskKey task) {
        return inner.status(task);
    }

    @Override
    public Receipt retry(RerunOrder order) {
        return inner.retry(order);
    }

    @Override
    public void endOrders() {
        inner.endOrders();
    }

    @Override
    public FenceResult fence(RunKey run) {
        return inner.fence(run);
    }

    @Override
    public void quarantine(TaskKey task, String reason) {
        inner.quarantine(task, reason);
    }

    @Override
    public void complete(TaskKey task, String actor, String reason) {
        inner.complete(task, actor, reason);
    }

    @Override
    public void hold(GateKey gate) {
        inner.hold(gate);
    }

    @Override
    public void release(GateKey gate, double startsPerSecond) {
        inner.release(gate, startsPerSecond);
    }

    @Override
    public Set<GateKey> holds() {
        return inner.holds();
    }

    @Override
    public List<DependencyProbe> probes() {
        return inner.probes();
    }

    @Override
    public StartLimits startLimits() {
        return inner.startLimits();
    }
}
