package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The chance is the sum of its definition, also where it is tiny and where numbers are large. */
class UrnTest {

    @Test
    void itIsExact() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            int calls = 1 + random.nextInt(120);
            int failed = random.nextInt(calls + 1);
            int others = random.nextInt(400);
            int otherFailed = others == 0 ? 0 : random.nextInt(others + 1);
            double chance = Urn.atLeast(failed, calls, otherFailed, others);
            boolean moreThanExpected = (long) failed * (calls + others) > (long) calls * (failed + otherFailed);
            if (moreThanExpected) {
                double exact = exact(failed, calls, otherFailed, others);
                assertThat(chance)
                        .as("%s of %s beside %s of %s", failed, calls, otherFailed, others)
                        .isCloseTo(exact, Percentage.withPercentage(1e-6));
            } else {
                assertThat(chance).isEqualTo(1);
            }
        }
    }

    @Test
    void nineCallsOfFiftyFailWhereNoneOfTwoHundredDid() {
        // C(50, 9) / C(250, 9)
        assertThat(Urn.atLeast(9, 50, 0, 200))
                .isCloseTo(exact(9, 50, 0, 200), within(1e-12))
                .isLessThan(1e-6);
    }

    @Test
    void itStandsLargeNumbers() {
        // Expected are 1,000 with a deviation of 31.6: six of them above.
        double six = Urn.atLeast(1_190, 100_000, 10_000_000, 1_000_000_000);
        assertThat(six).isBetween(1e-10, 1e-8);
        assertThat(Urn.atLeast(1_001, 100_000, 10_000_000, 1_000_000_000)).isBetween(0.45, 0.55);
        assertThat(Urn.atLeast(100_000, 100_000, 0, 1_000_000_000)).isZero();
    }

    private static double exact(int failed, int calls, int otherFailed, int others) {
        BigInteger sum = BigInteger.ZERO;
        int marked = failed + otherFailed;
        for (int x = failed; x <= Math.min(calls, marked); x++) {
            sum = sum.add(choose(marked, x).multiply(choose(calls + others - marked, calls - x)));
        }
        return new BigDecimal(sum)
                .divide(new BigDecimal(choose(calls + others, calls)), MathContext.DECIMAL64)
                .doubleValue();
    }

    private static BigInteger choose(int n, int k) {
        if (k < 0 || k > n) {
            return BigInteger.ZERO;
        }
        BigInteger ways = BigInteger.ONE;
        for (int i = 1; i <= k; i++) {
            ways = ways.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
        }
        return ways;
    }
}
