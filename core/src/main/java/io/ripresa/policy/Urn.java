package io.ripresa.policy;

/**
 * Chances of drawing from an urn without putting back (hypergeometric distribution), exact but for rounding: the
 * one-sided test of R. A. Fisher (The Design of Experiments, 1935) for whether two shares are the same. Pure.
 */
final class Urn {

    private static final double HALF_LOG_TWO_PI = 0.9189385332046727;
    private static final double NEGLIGIBLE = 1e-12;
    private static final int FEW = 16;

    private Urn() {}

    /**
     * The chance that so many of the failures or more are among the latest calls, if every call is as likely to be one.
     *
     * @param failed failures among the latest calls
     * @param calls the latest calls, at least {@code failed}
     * @param otherFailed failures among the other calls
     * @param otherCalls the other calls, at least {@code otherFailed}
     * @return 0 to 1; 1 where there are no more than expected
     */
    static double atLeast(long failed, long calls, long otherFailed, long otherCalls) {
        double all = (double) calls + otherCalls;
        double marked = (double) failed + otherFailed;
        if (failed <= 0 || failed * all <= calls * marked) {
            return 1;
        }
        double log =
                logChoose(marked, failed) + logChoose(all - marked, (double) calls - failed) - logChoose(all, calls);
        double term = Math.exp(log);
        double sum = term;
        // Above what is expected every further term is smaller.
        for (double x = failed; x < Math.min(calls, marked) && term > sum * NEGLIGIBLE; x++) {
            term *= (marked - x) * (calls - x) / ((x + 1) * (all - marked - calls + x + 1));
            sum += term;
        }
        return Math.min(1, sum);
    }

    private static double logChoose(double n, double k) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    }

    /** By adding up, and from 16 by Stirling's series, which is then exact to twelve digits. */
    private static double logFactorial(double n) {
        if (n < FEW) {
            double log = 0;
            for (int i = 2; i <= n; i++) {
                log += Math.log(i);
            }
            return log;
        }
        double square = n * n;
        return n * Math.log(n)
                - n
                + 0.5 * Math.log(n)
                + HALF_LOG_TWO_PI
                + (1 - (1 - 2 / (7 * square)) / (30 * square)) / (12 * n);
    }
}
