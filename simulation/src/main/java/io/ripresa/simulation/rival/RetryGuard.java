package io.ripresa.simulation.rival;

import io.ripresa.simulation.scenario.Mechanism;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.simulation.scenario.Trouble;
import java.util.ArrayList;
import java.util.List;

/**
 * Resilience4j with its documented defaults: in each client process a breaker over the last 100 calls, in front of a
 * retry of 3 tries, 500 ms apart. To the breaker the three tries are one call. What it does not let through has failed,
 * and so has what fails three times: nothing queues it.
 */
final class RetryGuard implements Mechanism {

    private static final int PROCESSES = 4;
    private static final int TRIES = 3;
    private static final long WAIT = 500_000;

    private final Surroundings surroundings;
    private final List<CountingBreaker> breakers = new ArrayList<>();
    private int pending;

    RetryGuard(Surroundings surroundings) {
        this.surroundings = surroundings;
        for (int i = 0; i < PROCESSES * surroundings.dependencyNames().size(); i++) {
            breakers.add(new CountingBreaker());
        }
    }

    private CountingBreaker breakerOf(int task) {
        int dependency = surroundings
                .dependencyNames()
                .indexOf(surroundings.declared(task).dependency());
        return breakers.get(dependency * PROCESSES + task % PROCESSES);
    }

    @Override
    public boolean guardsCalls() {
        return true;
    }

    /** The breaker is asked once: the retry stands behind it. */
    @Override
    public boolean lets(int task) {
        return isRetry(surroundings.runs(task)) || breakerOf(task).lets(surroundings.micros());
    }

    private static boolean isRetry(int run) {
        return run % TRIES != 1;
    }

    @Override
    public void succeeded(int task, int run) {
        breakerOf(task).ended(true, surroundings.micros());
    }

    @Override
    public void failed(int task, int run, Trouble trouble) {
        boolean called = trouble != Trouble.NOT_PERMITTED && trouble != Trouble.BUG && trouble != Trouble.UNSAID;
        if (!called || run % TRIES == 0) {
            if (called) {
                breakerOf(task).ended(false, surroundings.micros());
            }
            surroundings.giveUp(task);
            return;
        }
        pending++;
        surroundings.at(surroundings.micros() + WAIT, () -> {
            pending--;
            surroundings.rerun(task);
        });
    }

    @Override
    public boolean isAtRest() {
        return pending == 0;
    }
}
