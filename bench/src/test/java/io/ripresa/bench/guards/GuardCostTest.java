package io.ripresa.bench.guards;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.postgres.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

/** The comparison runs all that it says, with too few tasks to say anything. */
class GuardCostTest {

    @Test
    void everyTaskIsRunByEachOfThem() throws InterruptedException {
        try (EmbeddedPostgres server = EmbeddedPostgres.temporary()) {
            String page = new GuardCost(4, 1).run(server, 30, 8);

            assertThat(page)
                    .contains("## 30 tasks that do nothing, 4 threads")
                    .contains("## 8 tasks of 10 ms, 4 threads")
                    .contains("| db-scheduler alone |")
                    .contains("| worker, limit in reach and counted |")
                    .doesNotContain("NaN");
        }
    }

    @Test
    void aMedianIsInTheMiddle() {
        double[] values = {5, 1, 3};
        assertThat(GuardCost.quantile(values, 0)).isEqualTo(1);
        assertThat(GuardCost.quantile(values, 0.5)).isEqualTo(3);
        assertThat(GuardCost.quantile(values, 1)).isEqualTo(5);
    }
}
