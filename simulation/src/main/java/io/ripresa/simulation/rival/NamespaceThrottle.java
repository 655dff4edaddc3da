package io.ripresa.simulation.rival;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The throttle of one namespace. It trips when at least 50 tasks, and at least half of the active ones, wait for a
 * retry: it parks them for 10 minutes, and parks them anew as long as it is tripped, but for three canaries, those whose
 * retry is due first, which keep their own schedule. When all three have failed the window doubles, to an hour at most,
 * and three others are canaries. As soon as one has got through, the parked ones are let go, oldest first, 3, 6, 12 … per
 * sweep, smeared over it; tripping again meanwhile keeps the window. Windows vary by 20 %. Parking never goes past a
 * task's deadline.
 */
final class NamespaceThrottle {

    private static final int FEWEST = 50;
    private static final double SHARE = 0.5;
    private static final int CANARIES = 3;
    private static final long SECOND = 1_000_000;
    private static final long INITIAL_WINDOW = 600 * SECOND;
    private static final long LONGEST_WINDOW = 3_600 * SECOND;
    private static final long SWEEP = 30 * SECOND;
    private static final double JITTER = 0.2;

    private enum State {
        CLEAR,
        TRIPPED,
        RECOVERING
    }

    private final Consumer<RetryingTask> wake;
    /** Active tasks, oldest first. */
    private final Map<Integer, RetryingTask> active = new LinkedHashMap<>();
    /** Canaries with their requeues when they were chosen. */
    private final Map<RetryingTask, Integer> canaries = new LinkedHashMap<>();

    private State state = State.CLEAR;
    private long window = INITIAL_WINDOW;
    private int cohort;
    private boolean progressed;

    /**
     * @param wake plans a task's next run anew
     */
    NamespaceThrottle(Consumer<RetryingTask> wake) {
        this.wake = wake;
    }

    void enters(RetryingTask task) {
        active.put(task.number, task);
    }

    /** It ended for good, well or not. */
    void leaves(RetryingTask task) {
        active.remove(task.number);
        progressed |= canaries.remove(task) != null;
    }

    /** A task failed and waits for its retry: parked at once while the breaker is tripped. */
    void failed(RetryingTask task, long now, RandomGenerator random) {
        if (state == State.TRIPPED && !canaries.containsKey(task)) {
            park(task, now, random);
        }
    }

    boolean isActive() {
        return !active.isEmpty();
    }

    /** Whether tasks run because the breaker let them go. */
    boolean isReleasing() {
        return state == State.RECOVERING;
    }

    void sweep(long now, RandomGenerator random) {
        switch (state) {
            case CLEAR -> {
                if (isFailing(now)) {
                    window = INITIAL_WINDOW;
                    trip(now, random);
                }
            }
            case TRIPPED -> judge(now, random);
            case RECOVERING -> recover(now, random);
        }
    }

    /** Counts what is not parked: the parked ones say nothing of now. */
    private boolean isFailing(long now) {
        int waiting = 0;
        int all = 0;
        for (RetryingTask task : active.values()) {
            if (task.throttledUntil <= now) {
                all++;
                waiting += task.requeued ? 1 : 0;
            }
        }
        return waiting >= FEWEST && waiting >= SHARE * all;
    }

    private void trip(long now, RandomGenerator random) {
        state = State.TRIPPED;
        progressed = false;
        chooseCanaries(Set.of());
        parkOthers(now, random);
    }

    /** Those whose retry is due first; the ones before them wait with the others. */
    private void chooseCanaries(Set<RetryingTask> before) {
        List<RetryingTask> chosen = new ArrayList<>();
        for (RetryingTask task : active.values()) {
            if (!task.requeued || before.contains(task)) {
                continue;
            }
            int place = chosen.size();
            while (place > 0 && chosen.get(place - 1).backoffUntil > task.backoffUntil) {
                place--;
            }
            if (place < CANARIES) {
                chosen.add(place, task);
                chosen.subList(Math.min(CANARIES, chosen.size()), chosen.size()).clear();
            }
        }
        canaries.clear();
        for (RetryingTask task : chosen) {
            canaries.put(task, task.requeues);
            if (task.throttledUntil != 0) {
                task.throttledUntil = 0;
                wake.accept(task);
            }
        }
    }

    /** Everybody who waits and is not parked for longer than until the next look. */
    private void parkOthers(long now, RandomGenerator random) {
        for (RetryingTask task : active.values()) {
            if (task.requeued && task.throttledUntil <= now + SWEEP && !canaries.containsKey(task)) {
                park(task, now, random);
            }
        }
    }

    private void park(RetryingTask task, long now, RandomGenerator random) {
        if (task.deadline > now) {
            double jitter = 1 - JITTER + 2 * JITTER * random.nextDouble();
            task.throttledUntil = Math.min(now + Math.round(window * jitter), task.deadline);
            wake.accept(task);
        }
    }

    private void judge(long now, RandomGenerator random) {
        if (progressed || canaries.isEmpty()) {
            state = State.RECOVERING;
            canaries.clear();
            cohort = CANARIES;
            recover(now, random);
            return;
        }
        // One that runs says nothing yet.
        if (canaries.entrySet().stream().allMatch(c -> c.getKey().requeues > c.getValue())) {
            window = Math.min(LONGEST_WINDOW, window * 2);
            chooseCanaries(Set.copyOf(canaries.keySet()));
        }
        parkOthers(now, random);
    }

    private void recover(long now, RandomGenerator random) {
        if (isFailing(now)) {
            trip(now, random);
        } else {
            release(now, random);
        }
    }

    private void release(long now, RandomGenerator random) {
        int released = 0;
        for (RetryingTask task : active.values()) {
            if (released >= cohort) {
                break;
            }
            if (task.requeued && task.throttledUntil > now) {
                // Over before the next look: no longer parked by then.
                task.throttledUntil = now + random.nextLong(SWEEP);
                wake.accept(task);
                released++;
            }
        }
        cohort *= 2;
        if (released == 0) {
            state = State.CLEAR;
        }
    }
}
