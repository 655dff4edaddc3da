package io.ripresa.simulation.rival;

import io.ripresa.simulation.scenario.Mechanism;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.simulation.scenario.Trouble;
import org.jspecify.annotations.Nullable;

/** Every task by a clock of its own. */
final class ScheduleMechanism implements Mechanism {

    private static final double MICROS = 1_000_000;

    private final Surroundings surroundings;
    private final Schedule schedule;
    private int pending;

    ScheduleMechanism(Surroundings surroundings, Schedule schedule) {
        this.surroundings = surroundings;
        this.schedule = schedule;
    }

    @Override
    public void succeeded(int task, int run) {
        // Nothing to learn from it.
    }

    @Override
    public void failed(int task, int run, Trouble trouble) {
        @Nullable Double delay = schedule.delay(run, surroundings.random());
        if (delay == null) {
            surroundings.giveUp(task);
            return;
        }
        pending++;
        surroundings.at(surroundings.micros() + Math.round(delay * MICROS), () -> {
            pending--;
            surroundings.rerun(task);
        });
    }

    @Override
    public boolean isAtRest() {
        return pending == 0;
    }
}
