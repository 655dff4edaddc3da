package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Who picked a trigger is written without waiting for the disk, so a server that crashes may have forgotten it. Then the
 * trigger is picked again, while this process is still about to begin its run.
 */
class LostPickTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final TestDatabase database = TestDatabase.Postgres.emptied();
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final NativeTaskSystem system = NativeTaskSystem.builder(database.dataSource())
            .workerId("w-forgotten")
            .threads(4)
            .handler(TaskType.of("slow"), c -> {
                ran.add(c.run().toString());
                mayEnd.await();
            })
            .handler(TaskType.of("note"), c -> ran.add(c.run().toString()))
            .build();

    @AfterEach
    void close() {
        mayEnd.countDown();
        system.close();
        database.close();
    }

    private void submit(String type, String id) {
        system.submit(List.of(new Submission(id, "team", type, "", Options.DEFAULT)));
    }

    private void awaitPicked(Statement statement) {
        await().atMost(LONG).until(() -> {
            try (ResultSet picked = statement.executeQuery(
                    "select picked from ripresa_worker_trigger where task_instance = 's#1' and picked")) {
                return picked.next();
            }
        });
    }

    @Test
    void aRunThatIsAboutToBeginIsNotBegunTwice() throws SQLException {
        submit("slow", "s");
        try (Connection lock = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            lock.setAutoCommit(false);
            try (Statement locking = lock.createStatement()) {
                locking.execute("select 1 from ripresa_worker_task where id = 's' for update");
            }
            system.start();
            awaitPicked(statement);
            // What a crash leaves of a pick that was not on the disk.
            statement.execute("update ripresa_worker_trigger set picked = false, picked_by = null,"
                    + " version = version + 1 where task_instance = 's#1'");
            submit("note", "n");
            await().atMost(LONG).until(() -> ran.contains("native/n#1"));
            try (ResultSet left =
                    statement.executeQuery("select picked from ripresa_worker_trigger where task_instance = 's#1'")) {
                assertThat(left.next() && !left.getBoolean(1))
                        .as("left to the run that is about to begin")
                        .isTrue();
            }
            lock.commit();
        }

        // Behind all beginnings.
        submit("note", "last");
        await().atMost(LONG).until(() -> ran.size() >= 3);
        assertThat(ran).containsExactlyInAnyOrder("native/s#1", "native/n#1", "native/last#1");
        assertThat(system.isQuiet(Duration.ZERO, Set.of()))
                .as("the run is still known as under way")
                .isFalse();
        mayEnd.countDown();
        await().atMost(LONG).until(() -> system.isQuiet(Duration.ZERO, Set.of()));
        assertThat(ran).hasSize(3);
    }
}
