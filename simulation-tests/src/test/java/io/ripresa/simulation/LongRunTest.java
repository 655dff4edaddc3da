package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongRunTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Scenario.START);

    private final List<String> said = new ArrayList<>();

    @Test
    void seedsThatHoldAreCounted() {
        assertThat(new LongRun(Runnable::run, 2, CLOCK, said::add).run(20, 8)).isZero();

        assertThat(said).containsExactly("8 seeds from 20, 0 failed, 0 s");
    }

    @Test
    void aSeedThatFailsIsShrunkAndPrintedSoThatItCanBeReplayed() {
        Simulation.Wiring bug = NodePlants.inEachSystem(NodePlants.EndlessOrders::new);

        assertThat(new LongRun(bug, Runnable::run, 1, CLOCK, said::add).run(0, 1))
                .isOne();

        assertThat(said.get(0)).startsWith("seed 0: ").contains("STALE_KNOWLEDGE");
        String shrunk = said.get(1);
        Scenario scenario =
                ScenarioText.read(shrunk.substring(shrunk.indexOf("Scenario["), shrunk.lastIndexOf("seed 0: ")));
        assertThat(scenario.tasks()).hasSize(1);
        assertThat(Simulation.run(scenario, bug).violations())
                .extracting(Violation::invariant)
                .contains(Invariant.STALE_KNOWLEDGE);
    }
}
