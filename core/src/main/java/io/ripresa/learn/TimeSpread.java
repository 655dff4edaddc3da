package io.ripresa.learn;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long things took, counted in steps of 2 %: a median or another quantile is at most 2 % more than what was
 * measured, the mean is exact. Takes some hundred numbers, however many times are counted. Not thread-safe.
 */
public final class TimeSpread {

    private static final double STEP = StrictMath.log(1.02);
    private static final int NOTHING = -1;

    private final TreeMap<Integer, Long> counts = new TreeMap<>();
    private long count;
    private long millis;

    /** Counts one time; a negative one counts as 0. */
    public void add(Duration time) {
        add(time, 1);
    }

    /**
     * Counts the same time so often.
     *
     * @param times not negative
     */
    public void add(Duration time, long times) {
        long took = Math.max(0, time.toMillis());
        int step = took == 0 ? NOTHING : (int) StrictMath.ceil(StrictMath.log(took) / STEP);
        counts.merge(step, times, Long::sum);
        count += times;
        millis += took * times;
    }

    /** The steps with their counts, shortest first: what to keep, so that it can be counted again. */
    public Map<Duration, Long> steps() {
        TreeMap<Duration, Long> steps = new TreeMap<>();
        counts.forEach((step, n) -> steps.merge(longest(step), n, Long::sum));
        return steps;
    }

    private static Duration longest(int step) {
        return Duration.ofMillis(step == NOTHING ? 0 : (long) StrictMath.exp(step * STEP));
    }

    /** Counts everything that was counted there. */
    public void add(TimeSpread other) {
        other.counts.forEach((step, n) -> counts.merge(step, n, Long::sum));
        count += other.count;
        millis += other.millis;
    }

    public long count() {
        return count;
    }

    /** The arithmetic mean, to the millisecond, or null where nothing was counted. */
    public @Nullable Duration mean() {
        return count == 0 ? null : Duration.ofMillis(Math.round((double) millis / count));
    }

    /**
     * The shortest time that at least this share took no longer than, or null where nothing was counted.
     *
     * @param share above 0, at most 1
     */
    public @Nullable Duration quantile(double share) {
        long rank = (long) Math.ceil(share * count);
        long seen = 0;
        for (Map.Entry<Integer, Long> step : counts.entrySet()) {
            seen += step.getValue();
            if (seen >= rank) {
                return longest(step.getKey());
            }
        }
        return null;
    }
}
