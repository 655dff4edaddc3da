package io.ripresa.simulation.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.simulation.scenario.EvidenceSource;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.OutageScenario.Fault;
import io.ripresa.simulation.scenario.OutageScenario.Mix;
import io.ripresa.simulation.scenario.OutageScenario.Setting;
import io.ripresa.simulation.scenario.Profiles;
import io.ripresa.simulation.scenario.ScenarioRun;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong around the nodes: everything comes back, and nothing that was promised is broken. */
class FaultsTest {

    private static ScenarioRun.Played play(int nodes, boolean holding, List<Fault> faults) {
        OutageScenario scenario = Profiles.scenario(
                80,
                Profiles.PLAIN,
                new Mix(0.1, 0.05, 0.05, 0.05, 0.1, 0.2, Duration.ofHours(24)),
                new Setting(Set.of(EvidenceSource.PROBE), nodes, holding, 1_000, 0, faults));
        return ScenarioRun.run(scenario, RipresaMechanism::start, 1);
    }

    @ParameterizedTest
    @EnumSource(Fault.Kind.class)
    void aFaultDelaysAndLosesNothing(Fault.Kind kind) {
        for (boolean holding : new boolean[] {false, true}) {
            for (int nodes = 1; nodes <= 2; nodes++) {
                Fault fault = new Fault(kind, 1, Profiles.seconds(110), Profiles.seconds(150));
                ScenarioRun.Played played = play(nodes, holding, List.of(fault));

                assertThat(played.violations()).isEmpty();
                assertThat(played.figures().recoverable()).isGreaterThan(40);
                assertThat(played.figures().isComplete()).isTrue();
                assertThat(played.figures().care().unsafeReleases()).isZero();
                assertThat(played.figures().care().mostAttempts()).isLessThanOrEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.Kind.class)
    void aSecondNodeSparesTheDelayOfTheFirstOnesFault(Fault.Kind kind) {
        if (kind == Fault.Kind.CRASH || kind == Fault.Kind.PAUSE) {
            List<Fault> fault = List.of(new Fault(kind, 1, Profiles.seconds(115), Profiles.seconds(1_000)));

            double alone = p90(play(1, false, fault));
            double two = p90(play(2, false, fault));

            assertThat(alone).isGreaterThan(800);
            assertThat(two).isLessThan(200);
        }
    }

    private static double p90(ScenarioRun.Played played) {
        Double p90 = played.figures().times().p90();
        return p90 == null ? Double.MAX_VALUE : p90;
    }
}
