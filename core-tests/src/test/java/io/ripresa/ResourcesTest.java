package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.health.HealthReport;
import io.ripresa.health.HealthReport.Check;
import io.ripresa.health.ResourceRules;
import io.ripresa.health.ResourceRules.Exhausted;
import io.ripresa.spi.Resources.Resource;
import io.ripresa.spi.Resources.Use;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every process needs, and what it means to have none left. */
class ResourcesTest {

    private final RecoveryWorld world = new RecoveryWorld();

    private static List<Use> uses(double cpu, double memory, double disk) {
        return List.of(
                new Use(Resource.DISK, disk, "12 MB left"),
                new Use(Resource.CPU, cpu, ""),
                new Use(Resource.MEMORY, memory, "900 of 1000 MB heap"));
    }

    @Test
    void exactlyWhatIsExhaustedIsFound() {
        assertThat(ResourceRules.exhausted(uses(0.95, 0.90, 0.95)))
                .extracting(Exhausted::resource)
                .containsExactly(Resource.CPU, Resource.MEMORY, Resource.DISK);
        assertThat(ResourceRules.exhausted(uses(0.50, 0.60, 0.50))).isEmpty();
        assertThat(ResourceRules.exhausted(uses(0.949, 0.899, 0.949))).isEmpty();
    }

    @Test
    void aFullDiskMakesRipresaUnhealthyAndABusyProcessorDoesNot() {
        Ripresa full = with(uses(0.5, 0.5, 0.97));
        Ripresa busy = with(uses(0.99, 0.5, 0.5));

        assertThat(check(full.health()))
                .isEqualTo(new Check("resources", false, "disk exhausted: 97 % in use (12 MB left)."));
        assertThat(full.health().healthy()).isFalse();
        assertThat(check(busy.health())).isEqualTo(new Check("resources", true, "cpu exhausted: 99 % in use."));
        assertThat(busy.health().healthy()).isTrue();
    }

    @Test
    void itIsAskedAnewEachTime() {
        List<Use> now = new ArrayList<>(uses(0.5, 0.95, 0.5));
        Ripresa ripresa = with(now);
        assertThat(ripresa.health().healthy()).isFalse();
        now.clear();
        now.addAll(uses(0.5, 0.5, 0.5));
        assertThat(check(ripresa.health())).isEqualTo(new Check("resources", true, "None is exhausted."));
    }

    @Test
    void whereNothingIsToldThereIsNoCheck() {
        assertThat(world.ripresa.health().checks())
                .noneMatch(check -> check.name().equals("resources"));
    }

    private Ripresa with(List<Use> uses) {
        return Ripresa.builder()
                .store(world.store)
                .taskSystem(world.system)
                .resources(() -> List.copyOf(uses))
                .build();
    }

    private static Check check(HealthReport report) {
        return report.checks().stream()
                .filter(check -> check.name().equals("resources"))
                .findFirst()
                .orElseThrow();
    }
}
