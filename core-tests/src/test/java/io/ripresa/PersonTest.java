package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is left to a person, what a person may do, and what becomes of a run that says nothing any more. */
class PersonTest {

    private final RecoveryWorld world = new RecoveryWorld();

    @Test
    void anUnsafeTaskThatMayHaveTakenEffectIsLeftToAPerson() {
        FailureReport timeout = FailureReport.of("java.net.SocketTimeoutException", "Read timed out")
                .with(FailureReport.TARGET, "payments.example:443");
        world.system.script(run -> run.number() == 1 ? timeout : null);
        world.system.submit(world.task("a", SideEffects.UNSAFE, null));

        world.pass(Duration.ofDays(2));

        assertThat(world.runs("a")).isEqualTo(1);
        assertThat(world.disposition("a")).isEqualTo(Disposition.ESCALATED);
        assertThat(world.record("a").note()).contains("may have taken effect");
    }

    @Test
    void aPersonCanGrantOneMoreAttempt() {
        world.system.script(run -> run.number() < 5 ? RecoveryWorld.refused() : null);
        world.system.submit(world.task("a"));
        world.pass(Duration.ofDays(1));
        assertThat(world.disposition("a")).isEqualTo(Disposition.ESCALATED);

        world.ripresa.operator().retry(new TaskKey("scripted", "a"), "ann", "the port is open again");
        world.pass(Duration.ofMinutes(5));

        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
        assertThat(world.runs("a")).isEqualTo(5);
    }

    @Test
    void theKillSwitchStopsEverythingAndNothingIsForgottenAfterIt() {
        failManyTasks(30);
        world.settle();
        world.ripresa.operator().stop("ann", "drill", false);
        world.system.script(run -> null);
        int before = world.system.runs();

        world.pass(Duration.ofHours(2));
        assertThat(world.system.runs()).isEqualTo(before);

        world.ripresa.operator().resume("ann", "drill is over");
        world.pass(Duration.ofMinutes(5));
        assertThat(world.store.dispositionCounts()).singleElement().satisfies(count -> {
            assertThat(count.disposition()).isEqualTo(Disposition.RECOVERED);
            assertThat(count.tasks()).isEqualTo(30);
        });
    }

    @Test
    void theKillSwitchEndsOrdersAndIsTurnedAlsoWhereNobodyCanBeTold() {
        world.ripresa.operator().stop("ann", "drill", false);
        assertThat(world.system.ordersEnded()).isEqualTo(1);
        world.ripresa.operator().resume("ann", "drill is over");
        assertThat(world.system.ordersEnded()).isEqualTo(1);

        world.system.answers(false);

        assertThat(world.ripresa.operator().stop("ann", "no drill", false).stopped())
                .isTrue();
    }

    @Test
    void aPausedIncidentStaysPausedUntilAPersonLiftsThePause() {
        failManyTasks(10);
        world.settle();
        Incident incident = world.incidents().get(0);
        world.ripresa.operator().pause(incident.id(), "ann", "maintenance");
        world.system.script(run -> null);
        int before = world.system.runs();

        world.pass(Duration.ofDays(1));
        assertThat(world.system.runs()).isEqualTo(before);
        assertThat(world.incidents().get(0).state()).isEqualTo(IncidentState.PAUSED);

        world.ripresa.operator().unpause(incident.id(), "ann", "done");
        world.pass(Duration.ofMinutes(5));
        assertThat(world.incidents().get(0).state()).isEqualTo(IncidentState.RESOLVED);
    }

    @Test
    void aRunThatHangsIsFencedAndRunAgain() {
        world.system.silent(true);
        world.system.submit(world.task("a"));
        world.settle();
        world.system.silent(false);

        world.pass(Duration.ofMinutes(10));

        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
    }

    private void failManyTasks(int count) {
        world.system.scriptUnlessSet(run -> RecoveryWorld.refused());
        for (int i = 0; i < count; i++) {
            world.system.submit(world.task("t" + i));
        }
    }
}
