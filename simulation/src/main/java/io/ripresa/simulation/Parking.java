package io.ripresa.simulation;

import io.ripresa.model.GateKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.spi.TaskSystem.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The first starts that a simulated task system parks, and the gates that it parks them for. */
final class Parking {

    private final SimulatedTaskSystem system;
    private final Workers workers;
    private final VirtualTime time;
    private final TreeSet<GateKey> holds = new TreeSet<>();

    Parking(SimulatedTaskSystem system, Workers workers, VirtualTime time) {
        this.system = system;
        this.workers = workers;
        this.time = time;
    }

    Set<GateKey> holds() {
        return holds.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(holds));
    }

    boolean isHeld(GateKey gate) {
        return holds.contains(gate);
    }

    /** Parks a task that was not started yet, if a gate that it needs is held. */
    boolean park(TaskTruth task) {
        boolean parked = false;
        for (GateKey gate : system.gatesOf(task)) {
            if (holds.contains(gate) && task.parkedBy.add(gate)) {
                parked = true;
                workers.unqueue(task);
                task.state = TaskStatus.State.HELD;
                system.publish(task, 0, new TaskEvent.Held(gate));
            }
        }
        return parked;
    }

    /** Parks a task again whose order lapsed, without a word; false where no gate that it needs is held. */
    boolean parkAgain(TaskTruth task) {
        for (GateKey gate : system.gatesOf(task)) {
            if (holds.contains(gate)) {
                task.parkedBy.add(gate);
            }
        }
        return !task.parkedBy.isEmpty();
    }

    void hold(GateKey gate) {
        holds.add(gate);
        for (TaskTruth task : system.truths()) {
            if (task.latestRun() == 0 && task.state == TaskStatus.State.SCHEDULED && task.orders.isEmpty()) {
                park(task);
            }
        }
    }

    /** False where it was not held. */
    boolean release(GateKey gate, double startsPerSecond) {
        if (!(startsPerSecond > 0)) {
            throw new IllegalArgumentException("startsPerSecond " + startsPerSecond + " is not greater than 0");
        }
        if (!holds.remove(gate)) {
            return false;
        }
        List<TaskTruth> freed = new ArrayList<>();
        for (TaskTruth task : system.truths()) {
            if (task.state == TaskStatus.State.HELD && task.parkedBy.remove(gate) && task.parkedBy.isEmpty()) {
                freed.add(task);
            }
        }
        long gapMillis = Math.max(1, Math.round(1000 / startsPerSecond));
        for (int i = 0; i < freed.size(); i++) {
            TaskTruth task = freed.get(i);
            time.after(Duration.ofMillis(gapMillis * i), () -> startParked(task));
        }
        return true;
    }

    private void startParked(TaskTruth task) {
        if (task.state == TaskStatus.State.HELD && task.parkedBy.isEmpty() && !task.setAside && !park(task)) {
            workers.queue(task, null);
        }
    }
}
