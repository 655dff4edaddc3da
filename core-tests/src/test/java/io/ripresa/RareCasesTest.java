package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Attempt;
import io.ripresa.model.Disposition;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Cases that only simulated worlds met, each by itself. */
class RareCasesTest {

    private static final TaskKey A = new TaskKey("scripted", "a");

    private final RecoveryWorld world = new RecoveryWorld();

    @Test
    void aTaskWhoseLastAttemptFailsWhileTheKillSwitchIsOnIsLeftToAPersonAfterwards() {
        world.system.script(run -> RecoveryWorld.refused());
        world.system.submit(world.task("a"));
        while (world.runs("a") < 3) {
            world.pass(Duration.ofMinutes(1));
        }
        world.system.beforeNextOrder(() -> world.ripresa.operator().stop("ann", "drill", false));
        world.pass(Duration.ofHours(26));
        assertThat(world.record("a").runs().attempts()).isEqualTo(3);
        assertThat(world.disposition("a")).isEqualTo(Disposition.HELD);

        world.ripresa.operator().resume("ann", "drill is over");
        world.pass(Duration.ofHours(1));

        assertThat(world.disposition("a")).isEqualTo(Disposition.ESCALATED);
    }

    @Test
    void anOrderThatLapsedIsGivenAgainAtOnceAndNotWhileTheKillSwitchIsOn() {
        world.system.script(run -> run.number() == 1 ? RecoveryWorld.refused() : null);
        world.system.submit(world.task("a"));
        world.system.busy(true);
        world.pass(Duration.ofMinutes(3));
        assertThat(world.system.state(A)).isEqualTo(State.SCHEDULED);
        world.ripresa.operator().stop("ann", "drill", false);
        world.system.lapse(A);
        world.system.busy(false);
        world.pass(Duration.ofMinutes(5));
        assertThat(world.runs("a")).isEqualTo(1);
        assertThat(world.disposition("a")).isEqualTo(Disposition.IN_ATTEMPT);

        world.ripresa.operator().resume("ann", "drill is over");
        world.pass(Duration.ofMinutes(1));

        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(world.record("a").runs().attempts()).isEqualTo(1);
        assertThat(world.store.attemptsOf(A)).hasSize(1);
    }

    @Test
    void anOrderThatLapsesAgainAndAgainIsGivenAgainAndCountsOnce() {
        world.system.script(run -> run.number() == 1 ? RecoveryWorld.refused() : null);
        world.system.submit(world.task("a"));
        world.system.busy(true);
        world.pass(Duration.ofMinutes(3));
        for (int i = 0; i < 3; i++) {
            assertThat(world.system.state(A)).isEqualTo(State.SCHEDULED);
            world.system.lapse(A);
            world.settle();
        }
        world.system.repeatAllEvents();
        world.system.busy(false);
        world.system.lapse(A);
        world.settle();

        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(world.record("a").runs().attempts()).isEqualTo(1);
    }

    @Test
    void aHeldFirstStartWhoseOrderWasRefusedIsOrderedAgain() {
        world.system.script(run -> run.task().equals(A) ? null : RecoveryWorld.refused());
        for (int i = 0; i < 5; i++) {
            world.system.submit(world.task("t" + i));
        }
        world.settle();
        world.system.submit(world.taskFor(RecoveryWorld.PAYMENTS, "a"));
        world.settle();
        assertThat(world.disposition("a")).isEqualTo(Disposition.HELD);

        // The task system is about to start it by itself, thinks better of it, and parks it again.
        world.system.script(run -> null);
        world.system.beforeNextOrder(() -> world.system.aboutToStart(A));
        world.pass(Duration.ofMinutes(1));
        world.system.park(A, RecoveryWorld.PAYMENTS);
        world.pass(Duration.ofMinutes(30));

        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
        assertThat(world.runs("a")).isEqualTo(1);
        assertThat(world.store.attemptsOf(A)).hasSize(2).extracting(Attempt::id).doesNotHaveDuplicates();
        assertThat(world.record("a").runs().attempts()).isZero();
    }
}
