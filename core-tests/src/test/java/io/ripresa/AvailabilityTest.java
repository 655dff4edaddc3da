package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.learn.Availability;
import io.ripresa.learn.RecoveryFigures;
import io.ripresa.model.Disposition;
import io.ripresa.model.Finding;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.WorkspaceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Availability equals the time in which somebody who looked all the while saw nothing critical. */
class AvailabilityTest {

    private static final Duration STEP = Duration.ofSeconds(5);

    private final RecoveryWorld world = new RecoveryWorld();
    private Duration critical = Duration.ZERO;

    /** Lets time pass, and looks all the while at what is written down of the workspace. */
    private void watch(Duration time) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(STEP)) {
            boolean wrong = world.store.workspaces().stream()
                    .map(WorkspaceRecord::findings)
                    .flatMap(List::stream)
                    .map(Finding::level)
                    .anyMatch(Finding.Level::isCritical);
            critical = wrong ? critical.plus(STEP) : critical;
            world.pass(STEP);
        }
    }

    private RecoveryFigures figures(@Nullable String workspace, @Nullable Instant since) {
        return world.ripresa.figures().read(workspace, since).figures();
    }

    private static void assertNear(Duration counted, Duration seen) {
        assertThat(counted.minus(seen).abs()).isLessThanOrEqualTo(STEP);
    }

    @Test
    void theTimeWithACriticalFindingIsWhatWasSeen() {
        Instant end = RecoveryWorld.START.plus(Duration.ofMinutes(100));
        Instant begin = RecoveryWorld.START.plus(Duration.ofMinutes(50));
        world.system.script(run ->
                world.instant().isBefore(begin) || !world.instant().isBefore(end) ? null : RecoveryWorld.refused());
        world.system.submit(world.task("fine"));
        watch(Duration.ofMinutes(50));
        for (int i = 0; i < 20; i++) {
            world.system.submit(world.task("t" + i));
        }
        watch(Duration.ofMinutes(100));

        Availability counted = figures("orders", null).workspaces();
        assertThat(critical).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(80));
        assertNear(counted.critical(), critical);
        assertNear(counted.watched(), Duration.ofMinutes(150));
        assertThat(counted.share())
                .isEqualTo(1
                        - (double) counted.critical().toMillis()
                                / counted.watched().toMillis());
        assertThat(figures(null, null).workspaces()).isEqualTo(counted);
        assertThat(world.store.dispositionCounts())
                .anyMatch(count -> count.disposition() == Disposition.RECOVERED && count.tasks() == 20);
        Availability lastHour = figures("orders", world.instant()).workspaces();
        assertNear(lastHour.watched(), Duration.ofMinutes(30));
        assertThat(lastHour.critical()).isLessThanOrEqualTo(lastHour.watched());
    }

    @Test
    void whatIsStillCriticalCountsUntilNow() {
        world.system.script(run -> RecoveryWorld.refused());
        for (int i = 0; i < 20; i++) {
            world.system.submit(world.task("t" + i));
        }
        watch(Duration.ofMinutes(330));

        Availability counted = figures("orders", null).workspaces();
        assertNear(counted.critical(), critical);
        assertThat(Objects.requireNonNull(counted.share())).isLessThan(0.01);
        assertThat(figures("orders", world.instant()).workspaces().share()).isZero();
    }

    @Test
    void whatNobodyEverLookedAtIsUnknown() {
        assertThat(figures(null, null).workspaces().share()).isNull();
        assertThat(figures(null, null).ripresa().isKnown()).isFalse();
        world.settle();
        world.system.submit(world.task("a"));
        world.pass(Duration.ofMinutes(1));
        world.pass(Duration.ofMinutes(1));
        assertThat(figures("elsewhere", null).workspaces().isKnown()).isFalse();
        assertThat(figures("orders", null).workspaces().share()).isEqualTo(1.0);
    }

    @Test
    void ripresaIsNotAvailableWhileNobodyLooks() {
        world.system.submit(world.task("a"));
        watch(Duration.ofMinutes(10));
        assertThat(figures(null, null).ripresa().critical()).isZero();

        world.turnTo(world.instant().plus(Duration.ofMinutes(20)));
        world.restart();
        watch(Duration.ofMinutes(10));

        Availability counted = figures(null, null).ripresa();
        assertThat(counted.critical()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(21));
        assertNear(counted.watched(), Duration.ofMinutes(40));
        assertThat(figures("orders", null).workspaces().critical()).isZero();
    }

    @Test
    void ripresaIsNotAvailableWhileATaskSystemCannotBeAsked() {
        world.system.submit(world.task("a"));
        watch(Duration.ofMinutes(10));
        world.system.answers(false);
        watch(Duration.ofMinutes(30));
        world.system.answers(true);
        watch(Duration.ofMinutes(20));

        assertThat(figures(null, null).ripresa().critical()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(31));
        assertThat(world.store.journalAfter(0, 100_000).stream()
                        .filter(line -> line.kind() == JournalEntry.Kind.HEALTH)
                        .map(JournalEntry::text))
                .containsExactly(
                        "From now on somebody looks how workspaces are.",
                        "Task system scripted cannot be asked.",
                        "Task system scripted answers again.");
    }
}
