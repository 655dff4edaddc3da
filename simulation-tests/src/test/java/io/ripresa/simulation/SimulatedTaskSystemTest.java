package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Dependency;
import io.ripresa.model.FailureReport;
import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.simulation.Worlds.World;
import io.ripresa.spi.TaskSystem.FenceResult;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedTaskSystemTest {

    private static final Instant NO_END = Instant.parse("9999-01-01T00:00:00Z");

    private static final TaskKey A = new TaskKey("sim", "a");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static FailureReport failure(World world) {
        return world.events().stream()
                .filter(e -> e.detail() instanceof TaskEvent.Failed)
                .map(e -> ((TaskEvent.Failed) e.detail()).failure())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Test
    void aHealthyTaskReportsItsWholeLifeAndTheLedgerHasItsCall() {
        World world = Worlds.world();
        world.system().submit(Worlds.task("a", HiddenCause.NONE));
        world.time().advance(MINUTE);

        assertThat(world.kinds()).containsExactly("Submitted", "Started", "StageEntered", "Succeeded");
        assertThat(world.system().status(A).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.dependency().ledger()).singleElement().matches(SimulatedDependency.Call::processed);
        assertThat(world.system().isIdle()).isTrue();
    }

    @Test
    void anOutageFailsTheRunInTheWordsOfItsMoodAndNothingIsProcessed() {
        World world = Worlds.world(Worlds.outage(0, 30, Mood.THROTTLE));
        world.system().submit(Worlds.task("a", HiddenCause.NONE));
        world.time().advance(MINUTE);

        assertThat(failure(world).httpStatus()).isEqualTo(429);
        assertThat(failure(world).attributes()).containsKeys(FailureReport.RETRY_AFTER, FailureReport.TARGET);
        assertThat(world.dependency().ledger()).noneMatch(SimulatedDependency.Call::processed);
        assertThat(world.system().truth(A).latest().notBefore()).isAfter(Scenario.START);
    }

    @Test
    void aConditionalOrderStartsOneRunHoweverOftenItIsAsked() {
        World world = Worlds.world(Worlds.outage(0, 30, Mood.REFUSE));
        world.system().submit(Worlds.task("a", HiddenCause.NONE));
        world.time().advance(MINUTE);
        RerunOrder order = new RerunOrder(A, 1, "attempt-1", 5, NO_END);

        assertThat(world.system()
                        .retry(new RerunOrder(A, 2, "other", 5, NO_END))
                        .accepted())
                .isFalse();
        assertThat(world.system().retry(order).accepted()).isTrue();
        assertThat(world.system().retry(order).accepted()).isTrue();
        assertThat(world.system()
                        .retry(new RerunOrder(A, 1, "another", 6, NO_END))
                        .accepted())
                .isFalse();
        world.time().advance(MINUTE);

        assertThat(world.system().truth(A).latestRun()).isEqualTo(2);
        assertThat(world.system().truth(A).latest().attemptId()).isEqualTo("attempt-1");
        assertThat(world.system()
                        .retry(new RerunOrder(A, 2, "too-late", 7, NO_END))
                        .accepted())
                .isFalse();
    }

    @Test
    void anOrderThatHasToWaitForAWorkerLapsesAtItsEndAndMayBeGivenAgain() {
        World world = Worlds.world(Worlds.outage(0, 30, Mood.REFUSE));
        world.system().submit(Worlds.task("a", HiddenCause.NONE));
        world.time().advance(MINUTE);
        for (int worker = 0; worker < Worlds.WORKERS; worker++) {
            world.system().kill(worker, MINUTE);
        }
        Instant end = world.time().instant().plusSeconds(5);
        world.system().retry(new RerunOrder(A, 1, "attempt-1", 5, end));
        world.time().advance(MINUTE.plus(MINUTE));

        assertThat(world.system().truth(A).latestRun()).isEqualTo(1);
        assertThat(world.system().status(A).state()).isEqualTo(State.FAILED);
        assertThat(world.kinds()).endsWith("OrderLapsed");
        assertThat(world.system()
                        .retry(new RerunOrder(A, 1, "attempt-1", 5, NO_END))
                        .accepted())
                .isTrue();
        world.time().advance(MINUTE);
        assertThat(world.system().truth(A).latest().attemptId()).isEqualTo("attempt-1");
    }

    @Test
    void anOlderFenceIsRefused() {
        World world = Worlds.world(Worlds.outage(0, 300, Mood.REFUSE));
        world.system().submit(Worlds.task("a", HiddenCause.NONE));
        world.time().advance(MINUTE);
        world.system().retry(new RerunOrder(A, 1, "attempt-1", 5, NO_END));
        world.time().advance(MINUTE);

        assertThat(world.system()
                        .retry(new RerunOrder(A, 2, "attempt-2", 4, NO_END))
                        .accepted())
                .isFalse();
        assertThat(world.system()
                        .retry(new RerunOrder(A, 2, "attempt-3", 6, NO_END))
                        .accepted())
                .isTrue();
    }

    @Test
    void aFencedRunCanBeRunAgainAndItsLateEndIsEvidenceOnly() {
        World world = Worlds.world();
        world.system().submit(Worlds.task("a", HiddenCause.HANG_BEFORE_CALL));
        world.time().advance(Duration.ofMinutes(1));
        assertThat(world.system().status(A).state()).isEqualTo(State.RUNNING);

        assertThat(world.system().fence(new RunKey(A, 1))).isEqualTo(FenceResult.FENCED);
        assertThat(world.system().fence(new RunKey(A, 1))).isEqualTo(FenceResult.FENCED);
        assertThat(world.system()
                        .retry(new RerunOrder(A, 1, "attempt-1", 1, NO_END))
                        .accepted())
                .isTrue();
        world.time().advance(Duration.ofHours(3));

        assertThat(world.system().status(A).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.system().fence(new RunKey(A, 2))).isEqualTo(FenceResult.ENDED);
        assertThat(world.kinds().stream().filter("Succeeded"::equals)).hasSize(1);
    }

    @Test
    void theRunsOfADeadWorkerAreReportedOrphanedOnceItsLeaseIsOver() {
        World world = Worlds.world();
        world.system().submit(Worlds.task("a", HiddenCause.KILLS_WORKER));
        world.time().advance(Duration.ofSeconds(3));
        assertThat(world.kinds()).doesNotContain("Orphaned");
        world.time().advance(Duration.ofSeconds(15));

        assertThat(world.kinds()).last().isEqualTo("Orphaned");
        assertThat(world.system().status(A).state()).isEqualTo(State.FAILED);
    }

    @Test
    void aHeldGateParksFirstStartsAndAReleaseStartsThemAtItsPace() {
        World world = Worlds.world();
        GateKey gate = GateKey.reachability(new Dependency("dep.example:443"));
        world.system().hold(gate);
        world.system().submit(Worlds.task("a", HiddenCause.NONE));
        world.system().submit(Worlds.task("b", HiddenCause.NONE));
        world.time().advance(MINUTE);
        assertThat(world.kinds()).containsExactly("Submitted", "Held", "Submitted", "Held");

        assertThat(world.system()
                        .retry(new RerunOrder(A, 0, "attempt-1", 1, NO_END))
                        .accepted())
                .isTrue();
        world.system().release(gate, 0.5);
        world.time().advance(MINUTE);

        assertThat(world.system().holds()).isEmpty();
        assertThat(world.system().truths()).allMatch(TaskTruth::hasSucceeded).allMatch(t -> t.latestRun() == 1);
    }

    @Test
    void eventsArriveLateTwiceAndOutOfOrderButNoneIsLost() {
        Site.Delivery bad = new Site.Delivery(Duration.ofSeconds(40), 0.5, 0.5, 0);
        World prompt = Worlds.world();
        World late = Worlds.world(Worlds.ALL, bad);
        for (World world : List.of(prompt, late)) {
            for (int i = 0; i < 20; i++) {
                world.system().submit(Worlds.task("t" + i, HiddenCause.MALFORMED));
            }
            world.time().advance(Duration.ofMinutes(5));
        }

        List<String> delivered = late.kinds();
        assertThat(delivered).hasSizeGreaterThan(prompt.kinds().size());
        assertThat(new HashSet<>(late.events())).hasSize(20 * 3);
        assertThat(late.events())
                .isNotEqualTo(late.events().stream()
                        .sorted(java.util.Comparator.comparing(TaskEvent::occurredAt))
                        .toList());
    }

    @Test
    void anOverrunDependencyCollapses() {
        World world = Worlds.world();
        for (int i = 0; i < 12; i++) {
            world.dependency().call(new RunKey(A, i + 1), "PUT", HiddenCause.NONE);
        }
        assertThat(world.dependency().ledger().stream().filter(SimulatedDependency.Call::processed))
                .hasSize(3);
        assertThat(world.dependency().peakLoadRatio()).isEqualTo(4);
        assertThat(world.dependency().isUp()).isFalse();
        world.time().advance(Duration.ofSeconds(6));
        assertThat(world.dependency().isUp()).isTrue();
    }
}
