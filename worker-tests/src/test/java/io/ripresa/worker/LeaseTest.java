package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import io.ripresa.worker.Processes.Identity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a process may begin that others took for dead, or that is dead. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class LeaseTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final TaskType TYPE = TaskType.of("work");

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final InstantSource clock = InstantSource.system();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private TestDatabase database;
    private WorkerTables tables;
    private WorkspaceLimit limit;
    private WorkerThreads threads;
    private Processes ghost;
    private RunLauncher ghostly;

    @BeforeEach
    void open() {
        database = kind.open(directory);
        Database tasks = Database.of(database.dataSource(), clock);
        tables = WorkerTables.of(NativeTaskSystem.NAME, tasks);
        limit = new WorkspaceLimit(tasks.dialect(), 2, 8);
        Identity self = new Identity("ghost-1", "w-ghost", "elsewhere", new OsProcess("", 1, 0));
        ghost = new Processes(self, List.of(TYPE.name()), Duration.ofSeconds(2), clock, tables, limit);
        threads = new WorkerThreads(2, WorkerThreads.factory("w-ghost"), null);
        ghostly = HandLauncher.of(
                tables,
                self,
                threads,
                limit,
                Map.of(TYPE, c -> log.add("ghost " + c.run().number())));
    }

    @AfterEach
    void close() {
        threads.closeBackground(Duration.ofSeconds(5));
        threads.close();
        database.close();
    }

    private NativeTaskSystem process(int runsAtOnce) {
        return NativeTaskSystem.builder(database.dataSource())
                .workerId("w-living")
                .threads(runsAtOnce)
                .heartbeatInterval(Duration.ofMillis(100))
                .handler(TYPE, c -> log.add("living " + c.run().number()))
                .build();
    }

    private void beat() {
        tables.database().inTransaction("beat", (c, now) -> ghost.beat(c, now, null));
    }

    private Triggers.Name submitAndPick(NativeTaskSystem system) {
        system.submit(List.of(new Submission("t1", "team", TYPE.name(), "", Options.DEFAULT)));
        List<Picks.Picked> picked =
                new Picks(tables.database(), "ghost-1", List.of(TYPE.name()), limit, List.of()).pick(5);
        assertThat(picked).hasSize(1);
        return picked.get(0).name();
    }

    private static State state(NativeTaskSystem system) {
        return system.status(new TaskKey(NativeTaskSystem.NAME, "t1")).state();
    }

    @Test
    void withoutALeaseNoRunBegins() {
        try (NativeTaskSystem system = process(0)) {
            Triggers.Name trigger = submitAndPick(system);

            ghostly.launch(trigger);
            assertThat(log).isEmpty();
            assertThat(ghostly.live()).isEmpty();
            assertThat(state(system)).isEqualTo(State.SCHEDULED);

            beat();
            ghostly.launch(trigger);
            assertThat(log).containsExactly("ghost 1");
            assertThat(ghostly.awaitIdle(Duration.ofSeconds(10)))
                    .as("its end is stored")
                    .isTrue();
            assertThat(state(system)).isEqualTo(State.SUCCEEDED);
        }
    }

    @Test
    void whatWasPickedBeforeAPauseAndRunByOthersInItDoesNotRunAgain() {
        beat();
        try (NativeTaskSystem living = process(1)) {
            Triggers.Name trigger = submitAndPick(living);
            living.start(); // looks after the silent process, gives its trigger back, and runs the task
            await().atMost(LONG).until(() -> log.contains("living 1"));
            await().atMost(LONG).until(() -> state(living) == State.SUCCEEDED);

            beat(); // it wakes up, and goes on with what it knew
            ghostly.launch(trigger);

            assertThat(log).containsExactly("living 1");
            assertThat(living.poll(null, 100).events())
                    .filteredOn(e -> e.detail() instanceof TaskEvent.Started)
                    .hasSize(1);
        }
    }

    @Test
    void aProcessThatRunsNothingLooksAfterTheOthers() {
        beat();
        try (NativeTaskSystem quiet = process(0)) {
            quiet.submit(List.of(new Submission("t1", "team", TYPE.name(), "", Options.DEFAULT)));
            tables.database()
                    .change(
                            "begin",
                            (c, now) -> tables.tasks().start(c, tables.tasks().find(c, "t1"), ghost.self(), now));
            quiet.start();

            await().atMost(LONG)
                    .until(() -> quiet.poll(null, 100).events().stream()
                            .anyMatch(e -> e.detail().equals(new TaskEvent.Orphaned("w-ghost"))));
            assertThat(state(quiet)).isEqualTo(State.FAILED);
        }
    }

    @Test
    void aLeaseDoesNotGoBeforeItsRuns() {
        beat();
        try (NativeTaskSystem system = process(0)) {
            system.submit(List.of(new Submission("t1", "team", TYPE.name(), "", Options.DEFAULT)));
            tables.database()
                    .change(
                            "begin",
                            (c, now) -> tables.tasks().start(c, tables.tasks().find(c, "t1"), ghost.self(), now));

            org.assertj.core.api.Assertions.assertThatThrownBy(() -> tables.database()
                            .change(
                                    "forget the process",
                                    (c, now) -> Sql.update(
                                            c, "delete from ripresa_worker_process where incarnation = 'ghost-1'")))
                    .isInstanceOf(io.ripresa.spi.TaskSystemException.class);
        }
    }
}
