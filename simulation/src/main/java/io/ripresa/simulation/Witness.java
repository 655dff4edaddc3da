package io.ripresa.simulation;

import io.ripresa.model.GateKey;
import io.ripresa.spi.TaskSystem.Receipt;
import io.ripresa.spi.TaskSystem.RerunOrder;

/** Sees what happens in the simulated task system, in the moment in which it happens. */
public interface Witness {

    /** Nobody looks. */
    Witness NOBODY = new Witness() {};

    /** An order came in and was answered. */
    default void ordered(TaskTruth task, RerunOrder order, Receipt receipt) {}

    /** A run began; it is already the task's latest. */
    default void started(TaskTruth task, RunTruth run) {}

    /** A gate was asked to be held. */
    default void held(SimulatedTaskSystem system, GateKey gate) {}

    /** A gate is held, or is so no longer. */
    default void holdsChanged(GateKey gate) {}
}
