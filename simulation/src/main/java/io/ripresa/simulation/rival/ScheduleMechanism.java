package io.ripresa.simulation.rival;

import io.ripresa.simulation.scenario.Mechanism;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.simulation.scenario.Trouble;
import org.jspecify.annotations.Nullable;

/**
 * Every task by a clock of its own. Where the system looks only now and then for what is due, all that has become due
 * since starts together.
 */
final class ScheduleMechanism implements Mechanism {

    private static final double MICROS = 1_000_000;

    private final Surroundings surroundings;
    private final Schedule schedule;
    private final long poll;
    private int pending;

    /**
     * @param pollSeconds time between two looks for what is due; 0 where each starts on time
     */
    ScheduleMechanism(Surroundings surroundings, Schedule schedule, double pollSeconds) {
        this.surroundings = surroundings;
        this.schedule = schedule;
        this.poll = Math.max(1, Math.round(pollSeconds * MICROS));
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
        long due = surroundings.micros() + Math.round(delay * MICROS);
        surroundings.at((due + poll - 1) / poll * poll, () -> {
            pending--;
            surroundings.rerun(task);
        });
    }

    @Override
    public boolean isAtRest() {
        return pending == 0;
    }
}
