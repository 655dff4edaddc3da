package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScenarioGeneratorTest {

    @Test
    void theSameSeedMakesTheSameScenario() {
        assertThat(ScenarioGenerator.generate(42)).isEqualTo(ScenarioGenerator.generate(42));
        assertThat(ScenarioGenerator.generate(42)).isNotEqualTo(ScenarioGenerator.generate(43));
    }

    @Test
    void fiveHundredSeedsMeetEveryCauseMoodAndFault() {
        List<Scenario> scenarios =
                LongStream.range(0, 500).mapToObj(ScenarioGenerator::generate).toList();
        Set<HiddenCause> causes = EnumSet.noneOf(HiddenCause.class);
        Set<Mood> moods = EnumSet.noneOf(Mood.class);
        Set<Object> capabilities = new HashSet<>();
        for (Scenario scenario : scenarios) {
            scenario.tasks().forEach(t -> causes.add(t.hidden().cause()));
            scenario.dependencies().forEach(d -> d.outages().forEach(o -> moods.add(o.mood())));
            capabilities.add(scenario.site().capabilities());
            assertThat(scenario.tasks()).hasSizeBetween(1, 100);
        }
        assertThat(causes).containsExactlyInAnyOrder(HiddenCause.values());
        assertThat(moods).containsExactlyInAnyOrder(Mood.values());
        assertThat(capabilities).hasSize(16);
        assertThat(scenarios)
                .anyMatch(s -> s.faults().crash() > 0 && s.faults().nodes() == 2)
                .anyMatch(s -> s.people().stopAt() != null)
                .anyMatch(s -> !s.people().reruns().isEmpty())
                .anyMatch(s -> s.faults().equals(Scenario.Faults.NONE));
    }
}
