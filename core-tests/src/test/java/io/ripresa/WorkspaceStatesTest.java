package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.health.HealthScore;
import io.ripresa.health.StrategyRules;
import io.ripresa.health.WorkspaceHealth;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Finding;
import io.ripresa.model.Finding.Kind;
import io.ripresa.model.Finding.Level;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Measured;
import io.ripresa.model.Mode;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import io.ripresa.model.WorkspaceStrategy;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Workspaces as a whole: what is wrong with them, the state that follows, and who may change it. */
class WorkspaceStatesTest {

    private static final Duration LOOK = Duration.ofSeconds(61);

    private final RecoveryWorld world = new RecoveryWorld();
    private boolean works;

    private void submit(String workspace, int tasks) {
        for (int i = 0; i < tasks; i++) {
            TaskDescriptor plain = world.task(workspace + "-" + i);
            world.system.submit(new TaskDescriptor(
                    plain.key(),
                    workspace,
                    plain.type(),
                    0,
                    TaskDescriptor.Safety.of(SideEffects.IDEMPOTENT),
                    plain.timing(),
                    plain.dependencies()));
        }
        world.settle();
    }

    private void look() {
        world.pass(LOOK);
    }

    private WorkspaceRecord row(String workspace) {
        return world.store.workspaces().stream()
                .filter(row -> row.name().equals(workspace))
                .findFirst()
                .orElseThrow();
    }

    private WorkspaceState state(String workspace) {
        return row(workspace).state();
    }

    private List<Kind> kinds(String workspace) {
        return row(workspace).findings().stream().map(Finding::kind).toList();
    }

    private WorkspaceHealth health(String workspace) {
        return Objects.requireNonNull(world.ripresa.workspaces().assess(workspace));
    }

    private List<String> lines(String workspace) {
        return world.store.journalAfter(0, 100_000).stream()
                .filter(line -> line.kind() == JournalEntry.Kind.WORKSPACE)
                .filter(line -> workspace.equals(line.data().get("workspace")))
                .map(line -> line.data().containsKey("finding")
                        ? line.data().get("level") + " " + line.data().get("finding") + " "
                                + line.data().get("event")
                        : line.data().getOrDefault("from", "") + ">"
                                + line.data().get("to"))
                .toList();
    }

    @Test
    void aWorkspaceIsCreatedThenActiveAndHealthy() {
        submit("calm", 3);

        assertThat(health("calm").state()).isEqualTo(WorkspaceState.CREATED);
        look();

        assertThat(state("calm")).isEqualTo(WorkspaceState.ACTIVE);
        assertThat(health("calm").score()).isEqualTo(new HealthScore(100, true, List.of()));
        assertThat(lines("calm")).containsExactly(">CREATED", "CREATED>ACTIVE");
    }

    @Test
    void anOutageIsAnErrorUntilItsCauseIsGone() {
        world.system.script(run -> works ? null : RecoveryWorld.refused());
        submit("shop", 20);
        look();

        assertThat(state("shop")).isEqualTo(WorkspaceState.ERROR);
        assertThat(kinds("shop")).containsExactly(Kind.FAILURE_SHARE, Kind.OUTAGE);
        WorkspaceHealth ill = health("shop");
        assertThat(ill.score().points()).isEqualTo(100 - 50 - 15);
        assertThat(ill.score().healthy()).isFalse();
        assertThat(ill.findings().get(0).sentence()).isEqualTo("20 of 20 tasks are in trouble.");
        assertThat(ill.findings().get(1).since()).isEqualTo(RecoveryWorld.START);
        assertThat(ill.findings().get(1).affected()).isEqualTo(20);

        world.pass(Duration.ofMinutes(15));
        assertThat(state("shop")).isEqualTo(WorkspaceState.ERROR);
        assertThat(health("shop").findings())
                .filteredOn(finding -> finding.kind() == Kind.OUTAGE)
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.CRITICAL));
        works = true;
        for (int i = 0; i < 60 && state("shop") != WorkspaceState.ACTIVE; i++) {
            boolean pending = world.store.dispositionCounts().stream()
                    .anyMatch(count -> count.disposition().isPending());
            look();
            assertThat(state("shop") != WorkspaceState.ACTIVE || !pending || allBack())
                    .isTrue();
        }
        look();

        assertThat(allBack()).isTrue();
        assertThat(lines("shop"))
                .startsWith(">ERROR", "EMERGENCY FAILURE_SHARE began", "WARNING OUTAGE began")
                .contains(
                        "WARNING OUTAGE ended",
                        "CRITICAL OUTAGE began",
                        "CRITICAL OUTAGE ended",
                        "EMERGENCY FAILURE_SHARE ended")
                .doesNotContain("ERROR>DEGRADED_MODE", "ERROR>COMPLETED");
        assertThat(health("shop").score().points()).isEqualTo(100);
        assertThat(state("shop")).isIn(WorkspaceState.ACTIVE, WorkspaceState.COMPLETED);
    }

    private boolean allBack() {
        return world.store.dispositionCounts().stream().allMatch(count -> count.disposition() == Disposition.RECOVERED);
    }

    @Test
    void fewerTasksInTroubleAreNoSignThatTheCauseIsGone() {
        world.system.script(run -> run.task().externalId().startsWith("shop") ? RecoveryWorld.refused() : null);
        submit("shop", 6);
        look();
        assertThat(state("shop")).isEqualTo(WorkspaceState.ERROR);
        for (int i = 0; i < 60; i++) {
            TaskDescriptor plain = world.task("fine-" + i);
            world.system.submit(new TaskDescriptor(
                    plain.key(), "shop", plain.type(), 0, plain.safety(), plain.timing(), plain.dependencies()));
        }
        world.settle();

        look();

        assertThat(kinds("shop")).containsExactly(Kind.OUTAGE);
        assertThat(row("shop").score()).isEqualTo(85);
        assertThat(state("shop")).isEqualTo(WorkspaceState.ERROR);
    }

    @Test
    void aFewHeldTasksDegradeAWorkspaceAndNobodyElse() {
        world.system.script(run -> run.task().externalId().equals("shop-0") ? RecoveryWorld.refused() : null);
        submit("shop", 10);
        submit("other", 10);
        look();

        assertThat(state("shop")).isEqualTo(WorkspaceState.DEGRADED_MODE);
        assertThat(health("shop").score().healthy()).isTrue();
        assertThat(kinds("other")).isEmpty();
    }

    @Test
    void whatOnlyPeopleCanDecideAsksForThem() {
        world.system.script(
                run -> run.task().externalId().equals("shop-0") ? FailureReport.of(null, "it went wrong") : null);
        submit("shop", 10);
        look();

        assertThat(state("shop")).isEqualTo(WorkspaceState.NEEDS_INTERVENTION);
        Finding finding = health("shop").findings().get(0);
        assertThat(finding.kind()).isEqualTo(Kind.PERSON_NEEDED);
        assertThat(finding.strategy()).isEqualTo(WorkspaceStrategy.MANUAL_INTERVENTION);
        assertThat(finding.confidence().isKnown()).isFalse();
        assertThat(StrategyRules.actsByItself(finding, Mode.ACT)).isFalse();
        world.pass(Duration.ofHours(1));
        assertThat(health("shop").findings().get(0).since())
                .isBefore(world.instant().minusSeconds(3_000));
    }

    @Test
    void aPausedWorkspaceIsHeldUntilAPersonLiftsItAndOthersGoOn() {
        world.system.script(run -> works ? null : RecoveryWorld.refused());
        submit("shop", 30);
        submit("other", 30);
        look();
        int before = runsOf("shop");

        WorkspaceHealth paused = world.ripresa.operator().pauseWorkspace("shop", "ann", "stock is being counted");

        assertThat(paused.state()).isEqualTo(WorkspaceState.PAUSED);
        assertThat(paused.pausedBy()).isEqualTo("ann");
        assertThat(paused.reasons()).containsExactly("Paused by ann: stock is being counted");
        works = true;
        world.pass(Duration.ofHours(6));
        assertThat(runsOf("shop")).isEqualTo(before);
        assertThat(count("other", Disposition.RECOVERED)).isEqualTo(30);
        world.restart();
        world.pass(Duration.ofDays(1));
        assertThat(runsOf("shop")).isEqualTo(before);
        assertThat(state("shop")).isEqualTo(WorkspaceState.PAUSED);
        assertThat(row("shop").actor()).isEqualTo("ann");
        assertThat(health("shop").findings()).extracting(Finding::kind).contains(Kind.PAUSED);

        WorkspaceHealth resumed = world.ripresa.operator().resumeWorkspace("shop", "bob", "counted");

        assertThat(resumed.pausedBy()).isNull();
        assertThat(resumed.state()).isNotIn(WorkspaceState.PAUSED, WorkspaceState.ACTIVE);
        world.pass(Duration.ofHours(2));
        assertThat(count("shop", Disposition.RECOVERED)).isEqualTo(30);
        assertThat(lines("shop")).contains("ERROR>PAUSED", "PAUSED>" + resumed.state());
    }

    private int runsOf(String workspace) {
        int runs = 0;
        for (int i = 0; i < 30; i++) {
            runs += world.runs(workspace + "-" + i);
        }
        return runs;
    }

    private long count(String workspace, Disposition disposition) {
        return world.store.dispositionCounts().stream()
                .filter(count -> count.workspace().equals(workspace) && count.disposition() == disposition)
                .mapToLong(count -> count.tasks())
                .sum();
    }

    @Test
    void aBackOffOfAPausedWorkspaceWaitsToo() {
        world.system.script(run -> run.number() == 1
                ? FailureReport.of("org.springframework.dao.OptimisticLockingFailureException", "row was updated")
                : null);
        submit("shop", 1);
        world.ripresa.operator().pauseWorkspace("shop", "ann", "x");
        world.pass(Duration.ofHours(2));
        assertThat(world.runs("shop-0")).isEqualTo(1);

        world.ripresa.operator().resumeWorkspace("shop", "ann", "y");
        world.pass(Duration.ofHours(1));
        assertThat(world.runs("shop-0")).isEqualTo(2);
    }

    @Test
    void theKillSwitchLeavesPausesAlone() {
        submit("shop", 1);
        world.ripresa.operator().pauseWorkspace("shop", "ann", "x");
        world.ripresa.operator().stop("bob", "drill", false);
        Control control = world.ripresa.operator().resume("bob", "over");

        assertThat(control.isPaused("shop")).isTrue();
        assertThat(health("shop").pausedBy()).isEqualTo("ann");
    }

    @Test
    void ordersThatDoNotFitAreRefused() {
        submit("shop", 1);

        assertThatThrownBy(() -> world.ripresa.operator().pauseWorkspace("shpo", "ann", "x"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("workspace shpo is not known");
        assertThatThrownBy(() -> world.ripresa.operator().resumeWorkspace("shop", "ann", "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("workspace shop is not paused");
        assertThatThrownBy(() -> world.ripresa.operator().pauseWorkspace("shop", " ", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void severalNodesLookOnceTogether() {
        world.system.script(run -> RecoveryWorld.refused());
        submit("shop", 20);
        Ripresa other = world.another("b");
        for (int i = 0; i < 20; i++) {
            look();
            other.tick();
            other.tick();
        }

        assertThat(lines("shop")).doesNotHaveDuplicates();
    }

    @Test
    void aStateThatNobodyHasDerivedForLongIsNotToBeReliedOn() {
        submit("shop", 1);
        look();
        world.turnTo(world.instant().plus(Duration.ofMinutes(11)));

        Finding unseen = health("shop").findings().get(0);
        assertThat(unseen.kind()).isEqualTo(Kind.STATE_UNSEEN);
        assertThat(unseen.strategy()).isEqualTo(WorkspaceStrategy.STATUS_RESET);
        assertThat(StrategyRules.actsByItself(unseen, Mode.ACT)).isTrue();

        world.settle();
        assertThat(health("shop").findings()).isEmpty();
    }

    @Test
    void lookingChangesNothing() {
        world.system.script(run -> RecoveryWorld.refused());
        submit("shop", 20);
        look();
        List<JournalEntry> journal = world.store.journalAfter(0, 100_000);
        List<WorkspaceRecord> rows = world.store.workspaces();
        List<WorkspaceHealth> first = world.ripresa.workspaces().assess();
        for (int i = 0; i < 100; i++) {
            assertThat(world.ripresa.workspaces().assess()).isEqualTo(first);
        }

        assertThat(world.store.journalAfter(0, 100_000)).isEqualTo(journal);
        assertThat(world.store.workspaces()).isEqualTo(rows);
    }

    @Test
    void theScoreIsNeverBelowZeroAndListsWhatItTakes() {
        Finding emergency = new Finding(
                Kind.FAILURE_SHARE,
                Level.EMERGENCY,
                9,
                WorkspaceStrategy.MANUAL_INTERVENTION,
                Measured.UNKNOWN,
                RecoveryWorld.START,
                "");
        assertThat(HealthScore.of(List.of(emergency, emergency, emergency)).points())
                .isZero();
        assertThat(HealthScore.of(List.of(emergency)).deductions())
                .containsExactly(new HealthScore.Deduction(Kind.FAILURE_SHARE, Level.EMERGENCY, 50));
        assertThat(HealthScore.of(List.of(emergency)).healthy()).isFalse();
    }
}
