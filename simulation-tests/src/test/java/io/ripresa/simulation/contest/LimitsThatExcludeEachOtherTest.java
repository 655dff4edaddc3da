package io.ripresa.simulation.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.simulation.scenario.Mechanism;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.ScenarioRun;
import io.ripresa.simulation.scenario.Steps;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.simulation.scenario.Trouble;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Where a fifth of a large backlog is poison and nine tenths of the capacity are taken, one limit can be kept at the cost of
 * another. That is no fault of whoever recovers: somebody who knows when the cause ends, begins in that instant, and
 * holds the best pace without a search for it cannot keep both, as long as the poison cannot be told beforehand.
 */
class LimitsThatExcludeEachOtherTest {

    private static final Limits.Exclusion EXCLUSION =
            Limits.excludingEachOther().get(0);
    private static final OutageScenario SCENARIO = BuiltInScenarios.all().stream()
            .filter(s -> s.id().equals(EXCLUSION.scenario()))
            .findFirst()
            .orElseThrow();

    /** Starts all failed tasks once, evenly, from the end of the cause on. */
    private record Evenly(Surroundings world, double perSecond) implements Mechanism {

        static Mechanism start(Surroundings world, double perSecond) {
            List<Steps.Step> success = SCENARIO.dependencies().get(0).success().steps();
            Duration gone = success.get(success.size() - 1).from();
            for (int task = 0; task < world.tasks(); task++) {
                int next = task;
                world.at(gone.toMillis() * 1_000 + (long) (task / perSecond * 1e6), () -> world.rerun(next));
            }
            return new Evenly(world, perSecond);
        }

        @Override
        public void succeeded(int task, int run) {
            // It is back.
        }

        @Override
        public void failed(int task, int run, Trouble trouble) {
            if (run > 1) {
                world.giveUp(task);
            }
        }

        @Override
        public boolean isAtRest() {
            return true;
        }
    }

    private static List<String> missed(double perSecond) {
        var played = ScenarioRun.run(SCENARIO, world -> Evenly.start(world, perSecond), 1);
        assertThat(played.figures().recovered()).isEqualTo(played.figures().recoverable());
        return Limits.of(SCENARIO, played.figures()).stream()
                .filter(v -> !v.isMet())
                .map(Limits.Verdict::limit)
                .filter(EXCLUSION.limits()::contains)
                .toList();
    }

    @Test
    void noEvenPaceKeepsBothTheTimeAndTheLoad() {
        assertThat(Limits.excludingEachOther()).as("each is played here").containsExactly(EXCLUSION);
        assertThat(EXCLUSION.limits()).containsExactly("p90_s", "overload_share");
        assertThat(missed(36)).containsExactly("p90_s");
        assertThat(missed(40)).containsExactly("overload_share");
        for (double perSecond = 36; perSecond <= 40; perSecond += 0.25) {
            assertThat(missed(perSecond)).as("%s a second", perSecond).isNotEmpty();
        }
    }
}
