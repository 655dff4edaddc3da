package io.ripresa.simulation.rival;

/**
 * Resilience4j's breaker, {@code COUNT_BASED}, by the defaults of {@code CircuitBreakerConfig}: opens when 50 % of the
 * last 100 calls failed, after 100 at least; half-open at the first call after 60 s; then 10 calls decide.
 */
final class CountingBreaker {

    private static final int WINDOW = 100;
    private static final int HALF_OPEN_CALLS = 10;
    private static final int FAILURE_PERCENT = 50;
    private static final long OPEN_FOR = 60_000_000;

    private enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private State state = State.CLOSED;
    private final boolean[] failed = new boolean[WINDOW];
    private int calls;
    private int failures;
    private long openedAt;
    private int permitted;

    boolean lets(long now) {
        if (state == State.OPEN && now - openedAt >= OPEN_FOR) {
            become(State.HALF_OPEN);
            permitted = HALF_OPEN_CALLS;
        }
        if (state == State.HALF_OPEN) {
            return permitted-- > 0;
        }
        return state == State.CLOSED;
    }

    void ended(boolean well, long now) {
        switch (state) {
            case CLOSED -> {
                int place = calls % WINDOW;
                failures += (well ? 0 : 1) - (calls >= WINDOW && failed[place] ? 1 : 0);
                failed[place] = !well;
                calls++;
                if (calls >= WINDOW && failures * 100 >= FAILURE_PERCENT * WINDOW) {
                    open(now);
                }
            }
            case HALF_OPEN -> {
                calls++;
                failures += well ? 0 : 1;
                if (calls >= HALF_OPEN_CALLS) {
                    if (failures * 100 >= FAILURE_PERCENT * HALF_OPEN_CALLS) {
                        open(now);
                    } else {
                        become(State.CLOSED);
                    }
                }
            }
            case OPEN -> {
                // A call that had been let through before; it is not recorded.
            }
        }
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    private void open(long now) {
        become(State.OPEN);
        openedAt = now;
    }

    private void become(State next) {
        state = next;
        calls = 0;
        failures = 0;
    }
}
