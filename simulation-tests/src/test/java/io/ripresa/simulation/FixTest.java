package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Disposition;
import io.ripresa.model.ReportedChange.Kind;
import io.ripresa.model.SideEffects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody fixes and reports comes back, whatever befalls the nodes meanwhile. */
class FixTest {

    @BeforeAll
    static void quiet() {
        Quiet.down();
    }

    /** A generated world in which nothing is wrong but the credentials of all, until somebody renews them. */
    private static Scenario world(long seed, List<Fix> fixes) {
        Scenario generated = ScenarioGenerator.generate(seed, 60);
        List<TaskPlan> tasks = new ArrayList<>();
        for (TaskPlan task : generated.tasks()) {
            TaskPlan.Declared d = task.declared();
            tasks.add(new TaskPlan(
                    task.id(),
                    task.workspace(),
                    0,
                    0,
                    Duration.ofSeconds(task.submitAt().toSeconds() % 300),
                    new TaskPlan.Declared(
                            SideEffects.IDEMPOTENT, d.singleCall(), d.keyValidFor(), true, d.priority(), null),
                    new TaskPlan.Hidden(HiddenCause.REVOKED, 1, task.hidden().calls(), Duration.ofMillis(200))));
        }
        return generated
                .withTasks(tasks)
                .withDependencies(List.of(
                        new DependencyPlan("dep0.example:443", List.of(), 20, false, DependencyPlan.BrownOut.NONE)))
                .withSites(List.of(new Site("sim", 4, 8, List.of(), Site.Delivery.PROMPT, Worlds.ALL, Duration.ZERO)))
                .withPeople(Scenario.People.NONE.withFixes(fixes))
                .withKeptFor(null);
    }

    private static Fix fix(Duration at, boolean helps) {
        return new Fix(at, Duration.ofSeconds(20), Kind.CREDENTIAL, HiddenCause.REVOKED, null, "order-0", helps);
    }

    @Test
    void allComeBackAndAChangeThatDidNotHelpCostOneAttemptPerIncident() {
        for (long seed = 0; seed < 40; seed++) {
            SimulationReport report = Simulation.run(
                    world(seed, List.of(fix(Duration.ofMinutes(10), false), fix(Duration.ofMinutes(30), true))));

            assertThat(report.violations()).as(report.describe()).isEmpty();
            assertThat(report.count(Disposition.RECOVERED))
                    .as(report.describe())
                    .isEqualTo(60);
            // Workspaces are three, and each has an incident of its own.
            assertThat(report.effort().wasted()).as(report.describe()).isLessThanOrEqualTo(3 + lost(seed));
        }
    }

    /** Attempts whose order a fault may have lost: they count, and say nothing of the change. */
    private static int lost(long seed) {
        Predicate<Scenario> calm = scenario -> scenario.faults().mishaps().isEmpty();
        return calm.test(ScenarioGenerator.generate(seed, 60)) ? 0 : 3;
    }

    @Test
    void aFixThatComesAfterTwoDaysFindsWhomItWasWaitedForByAPerson() {
        SimulationReport report = Simulation.run(world(3, List.of(fix(Duration.ofHours(50), true))));

        assertThat(report.violations()).as(report.describe()).isEmpty();
        assertThat(report.count(Disposition.RECOVERED)).as(report.describe()).isEqualTo(60);
    }
}
