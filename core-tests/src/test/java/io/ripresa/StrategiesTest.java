package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.health.StrategyRules;
import io.ripresa.health.WorkspaceHealth;
import io.ripresa.model.Finding;
import io.ripresa.model.Finding.Kind;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Measured;
import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import io.ripresa.model.TaskKey;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.spi.WorkspaceCare.Need;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What task systems find is shown and suggested; what was measured to help is carried out. */
class StrategiesTest {

    private static final String ORDERS = "orders";

    private final RecoveryWorld world = new RecoveryWorld();

    @BeforeEach
    void known() {
        world.system.submit(world.task("t"));
        world.pass(Duration.ofSeconds(61));
    }

    private void found() {
        world.system.needs.add(new Need(ORDERS, Kind.DUPLICATES, 3, "3 tasks repeat others."));
        world.pass(Duration.ofSeconds(61));
    }

    /** As it is looked every minute. */
    private void minutes(int count) {
        for (int i = 0; i < count; i++) {
            world.pass(Duration.ofSeconds(60));
        }
    }

    private Finding finding() {
        WorkspaceHealth health =
                Objects.requireNonNull(world.ripresa.workspaces().assess(ORDERS));
        assertThat(health.findings()).hasSize(1);
        return health.findings().get(0);
    }

    private String order() {
        return world.ripresa
                .operator()
                .carryOut(WorkspaceStrategy.DUPLICATE_PARKING, ORDERS, "ann", "the import ran twice");
    }

    private Measured measured() {
        world.system.needs.add(new Need(ORDERS, Kind.DUPLICATES, 1, "1 task repeats another."));
        world.pass(Duration.ofSeconds(61));
        Measured outcomes = finding().confidence();
        world.system.needs.clear();
        world.pass(Duration.ofSeconds(61));
        return outcomes;
    }

    private List<String> lines() {
        return world.store.journalAfter(0, 100_000).stream()
                .map(JournalEntry::text)
                .toList();
    }

    @Test
    void whatIsFoundIsShownAndSuggestedAndNotCarriedOut() {
        found();
        Finding finding = finding();
        assertThat(finding.strategy()).isEqualTo(WorkspaceStrategy.DUPLICATE_PARKING);
        assertThat(finding.affected()).isEqualTo(3);
        assertThat(finding.confidence()).isEqualTo(Measured.UNKNOWN);
        assertThat(StrategyRules.actsByItself(finding, Mode.ACT)).isFalse();
        minutes(120);
        assertThat(world.system.carriedOut).isEmpty();
        assertThat(finding().since()).as("since it was found first").isEqualTo(finding.since());
    }

    @Test
    void aPersonOrdersItAndItIsJournalledAndCountedThatItHelped() {
        found();
        assertThat(order()).isEqualTo("Done as ordered.");
        assertThat(world.system.carriedOut).containsExactly("DUPLICATE_PARKING in orders");
        assertThat(lines())
                .contains(
                        "Workspace orders: DUPLICATE_PARKING by ann: the import ran twice. Done as ordered. Whether it"
                                + " helped is counted in 10 minutes.");
        world.restart();
        minutes(11);
        assertThat(lines()).contains("Workspace orders: DUPLICATE_PARKING helped: what called for it is gone.");
        assertThat(measured()).isEqualTo(new Measured(1, 1));
    }

    @Test
    void whatIsStillThereAfterTenMinutesWasNotHelped() {
        world.system.helps = false;
        found();
        order();
        minutes(11);
        assertThat(finding().confidence()).isEqualTo(new Measured(0, 1));
        assertThat(lines()).contains("Workspace orders: DUPLICATE_PARKING did not help within 10 minutes.");
    }

    @Test
    void whatNobodyLookedAtInTimeIsNotCounted() {
        found();
        order();
        world.turnTo(world.instant().plus(Duration.ofHours(1)));
        world.settle();
        assertThat(lines())
                .contains(
                        "Workspace orders: nobody looked in time whether DUPLICATE_PARKING helped: it is not counted.");
        assertThat(measured()).isEqualTo(Measured.UNKNOWN);
    }

    private void proven() {
        for (int i = 0; i < 20; i++) {
            found();
            order();
            minutes(11);
        }
        world.system.carriedOut.clear();
    }

    @Test
    void afterTwentyThatHelpedItGoesByItself() {
        proven();
        found();
        assertThat(world.system.carriedOut).containsExactly("DUPLICATE_PARKING in orders");
        assertThat(lines())
                .contains("Workspace orders: DUPLICATE_PARKING by ripresa: it helped 20 of 20 times. Done as ordered."
                        + " Whether it helped is counted in 10 minutes.");
    }

    @Test
    void whatDoesNotHelpAnyMoreIsLeftToPeopleAgain() {
        proven();
        world.system.helps = false;
        found();
        minutes(180);
        assertThat(world.system.carriedOut).as("once, and not every minute").hasSize(1);
        assertThat(finding().confidence()).isEqualTo(new Measured(20, 21));
    }

    @Test
    void neitherWithTheKillSwitchOnNorInAPausedWorkspaceNorInAnotherMode() {
        proven();
        world.ripresa.operator().stop("ann", "test", false);
        found();
        assertThat(world.system.carriedOut).isEmpty();
        world.system.needs.clear();
        world.pass(Duration.ofMinutes(2));
        world.ripresa.operator().resume("ann", "test");
        world.ripresa.operator().pauseWorkspace(ORDERS, "ann", "test");
        found();
        assertThat(world.system.carriedOut).isEmpty();
        world.system.needs.clear();
        world.ripresa.operator().resumeWorkspace(ORDERS, "ann", "test");
        world.pass(Duration.ofMinutes(2));
        world.ripresa = world.build(Policy.DEFAULT.withMode(Mode.SUGGEST));
        found();
        assertThat(world.system.carriedOut).isEmpty();
        assertThat(StrategyRules.actsByItself(finding(), Mode.SUGGEST)).isFalse();
    }

    @Test
    void whereATaskSystemCannotBeAskedWhatWasFoundLastStands() {
        found();
        world.system.answers(false);
        world.system.needs.clear();
        world.pass(Duration.ofMinutes(2));
        assertThat(finding().kind()).isEqualTo(Kind.DUPLICATES);
        world.system.answers(true);
        world.pass(Duration.ofMinutes(2));
        assertThat(Objects.requireNonNull(world.ripresa.workspaces().assess(ORDERS))
                        .findings())
                .isEmpty();
    }

    @Test
    void whatCannotBeOrderedIsRefusedWithTheReason() {
        assertThatThrownBy(this::order)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing in workspace orders calls for DUPLICATE_PARKING now");
        assertThatThrownBy(() ->
                        world.ripresa.operator().carryOut(WorkspaceStrategy.CLEAN_UP, "nowhere", "ann", "why not"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("workspace nowhere is not known");
        assertThatThrownBy(() ->
                        world.ripresa.operator().carryOut(WorkspaceStrategy.STATUS_RESET, ORDERS, "ann", "why not"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("strategy STATUS_RESET is carried out by rule; one of [DUPLICATE_PARKING, LIMIT_INCREASE,"
                        + " CLEAN_UP] can be ordered here");
    }

    @Test
    void aPersonLetsATaskGoThatWasSetAside() {
        world.ripresa.operator().letGo(new TaskKey("scripted", "aside"), "ann", "it is another order");
        assertThat(lines()).contains("ann let it go, that had been set aside as a duplicate: it is another order");
        assertThatThrownBy(() -> world.ripresa.operator().letGo(new TaskKey("scripted", "t"), "ann", "why not"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("task scripted/t is not set aside as a duplicate");
    }
}
