package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.analyze.RecoveryAnalysisEngine;
import io.ripresa.detect.FailureDetectionEngine;
import io.ripresa.execute.AutoRecoveryExecutor;
import io.ripresa.execute.AutoRecoveryExecutor.Answer;
import io.ripresa.execute.AutoRecoveryExecutor.Executed;
import io.ripresa.health.HealthMonitor;
import io.ripresa.health.RecoveryOpportunities;
import io.ripresa.model.Decision.Rung;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.FailureReport;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import io.ripresa.model.RecoveryStrategy;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.orchestrate.AutoRecoveryOrchestrator;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.policy.RecoveryPolicyManager.Verdict;
import io.ripresa.policy.Situation;
import io.ripresa.policy.Situation.GateAnswer;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One task by name: what its cause asks for, whether it may run again, running it; and how many others could. */
class OneTaskTest {

    private static final TaskKey A = new TaskKey("scripted", "a");

    private final RecoveryWorld world = new RecoveryWorld();
    private final RecoveryPolicyManager policies = new RecoveryPolicyManager(Policy.DEFAULT);
    private final AutoRecoveryOrchestrator orchestrator = new AutoRecoveryOrchestrator(
            new AutoRecoveryOrchestrator.Parts(
                    world.store,
                    RecoveryAnalysisEngine.create(),
                    List.of(world.system),
                    policies,
                    List.of(),
                    List.of()),
            "named",
            new SplittableRandom(3),
            Runnable::run,
            () -> {});

    private static FailureReport conflict() {
        return new FailureReport(
                "java.sql.SQLException", "could not serialize access", List.of(), List.of(), null, "40001", Map.of());
    }

    @Test
    void aTaskThatMayGoRunsAgainByOneAttemptAndIsRecoveredWhenThatSucceeded() {
        world.system.script(run -> run.number() == 1 ? conflict() : null);
        world.system.submit(world.task("a"));
        world.settle();
        world.turnTo(world.instant().plusSeconds(11));

        Executed done = orchestrator.attemptRecovery(A);

        assertThat(done.refusal()).isEmpty();
        assertThat(Objects.requireNonNull(done.issued()).answer()).isEqualTo(Answer.ACCEPTED);
        assertThat(orchestrator.attemptRecovery(A).refusal()).contains("IN_ATTEMPT");
        world.pass(Duration.ofHours(1));
        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
        assertThat(world.store.attemptsOf(A)).hasSize(1);
    }

    @Test
    void whatTheLadderDoesNotLetPassIsRefusedWithItsReasonAndNothingIsWritten() {
        world.system.script(run -> run.task().externalId().equals("a") ? conflict() : RecoveryWorld.refused());
        world.system.submit(world.task("a"));
        for (int i = 0; i < 10; i++) {
            world.system.submit(world.task("held" + i));
        }
        world.settle();
        List<JournalEntry> journal = world.store.journalAfter(0, 10_000);

        assertThat(orchestrator.attemptRecovery(A).refusal()).startsWith("Backing off until");
        assertThat(orchestrator
                        .attemptRecovery(new TaskKey("scripted", "held0"))
                        .refusal())
                .isEqualTo("Held until there is evidence that the cause is gone.");
        assertThat(world.store.journalAfter(0, 10_000)).isEqualTo(journal);

        world.ripresa.operator().stop("ann", "drill", false);
        world.turnTo(world.instant().plusSeconds(3600));
        assertThat(orchestrator.attemptRecovery(A).refusal()).contains("kill switch", "drill");
        assertThat(world.system.runs()).isEqualTo(11);
    }

    @Test
    void aTaskAtAGateTakesThePlaceThatIsFreeAndNoneBesides() {
        world.system.script(run -> RecoveryWorld.refused());
        for (int i = 0; i < 20; i++) {
            world.system.submit(world.task("t" + i));
        }
        world.system.submit(world.task("unsafe", SideEffects.UNSAFE, null));
        world.settle();
        world.system.silent(true);
        world.turnTo(world.instant().plusSeconds(400));

        Executed done = orchestrator.attemptRecovery(new TaskKey("scripted", "t7"));

        assertThat(done.refusal()).isEmpty();
        assertThat(world.runs("t7")).isEqualTo(2);
        assertThat(world.store.attemptsOf(new TaskKey("scripted", "t7")))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.passage().trial()).isTrue());
        int refused = 0;
        for (int i = 8; i < 20; i++) {
            refused += orchestrator
                            .attemptRecovery(new TaskKey("scripted", "t" + i))
                            .refusal()
                            .isEmpty()
                    ? 0
                    : 1;
        }
        assertThat(refused).as("at most three trials in flight").isGreaterThanOrEqualTo(10);
    }

    @Test
    void aTaskThatNobodyKnowsOrThatIsLeftToAPersonIsNotRun() {
        world.system.script(run -> FailureReport.of(null, "it went wrong"));
        world.system.submit(world.task("a"));
        world.settle();

        assertThat(orchestrator.attemptRecovery(A).refusal()).contains("scripted/a", "ESCALATED");
        assertThatThrownBy(() -> orchestrator.attemptRecovery(new TaskKey("scripted", "nobody")))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("scripted/nobody");
        assertThat(world.runs("a")).isEqualTo(1);
    }

    @Test
    void anOrderIsGivenForWhatWasReservedOnly() {
        AutoRecoveryExecutor executor = new AutoRecoveryExecutor(
                world.store, Map.of("scripted", world.system), Policy.DEFAULT.attempts(), lines -> {});

        Executed done = executor.executeRecovery(
                RecoveryStrategy.RERUN_AT, A, (task, strategy) -> AutoRecoveryExecutor.Reserved.refused("Not now."));

        assertThat(done).isEqualTo(new Executed(null, "Not now."));
    }

    @Test
    void theStrategyOfACauseIsThatOfTheStoredDiagnosis() {
        RecoveryAnalysisEngine analysis = RecoveryAnalysisEngine.create();
        Map<FailureReport, RecoveryStrategy> expected = Map.of(
                RecoveryWorld.refused(), RecoveryStrategy.RERUN_ON_EVIDENCE,
                conflict(), RecoveryStrategy.RERUN_AT,
                RecoveryWorld.http(401, Map.of()), RecoveryStrategy.RERUN_AFTER_CHANGE,
                RecoveryWorld.http(422, Map.of()), RecoveryStrategy.QUARANTINE,
                FailureReport.of(null, "it went wrong"), RecoveryStrategy.ESCALATE);
        int i = 0;
        for (Map.Entry<FailureReport, RecoveryStrategy> each : expected.entrySet()) {
            String id = "t" + i++;
            world.system.script(run -> each.getKey());
            world.system.submit(world.task(id));
            world.settle();
            TaskKey key = new TaskKey("scripted", id);
            List<FailureRecord> failures = world.store.failuresOf(key);
            for (int again = 0; again < 10; again++) {
                assertThat(analysis.analyzeFailureCause(key, failures)).isEqualTo(each.getValue());
            }
        }
        assertThatThrownBy(() -> analysis.analyzeFailureCause(A, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scripted/a");
        List<FailureRecord> others = world.store.failuresOf(new TaskKey("scripted", "t0"));
        assertThatThrownBy(() -> analysis.analyzeFailureCause(A, others))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scripted/t0");
    }

    @Test
    void whetherToAttemptIsWhatTheLadderSays() {
        world.system.script(run -> RecoveryWorld.refused());
        world.system.submit(world.task("a"));
        world.settle();
        TaskRecord task = world.record("a");

        assertThat(policies.shouldAttemptRecovery(situation(task, GateAnswer.HOLDS)))
                .isEqualTo(new Verdict(false, Rung.GATE, "Held until there is evidence that the cause is gone."));
        assertThat(policies.shouldAttemptRecovery(situation(task, GateAnswer.ADMITS)))
                .isEqualTo(new Verdict(true, Rung.RETRY, "It may run again now."));
    }

    private Situation situation(TaskRecord task, GateAnswer gate) {
        return new Situation(
                task, world.store.control(), IncidentState.OPEN, false, gate, null, false, world.instant());
    }

    @Test
    void recoverableAreThoseThatClearAndThatNobodyHasDealtWith() {
        manyKinds();

        List<TaskRecord> recoverable = new FailureDetectionEngine()
                .detectRecoverableFailures(world.store.findTasks(new TaskQuery(null, null, null, null, 100)));

        assertThat(recoverable.stream().map(task -> task.key().externalId()))
                .containsExactly("auth", "down0", "down1", "down2", "down3", "down4", "down5");
    }

    @Test
    void theScanCountsEveryFailedTaskOnceAndSaysWhyItStands() {
        manyKinds();

        assertThat(scan(Mode.ACT))
                .isEqualTo(new RecoveryOpportunities(
                        0,
                        List.of(
                                new RecoveryOpportunities.Reason("are left to a person", 2),
                                new RecoveryOpportunities.Reason("wait for evidence that their cause is gone", 6),
                                new RecoveryOpportunities.Reason("wait for somebody's fix", 1))));
        assertThat(scan(Mode.OBSERVE).others())
                .contains(new RecoveryOpportunities.Reason("wait because the mode is OBSERVE", 7));
        assertThat(world.ripresa.health().checks())
                .filteredOn(check -> check.name().equals("recovery opportunities"))
                .singleElement()
                .satisfies(check -> assertThat(check.detail())
                        .isEqualTo("0 of 9 can come back now; 2 are left to a person, 6 wait for evidence that their"
                                + " cause is gone, 1 wait for somebody's fix."));

        for (int i = 6; i < 60; i++) {
            world.system.submit(world.task("down" + i));
        }
        world.settle();
        world.system.script(run -> null);
        for (int i = 0; i < 600 && scan(Mode.ACT).now() == 0; i++) {
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(scan(Mode.ACT).now()).isBetween(1L, 60L);
    }

    private RecoveryOpportunities scan(Mode mode) {
        return new HealthMonitor(
                        world.store,
                        List.of(world.system),
                        () -> true,
                        () -> null,
                        () -> null,
                        new RecoveryPolicyManager(Policy.DEFAULT.withMode(mode)))
                .scanForRecoverableTasks();
    }

    /** One that waits for a fix, two for people, six held by an outage, one that runs well. */
    private void manyKinds() {
        world.system.script(run -> switch (run.task().externalId()) {
            case "auth" -> RecoveryWorld.http(401, Map.of());
            case "bad" -> RecoveryWorld.http(422, Map.of());
            case "odd" -> FailureReport.of(null, "it went wrong");
            case "well" -> null;
            default -> RecoveryWorld.refused();
        });
        for (String id : List.of("auth", "bad", "odd", "well")) {
            world.system.submit(world.task(id));
        }
        for (int i = 0; i < 6; i++) {
            world.system.submit(world.task("down" + i));
        }
        world.settle();
    }
}
