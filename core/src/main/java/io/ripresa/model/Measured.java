package io.ripresa.model;

/**
 * A share that was counted, never typed in: successes of trials.
 *
 * @param successes how often it went well, 0 to {@code trials}
 * @param trials how often it was tried; 0 means unknown
 */
public record Measured(long successes, long trials) {

    /** Nothing counted yet. */
    public static final Measured UNKNOWN = new Measured(0, 0);

    private static final double Z_95 = 1.959964;

    public Measured {
        if (successes < 0 || trials < successes) {
            throw new IllegalArgumentException(successes + " successes of " + trials + " trials");
        }
    }

    public boolean isKnown() {
        return trials > 0;
    }

    /** Lower bound of the 95 % Wilson score interval (Wilson 1927); 0 where nothing was counted. */
    public double lowerBound() {
        return bound(-1);
    }

    /** Upper bound of the 95 % Wilson score interval; 1 where nothing was counted. */
    public double upperBound() {
        return trials == 0 ? 1 : bound(1);
    }

    private double bound(int sign) {
        if (trials == 0) {
            return 0;
        }
        double n = trials;
        double p = successes / n;
        double z2 = Z_95 * Z_95;
        double centre = p + z2 / (2 * n);
        double spread = Z_95 * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return Math.min(1, Math.max(0, (centre + sign * spread) / (1 + z2 / n)));
    }

    @Override
    public String toString() {
        return isKnown() ? successes + " of " + trials : "unknown";
    }
}
