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
        Set<Mishap.Effect> effects = EnumSet.noneOf(Mishap.Effect.class);
        for (Scenario scenario : scenarios) {
            scenario.tasks().forEach(t -> causes.add(t.hidden().cause()));
            scenario.dependencies().forEach(d -> d.outages().forEach(o -> moods.add(o.mood())));
            scenario.sites().forEach(site -> capabilities.add(site.capabilities()));
            scenario.faults().mishaps().forEach(mishap -> effects.add(mishap.effect()));
            assertThat(scenario.tasks()).hasSizeBetween(1, 100);
        }
        assertThat(causes).containsExactlyInAnyOrder(HiddenCause.values());
        assertThat(moods).containsExactlyInAnyOrder(Mood.values());
        assertThat(capabilities).hasSize(16);
        assertThat(effects).containsExactlyInAnyOrder(Mishap.Effect.values());
        assertThat(scenarios)
                .anyMatch(s -> s.faults().nodes() == 3)
                .anyMatch(s -> s.sites().size() == 2)
                .anyMatch(s -> s.sites().get(0).ahead().isNegative())
                .anyMatch(s -> s.keptFor() != null)
                .anyMatch(s -> !s.sites().get(0).crew().shortages().isEmpty())
                .anyMatch(s -> s.sites().get(0).startLimits().startsPerMinute() != null)
                .anyMatch(s -> s.sites().get(0).startLimits().newFailuresPerFiveMinutes() != null)
                .anyMatch(s -> s.faults().absences().stream().anyMatch(a -> a.node() == Absence.EVERYBODY))
                .anyMatch(s -> s.faults().absences().stream().anyMatch(a -> a.node() != Absence.EVERYBODY))
                .anyMatch(s -> s.people().stopAt() != null)
                .anyMatch(s -> !s.people().reruns().isEmpty())
                .anyMatch(s -> s.faults().equals(Scenario.Faults.NONE));
    }
}
