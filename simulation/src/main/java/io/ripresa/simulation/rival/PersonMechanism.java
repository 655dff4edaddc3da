package io.ripresa.simulation.rival;

import io.ripresa.simulation.scenario.Mechanism;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.simulation.scenario.Trouble;
import java.util.ArrayList;
import java.util.List;

/** Somebody who presses "retry all" two hours after the first failure, and again every two hours while there is any. */
final class PersonMechanism implements Mechanism {

    private static final long EVERY = 2 * 3_600_000_000L;

    private final Surroundings surroundings;
    private List<Integer> failed = new ArrayList<>();
    private boolean watching;

    PersonMechanism(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void succeeded(int task, int run) {
        // Nobody looks at what went well.
    }

    @Override
    public void failed(int task, int run, Trouble trouble) {
        failed.add(task);
        if (!watching) {
            watching = true;
            surroundings.at(surroundings.micros() + EVERY, this::press);
        }
    }

    private void press() {
        List<Integer> all = failed;
        failed = new ArrayList<>();
        // A new failure before the next round belongs to that round: the rhythm counts from the first one.
        surroundings.at(surroundings.micros() + EVERY, this::again);
        all.forEach(surroundings::rerun);
    }

    private void again() {
        if (failed.isEmpty()) {
            watching = false;
        } else {
            press();
        }
    }

    @Override
    public boolean isAtRest() {
        return failed.isEmpty();
    }
}
