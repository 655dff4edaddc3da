package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Breaker;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Finding;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import io.ripresa.model.StartLimits;
import io.ripresa.spi.TaskSystem.Capabilities;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** All first starts are held when a limit is passed, and let go again by trials. */
class StartGateTest {

    private static final GateKey STARTS = GateKey.starts("scripted");

    private final RecoveryWorld world = new RecoveryWorld();

    private void limit(StartLimits limits) {
        world.system.startLimits(limits);
        world.restart();
    }

    private void submit(int from, int to) {
        for (int i = from; i < to; i++) {
            world.system.submit(world.task("t" + i));
        }
        world.settle();
    }

    private Gate gate() {
        return Objects.requireNonNull(world.store.gates(List.of(STARTS)).get(STARTS));
    }

    private Incident incident() {
        return world.incidents().stream()
                .filter(incident -> incident.cause().id().equals("gate:" + STARTS))
                .findFirst()
                .orElseThrow();
    }

    /** Each fails by an error of its own. */
    private static FailureReport own(String id) {
        return FailureReport.of("com.example.Broken" + id + "Exception", "broken");
    }

    @Test
    void tooManyFirstStartsAreHeldThenTriedThenLetGo() {
        limit(new StartLimits(20, null));
        submit(0, 20);
        assertThat(world.system.holds()).isEmpty();
        submit(20, 21);
        assertThat(gate().breaker()).isEqualTo(Breaker.OPEN);
        assertThat(world.system.holds()).containsExactly(STARTS);
        assertThat(incident().headline().title()).isEqualTo("More than 20 first starts in one minute.");
        assertThat(incident().state()).isEqualTo(IncidentState.OPEN);

        submit(21, 40);
        for (int i = 21; i < 40; i++) {
            assertThat(world.disposition("t" + i)).isEqualTo(Disposition.HELD);
            assertThat(world.runs("t" + i)).isZero();
        }
        world.pass(Duration.ofSeconds(299));
        assertThat(world.runs("t21")).isZero();

        world.pass(Duration.ofSeconds(120));
        for (int i = 21; i < 40; i++) {
            assertThat(world.disposition("t" + i)).isEqualTo(Disposition.RECOVERED);
            assertThat(world.runs("t" + i)).isEqualTo(1);
            assertThat(world.record("t" + i).runs().attempts()).isZero();
        }
        assertThat(gate().isQuiet()).isTrue();
        assertThat(world.system.holds()).isEmpty();
        assertThat(incident().state()).isEqualTo(IncidentState.RESOLVED);
    }

    @Test
    void withoutALimitNothingIsCounted() {
        submit(0, 500);
        assertThat(world.store.gates(List.of(STARTS))).isEmpty();
        assertThat(world.system.holds()).isEmpty();
    }

    @Test
    void whereNoFirstStartCanBeHeldNoneIsCounted() {
        world.system.capabilities(new Capabilities(true, true, false, true));
        limit(new StartLimits(5, null));
        submit(0, 20);
        assertThat(world.store.gates(List.of(STARTS))).isEmpty();

        world.system.capabilities(new Capabilities(false, true, true, true));
        world.restart();
        submit(20, 40);
        assertThat(world.store.gates(List.of(STARTS)))
                .as("orders are not conditional there, so that nothing is held")
                .isEmpty();
    }

    @Test
    void failuresOfCausesNotKnownBeforeHoldFirstStartsAndThoseOfAnOpenIncidentDoNot() {
        limit(new StartLimits(null, 3));
        world.system.script(run -> RecoveryWorld.refused());
        submit(0, 50);
        assertThat(gate().breaker()).as("one cause, whose gate is there for it").isEqualTo(Breaker.CLOSED);

        world.system.script(run -> own(run.task().externalId()));
        submit(100, 102);
        assertThat(gate().breaker()).isEqualTo(Breaker.CLOSED);
        submit(102, 103);
        assertThat(gate().breaker()).isEqualTo(Breaker.OPEN);
        assertThat(incident().headline().title())
                .isEqualTo("More than 3 failures of causes not known before, within five minutes.");
    }

    @Test
    void aTrialThatFailsByACauseOfItsOwnHoldsTheOthersForAnotherFiveMinutes() {
        limit(new StartLimits(5, null));
        submit(0, 6);
        world.system.script(run -> run.task().externalId().equals("t6") ? own("t6") : null);
        submit(6, 12);
        world.pass(Duration.ofSeconds(301));
        assertThat(world.runs("t6")).isEqualTo(1);
        assertThat(gate().breaker()).isEqualTo(Breaker.OPEN);
        assertThat(world.runs("t7")).isZero();
        assertThat(world.disposition("t6")).isEqualTo(Disposition.ESCALATED);

        world.pass(Duration.ofSeconds(400));
        for (int i = 7; i < 12; i++) {
            assertThat(world.disposition("t" + i)).isEqualTo(Disposition.RECOVERED);
        }
    }

    @Test
    void aTrialThatFailsByAKnownCauseSaysNothing() {
        limit(new StartLimits(5, null));
        List<String> down = List.of("t0", "t6");
        world.system.script(run -> down.contains(run.task().externalId()) ? RecoveryWorld.refused() : null);
        submit(0, 6);
        submit(6, 12);
        world.pass(Duration.ofSeconds(350));
        assertThat(world.runs("t6")).isPositive();
        assertThat(gate().breaker()).isNotEqualTo(Breaker.OPEN);
        assertThat(world.runs("t7")).isEqualTo(1);
    }

    @Test
    void whoMustWaitForADependencyTooKeepsNobodyElseBackAndIsNotLookedForEverySecond() {
        limit(new StartLimits(5, null));
        world.system.silent(true);
        submit(0, 6);
        world.system.silent(false);
        for (int i = 0; i < 20; i++) {
            world.system.submit(world.taskFor(RecoveryWorld.PAYMENTS, "n" + i));
        }
        submit(10, 14);
        List<String> well = List.of("t10", "t11", "t12", "t13");
        world.system.script(run -> well.contains(run.task().externalId()) ? null : RecoveryWorld.refused());
        world.system.failTheRunning(RecoveryWorld.refused());
        world.pass(Duration.ofSeconds(400));
        assertThat(world.disposition("t13")).isEqualTo(Disposition.RECOVERED);
        assertThat(gate().ramp()).as("the others come back by the ramp").isNotNull();
        assertThat(world.disposition("n19")).isEqualTo(Disposition.HELD);

        long before = gate().version();
        world.pass(Duration.ofSeconds(60));
        assertThat(gate().version() - before).isLessThan(15);
    }

    @Test
    void anOrderedStartThatFailsAfterItsOrderWasGivenUpDoesNotCount() {
        world.system.capabilities(new Capabilities(true, false, true, true));
        limit(new StartLimits(2, 3));
        submit(0, 3);
        world.system.silent(true);
        submit(3, 4);
        world.pass(Duration.ofMinutes(30));
        assertThat(world.runs("t3")).isEqualTo(1);
        assertThat(world.disposition("t3")).isEqualTo(Disposition.ESCALATED);
        assertThat(gate().isQuiet()).isTrue();

        world.system.failTheRunning(own("t3"));
        world.settle();

        assertThat(gate().learned().calls().latest())
                .allSatisfy(minute -> assertThat(minute.failed()).isZero());
    }

    @Test
    void whereNobodyComesItIsOverAfterFiveMinutes() {
        limit(new StartLimits(5, null));
        submit(0, 6);
        assertThat(world.system.holds()).containsExactly(STARTS);
        world.pass(Duration.ofSeconds(301));
        assertThat(gate().isQuiet()).isTrue();
        assertThat(world.system.holds()).isEmpty();
        submit(6, 8);
        assertThat(world.runs("t7")).isEqualTo(1);
    }

    @Test
    void anotherProcessGoesOnWithItAndTheKillSwitchLiftsIt() {
        limit(new StartLimits(5, null));
        submit(0, 6);
        submit(6, 12);
        world.restart();
        world.pass(Duration.ofSeconds(10));
        assertThat(gate().breaker()).as("another process goes on with it").isEqualTo(Breaker.OPEN);
        world.ripresa.operator().stop("ann", "test", false);
        world.settle();
        assertThat(world.system.holds()).as("the kill switch lifts holds").isEmpty();
    }

    @Test
    void observingHoldsNothing() {
        world.system.startLimits(new StartLimits(5, null));
        world.ripresa = world.build(Policy.DEFAULT.withMode(Mode.OBSERVE));
        submit(0, 40);
        assertThat(world.system.holds()).isEmpty();
        assertThat(gate().breaker()).isEqualTo(Breaker.CLOSED);
    }

    @Test
    void itIsToldWhatHappensNextAndInTheWorkspace() {
        limit(new StartLimits(5, null));
        submit(0, 6);
        submit(6, 9);
        List<JournalEntry> lines = world.store.journalAfter(0, 10_000);
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.text())
                        .isEqualTo("More than 5 first starts in one minute. All first starts are held; after 300 s a"
                                + " few go as trials, and if they succeed the others follow."));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.text())
                        .isEqualTo("Parked before its first start: a limit of first starts was passed."));
        assertThat(world.ripresa.workspaces().assess().get(0).findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.OUTAGE);
            assertThat(finding.sentence()).isEqualTo("3 tasks wait because a limit of first starts was passed.");
        });
    }
}
