package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Disposition;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Policy;
import io.ripresa.model.TaskKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is over is deleted after a time; what is not over never is, and what was deleted does not come back. */
class RetentionTest {

    private static final TaskKey A = new TaskKey("scripted", "a");

    private final RecoveryWorld world = new RecoveryWorld();

    private void recoverOne() {
        world.system.script(run -> run.number() == 1 ? RecoveryWorld.refused() : null);
        world.system.submit(world.task("a"));
        world.pass(Duration.ofHours(1));
        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
    }

    @Test
    void whatIsOverGoesWithAllThatIsItsAfterThirtyDays() {
        recoverOne();
        world.system.submit(world.task("well"));
        world.settle();

        world.pass(Duration.ofDays(29));
        assertThat(world.store.tasks(List.of(A))).hasSize(1);

        world.pass(Duration.ofDays(2));
        assertThat(world.store.dispositionCounts()).isEmpty();
        assertThat(world.store.attemptsOf(A)).isEmpty();
        assertThat(world.store.runsOf(A)).isEmpty();
        assertThat(world.store.failuresOf(A)).isEmpty();
        assertThat(world.store.journalOf(A, null, 10)).isEmpty();
        assertThat(world.incidents()).hasSize(2);

        // The latest of a cause stays: the next one is counted on from it.
        world.pass(Duration.ofDays(60));
        assertThat(world.incidents())
                .singleElement()
                .satisfies(latest -> assertThat(latest.number()).isEqualTo(2));
    }

    @Test
    void anEventThatComesAgainAfterwardsReopensNothing() {
        recoverOne();
        world.pass(Duration.ofDays(31));

        world.system.repeatAllEvents();
        world.pass(Duration.ofDays(1));

        assertThat(world.store.tasks(List.of(A))).isEmpty();
        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(world.store.journalAfter(0, 10_000))
                .filteredOn(line -> line.kind() == JournalEntry.Kind.LATE_RESULT)
                .hasSize(5)
                .allSatisfy(line -> assertThat(line.text()).contains("scripted/a", "nothing is re-opened"));
    }

    @Test
    void whatAPersonMustDecideStays() {
        world.system.script(run -> RecoveryWorld.refused());
        world.system.submit(world.task("a"));
        world.pass(Duration.ofDays(95));

        assertThat(world.disposition("a")).isEqualTo(Disposition.ESCALATED);
        assertThat(world.store.attemptsOf(A)).hasSize(3);
    }

    @Test
    void aMemberOfAnIncidentThatIsOpenStays() {
        recoverOne();
        String incident = world.incidents().get(0).id();
        world.system.script(run -> RecoveryWorld.refused());
        world.system.submit(world.task("b"));
        world.settle();
        // Whichever incident the second failure opened is kept open by a person.
        world.ripresa.operator().pause(world.incidents().get(0).id(), "ann", "to look at it");

        world.pass(Duration.ofDays(95));

        assertThat(world.disposition("b")).isNotEqualTo(Disposition.RECOVERED);
        assertThat(world.incidents()).anySatisfy(open -> {
            assertThat(open.state()).isEqualTo(IncidentState.PAUSED);
            assertThat(open.id()).isNotEqualTo(incident);
        });
        assertThat(world.store.tasks(List.of(new TaskKey("scripted", "b")))).hasSize(1);
    }

    @Test
    void aRetentionShorterThanEventsMayBeLateIsRefused() {
        assertThatThrownBy(() -> new Policy.Retention(Duration.ofHours(1), Duration.ofDays(1)))
                .hasMessageContaining("retention.tasks PT1H is below PT24H");
        assertThatThrownBy(() -> new Policy.Retention(Duration.ofDays(3), Duration.ofDays(2)))
                .hasMessageContaining("retention.incidents PT48H is below retention.tasks PT72H");
    }
}
