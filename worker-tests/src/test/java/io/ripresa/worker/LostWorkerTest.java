package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.Ripresa;
import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.model.Disposition;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A real process is killed with kill -9 while it runs fifty tasks; another worker and recovery are there afterwards. */
@Execution(ExecutionMode.CONCURRENT)
class LostWorkerTest {

    private static final int TASKS = 50;

    private final Set<String> atWork = ConcurrentHashMap.newKeySet();
    private final Queue<String> ranHere = new ConcurrentLinkedQueue<>();
    private final Queue<String> twiceAtOnce = new ConcurrentLinkedQueue<>();
    private TestDatabase.Postgres postgres;

    @BeforeEach
    void open() {
        postgres = new TestDatabase.Postgres();
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    private void work(TaskContext context) {
        String id = context.task().externalId();
        if (!atWork.add(id)) {
            twiceAtOnce.add(id);
        }
        ranHere.add(id);
        atWork.remove(id);
    }

    /** Every fifth must not be repeated, every fifth carries a key that the far side knows. */
    private static SideEffects sideEffects(int task) {
        return switch (task % 5) {
            case 0 -> SideEffects.UNSAFE;
            case 1 -> SideEffects.KEYED;
            default -> SideEffects.IDEMPOTENT;
        };
    }

    @Test
    void allFiftyAreFoundFencedAndRecoveredByWhatTheyMayHaveDoneWithinHalfAMinute() throws Exception {
        HikariDataSource pool = postgres.dataSource();
        RecoveryStore store = JdbcRecoveryStore.open(pool);
        List<TaskKey> tasks = IntStream.range(0, TASKS)
                .mapToObj(i -> new TaskKey(NativeTaskSystem.NAME, "t" + i))
                .toList();
        try (NativeTaskSystem living = NativeTaskSystem.builder(pool)
                        .workerId("w-living")
                        .threads(8)
                        .handler(WorkerProcess.WORK, this::work)
                        .build();
                WorkerProcess killed = new WorkerProcess(postgres, "w-killed", TASKS);
                Ripresa ripresa = Ripresa.builder()
                        .store(store)
                        .taskSystem(living)
                        .node("n-1")
                        .build()) {
            living.submit(IntStream.range(0, TASKS)
                    .mapToObj(i -> new Submission(
                            "t" + i,
                            "team",
                            WorkerProcess.WORK.name(),
                            "",
                            new Options(0, sideEffects(i), List.of(), null, null, null)))
                    .toList());
            for (TaskKey task : tasks) {
                killed.awaitSaid("begun " + task + "#1");
            }
            killed.kill();

            living.start();
            ripresa.start();
            Instant since = Instant.now();
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> dispositions(store, tasks)
                            .equals(Map.of(Disposition.RECOVERED, 40L, Disposition.ESCALATED, 10L)));
            Duration taken = Duration.between(since, Instant.now());
            System.getLogger("ripresa.test").log(System.Logger.Level.INFO, "fifty runs recovered in {0}", taken);
            assertThat(taken).isLessThan(Duration.ofSeconds(30));

            assertThat(twiceAtOnce).isEmpty();
            assertThat(ranHere)
                    .as("each once, and none that must not be")
                    .hasSize(40)
                    .doesNotHaveDuplicates();
            assertThat(store.tasks(tasks).values())
                    .filteredOn(task -> task.disposition() == Disposition.ESCALATED)
                    .allMatch(task -> task.descriptor().safety().sideEffects() == SideEffects.UNSAFE);
            assertThat(living.poll(null, 1_000).events())
                    .filteredOn(e -> e.detail().equals(new TaskEvent.Orphaned("w-killed")))
                    .hasSize(TASKS);
        }
    }

    private static Map<Disposition, Long> dispositions(RecoveryStore store, List<TaskKey> tasks) {
        return store.tasks(tasks).values().stream()
                .collect(Collectors.groupingBy(TaskRecord::disposition, Collectors.counting()));
    }
}
