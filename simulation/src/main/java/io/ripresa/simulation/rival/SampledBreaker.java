package io.ripresa.simulation.rival;

import io.ripresa.simulation.scenario.Mechanism;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.simulation.scenario.Trouble;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Convoy: every failed delivery again after 100 s, ten tries. Per endpoint a breaker that is looked at every 30 s: it
 * opens at 70 % failures of at least 10 requests, lets everything through after 30 s and closes at 5 % successes; ten
 * openings in a row disable the endpoint, and with it what waits. A delivery that meets an open breaker is put off, which
 * is no try.
 */
final class SampledBreaker implements Mechanism {

    private static final long AGAIN = 100_000_000;
    private static final int TRIES = 10;
    private static final long SAMPLE = 30_000_000;
    private static final long OPEN_FOR = 30_000_000;
    private static final int FEWEST = 10;
    private static final double OPENS_AT = 0.7;
    private static final double CLOSES_AT = 0.05;
    private static final int DISABLED_AFTER = 10;

    private final Surroundings surroundings;
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private int pending;

    private enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    /** What is known of one endpoint. */
    private static final class Endpoint {
        private State state = State.CLOSED;
        private int failures;
        private int successes;
        private long opensUntil;
        private int openings;
        private boolean disabled;
    }

    SampledBreaker(Surroundings surroundings) {
        this.surroundings = surroundings;
        surroundings.dependencyNames().forEach(name -> endpoints.put(name, new Endpoint()));
        surroundings.at(SAMPLE, this::sample);
    }

    private Endpoint of(int task) {
        Endpoint endpoint = endpoints.get(surroundings.declared(task).dependency());
        if (endpoint == null) {
            throw new IllegalStateException("task " + task + " calls an endpoint that nobody named");
        }
        return endpoint;
    }

    @Override
    public boolean holds(int task) {
        Endpoint endpoint = of(task);
        if (endpoint.disabled) {
            surroundings.giveUp(task);
        } else if (endpoint.state == State.OPEN) {
            again(task);
        }
        return endpoint.disabled || endpoint.state == State.OPEN;
    }

    @Override
    public void succeeded(int task, int run) {
        of(task).successes++;
    }

    @Override
    public void failed(int task, int run, Trouble trouble) {
        of(task).failures++;
        if (run >= TRIES) {
            surroundings.giveUp(task);
        } else {
            again(task);
        }
    }

    private void again(int task) {
        pending++;
        surroundings.at(surroundings.micros() + AGAIN, () -> {
            pending--;
            Endpoint endpoint = of(task);
            if (endpoint.disabled) {
                surroundings.giveUp(task);
            } else if (endpoint.state == State.OPEN) {
                again(task);
            } else if (surroundings.runs(task) == 0) {
                surroundings.start(task);
            } else {
                surroundings.rerun(task, true);
            }
        });
    }

    private void sample() {
        endpoints.values().forEach(this::judge);
        surroundings.at(surroundings.micros() + SAMPLE, this::sample);
    }

    private void judge(Endpoint endpoint) {
        long now = surroundings.micros();
        int requests = endpoint.failures + endpoint.successes;
        boolean trips = requests >= FEWEST && endpoint.failures >= OPENS_AT * requests;
        if (endpoint.state == State.HALF_OPEN && requests > 0 && endpoint.successes >= CLOSES_AT * requests) {
            become(endpoint, State.CLOSED);
            endpoint.openings = 0;
        } else if (endpoint.state != State.OPEN && trips) {
            become(endpoint, State.OPEN);
            endpoint.opensUntil = now + OPEN_FOR;
            endpoint.openings++;
            endpoint.disabled |= endpoint.openings >= DISABLED_AFTER;
        } else if (endpoint.state == State.OPEN && now >= endpoint.opensUntil) {
            become(endpoint, State.HALF_OPEN);
        }
    }

    private static void become(Endpoint endpoint, State state) {
        endpoint.state = state;
        endpoint.failures = 0;
        endpoint.successes = 0;
    }

    @Override
    public boolean isAtRest() {
        return pending == 0;
    }
}
