package io.ripresa.simulation.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.simulation.contest.Limits.Verdict;
import io.ripresa.simulation.scenario.Figures;
import io.ripresa.simulation.scenario.Figures.Care;
import io.ripresa.simulation.scenario.Figures.Load;
import io.ripresa.simulation.scenario.Figures.Times;
import io.ripresa.simulation.scenario.Figures.Waste;
import io.ripresa.simulation.scenario.OutageScenario;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static OutageScenario scenario(String id) {
        return BuiltInScenarios.all().stream()
                .filter(s -> s.id().contains(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no built-in scenario is like " + id));
    }

    private static Figures figures(int recoverable, int recovered, double w, @Nullable Double p90, double oracle) {
        return new Figures(
                recoverable,
                recoverable,
                recovered,
                (long) (recoverable - recovered),
                0L,
                0L,
                new Waste(w, w, 0, 1.0),
                new Times(p90, p90, p90, oracle, 1.0, 1),
                new Load(1.0, 1.0, 0.0, 0, 0.0, 0),
                new Care(0.0, 0, 0, 0, 0, 1, 0));
    }

    private static List<String> missed(String id, Figures figures) {
        return Limits.of(scenario(id), figures).stream()
                .filter(v -> !v.isMet())
                .map(Verdict::limit)
                .toList();
    }

    @Test
    void withEvidenceTheLimitIsAQuarterOverTheOracleAndSlack() {
        // Slack: 15 s and ten times the median run time of half a second.
        assertThat(missed("probe-10000", figures(10_000, 10_000, 0.0205, 145.0, 100)))
                .isEmpty();
        assertThat(missed("probe-10000", figures(10_000, 10_000, 0.021, 146.0, 100)))
                .containsExactly("w", "p90_s");
    }

    @Test
    void withoutEvidenceAThousandTasksMayWasteATenth() {
        assertThat(missed("blind-1000", figures(1_000, 1_000, 0.1, 259.0, 100))).isEmpty();
        assertThat(missed("blind-1000", figures(1_000, 1_000, 0.11, 601.0, 100)))
                .containsExactly("w", "p90_s");
    }

    @Test
    void whatDoesNotComeBackIsAMissUnlessAFewWaitedWithoutEvidenceForHours() {
        assertThat(missed("probe-10000", figures(10_000, 9_999, 0, 1.0, 100))).containsExactly("not recovered");
        assertThat(missed("6h-collapse-full-p0-f0-blind-1", figures(1, 0, 0, null, 1)))
                .isEmpty();
        assertThat(missed("60s-refuse-partial-p5-f0-blind-20", figures(20, 19, 0, 1.0, 1)))
                .containsExactly("not recovered");
    }

    @Test
    void aP90ThatIsNotThereIsMissed() {
        assertThat(missed("probe-10000", figures(10_000, 10_000, 0, null, 100))).containsExactly("p90_s");
    }
}
