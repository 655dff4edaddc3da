package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.FailureReport;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Accepted;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the native task system promises beyond the contract of task systems, with real threads. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class NativeRunsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stubborn = new CountDownLatch(1);
    private TestDatabase file;
    private NativeTaskSystem system;

    @BeforeEach
    void openSystem() {
        file = kind.open(directory);
        system = builder("w-1").build().start();
    }

    private NativeTaskSystemBuilder builder(String worker) {
        return NativeTaskSystem.builder(file.dataSource())
                .clock(InstantSource.system())
                .workerId(worker)
                .threads(10)
                .heartbeatInterval(Duration.ofMillis(300))
                .pollInterval(Duration.ofMillis(50))
                .interruptGrace(Duration.ofMillis(100))
                .shutdownWait(Duration.ofMillis(100))
                .handler(TaskType.of("note"), c -> log.add(c.payload()))
                .handler(TaskType.of("sleepy").timeout(Duration.ofMillis(150)), NativeRunsTest::untilInterrupted)
                .handler(TaskType.of("patient"), NativeRunsTest::untilInterrupted)
                .handler(TaskType.of("deaf").timeout(Duration.ofMillis(150)), c -> untilTold(stubborn))
                .handler(TaskType.of("staged"), this::stageAfterTheFence)
                .handler(TaskType.of("bad"), c -> {
                    throw new RunFailedException(FailureReport.http(422, "no such article", java.util.Map.of()), null);
                })
                .handler(TaskType.of("deep"), c -> {
                    throw new StackOverflowError();
                });
    }

    private static void untilInterrupted(TaskContext context) throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private static void untilTold(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                continue; // does not listen
            }
        }
    }

    private void stageAfterTheFence(TaskContext context) {
        context.stage("first", false);
        log.add("first");
        untilTold(stubborn);
        try {
            context.stage("second", true);
            log.add("second");
        } catch (FencedRunException e) {
            log.add("refused");
        }
    }

    @AfterEach
    void closeSystem() {
        stubborn.countDown();
        system.close();
        file.close();
    }

    private static Submission task(String id, String type) {
        return new Submission(id, "team", type, id, Options.DEFAULT);
    }

    private void submit(Submission... tasks) {
        system.submit(List.of(tasks));
    }

    private static TaskKey key(String id) {
        return new TaskKey(NativeTaskSystem.NAME, id);
    }

    private List<TaskEvent> eventsOf(String id) {
        return system.poll(null, 100_000).events().stream()
                .filter(e -> e.key().externalId().equals(id))
                .toList();
    }

    private List<String> told(String id) {
        return eventsOf(id).stream()
                .map(e -> e.run() + " " + e.detail().getClass().getSimpleName())
                .toList();
    }

    private FailureReport awaitFailure(String id) {
        await().atMost(LONG).until(() -> told(id).contains("1 Failed"));
        return eventsOf(id).stream()
                .filter(e -> e.detail() instanceof TaskEvent.Failed)
                .map(e -> ((TaskEvent.Failed) e.detail()).failure())
                .findFirst()
                .orElseThrow();
    }

    // --- taking tasks ---

    @Test
    void aTaskSubmittedAgainIsTheSameTask() {
        assertThat(system.submit(List.of(task("t1", "note")))).containsExactly(new Accepted(key("t1"), true));
        await().atMost(LONG).until(() -> told("t1").contains("1 Succeeded"));

        assertThat(system.submit(List.of(task("t1", "note"), task("t2", "note"), task("t2", "note"))))
                .containsExactly(
                        new Accepted(key("t1"), false), new Accepted(key("t2"), true), new Accepted(key("t2"), false));
        await().atMost(LONG).until(() -> told("t2").contains("1 Succeeded"));
        assertThat(log).containsExactly("t1", "t2");
    }

    @Test
    void aBatchWithOneUnacceptableTaskIsNotTakenAtAll() {
        assertThatThrownBy(() -> system.submit(List.of(task("t1", "note"), task("t2", "nope"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("submission 2 of 2")
                .hasMessageContaining("\"nope\"")
                .hasMessageContaining("note");
        assertThat(system.status(key("t1")).state()).isEqualTo(State.MISSING);
        assertThat(system.poll(null, 10).events()).isEmpty();
    }

    @Test
    void whatIsTooLargeOrMalformedIsRefusedByName() {
        assertRefused(new Submission("t1", "team", "note", "x".repeat(65_537), Options.DEFAULT), "payload");
        assertRefused(new Submission("t1", "team", "note", "\u00e4".repeat(40_000), Options.DEFAULT), "payload");
        assertRefused(new Submission("t1", "team", "note", "a\0b", Options.DEFAULT), "payload");
        assertRefused(new Submission("", "team", "note", "", Options.DEFAULT), "externalId");
        assertRefused(new Submission("a\nb", "team", "note", "", Options.DEFAULT), "externalId");
        assertRefused(new Submission("t1", " ", "note", "", Options.DEFAULT), "workspace");
        assertRefused(
                new Submission("t1", "team", "note", "", new Options(0, null, List.of(), Duration.ZERO, null, null)),
                "timeout");
        assertRefused(task("t1", "http"), "payload");
    }

    private void assertRefused(Submission submission, String field) {
        assertThatThrownBy(() -> system.submit(List.of(submission)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(field);
    }

    @Test
    void aPayloadOfTheLargestSizeArrivesWhole() {
        String payload = "\u00e4".repeat(32_768);
        submit(new Submission("t1", "team", "note", payload, Options.DEFAULT));

        await().atMost(LONG).until(() -> log.contains(payload));
    }

    @Test
    void whatWasDeclaredIsReported() {
        Options options = new Options(7, SideEffects.UNSAFE, List.of(), Duration.ofSeconds(9), null, null);
        submit(new Submission("t1", "team", "note", "", options));

        TaskEvent event = eventsOf("t1").get(0);
        assertThat(event.task().priority()).isEqualTo(7);
        assertThat(event.task().safety().sideEffects()).isEqualTo(SideEffects.UNSAFE);
        assertThat(event.task().timing().timeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(event.task().type()).isEqualTo("note");
    }

    @Test
    void aTaskWhoseLatestStartHasPassedIsCancelledInsteadOfStarted() {
        Instant past = Instant.now().minusSeconds(1);
        submit(new Submission("t1", "team", "note", "", new Options(0, null, List.of(), null, past, null)));

        await().atMost(LONG).until(() -> told("t1").contains("0 Cancelled"));
        assertThat(told("t1")).containsExactly("0 Submitted", "0 Cancelled");
        assertThat(((TaskEvent.Cancelled) eventsOf("t1").get(1).detail()).reason())
                .startsWith("expired");
        assertThat(system.status(key("t1")).state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void aTaskDoesNotStartBeforeItsTime() {
        Instant later = Instant.now().plusMillis(400);
        submit(new Submission("t1", "team", "note", "", new Options(0, null, List.of(), null, null, later)));

        await().atMost(LONG).until(() -> told("t1").contains("1 Succeeded"));
        assertThat(eventsOf("t1").get(1).occurredAt()).isAfterOrEqualTo(later.minusMillis(1));
    }

    @Test
    void aCancelledTaskDoesNotStart() {
        Instant later = Instant.now().plusSeconds(3_600);
        submit(new Submission("t1", "team", "note", "", new Options(0, null, List.of(), null, null, later)));

        assertThat(system.cancel(key("t1"), "not needed")).isTrue();
        assertThat(system.cancel(key("t1"), "not needed")).isFalse();
        assertThat(system.cancel(key("nobody"), "not needed")).isFalse();
        assertThat(told("t1")).containsExactly("0 Submitted", "0 Cancelled");
        assertThat(system.isQuiet(Duration.ofHours(2), java.util.Set.of())).isTrue();
    }

    // --- ends of runs ---

    @Test
    void aRunThatTakesTooLongIsInterruptedAndFailsWithATimeOut() {
        submit(task("t1", "sleepy"));

        FailureReport failure = awaitFailure("t1");
        assertThat(failure.type()).isEqualTo("java.util.concurrent.TimeoutException");
        assertThat(failure.message()).isEqualTo("run exceeded its time-out of PT0.15S");
        assertThat(told("t1")).containsExactly("0 Submitted", "1 Started", "1 Failed");
    }

    @Test
    void aHandlerThatDoesNotListenIsLeftAndItsLateResultRefused() {
        submit(task("t1", "deaf"));

        assertThat(awaitFailure("t1").type()).isEqualTo("java.util.concurrent.TimeoutException");
        assertThat(system.status(key("t1")).state()).isEqualTo(State.FAILED);
        stubborn.countDown();
        await().atMost(LONG).until(() -> told("t1").contains("1 LateResult"));
        assertThat(told("t1")).containsExactly("0 Submitted", "1 Started", "1 Failed", "1 LateResult");
        assertThat(system.status(key("t1")).state()).isEqualTo(State.FAILED);
    }

    @Test
    void handlersThatDoNotListenDoNotUseUpTheWorker() {
        IntStream.range(0, 25).forEach(i -> submit(task("deaf" + i, "deaf")));
        submit(task("t1", "note"));

        await().atMost(LONG).until(() -> told("t1").contains("1 Succeeded"));
    }

    @Test
    void aFencedRunMayEnterNoFurtherStage() {
        submit(task("t1", "staged"));
        await().atMost(LONG).until(() -> log.contains("first"));

        system.fence(eventsOf("t1").get(1).runKey());
        await().atMost(LONG).until(() -> system.isQuiet(Duration.ZERO, java.util.Set.of()));
        stubborn.countDown();
        await().atMost(LONG).until(() -> log.size() == 2);

        assertThat(log).containsExactly("first", "refused");
        assertThat(told("t1")).contains("1 StageEntered").doesNotContain("1 Succeeded", "1 Failed");
    }

    @Test
    void anErrorEndsTheRunAndNotTheWorker() {
        submit(task("t1", "deep"), task("t2", "note"));

        assertThat(awaitFailure("t1").type()).isEqualTo("java.lang.StackOverflowError");
        await().atMost(LONG).until(() -> told("t2").contains("1 Succeeded"));
    }

    @Test
    void structuredEvidenceIsReportedAsItIs() {
        submit(task("t1", "bad"));

        FailureReport failure = awaitFailure("t1");
        assertThat(failure.httpStatus()).isEqualTo(422);
        assertThat(failure.message()).isEqualTo("no such article");
    }

    @Test
    void shutdownInterruptsWhatDoesNotFinishAndReportsIt() {
        submit(task("t1", "patient"), task("t2", "deaf"));
        await().atMost(LONG).until(() -> told("t1").size() == 2 && told("t2").size() == 2);
        system.close();

        assertThat(awaitFailure("t1").type()).isEqualTo("java.lang.InterruptedException");
        assertThat(awaitFailure("t1").message()).contains("shutdown of worker w-1");
        assertThat(awaitFailure("t2").type()).isNotEmpty();
        system = builder("w-1").build().start();
        assertThat(system.status(key("t1")).state()).isEqualTo(State.FAILED);
    }

    @Test
    void whatWasDueAtShutdownRunsAfterTheNextStart() {
        system.close();
        NativeTaskSystem notStarted = builder("w-1").build();
        notStarted.submit(List.of(task("t1", "note")));
        notStarted.close();
        assertThat(log).isEmpty();

        system = builder("w-1").build().start();
        await().atMost(LONG).until(() -> log.contains("t1"));
    }

    // --- many ---

    @Test
    void twoWorkersShareTheTasksAndRunEachOnce() {
        try (NativeTaskSystem second = builder("w-2").build().start()) {
            List<Submission> many =
                    IntStream.range(0, 400).mapToObj(i -> task("t" + i, "note")).toList();
            second.submit(many);
            await().atMost(LONG).until(() -> log.size() >= 400);
            await().atMost(LONG).until(() -> second.isQuiet(Duration.ZERO, java.util.Set.of()));
            assertThat(log).hasSize(400).doesNotHaveDuplicates();
        }
    }

    @Test
    void ofManyCallersThatOrderTheSameRunOneIsAccepted() {
        submit(task("t1", "bad"));
        awaitFailure("t1");
        List<Boolean> accepted = new ArrayList<>(IntStream.range(0, 32)
                .parallel()
                .mapToObj(i -> system.retry(
                                new RerunOrder(key("t1"), 1, "a" + i, 1, Instant.parse("9999-01-01T00:00:00Z")))
                        .accepted())
                .toList());

        assertThat(accepted).hasSize(32).containsOnlyOnce(true);
        await().atMost(LONG).until(() -> told("t1").contains("2 Failed"));
        assertThat(system.status(key("t1")).latestRun()).isEqualTo(2);
    }

    @Test
    void threeHundredTasksAreTakenAndRunQuickly() {
        Instant before = Instant.now();
        submit(IntStream.range(0, 300).mapToObj(i -> task("t" + i, "note")).toArray(Submission[]::new));
        Duration taken = Duration.between(before, Instant.now());
        await().atMost(LONG).until(() -> log.size() == 300);
        Duration run = Duration.between(before, Instant.now());

        System.getLogger("ripresa.test")
                .log(System.Logger.Level.INFO, "300 tasks taken in {0}, run after {1}", taken, run);
        assertThat(taken).isLessThan(Duration.ofSeconds(10)); // usually 0.1 s, but a build machine may be busy
        assertThat(run).isLessThan(LONG);
    }

    @Test
    void theWorkerSaysHowItIs() {
        assertThat(system.check().healthy()).isTrue();
        assertThat(system.types()).contains("http", "note");
    }
}
