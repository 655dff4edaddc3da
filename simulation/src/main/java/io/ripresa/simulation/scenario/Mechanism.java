package io.ripresa.simulation.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes failed tasks run again. Lives for one run of one scenario and is told what a task system knows: which task,
 * which run, how it ended. It is never told why, how long an outage lasts, or what capacity there is.
 */
public interface Mechanism {

    /** Whether a task's first start is held back. */
    default boolean holds(int task) {
        return false;
    }

    /** Whether it stands between tasks and what they call; then it is asked before every call. */
    default boolean guardsCalls() {
        return false;
    }

    /** Whether a call goes through. */
    default boolean lets(int task) {
        return true;
    }

    default void started(int task, int run) {}

    void succeeded(int task, int run);

    /** A run failed. The first run of a task is run 1. */
    void failed(int task, int run, Trouble trouble);

    /** Whether it is done: nothing waits in it that it would act on. */
    boolean isAtRest();

    /** What it says of itself, once the run is over. */
    default Account account() {
        return Account.NONE;
    }

    /**
     * What only the mechanism can say of itself.
     *
     * @param escalated tasks left to people, or null where that is what it gave up
     * @param quarantined tasks set aside, or null where it knows no such thing
     * @param notNeeded tasks no longer needed, or null where it knows no such thing
     * @param closings when its breakers closed
     * @param violations broken invariants, in words
     */
    record Account(
            @Nullable Long escalated,
            @Nullable Long quarantined,
            @Nullable Long notNeeded,
            List<Closing> closings,
            List<String> violations) {
        public static final Account NONE = new Account(null, null, null, List.of(), List.of());

        public Account {
            closings = List.copyOf(closings);
            violations = List.copyOf(violations);
        }
    }

    /** A breaker closed: of which dependency, when (microseconds since the start), and with how many tasks behind it. */
    record Closing(String dependency, long micros, int tasks) {}

    /** Makes one for a run. */
    @FunctionalInterface
    interface Factory {
        Mechanism start(Surroundings surroundings);
    }
}
