package io.ripresa.policy;

import io.ripresa.model.Gate.RunTimes;
import io.ripresa.model.Ramp.History;
import io.ripresa.model.Ramp.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.DoubleStream;

/**
 * Reads off the run times how much a dependency takes besides its other traffic. Pure.
 *
 * <p>What is started above that rate waits, and everybody behind it: the queue is the sum of what was started less what
 * was taken, never below 0, and each run takes longer by its share of it. So every rate that the dependency may take
 * foretells how run times went up and came down again; how well that agrees with those that were seen says how likely it
 * is. The rates are compared by least squares, with a usual run time and a time per request in the queue that fit best
 * for each; what is likely is then read off all of them. Whoever may choose freely fits more: a rate that agrees only with
 * some of the values that these two may have counts for less (MacKay 1992, "Occam factor"). And it may be that there never
 * was a queue, and what is usual was only not known well: the likelier, the fewer run times that was learned from. It
 * needs no knowledge of the other traffic, which waits in the same queue and does not give way.
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

    private static final double MAGNITUDE = 4;
    private static final double LEAST_SPREAD = 0.1;
    /** Nobody measures more exactly. */
    private static final double LEAST_MILLIS = 1;

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
    private final double known;
    private double excess;
    private double mean;
    private double perRequest;
    private double squares;
    private double weight;
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
        // Few are known: those of this history would be counted twice.
        double twice =
                usual.count() < PulseRules.REMEMBERS ? DoubleStream.of(ended).sum() : 0;
        known = Math.min(MOST_KNOWN, Math.max(PulseRules.KNOWN, usual.count() - twice));
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
        double spread = Math.max(LEAST_MILLIS, Math.max(Math.sqrt(usual.variance()), LEAST_SPREAD * usual.mean()));
        double step = Math.log(HIGHEST * WIDEST) / (RATES - 1);
        double[] rates = new double[RATES];
        double[] likely = new double[RATES];
        double[] agreeing = new double[RATES];
        double[] usuals = new double[RATES];
        boolean[] empties = new boolean[RATES];
        for (int i = 0; i < RATES; i++) {
            rates[i] = tooFast / WIDEST * Math.exp(step * i);
            compare(rates[i]);
            likely[i] = -excess / (2 * spread * spread);
            agreeing[i] = likely[i] + Math.log(agreeing(spread, 1000 / rates[i]));
            usuals[i] = mean;
            empties[i] = isEmpty;
        }
        double most = DoubleStream.of(agreeing).max().orElseThrow();
        double never = Math.exp(neverAQueue(spread) - most)
                * RATES
                * Math.min(1, (double) PulseRules.KNOWN / Math.max(1, usual.count()));
        double all = never;
        double above = never;
        double empty = never;
        for (int i = 0; i < RATES; i++) {
            double weighs = Math.exp(agreeing[i] - most);
            all += weighs;
            above += rates[i] > tooFast ? weighs : 0;
            empty += empties[i] ? weighs : 0;
        }
        double mostLikely = DoubleStream.of(likely).max().orElseThrow();
        double sum = 0;
        double millis = 0;
        for (int i = 0; i < RATES; i++) {
            likely[i] = Math.exp(likely[i] - mostLikely);
            sum += likely[i];
            millis += usuals[i] * likely[i];
        }
        double median = quantile(rates, likely, sum / 2);
        double low = quantile(rates, likely, LOW * sum);
        return new Estimate(low, median, above / all, empty / all, millis / sum, secondsAbove(median));
    }

    /**
     * How likely it is, as a logarithm, that run times do not depend on what is asked for, and were only not known well.
     */
    private double neverAQueue(double spread) {
        double n = DoubleStream.of(ended).sum();
        if (n == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double time = 0;
        for (int i = 0; i < ended.length; i++) {
            time += ended[i] * means[i];
        }
        double squaresLeft = 0;
        for (int i = 0; i < ended.length; i++) {
            squaresLeft += ended[i] * (means[i] - time / n) * (means[i] - time / n);
        }
        double width = Math.sqrt(2 * Math.PI / n) * spread;
        return Math.log(Math.min(1, width / usual.mean())) - squaresLeft / (2 * spread * spread);
    }

    /**
     * How much of what a usual run, and a request in the queue, may take agrees with the run times. Of the latter nothing
     * is known but an order of magnitude.
     */
    private double agreeing(double spread, double mostPerRequest) {
        double width = Math.sqrt(2 * Math.PI / Math.max(1e-9, squares)) * spread;
        double possible = Math.min(mostPerRequest, MAGNITUDE * Math.max(perRequest, width));
        return Math.min(1, width / possible) * Math.sqrt(known / weight);
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
        weight = known;
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
        squares = queuedSquare - queued * queued / weight;
        double divisor = weight * queuedSquare - queued * queued;
        perRequest = divisor <= 1e-9 ? 0 : (weight * product - queued * time) / divisor;
        // All of the dependency does no less than what is left of it.
        perRequest = Math.max(0, Math.min(1000 / rate, perRequest));
        mean = (time - perRequest * queued) / weight;
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
