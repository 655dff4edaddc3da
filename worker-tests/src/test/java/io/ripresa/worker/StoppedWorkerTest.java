package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Real processes on PostgreSQL that are stopped past their lease and go on, or are killed. */
@Execution(ExecutionMode.CONCURRENT)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs signals")
class StoppedWorkerTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Instant NO_END = Instant.parse("9999-01-01T00:00:00Z");

    private final Queue<String> ranHere = new ConcurrentLinkedQueue<>();
    private TestDatabase.Postgres postgres;

    @BeforeEach
    void open() {
        postgres = new TestDatabase.Postgres();
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    /** A living process here. */
    private NativeTaskSystem living(int threads) {
        return NativeTaskSystem.builder(postgres.dataSource())
                .workerId("w-living")
                .threads(threads)
                .handler(WorkerProcess.WORK, c -> ranHere.add(c.run().toString()))
                .build()
                .start();
    }

    private static List<String> told(NativeTaskSystem system, String id) {
        return system.poll(null, 10_000).events().stream()
                .filter(e -> e.key().externalId().equals(id))
                .map(e -> e.run() + " " + e.detail().getClass().getSimpleName())
                .toList();
    }

    private static void awaitTold(NativeTaskSystem system, String id, String event) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> told(system, id).contains(event));
    }

    private static State state(NativeTaskSystem system, String id) {
        return system.status(new TaskKey(NativeTaskSystem.NAME, id)).state();
    }

    @Test
    void whatAProcessWritesThatWasStoppedPastItsLeaseIsALateResult() throws Exception {
        try (NativeTaskSystem living = living(0);
                WorkerProcess stopped = new WorkerProcess(postgres, "w-stopped", 3)) {
            for (String id : List.of("quick", "stuck")) {
                stopped.tell("submit " + id);
                stopped.awaitSaid("begun native/" + id + "#1");
            }
            stopped.signal("STOP");
            Instant since = Instant.now();
            awaitTold(living, "quick", "1 Orphaned");
            awaitTold(living, "stuck", "1 Orphaned");
            Duration noticed = Duration.between(since, Instant.now());
            System.getLogger("ripresa.test").log(System.Logger.Level.INFO, "stopped process noticed in {0}", noticed);
            assertThat(noticed).isLessThan(Duration.ofSeconds(15));

            stopped.tell("end quick"); // read as soon as it goes on
            stopped.signal("CONT");
            awaitTold(living, "quick", "1 LateResult");
            stopped.awaitSaid("interrupted native/stuck#1"); // at its next beat
            awaitTold(living, "stuck", "1 LateResult");

            assertThat(told(living, "quick")).containsExactly("0 Submitted", "1 Started", "1 Orphaned", "1 LateResult");
            assertThat(state(living, "quick")).isEqualTo(State.FAILED);
            assertThat(state(living, "stuck")).isEqualTo(State.FAILED);

            // With its new lease it works again, by new orders.
            assertThat(living.retry(new RerunOrder(new TaskKey(NativeTaskSystem.NAME, "quick"), 1, "a1", 1, NO_END))
                            .accepted())
                    .isTrue();
            awaitTold(living, "quick", "2 Succeeded");
            stopped.awaitSaid("ended native/quick#2");
        }
    }

    @Test
    void whatAProcessHadPickedBeforeItWasStoppedIsRunByOthersAndNotByItLater() throws Exception {
        try (WorkerProcess stopped = new WorkerProcess(postgres, "w-stopped", 1, "held")) {
            stopped.tell("submit-gated t1");
            stopped.awaitSaid("picked");
            stopped.signal("STOP");
            Instant since = Instant.now();
            try (NativeTaskSystem successor = living(1)) {
                await().atMost(LONG).until(() -> ranHere.contains("native/t1#1"));
                Duration takenOver = Duration.between(since, Instant.now());
                System.getLogger("ripresa.test").log(System.Logger.Level.INFO, "work taken over in {0}", takenOver);
                assertThat(takenOver).isLessThan(Duration.ofSeconds(15));
                awaitTold(successor, "t1", "1 Succeeded");

                stopped.signal("CONT");
                stopped.tell("go"); // on with the launch of what it had picked
                stopped.tell("submit t2");
                await().atMost(LONG)
                        .until(() -> ranHere.contains("native/t2#1")
                                || stopped.said().contains("begun native/t2#1"));
                stopped.tell("end t2");
                awaitTold(successor, "t2", "1 Succeeded");

                assertThat(stopped.said()).doesNotContain("begun native/t1#1");
                assertThat(told(successor, "t1")).containsExactly("0 Submitted", "1 Started", "1 Succeeded");
            }
        }
    }

    @Test
    void whatBeganWithThePickOfAProcessThatWasStoppedThenIsReportedAndNotRunByItLater() throws Exception {
        try (NativeTaskSystem living = living(0);
                WorkerProcess stopped = new WorkerProcess(postgres, "w-stopped", 1, "held-begun")) {
            stopped.tell("submit t1");
            stopped.awaitSaid("picked");
            stopped.signal("STOP");
            awaitTold(living, "t1", "1 Orphaned");

            stopped.signal("CONT");
            stopped.tell("go"); // on with the launch of what had begun
            stopped.tell("submit t2");
            stopped.awaitSaid("begun native/t2#1");
            stopped.tell("end t2");
            awaitTold(living, "t2", "1 Succeeded");

            assertThat(stopped.said()).doesNotContain("begun native/t1#1");
            assertThat(told(living, "t1")).containsExactly("0 Submitted", "1 Started", "1 Orphaned");
        }
    }

    @Test
    void theRunsOfAKilledProcessAreReportedInTime() throws Exception {
        try (NativeTaskSystem living = living(0);
                WorkerProcess killed = new WorkerProcess(postgres, "w-killed", 3)) {
            for (String id : List.of("a", "b", "c")) {
                killed.tell("submit " + id);
                killed.awaitSaid("begun native/" + id + "#1");
            }
            killed.kill();
            Instant since = Instant.now();
            for (String id : List.of("a", "b", "c")) {
                awaitTold(living, id, "1 Orphaned");
            }
            Duration noticed = Duration.between(since, Instant.now());
            System.getLogger("ripresa.test").log(System.Logger.Level.INFO, "killed process noticed in {0}", noticed);
            assertThat(noticed).isLessThan(Duration.ofSeconds(15));
            assertThat(living.poll(null, 1_000).events())
                    .filteredOn(e -> e.detail().equals(new TaskEvent.Orphaned("w-killed")))
                    .hasSize(3);
        }
    }
}
