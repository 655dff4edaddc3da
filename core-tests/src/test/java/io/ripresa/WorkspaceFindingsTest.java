package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.health.StrategyRules;
import io.ripresa.health.WorkspaceHealth;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Finding;
import io.ripresa.model.Finding.Kind;
import io.ripresa.model.Finding.Level;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Mode;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import io.ripresa.model.WorkspaceState;
import io.ripresa.model.WorkspaceStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is found in a workspace, kind by kind, and the state that follows. */
class WorkspaceFindingsTest {

    private static final String ORDERS = "orders";

    private final RecoveryWorld world = new RecoveryWorld();
    private boolean works;

    private WorkspaceHealth look() {
        world.pass(Duration.ofSeconds(61));
        return Objects.requireNonNull(world.ripresa.workspaces().assess(ORDERS));
    }

    /** As the next look will find it. */
    private WorkspaceHealth derived() {
        return world.ripresa.workspaces().derive(world.store.control()).stream()
                .filter(health -> health.workspace().equals(ORDERS))
                .findFirst()
                .orElseThrow();
    }

    private static Finding only(WorkspaceHealth health) {
        assertThat(health.findings()).hasSize(1);
        return health.findings().get(0);
    }

    @Test
    void aRunThatTakesItsTimeIsProcessed() {
        world.system.silent(true);
        TaskDescriptor plain = world.task("long");
        world.system.submit(new TaskDescriptor(
                plain.key(),
                plain.workspace(),
                plain.type(),
                0,
                plain.safety(),
                new TaskDescriptor.Timing(world.instant(), Duration.ofHours(1), null),
                List.of()));
        world.settle();
        assertThat(derived().state()).isNotEqualTo(WorkspaceState.PROCESSING_TASKS);
        world.pass(Duration.ofSeconds(61));

        WorkspaceHealth health = look();
        assertThat(health.state()).isEqualTo(WorkspaceState.PROCESSING_TASKS);
        assertThat(health.score().points()).isEqualTo(100);
    }

    @Test
    void aSilentRunWhoseSystemCannotBeAskedIsStalledUntilItIsFenced() {
        world.system.silent(true);
        world.system.submit(world.task("gone"));
        world.settle();
        world.system.answers(false);
        world.pass(Duration.ofMinutes(31));

        Finding stalled = only(look());
        assertThat(stalled.kind()).isEqualTo(Kind.STALLED);
        assertThat(stalled.level()).isEqualTo(Level.WARNING);
        assertThat(stalled.affected()).isEqualTo(1);
        assertThat(stalled.strategy()).isEqualTo(WorkspaceStrategy.WORKER_REACTIVATION);
        assertThat(StrategyRules.actsByItself(stalled, Mode.ACT)).isTrue();

        world.system.silent(false);
        world.system.answers(true);
        world.pass(Duration.ofMinutes(2));

        assertThat(look().findings()).noneMatch(finding -> finding.kind() == Kind.STALLED);
        assertThat(world.store.failuresOf(new TaskKey("scripted", "gone"))).hasSize(1);
    }

    @Test
    void tasksThatComeBackAreRecoveringWithTheConfidenceThatWasMeasured() {
        world.system.script(run -> works ? null : RecoveryWorld.refused());
        for (int i = 0; i < 2_000; i++) {
            world.system.submit(world.task("t" + i));
        }
        world.pass(Duration.ofMinutes(3));
        assertThat(look().state()).isEqualTo(WorkspaceState.ERROR);
        works = true;
        WorkspaceHealth health = derived();
        for (int i = 0; i < 400 && health.state() != WorkspaceState.AUTO_RECOVERING; i++) {
            world.pass(Duration.ofSeconds(5));
            health = derived();
        }

        Finding back = health.findings().stream()
                .filter(finding -> finding.kind() == Kind.RECOVERING)
                .findFirst()
                .orElseThrow();
        assertThat(health.state()).isEqualTo(WorkspaceState.AUTO_RECOVERING);
        assertThat(back.strategy()).isEqualTo(WorkspaceStrategy.RECOVERY);
        assertThat(back.confidence().trials()).isGreaterThanOrEqualTo(10);
        assertThat(back.confidence().successes())
                .isPositive()
                .isLessThanOrEqualTo(back.confidence().trials());
        assertThat(back.affected()).isPositive();
        world.pass(Duration.ofHours(2));
        assertThat(look().state()).isEqualTo(WorkspaceState.COMPLETED);
        assertThat(look().reasons()).containsExactly("None of its tasks can run any more.");
        assertThat(look().score().points()).isEqualTo(100);
    }

    @Test
    void aFixThatIsNotThereIsOverdueAfterADay() {
        world.system.script(run -> run.task().externalId().equals("auth") ? RecoveryWorld.http(401, Map.of()) : null);
        world.system.submit(world.task("auth"));
        for (int i = 0; i < 20; i++) {
            world.system.submit(world.task("fine" + i));
        }
        world.settle();

        Finding missing = only(look());
        assertThat(missing.kind()).isEqualTo(Kind.FIX_NEEDED);
        assertThat(missing.level()).isEqualTo(Level.WARNING);
        assertThat(look().state()).isEqualTo(WorkspaceState.NEEDS_INTERVENTION);

        world.pass(Duration.ofHours(25));
        // After that time such tasks are left to a person.
        assertThat(only(look()).kind()).isEqualTo(Kind.PERSON_NEEDED);
    }

    @Test
    void anIncidentThatAPersonPausedIsTold() {
        world.system.script(run -> run.task().externalId().equals("down") ? RecoveryWorld.refused() : null);
        world.system.submit(world.task("down"));
        for (int i = 0; i < 20; i++) {
            world.system.submit(world.task("fine" + i));
        }
        world.settle();
        Incident incident = world.incidents().get(0);
        world.ripresa.operator().pause(incident.id(), "ann", "x");

        Finding paused = only(look());
        assertThat(paused.kind()).isEqualTo(Kind.INCIDENT_PAUSED);
        assertThat(paused.level()).isEqualTo(Level.INFO);
        assertThat(look().score().points()).isEqualTo(95);
        assertThat(world.incidents().get(0).state()).isEqualTo(IncidentState.PAUSED);
    }

    @Test
    void healthNamesTheWorkspacesThatAreNot() {
        world.system.submit(world.task("fine"));
        look();
        assertThat(detail()).isEqualTo("All 1 are healthy.");
        world.system.script(run -> RecoveryWorld.refused());
        for (int i = 0; i < 20; i++) {
            world.system.submit(world.task("t" + i));
        }
        world.settle();
        look();

        assertThat(detail()).isEqualTo("1 of 1 are not healthy: orders (35, ERROR).");
        assertThat(world.ripresa.health().healthy()).isTrue();
    }

    private String detail() {
        return world.ripresa.health().checks().stream()
                .filter(check -> check.name().equals("workspaces"))
                .findFirst()
                .orElseThrow()
                .detail();
    }

    @Test
    void whatAPausedTaskWaitsForIsSaidOnce() {
        world.system.script(run -> run.number() == 1
                ? FailureReport.of("org.springframework.dao.OptimisticLockingFailureException", "row was updated")
                : null);
        world.system.submit(world.task("a"));
        world.settle();
        world.ripresa.operator().pauseWorkspace(ORDERS, "ann", "x");
        world.pass(Duration.ofHours(5));

        assertThat(world.store.journalOf(new TaskKey("scripted", "a"), null, 1_000).stream()
                        .filter(line -> line.kind() == JournalEntry.Kind.DECIDED)
                        .filter(line -> line.text().contains("paused the workspace")))
                .hasSize(1);
        assertThat(world.record("a").note()).isEqualTo("A person paused the workspace.");
        assertThat(world.ripresa.health().checks().toString())
                .contains("1 wait because a person paused their workspace");
        world.ripresa.operator().resumeWorkspace(ORDERS, "ann", "y");
        world.pass(Duration.ofMinutes(10));
        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
    }
}
