package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.learn.Circumstances;
import io.ripresa.learn.Circumstances.Spread;
import io.ripresa.model.Incident;
import io.ripresa.model.ReportedChange.Kind;
import io.ripresa.model.ReportedChange.Scope;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What else was going on when a task failed, read off the records of a real recovery. */
class CircumstancesTest {

    private final RecoveryWorld world = new RecoveryWorld();

    private Circumstances of(String id) {
        TaskKey key = new TaskKey("scripted", id);
        TaskRecord task = world.record(id);
        var failures = world.store.failuresOf(key);
        String incidentId = failures.get(failures.size() - 1).incidentId();
        Incident incident = world.store.incidents(List.of(incidentId)).get(incidentId);
        return Circumstances.of(
                task,
                incident,
                failures,
                world.store.attemptsOf(key),
                world.store.latestReportedChanges(10),
                world.store.outcomesOf(incident.cause()));
    }

    private void submit(int count) {
        for (int i = 0; i < count; i++) {
            world.system.submit(world.task("t" + i));
        }
        world.settle();
    }

    @Test
    void aTaskThatFailsAloneForTheFirstTime() {
        world.system.script(run -> RecoveryWorld.refused());
        submit(1);

        Circumstances c = of("t0");

        assertThat(c.spread()).isEqualTo(Spread.ALONE);
        assertThat(c.together()).isEqualTo(1);
        assertThat(c.change()).isNull();
        assertThat(c.sight()).isEqualTo(1);
        assertThat(c.recovery().isKnown()).isFalse();
        assertThat(c.sentences())
                .containsExactly(
                        "No other task failed likewise since " + RecoveryWorld.START + ".",
                        "This cause is seen for the first time; nothing has been measured for this error yet.");
    }

    @Test
    void manyAtOnceAreHardlyBecauseOfTheSingleTask() {
        world.system.script(run -> RecoveryWorld.refused());
        submit(3);
        assertThat(of("t0").spread()).isEqualTo(Spread.SEVERAL);
        for (int i = 3; i < 30; i++) {
            world.system.submit(world.task("t" + i));
        }
        world.settle();

        assertThat(of("t7").spread()).isEqualTo(Spread.MANY);
        assertThat(of("t7").sentences().get(0)).startsWith("30 tasks failed likewise since ");
    }

    @Test
    void oneThatFailsAgainWhileOthersGetThroughIsPerhapsToBlame() {
        var end = world.instant().plus(Duration.ofMinutes(2));
        world.system.script(run ->
                world.instant().isBefore(end) || run.task().externalId().equals("t0") ? RecoveryWorld.refused() : null);
        submit(20);
        world.pass(Duration.ofMinutes(20));

        Circumstances c = of("t0");

        assertThat(c.recoveredMeanwhile()).isEqualTo(19);
        assertThat(c.sentences()).anyMatch(s -> s.startsWith("19 others of this incident ran well meanwhile"));
        assertThat(of("t1").recoveredMeanwhile()).isBetween(0, 19);
    }

    @Test
    void aChangeOfTheHourBeforeIsToldAndNoOther() {
        Scope orders = new Scope("orders", List.of(), null);
        var operator = world.ripresa.operator();
        operator.report("old", Kind.DEPLOY, orders, "2.3", world.instant(), "ann");
        world.pass(Duration.ofMinutes(50));
        operator.report("others", Kind.DEPLOY, new Scope("shipping", List.of(), null), "", world.instant(), "ann");
        operator.report("new", Kind.DEPLOY, orders, "2.4", world.instant(), "ann");
        world.pass(Duration.ofMinutes(4));
        world.system.script(run -> RecoveryWorld.refused());
        submit(1);
        world.pass(Duration.ofSeconds(1));
        operator.report("later", Kind.CONFIGURATION, orders, "", null, "ann");

        assertThat(of("t0").change())
                .isNotNull()
                .satisfies(change -> assertThat(change.id()).isEqualTo("new"));
        assertThat(of("t0").sentences())
                .contains(
                        "A change was reported to have been made 4 minutes before it began: deploy for workspace orders (2.4).");
    }

    @Test
    void anOldFriendComesWithWhatWasMeasured() {
        for (int round = 0; round < 2; round++) {
            var end = world.instant().plus(Duration.ofMinutes(1));
            world.system.script(run -> world.instant().isBefore(end) ? RecoveryWorld.refused() : null);
            submit(20);
            world.pass(Duration.ofMinutes(30));
        }

        Circumstances c = of("t3");

        assertThat(c.recovery().successes()).isPositive();
        assertThat(c.sentences())
                .anyMatch(s -> s.endsWith(c.recovery() + " attempts for this error led to recovery so far."));
    }

    @Test
    void askingChangesNothing() {
        world.system.script(run -> RecoveryWorld.refused());
        submit(12);
        int lines = world.store.journalAfter(0, 10_000).size();

        Circumstances first = of("t5");
        for (int i = 0; i < 10; i++) {
            assertThat(of("t5")).isEqualTo(first);
        }

        assertThat(world.store.journalAfter(0, 10_000)).hasSize(lines);
    }
}
