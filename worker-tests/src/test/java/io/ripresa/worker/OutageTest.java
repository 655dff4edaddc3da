package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.postgres.EmbeddedPostgres.Stop;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import io.ripresa.spi.TaskSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A real PostgreSQL that goes away and comes back while runs are under way. */
@Execution(ExecutionMode.CONCURRENT)
class OutageTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration AWAY = Duration.ofSeconds(20);

    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private final CountDownLatch during = new CountDownLatch(1);
    private final CountDownLatch after = new CountDownLatch(1);
    private EmbeddedPostgres server;
    private HikariDataSource pool;
    private NativeTaskSystem system;

    private void open(String worker) {
        server = EmbeddedPostgres.temporary();
        server.createDatabase("tasks");
        pool = server.dataSource("tasks", 20);
        pool.setConnectionTimeout(2_000);
        system = NativeTaskSystem.builder(pool)
                .workerId(worker)
                .threads(4)
                .handler(TaskType.of("note"), c -> ran.add(c.run().toString()))
                .handler(TaskType.of("ends-during"), c -> {
                    during.await();
                    ran.add(c.run().toString());
                })
                .handler(TaskType.of("fails-during"), c -> {
                    during.await();
                    throw new IllegalStateException("told to fail while the database is away");
                })
                .handler(TaskType.of("ends-after"), c -> {
                    after.await();
                    c.stage("last", false);
                    ran.add(c.run().toString());
                })
                .build()
                .start();
    }

    @AfterEach
    void close() {
        system.close();
        pool.close();
        server.close();
    }

    private void submit(String type, String... ids) {
        system.submit(java.util.Arrays.stream(ids)
                .map(id -> new Submission(id, "team", type, "", Options.DEFAULT))
                .toList());
    }

    private List<TaskEvent> events() {
        List<TaskEvent> all = new ArrayList<>();
        String cursor = null;
        while (true) {
            var batch = system.poll(cursor, 1_000);
            all.addAll(batch.events());
            cursor = batch.cursor();
            if (batch.events().isEmpty() && !batch.more()) {
                return all;
            }
        }
    }

    private List<String> told(String id) {
        return events().stream()
                .filter(e -> e.key().externalId().equals(id) && !(e.detail() instanceof TaskEvent.Heartbeat))
                .map(e -> e.run() + " " + e.detail().getClass().getSimpleName())
                .toList();
    }

    private State state(String id) {
        return system.status(new TaskKey(NativeTaskSystem.NAME, id)).state();
    }

    @Test
    void runsOutliveTwentySecondsWithoutTheDatabase() {
        open("w-outage");
        submit("ends-during", "d1");
        submit("fails-during", "f1");
        submit("ends-after", "a1");
        await().atMost(LONG)
                .until(() -> told("d1").size() == 2
                        && told("f1").size() == 2
                        && told("a1").size() == 2);
        String[] due = IntStream.range(0, 20).mapToObj(i -> "n" + i).toArray(String[]::new);

        try (LogLines log = new LogLines(List.of("ripresa-w-outage"), "io.ripresa.worker", "com.github.kagkarlsson")) {
            server.stop(Stop.IMMEDIATE);
            Instant since = Instant.now();
            during.countDown();
            assertThatThrownBy(() -> submit("note", due))
                    .isInstanceOf(TaskSystemException.class)
                    .hasMessageContaining("could not take 20 tasks, the database does not answer");
            assertThatThrownBy(() -> system.poll(null, 10)).isInstanceOf(TaskSystemException.class);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(system.check().detail())
                            .contains("cannot be used", "ends of 2 runs could not be stored", "nothing starts"));
            assertThat(system.check().healthy()).isFalse();
            await().atMost(LONG).until(() -> Instant.now().isAfter(since.plus(AWAY)));
            server.restart(Stop.IMMEDIATE);

            await().atMost(LONG)
                    .until(() ->
                            log.lines().stream().anyMatch(line -> line.text().contains("answers again, after")));
            assertThat(log.warnings())
                    .as("one line for the outage, one for each end that waits")
                    .hasSize(3);
            assertThat(log.warnings())
                    .anyMatch(line -> line.contains("does not answer") && line.contains("asked again"));
            assertThat(log.warnings())
                    .anyMatch(line -> line.startsWith("the end of run native/d1#1 could not be stored")
                            && line.contains("tried again"));
        }

        await().atMost(LONG).until(() -> state("d1") == State.SUCCEEDED && state("f1") == State.FAILED);
        assertThat(told("d1")).containsExactly("0 Submitted", "1 Started", "1 Succeeded");
        assertThat(told("f1")).containsExactly("0 Submitted", "1 Started", "1 Failed");
        assertThat(state("a1")).as("goes on as if nothing had been").isEqualTo(State.RUNNING);
        assertThat(state("n1")).as("nothing was half taken").isEqualTo(State.MISSING);
        after.countDown();
        await().atMost(LONG).until(() -> state("a1") == State.SUCCEEDED);
        assertThat(told("a1")).containsExactly("0 Submitted", "1 Started", "1 StageEntered", "1 Succeeded");
        submit("note", due);
        await().atMost(LONG).until(() -> ran.size() == 22);
        await().atMost(LONG).until(() -> system.isQuiet(Duration.ZERO, Set.of()));
        assertThat(system.check().healthy()).isTrue();
    }

    @Test
    void nothingIsLostOrDoneTwiceWhenTheDatabaseCrashesUnderLoad() {
        open("w-crash");
        int tasks = 600;
        submit("note", IntStream.range(0, tasks).mapToObj(i -> "n" + i).toArray(String[]::new));
        for (int crash = 1; crash <= 3; crash++) {
            int enough = crash * 100;
            await().atMost(LONG).pollInterval(Duration.ofMillis(1)).until(() -> ran.size() >= enough);
            server.restart(Stop.IMMEDIATE);
        }

        await().atMost(LONG).until(() -> ran.size() >= tasks);
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(system.isQuiet(Duration.ZERO, Set.of())).isTrue());
        assertThat(ran).hasSize(tasks).doesNotHaveDuplicates();
        List<TaskEvent> events = events();
        assertThat(events)
                .filteredOn(e -> e.detail() instanceof TaskEvent.Started)
                .hasSize(tasks);
        assertThat(events)
                .filteredOn(e -> e.detail() instanceof TaskEvent.Succeeded)
                .hasSize(tasks);
        assertThat(events).hasSize(3 * tasks);
    }
}
