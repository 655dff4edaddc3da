package io.ripresa.policy;

import io.ripresa.model.Gate.RunTimes;
import io.ripresa.model.Ramp.History;
import io.ripresa.model.Ramp.Slot;
import java.time.Duration;
import java.time.Instant;

/**
 * Reads off the run times how much a dependency takes besides its other traffic. Pure.
 *
 * <p>What is started above that rate waits, and everybody behind it: the queue is the sum of what was started less what
 * was taken, never below 0, and each run takes longer by its share of it. So every rate that the dependency may take
 * foretells how run times went up and came down again; how well that agrees with those that were seen says how likely it
 * is. The rates are compared by least squares, with a usual run time and a time per request in the queue that fit best
 * for each; what is likely is then read off all of them. It needs no knowledge of the other traffic, which waits in the
 * same queue and does not give way.
 */
final class QueueFit {

    private static final int RATES = 96;
    /** The rate that was too fast is not that many times too fast. */
    private static final double WIDEST = 8;
    /** Perhaps it was not too fast at all. */
    private static final double HIGHEST = 1.6;
    /** Runs that started so many usual run times ago are back, but for few. */
    private static final double BACK = 2.5;
    /** More run times than that do not make it more certain what is usual: it may have changed. */
    private static final int MOST_KNOWN = 30;

    private static final double LEAST_SPREAD = 0.1;
    private static final double LOW = 0.25;

    /**
     * @param low rate that it takes, in three of four cases at least
     * @param median rate that it takes, as likely more as less
     * @param above how likely it is that it takes more than what was thought too fast, 0 to 1
     * @param empty how likely it is that nothing waits any more, 0 to 1
     * @param usualMillis mean run time while nothing waits
     * @param overSeconds how long more was started than it takes
     */
    record Estimate(double low, double median, double above, double empty, double usualMillis, double overSeconds) {}

    private final double[] starts;
    private final double[] ended;
    private final double[] means;
    private final double[] seconds;
    private final double last;
    private final RunTimes usual;
    private double excess;
    private double mean;
    private boolean isEmpty;

    private QueueFit(History history, RunTimes usual, Instant now) {
        int slots = history.slots().size();
        this.usual = usual;
        double width = history.width().toNanos() / 1e9;
        seconds = new double[slots];
        starts = new double[slots];
        ended = new double[slots];
        means = new double[slots];
        double age = Duration.between(history.since(), now).toNanos() / 1e9;
        for (int i = 0; i < slots; i++) {
            Slot slot = history.slots().get(i);
            starts[i] = slot.starts();
            seconds[i] = Math.max(0, Math.min(width, age - i * width));
            if (slot.ended() > 0 && age >= (i + 1) * width + BACK * usual.mean() / 1000) {
                ended[i] = slot.ended();
                means[i] = (double) slot.millis() / slot.ended();
            }
        }
        last = Math.max(0, age - slots * width);
    }

    /**
     * @param history from a time on in which nothing waited
     * @param usual run times while nothing hurried
     * @param tooFast a rate that seems to be above what it takes
     */
    static Estimate of(History history, RunTimes usual, double tooFast, Instant now) {
        return new QueueFit(history, usual, now).estimate(tooFast);
    }

    private Estimate estimate(double tooFast) {
        double spread = Math.max(Math.sqrt(usual.variance()), LEAST_SPREAD * usual.mean());
        double step = Math.log(HIGHEST * WIDEST) / (RATES - 1);
        double[] rates = new double[RATES];
        double[] likely = new double[RATES];
        double[] usuals = new double[RATES];
        boolean[] empties = new boolean[RATES];
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < RATES; i++) {
            rates[i] = tooFast / WIDEST * Math.exp(step * i);
            compare(rates[i]);
            likely[i] = excess / (2 * spread * spread);
            usuals[i] = mean;
            empties[i] = isEmpty;
            least = Math.min(least, likely[i]);
        }
        double all = 0;
        double above = 0;
        double empty = 0;
        double millis = 0;
        for (int i = 0; i < RATES; i++) {
            likely[i] = Math.exp(least - likely[i]);
            all += likely[i];
            above += rates[i] > tooFast ? likely[i] : 0;
            empty += empties[i] ? likely[i] : 0;
            millis += usuals[i] * likely[i];
        }
        double median = quantile(rates, likely, all / 2);
        double low = quantile(rates, likely, LOW * all);
        return new Estimate(low, median, above / all, empty / all, millis / all, secondsAbove(median));
    }

    private double secondsAbove(double rate) {
        double over = 0;
        for (int i = 0; i < starts.length; i++) {
            over += starts[i] > rate * seconds[i] ? seconds[i] : 0;
        }
        return over;
    }

    /** The squares that are left over when a rate is taken for granted. */
    private void compare(double rate) {
        double known = Math.min(MOST_KNOWN, usual.count());
        double weight = known;
        double queued = 0;
        double queuedSquare = 0;
        double time = known * usual.mean();
        double product = 0;
        double queue = 0;
        double[] queues = new double[starts.length];
        for (int i = 0; i < starts.length; i++) {
            double next = Math.max(0, queue + starts[i] - rate * seconds[i]);
            queues[i] = (queue + next) / 2;
            queue = next;
            double n = ended[i];
            weight += n;
            queued += n * queues[i];
            queuedSquare += n * queues[i] * queues[i];
            time += n * means[i];
            product += n * queues[i] * means[i];
        }
        isEmpty = queue - rate * last <= 0;
        double divisor = weight * queuedSquare - queued * queued;
        double perRequest = divisor <= 1e-9 ? 0 : (weight * product - queued * time) / divisor;
        // All of the dependency does no less than what is left of it.
        perRequest = Math.max(0, Math.min(1000 / rate, perRequest));
        mean = weight == 0 ? 0 : (time - perRequest * queued) / weight;
        excess = known * (mean - usual.mean()) * (mean - usual.mean());
        for (int i = 0; i < starts.length; i++) {
            double off = means[i] - mean - perRequest * queues[i];
            excess += ended[i] * off * off;
        }
    }

    private static double quantile(double[] rates, double[] likely, double share) {
        double sum = 0;
        for (int i = 0; i < rates.length; i++) {
            if (sum + likely[i] >= share) {
                double within = likely[i] == 0 ? 0 : (share - sum) / likely[i];
                double from = i == 0 ? rates[0] : Math.sqrt(rates[i - 1] * rates[i]);
                double to = i == rates.length - 1 ? rates[i] : Math.sqrt(rates[i] * rates[i + 1]);
                return from + (to - from) * within;
            }
            sum += likely[i];
        }
        return rates[rates.length - 1];
    }
}
