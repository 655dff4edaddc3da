package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ripresa.model.FailureReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found by hash and added up is what a plain look at the written traits gives. */
class TraitWeightsTest {

    private static final int COLUMNS = 7;

    static List<FailureReport> failures() {
        String longText = "connection to host db-7.example.org refused, try again; ".repeat(200);
        return List.of(
                FailureReport.of(null, ""),
                FailureReport.of(null, "x"),
                FailureReport.of("java.net.ConnectException", "Connection refused"),
                FailureReport.of("TimeoutError", "read read timed out timed out after 503 ms 503 ms"),
                FailureReport.of(null, "请求超时,请稍后重试 – 数据库连接失败"),
                FailureReport.of("ОшибкаСвязи", "соединение разорвано 🙂🙂 при чтении 🙂 ответа"),
                FailureReport.of(null, longText));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void eachTraitCountsOnceInEachColumn(FailureReport failure) {
        Map<String, int[]> weights = weighed(failures(), new Random(7), 30_000);

        TraitWeights.Known known = new TraitWeights(weights, COLUMNS).of(failure);

        Set<String> traits = Traits.of(failure);
        assertThat(known.first()).isEqualTo(plainSum(weights, traits, 0));
        for (int column = 1; column < COLUMNS; column++) {
            assertThat(known.others()[column - 1]).isEqualTo(plainSum(weights, traits, column));
        }
        assertThat(known.traits()).isEqualTo(Traits.count(failure));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void largeWeightsAreKeptInSteps(FailureReport failure) {
        Map<String, int[]> weights = weighed(failures(), new Random(8), 1_000_000);

        long[] sums = new TraitWeights(weights, COLUMNS).of(failure).others();

        Set<String> traits = Traits.of(failure);
        for (int column = 1; column < COLUMNS; column++) {
            // Half a step each: a step is the largest weight over 32,767.
            assertThat((double) sums[column - 1])
                    .isCloseTo(plainSum(weights, traits, column), within(16.0 * Math.max(1, traits.size())));
        }
    }

    @Test
    void whatIsNotKnownWeighsNothing() {
        TraitWeights table = new TraitWeights(Map.of("w:refused", new int[] {1_700, -40}), 2);

        assertThat(table.first("w:unheard")).isZero();
        assertThat(table.first("w:refused")).isEqualTo(1_700);
        assertThat(table.of(FailureReport.of(null, "qqqq zzzz")).first()).isZero();
        assertThat(new TraitWeights(Map.of(), 2)
                        .of(FailureReport.of(null, "refused"))
                        .others()[0])
                .isZero();
    }

    @Test
    void twoTraitsOfOneHashAreTold() {
        // No trait has four words: what stands behind the third is not read.
        Map<String, int[]> weights = Map.of("t:no such host", new int[] {1, 1}, "t:no such host is", new int[] {2, 2});

        assertThatThrownBy(() -> new TraitWeights(weights, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has the hash of another; leave one of the two out");
    }

    private static Map<String, int[]> weighed(List<FailureReport> failures, Random random, int largest) {
        Map<String, int[]> weights = new HashMap<>();
        for (FailureReport failure : failures) {
            for (String trait : Traits.of(failure)) {
                if (random.nextInt(4) > 0) {
                    weights.put(
                            trait, random.ints(COLUMNS, -largest, largest + 1).toArray());
                }
            }
        }
        return weights;
    }

    private static long plainSum(Map<String, int[]> weights, Set<String> traits, int column) {
        return traits.stream()
                .filter(weights::containsKey)
                .mapToLong(trait -> weights.get(trait)[column])
                .sum();
    }
}
