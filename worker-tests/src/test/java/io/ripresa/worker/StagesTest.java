package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ripresa.detect.DetectedFailure;
import io.ripresa.detect.FailureDetectionEngine;
import io.ripresa.learn.StageLimit;
import io.ripresa.model.ExecutionStage;
import io.ripresa.model.FailureKind;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that tell their stages, and how long they may be in one. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class StagesTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    /** Long enough for a commit on a busy machine. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final CountDownLatch go = new CountDownLatch(1);
    private TestDatabase database;
    private NativeTaskSystem system;

    @BeforeEach
    void open() {
        database = kind.open(directory);
        system = NativeTaskSystem.builder(database.dataSource())
                .clock(InstantSource.system())
                .workerId("w-1")
                .threads(4)
                .hungAfter(SHORT)
                .pollInterval(Duration.ofMillis(20))
                .interruptGrace(Duration.ofMillis(50))
                .shutdownWait(Duration.ofMillis(200))
                .handler(TaskType.of("stuck"), this::stuckTheFirstTime)
                .handler(TaskType.of("mute").stages(ExecutionStage.CALL), c -> new CountDownLatch(1).await())
                .handler(TaskType.of("silent"), c -> pause(SHORT.multipliedBy(3).dividedBy(2)))
                .handler(
                        TaskType.of("patient")
                                .stages(ExecutionStage.inward("long").hungAfter(LONG)),
                        StagesTest::longStage)
                .handler(TaskType.of("lively").hungAfter(SHORT.multipliedBy(2)), StagesTest::sameStageAgain)
                .build()
                .start();
    }

    @AfterEach
    void close() {
        go.countDown();
        system.close();
        database.close();
    }

    private void stuckTheFirstTime(TaskContext context) {
        context.stage(ExecutionStage.PREPARE);
        context.stage(ExecutionStage.CALL);
        while (context.run().number() == 1) {
            try {
                go.await();
                return;
            } catch (InterruptedException e) {
                continue; // a handler that does not listen
            }
        }
    }

    private static void longStage(TaskContext context) throws InterruptedException {
        context.stage("long", false);
        pause(SHORT.multipliedBy(3).dividedBy(2));
    }

    private static void sameStageAgain(TaskContext context) throws InterruptedException {
        for (int i = 0; i < 9; i++) {
            context.stage("page", false);
            pause(SHORT.multipliedBy(3).dividedBy(10));
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        if (new CountDownLatch(1).await(time.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody counts down");
        }
    }

    private State run(String type) {
        system.submit(List.of(new Submission(type, "team", type, "", Options.DEFAULT)));
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> state(type) == State.SUCCEEDED || state(type) == State.FAILED);
        return state(type);
    }

    private State state(String id) {
        return system.status(new TaskKey(NativeTaskSystem.NAME, id)).state();
    }

    private List<TaskEvent> told(String id) {
        return system.poll(null, 1_000).events().stream()
                .filter(e -> e.key().externalId().equals(id))
                .toList();
    }

    private DetectedFailure failure(String id) {
        FailureDetectionEngine detection = new FailureDetectionEngine();
        return told(id).stream()
                .flatMap(e -> detection.detect(e).stream())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRunThatIsInOneStageForTooLongIsEndedRecoveredFromAndItsLateAnswerIsRefused() {
        assertThat(run("stuck")).isEqualTo(State.FAILED);
        DetectedFailure failure = failure("stuck");
        assertThat(failure.kind()).isEqualTo(FailureKind.HUNG);
        assertThat(failure.report().message()).startsWith("No progress for").contains("in stage \"call\"");
        assertThat(failure.report().attribute(FailureDetectionEngine.STAGE)).isEqualTo("call");

        // The handler has not stopped, and the next run goes well beside it.
        TaskKey task = new TaskKey(NativeTaskSystem.NAME, "stuck");
        Instant noEnd = Instant.parse("9999-01-01T00:00:00Z");
        assertThat(system.retry(new RerunOrder(task, 1, "a-1", 1, noEnd)).accepted())
                .isTrue();
        await().atMost(LONG).until(() -> state("stuck") == State.SUCCEEDED);

        go.countDown();
        await().atMost(LONG)
                .until(() -> told("stuck").stream().anyMatch(e -> e.detail().equals(new TaskEvent.LateResult(true))));
        assertThat(state("stuck")).isEqualTo(State.SUCCEEDED);
        assertThat(system.status(task).latestRun()).isEqualTo(2);
    }

    @Test
    void aRunThatIsExpectedToTellItsStagesAndDoesNotIsHung() {
        assertThat(run("mute")).isEqualTo(State.FAILED);
        assertThat(failure("mute").report().message()).contains("before the first stage");
    }

    @Test
    void whoTellsNoStagesMayTakeHisTime() {
        assertThat(run("silent")).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aStageMayHaveALimitOfItsOwn() {
        assertThat(run("patient")).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void enteringTheSameStageAgainIsProgress() {
        assertThat(run("lively")).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void howLongAStageMayTakeIsLearnedFromWhatItTookInAllProcesses() {
        Database tasks = Database.of(database.dataSource(), InstantSource.system());
        Duration standard = Duration.ofSeconds(180);
        TaskType type = TaskType.of("import");
        StageTimes here = new StageTimes(List.of("import"), standard);
        StageTimes there = new StageTimes(List.of("import"), standard);
        for (int i = 0; i < 20; i++) {
            here.succeeded("import", Map.of("load", Duration.ofSeconds(100), "check", Duration.ofSeconds(1)));
            there.succeeded("import", Map.of("load", Duration.ofSeconds(100)));
        }
        assertThat(limit(here, type, "load").limit()).as("20 runs say nothing").isEqualTo(standard);

        here.exchange(tasks);
        there.exchange(tasks);
        here.exchange(tasks);

        for (StageTimes each : List.of(here, there)) {
            StageLimit load = limit(each, type, "load");
            assertThat(load.limit()).isBetween(Duration.ofSeconds(300), Duration.ofSeconds(310));
            assertThat(load.why()).isEqualTo("3 times what 99 % of 40 runs that succeeded took");
        }
        assertThat(limit(here, type, "check").limit()).as("never shorter").isEqualTo(standard);
        assertThat(here.limit(type, null, LONG)).as("no stage, no limit").isNull();
        StageTimes fresh = new StageTimes(List.of("import"), standard);
        fresh.exchange(tasks);
        assertThat(limit(fresh, type, "load").limit()).as("after a restart").isGreaterThan(Duration.ofSeconds(299));
    }

    private static StageLimit limit(StageTimes times, TaskType type, String stage) {
        return Objects.requireNonNull(times.limit(type, stage, Duration.ofMinutes(30)));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> ExecutionStage.inward("x").hungAfter(Duration.ZERO))
                .hasMessage("hungAfter of stage \"x\" is PT0S; give more than zero, at most 7 days");
        assertThatThrownBy(() -> ExecutionStage.inward(" ")).hasMessageContaining("give it 1 to 200");
    }
}
