package io.ripresa.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The same failures under a plain clock: each task is tried again after fixed waits, whatever happens elsewhere. What
 * most task systems do; computed, so that it can stand beside what was measured.
 *
 * <p>The model is kind to the clock: an attempt takes no time, fails at once while the cause is there, and afterwards
 * fails only if the dependency has already served its capacity in that second. The second in which the cause goes is
 * second 0. Foreground traffic is served first.
 *
 * <p>Pure: the same input has the same result. Safe for use by many threads.
 */
public final class ClockBaseline {

    /** Five, fifteen, forty-five minutes, then it gives up: what the clock inside Ripresa does where it has nothing else. */
    public static final List<Duration> PLAIN =
            List.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(45));

    private ClockBaseline() {}

    /**
     * What a clock achieves.
     *
     * @param tasks failed tasks that could be recovered
     * @param recovered of them, recovered
     * @param givenUp of them, out of attempts
     * @param wastedAttempts attempts that failed
     * @param p50Seconds seconds from the end of the cause until half of the tasks were recovered, or null where that
     *     never happens
     * @param p90Seconds the same for 90 %
     * @param allSeconds the same for all
     * @param peakLoadRatio the busiest second after the end of the cause, foreground included, by capacity
     */
    public record ClockResult(
            int tasks,
            int recovered,
            int givenUp,
            int wastedAttempts,
            @Nullable Double p50Seconds,
            @Nullable Double p90Seconds,
            @Nullable Double allSeconds,
            double peakLoadRatio) {}

    /** The plain clock without foreground traffic. */
    public static ClockResult compute(List<Instant> failures, Instant causeGone, double capacityPerSecond) {
        return compute(failures, causeGone, capacityPerSecond, 0, PLAIN);
    }

    /**
     * What becomes of failed tasks under a clock.
     *
     * @param failures when each task failed first
     * @param causeGone when the cause of all of them ended
     * @param capacityPerSecond calls that the dependency serves in a second from then on, greater than 0
     * @param foregroundPerSecond of them, used by other traffic, at least 0
     * @param waits the wait before each attempt, counted from the failure before it; the clock gives up after the last
     * @throws IllegalArgumentException if capacity or foreground is out of range
     */
    public static ClockResult compute(
            List<Instant> failures,
            Instant causeGone,
            double capacityPerSecond,
            double foregroundPerSecond,
            List<Duration> waits) {
        if (!(capacityPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "capacityPerSecond " + capacityPerSecond + " is not greater than 0; give the calls per second");
        }
        if (!(foregroundPerSecond >= 0)) {
            throw new IllegalArgumentException(
                    "foregroundPerSecond " + foregroundPerSecond + " is negative; give 0 for none");
        }
        PriorityQueue<Try> queue =
                new PriorityQueue<>(Comparator.comparing(Try::at).thenComparingInt(Try::task));
        int givenUp = 0;
        for (int i = 0; i < failures.size(); i++) {
            if (waits.isEmpty()) {
                givenUp++;
            } else {
                queue.add(new Try(failures.get(i).plus(waits.get(0)), i, 0));
            }
        }
        TreeMap<Long, Integer> arrivals = new TreeMap<>();
        List<Double> recoveredAt = new ArrayList<>();
        int wasted = 0;
        while (true) {
            Try next = queue.poll();
            if (next == null) {
                break;
            }
            if (!next.at().isBefore(causeGone)) {
                Duration after = Duration.between(causeGone, next.at());
                int arrived = arrivals.merge(after.toSeconds(), 1, Integer::sum);
                if (arrived + foregroundPerSecond <= capacityPerSecond) {
                    recoveredAt.add(after.toMillis() / 1000.0);
                    continue;
                }
            }
            wasted++;
            if (next.waited() + 1 < waits.size()) {
                queue.add(new Try(next.at().plus(waits.get(next.waited() + 1)), next.task(), next.waited() + 1));
            } else {
                givenUp++;
            }
        }
        Collections.sort(recoveredAt);
        int peak = arrivals.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return new ClockResult(
                failures.size(),
                recoveredAt.size(),
                givenUp,
                wasted,
                share(recoveredAt, failures.size(), 0.5),
                share(recoveredAt, failures.size(), 0.9),
                share(recoveredAt, failures.size(), 1),
                (peak + foregroundPerSecond) / capacityPerSecond);
    }

    private record Try(Instant at, int task, int waited) {}

    /** When the given share of all tasks was recovered; null where it never was. */
    private static @Nullable Double share(List<Double> recoveredAt, int tasks, double share) {
        int needed = (int) Math.ceil(tasks * share);
        return needed == 0 || recoveredAt.size() < needed ? null : recoveredAt.get(needed - 1);
    }
}
