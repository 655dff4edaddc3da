package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.TaskEvent;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.worker.Processes.Identity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two processes that are given the same worker id. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class WorkerIdTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private final List<NativeTaskSystem> systems = new ArrayList<>();
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = kind.open(directory);
    }

    @AfterEach
    void close() {
        systems.forEach(NativeTaskSystem::close);
        database.close();
    }

    private NativeTaskSystemBuilder builder() {
        return NativeTaskSystem.builder(database.dataSource())
                .threads(2)
                .pollInterval(Duration.ofMillis(50))
                .heartbeatInterval(Duration.ofMillis(500))
                .handler(TaskType.of("note"), c -> ran.add(c.task().externalId()));
    }

    private NativeTaskSystem built(NativeTaskSystemBuilder builder) {
        NativeTaskSystem system = builder.build();
        systems.add(system);
        return system;
    }

    private static void submit(NativeTaskSystem system, String id) {
        system.submit(List.of(new Submission(id, "team", "note", "", Options.DEFAULT)));
    }

    @Test
    void theSecondIsRefusedAsLongAsTheFirstLives() {
        NativeTaskSystem first = built(builder().workerId("w-1")).start();
        NativeTaskSystem second = built(builder().workerId("w-1"));

        assertThatThrownBy(second::start)
                .isInstanceOf(WorkerIdTakenException.class)
                .hasMessageContaining("workerId \"w-1\" is that of another process")
                .hasMessageContaining("process " + ProcessHandle.current().pid() + " on ")
                .hasMessageContaining("ripresa.worker.id");
        submit(first, "t1");
        await().atMost(LONG).until(() -> ran.contains("t1"));
        assertThat(first.check().healthy()).isTrue();

        first.close();
        NativeTaskSystem third = built(builder().workerId("w-1")).start();
        submit(third, "t2");
        await().atMost(LONG).until(() -> ran.contains("t2"));
    }

    @Test
    void ofTwoThatStartAtOnceOneDoes() throws Exception {
        CyclicBarrier line = new CyclicBarrier(2);
        List<CompletableFuture<Boolean>> starts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            NativeTaskSystem system = built(builder().workerId("w-1"));
            starts.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            line.await();
                            system.start();
                            return true;
                        } catch (WorkerIdTakenException e) {
                            return false;
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    },
                    command -> new Thread(command).start()));
        }
        assertThat(starts).extracting(CompletableFuture::get).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void theIdOfAProcessThatDiedElsewhereIsFreeWhenItsLeaseIsOver() {
        Database tasks = Database.of(database.dataSource(), InstantSource.system());
        WorkerTables tables = WorkerTables.of(NativeTaskSystem.NAME, tasks);
        Identity dead = new Identity("ghost-1", "w-1", "elsewhere", new OsProcess("", 1, 0));
        Processes ghost = new Processes(
                dead,
                List.of("note"),
                Duration.ofMillis(100),
                InstantSource.system(),
                tables,
                new WorkspaceLimit(Dialect.H2, 2, 8));
        NativeTaskSystem intake = built(builder().threads(0));
        submit(intake, "t1");
        tasks.change("begin", (c, now) -> {
            ghost.beat(c, now, null);
            assertThat(ghost.takeId(c)).isEqualTo("ghost-1");
            assertThat(tables.tasks().start(c, tables.tasks().find(c, "t1"), dead, now))
                    .isTrue();
        });

        NativeTaskSystem successor = built(builder().workerId("w-1").heartbeatInterval(Duration.ofMillis(100)));
        successor.start();

        assertThat(successor.poll(null, 100).events())
                .extracting(TaskEvent::detail)
                .contains(new TaskEvent.Orphaned("w-1"));
        submit(successor, "t2");
        await().atMost(LONG).until(() -> ran.contains("t2"));
    }

    @Test
    void anIdThatNobodyGaveIsNoClaim() {
        NativeTaskSystem first = built(builder()).start();
        NativeTaskSystem second = built(builder()).start();

        assertThat(first.check().healthy()).isTrue();
        assertThat(second.check().healthy()).isTrue();
    }
}
