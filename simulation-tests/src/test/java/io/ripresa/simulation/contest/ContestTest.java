package io.ripresa.simulation.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.simulation.report.Json;
import io.ripresa.simulation.scenario.DependencyProfile.Serving;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.OutageScenario.Mix;
import io.ripresa.simulation.scenario.OutageScenario.Setting;
import io.ripresa.simulation.scenario.Profiles;
import io.ripresa.simulation.scenario.ScenarioRun;
import io.ripresa.simulation.scenario.Steps;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ContestTest {

    private static final OutageScenario SMALL = Profiles.scenario(
            60,
            Profiles.with(
                    Steps.always(20),
                    Steps.always(1).then(Profiles.seconds(120), 0.5).then(Profiles.seconds(160), 1),
                    Steps.always(10),
                    Serving.COLLAPSING),
            Mix.poison(0.1),
            Setting.PLAIN);

    @Test
    void whatComesOutDoesNotDependOnHowManyRunAtOnce() throws InterruptedException {
        List<Contest.Entry> entries = Contest.entries(List.of(SMALL), Policies.names(), 1, 2);
        String alone = Json.of(Contest.run(entries, Runnable::run));

        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            assertThat(Json.of(Contest.run(entries, threads))).isEqualTo(alone);
        } finally {
            threads.shutdownNow();
        }
        assertThat(entries).hasSize(17 * 2);
    }

    @Test
    void thePoliciesHaveTheirFixedNames() {
        assertThat(Policies.names())
                .containsExactlyInAnyOrder(
                        "ripresa",
                        "oracle",
                        "altinn",
                        "sidekiq",
                        "oban",
                        "river",
                        "hangfire",
                        "jobrunr",
                        "db-scheduler",
                        "celery",
                        "temporal",
                        "restate",
                        "resilience4j",
                        "nservicebus",
                        "convoy",
                        "clock-5-15-45",
                        "person-2h");
    }

    @Test
    void ripresaByTheFiguresOfAPresetIsPlayedWhereItIsNamed() {
        assertThat(Policies.variantNames()).containsExactly("ripresa-ancestor");

        ScenarioRun.Played cautious = ScenarioRun.run(SMALL, Policies.of("ripresa-ancestor"), 1);
        ScenarioRun.Played usual = ScenarioRun.run(SMALL, Policies.of(Policies.RIPRESA), 1);

        assertThat(cautious.violations()).isEmpty();
        assertThat(cautious).isNotEqualTo(usual);
    }

    @Test
    void nobodyHasLessWasteThanTheOracleAndNobodyIsFasterFromAllBeingDown() throws InterruptedException {
        OutageScenario full = Profiles.scenario(200, Profiles.PLAIN);
        List<Contest.Result> results =
                Contest.run(Contest.entries(List.of(full), Policies.names(), 1, 1), Runnable::run);

        for (Contest.Result result : results) {
            Double p90 = result.figures().times().p90();
            if (p90 != null) {
                assertThat(p90)
                        .as(result.entry().policy())
                        .isGreaterThanOrEqualTo(result.figures().times().oracleP90() * 0.95);
            }
            Double w = result.figures().waste().w();
            assertThat(w == null ? 0 : w).as(result.entry().policy()).isNotNegative();
        }
    }
}
