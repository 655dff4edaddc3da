package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Attempt;
import io.ripresa.model.Breaker;
import io.ripresa.model.Decision;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Outcome;
import io.ripresa.model.Policy;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Situations that a recovery system must survive, each through the public API. */
class AcceptanceTest {

    private final RecoveryWorld world = new RecoveryWorld();

    @Test
    @Tag("N1")
    void aTaskThatTimedOutRunsExactlyOnceMoreWhenTheCauseIsGone() {
        FailureReport timeout = FailureReport.of("java.net.SocketTimeoutException", "Read timed out")
                .with(FailureReport.TARGET, "payments.example:443");
        world.system.script(run -> run.number() == 1 ? timeout : null);
        world.system.submit(world.task("a"));

        world.pass(Duration.ofHours(3));

        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
    }

    @Test
    @Tag("N2")
    void aTaskThatWasSeenBeforeIsReallyRunAndIsDoneOnlyWhenThatRunSucceeded() {
        world.system.script(run -> run.number() == 1 ? RecoveryWorld.refused() : null);
        world.system.submit(world.task("a"));
        world.settle();
        world.system.silent(true);

        world.pass(Duration.ofSeconds(130));

        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(world.disposition("a")).isEqualTo(Disposition.IN_ATTEMPT);
        assertThat(world.store.attemptsOf(new TaskKey("scripted", "a")))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.result()).isNull());
    }

    @Test
    @Tag("N3")
    void aDelayThatWasDecidedOutlivesTheProcess() {
        world.system.script(
                run -> run.number() == 1 ? RecoveryWorld.http(429, Map.of(FailureReport.RETRY_AFTER, "60")) : null);
        world.system.submit(world.task("a"));
        world.pass(Duration.ofSeconds(30));

        world.restart();
        world.pass(Duration.ofSeconds(29));
        assertThat(world.runs("a")).isEqualTo(1);

        world.pass(Duration.ofSeconds(10));
        assertThat(world.runs("a")).isEqualTo(2);
        world.pass(Duration.ofHours(2));
        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
    }

    @Test
    @Tag("N5")
    void aTaskThatWasCancelledBeforeItsTurnIsNotRun() {
        world.system.script(run -> RecoveryWorld.refused());
        world.system.submit(world.task("a"));
        world.settle();

        world.system.cancel(new TaskKey("scripted", "a"));
        world.pass(Duration.ofHours(3));

        assertThat(world.runs("a")).isEqualTo(1);
        assertThat(world.disposition("a")).isEqualTo(Disposition.NOT_NEEDED);
    }

    @Test
    @Tag("N5")
    void aTaskThatEndedUnseenBetweenDecisionAndOrderIsRefusedByItsSystemAndNotRun() {
        world.system.script(run -> RecoveryWorld.refused());
        world.system.submit(world.task("a"));
        world.settle();

        // The task system marks it as done and has not reported that yet: the order meets the newer state.
        world.system.complete(new TaskKey("scripted", "a"), "somebody", "by hand");
        world.pass(Duration.ofHours(3));

        assertThat(world.runs("a")).isEqualTo(1);
        assertThat(world.disposition("a")).isEqualTo(Disposition.NOT_NEEDED);
        assertThat(outcomes("a")).containsExactly(Outcome.REJECTED);
    }

    @Test
    @Tag("N5")
    void aTaskThatSucceededElsewhereIsNotRunAgain() {
        world.system.script(run -> run.number() == 1 ? RecoveryWorld.refused() : null);
        world.system.submit(world.task("a"));
        world.settle();

        world.system.runAgain(new TaskKey("scripted", "a"));
        world.pass(Duration.ofHours(3));

        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(world.disposition("a")).isEqualTo(Disposition.NOT_NEEDED);
        assertThat(outcomes("a")).isEmpty();
    }

    /** An error that no re-run can mend, and where its task must end up. */
    record Permanent(String name, FailureReport failure, Disposition end) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Permanent> permanent() {
        FailureReport constraint = new FailureReport(
                "org.postgresql.util.PSQLException",
                "ERROR: duplicate key value violates unique constraint \"orders_pkey\"",
                List.of(),
                List.of(),
                null,
                "23505",
                Map.of());
        return Stream.of(
                new Permanent(
                        "corruption",
                        FailureReport.of("java.util.zip.ZipException", "invalid block type"),
                        Disposition.QUARANTINED),
                new Permanent("unauthorized", RecoveryWorld.http(401, Map.of()), Disposition.ESCALATED),
                new Permanent(
                        "null pointer",
                        FailureReport.of("java.lang.NullPointerException", "Cannot invoke \"Order.total()\""),
                        Disposition.ESCALATED),
                new Permanent("constraint", constraint, Disposition.QUARANTINED),
                new Permanent("unprocessable", RecoveryWorld.http(422, Map.of()), Disposition.QUARANTINED),
                new Permanent("unknown", FailureReport.of(null, "it went wrong"), Disposition.ESCALATED));
    }

    @ParameterizedTest
    @MethodSource("permanent")
    @Tag("N6")
    void whatAReRunCannotMendIsNeverReRunAndShownToPeople(Permanent kind) {
        world.system.script(run -> kind.failure());
        world.system.submit(world.task("a"));

        world.pass(Duration.ofDays(7));
        for (int i = 0; i < 1000; i++) {
            world.ripresa.tick();
        }

        assertThat(world.runs("a")).isEqualTo(1);
        assertThat(outcomes("a")).isEmpty();
        TaskRecord task = world.record("a");
        assertThat(task.disposition()).isEqualTo(kind.end());
        assertThat(task.note()).isNotBlank();
        assertThat(world.incidents()).singleElement().satisfies(incident -> {
            assertThat(incident.state()).isEqualTo(IncidentState.NEEDS_PERSON);
            assertThat(incident.counts().needsPerson()).isEqualTo(1);
        });
    }

    @Test
    @Tag("N7")
    void ofTwentyNodesAtAHalfOpenGateThreeTrialsPassAndOneFailureShutsIt() throws Exception {
        failManyTasks(40);
        world.settle();
        assertThat(gate().breaker()).isEqualTo(Breaker.OPEN);
        // The first trial goes well, and whatever starts after it stays in flight.
        world.system.script(run -> {
            world.system.silent(true);
            return null;
        });
        world.turnTo(gate().canaries().nextAt());
        int before = world.system.runs();

        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            CyclicBarrier together = new CyclicBarrier(20);
            List<Callable<Void>> callers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Ripresa node = world.build(Policy.DEFAULT);
                callers.add(() -> {
                    together.await();
                    for (int tick = 0; tick < 20; tick++) {
                        node.tick();
                    }
                    return null;
                });
            }
            // Trials after the first go one by one, half a second apart.
            for (int second = 0; second < 6; second++) {
                for (Future<Void> done : threads.invokeAll(callers)) {
                    done.get();
                }
                world.turnTo(world.instant().plusSeconds(1));
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(gate().breaker()).isEqualTo(Breaker.HALF_OPEN);
        assertThat(gate().streak().successes()).isEqualTo(1);
        // One that went well and three more: never more than three at once.
        assertThat(gate().traffic().inFlight()).isEqualTo(3);
        assertThat(world.system.runs() - before).isEqualTo(4);
        // An answer that holds is a value of its own, never a missing one.
        assertThat(world.store.journalAfter(0, 100_000))
                .filteredOn(entry -> entry.kind() == JournalEntry.Kind.DECIDED)
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.data().get("rung")).isIn(rungs()));

        world.system.failTheRunning(RecoveryWorld.refused());
        world.settle();
        assertThat(gate().breaker()).isEqualTo(Breaker.OPEN);
    }

    @Test
    @Tag("N10")
    void nothingIsRunBeforeTheTimeThatTheDependencyAskedFor() {
        world.system.script(
                run -> run.number() == 1 ? RecoveryWorld.http(503, Map.of(FailureReport.RETRY_AFTER, "120")) : null);
        for (int i = 0; i < 20; i++) {
            world.system.submit(world.task("a" + i));
        }

        world.pass(Duration.ofSeconds(119));
        assertThat(world.system.runs()).isEqualTo(20);

        world.pass(Duration.ofSeconds(120));
        assertThat(world.system.runs()).isEqualTo(40);
        assertThat(world.disposition("a0")).isEqualTo(Disposition.RECOVERED);
    }

    @Test
    @Tag("N10")
    void aQuotaThatIsResetAtAKnownTimeIsNotAskedBefore() {
        FailureReport quota =
                RecoveryWorld.http(429, Map.of(FailureReport.RETRY_AFTER, "Sun, 01 Mar 2026 18:00:00 GMT"));
        world.system.script(run -> run.number() == 1 ? quota : null);
        world.system.submit(world.task("a"));

        world.pass(Duration.ofHours(6).minusSeconds(1));
        assertThat(world.runs("a")).isEqualTo(1);

        world.pass(Duration.ofMinutes(5));
        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
    }

    @Test
    @Tag("N12")
    void aTaskWhoseAttemptsAreSpentIsLeftToAPersonWithTheEvidence() {
        world.system.script(run -> RecoveryWorld.refused());
        world.system.submit(world.task("a"));

        world.pass(Duration.ofDays(10));

        assertThat(world.runs("a")).isEqualTo(4);
        TaskRecord task = world.record("a");
        assertThat(task.disposition()).isEqualTo(Disposition.ESCALATED);
        assertThat(task.note()).contains("attempts are spent");
        assertThat(outcomes("a")).containsExactly(Outcome.FAILED_AGAIN, Outcome.FAILED_AGAIN, Outcome.FAILED_AGAIN);
        assertThat(world.store.failuresOf(task.key()))
                .hasSize(4)
                .allSatisfy(failure -> assertThat(failure.sample()).contains("Connection refused"));
    }

    @Test
    @Tag("N18")
    void fiveFailuresOfOneCauseStopItsRecoveryAndNoOther() {
        FailureReport other = FailureReport.of("java.net.ConnectException", "Connection refused")
                .with(FailureReport.TARGET, "mail.example:25");
        world.system.script(run -> run.task().externalId().startsWith("mail")
                ? run.number() == 1 ? other : null
                : RecoveryWorld.refused());
        failManyTasks(20);
        world.settle();
        assertThat(gate().breaker()).isEqualTo(Breaker.OPEN);
        int spent = world.system.runs();

        world.system.submit(world.task("mail 1"));
        world.system.submit(world.task("mail 2"));
        world.pass(Duration.ofSeconds(20));

        assertThat(world.disposition("mail 1")).isEqualTo(Disposition.RECOVERED);
        assertThat(world.disposition("mail 2")).isEqualTo(Disposition.RECOVERED);
        // Twenty seconds of an open breaker: a trial now and then, no more.
        assertThat(world.system.runs() - spent - 4).isLessThanOrEqualTo(4);
    }

    private void failManyTasks(int count) {
        if (world.system.runs() == 0) {
            world.system.scriptUnlessSet(run -> RecoveryWorld.refused());
        }
        for (int i = 0; i < count; i++) {
            world.system.submit(world.task("t" + i));
        }
    }

    private Gate gate() {
        GateKey key = GateKey.reachability(RecoveryWorld.PAYMENTS);
        return Objects.requireNonNull(world.store.gates(List.of(key)).get(key));
    }

    private List<Outcome> outcomes(String id) {
        return world.store.attemptsOf(new TaskKey("scripted", id)).stream()
                .map(Attempt::result)
                .map(result -> Objects.requireNonNull(result).outcome())
                .toList();
    }

    private static List<String> rungs() {
        return Arrays.stream(Decision.Rung.values()).map(Enum::name).toList();
    }
}
