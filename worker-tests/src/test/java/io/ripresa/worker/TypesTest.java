package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Several processes that do not run the same types, as during a deployment. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class TypesTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
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

    private NativeTaskSystem process(String worker, int threads, String... types) {
        NativeTaskSystemBuilder builder = NativeTaskSystem.builder(database.dataSource())
                .workerId(worker)
                .threads(threads)
                .heartbeatInterval(Duration.ofMillis(100))
                .pollInterval(Duration.ofMillis(50));
        for (String type : types) {
            builder.handler(
                    TaskType.of(type), c -> log.add(worker + " " + c.task().externalId()));
        }
        NativeTaskSystem system = builder.build().start();
        systems.add(system);
        return system;
    }

    private static void submit(NativeTaskSystem system, String type, String... ids) {
        system.submit(java.util.Arrays.stream(ids)
                .map(id -> new Submission(id, "team", type, "", Options.DEFAULT))
                .toList());
    }

    private List<String> rows(String sql) {
        return Database.of(database.dataSource(), java.time.InstantSource.system())
                .read("look", c -> Sql.query(c, sql, r -> r.getString(1)));
    }

    @Test
    void eachProcessRunsTheTypesItHasHandlersFor() {
        NativeTaskSystem both = process("w-both", 4, "old", "new");
        process("w-new", 4, "new");
        String[] old = IntStream.range(0, 40).mapToObj(i -> "old" + i).toArray(String[]::new);
        submit(both, "old", old);
        submit(both, "new", "new1", "new2", "new3");

        await().atMost(LONG).until(() -> log.size() == 43);
        assertThat(log).filteredOn(line -> line.contains(" old")).allMatch(line -> line.startsWith("w-both "));
        assertThat(log).doesNotHaveDuplicates();
    }

    @Test
    void whatOthersAreToRunIsNotEvenPicked() {
        NativeTaskSystem intake = process("w-intake", 0, "theirs");
        NativeTaskSystem mine = process("w-mine", 4, "mine");
        String[] theirs = IntStream.range(0, 300).mapToObj(i -> "theirs" + i).toArray(String[]::new);
        submit(intake, "theirs", theirs);
        submit(mine, "mine", "a", "b", "c");

        await().atMost(LONG).until(() -> log.size() == 3);
        assertThat(rows("select distinct task_name || ' ' || version from ripresa_worker_trigger"))
                .as("never touched")
                .containsExactly("theirs 1");
        assertThat(rows("select task_instance from ripresa_worker_trigger")).hasSize(300);
    }

    @Test
    void tasksOfATypeThatNobodyRunsWaitAreNamedAndRunWhenSomebodyComes() {
        try (LogLines lines = new LogLines(List.of("ripresa-w-other"), Housekeeping.class.getName())) {
            NativeTaskSystem intake = NativeTaskSystem.builder(database.dataSource())
                    .workerId("w-intake")
                    .threads(0)
                    .handler(TaskType.of("rare"), c -> log.add("never"))
                    .build();
            systems.add(intake);
            submit(intake, "rare", "r1", "r2");
            NativeTaskSystem other = process("w-other", 2, "common");

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(lines.warnings())
                            .anySatisfy(line -> assertThat(line)
                                    .contains("type \"rare\" (2, due since", "Start a worker that has a handler")));
            // A beat that is late on a busy machine is told as well, until the next one.
            await("the system itself works")
                    .atMost(LONG)
                    .until(() -> other.check().healthy());
            assertThat(other.check().detail()).contains("2 due in all", "type \"rare\" (2, due since");
            assertThat(intake.check().detail()).contains("type \"rare\"");
            assertThat(intake.status(new TaskKey(NativeTaskSystem.NAME, "r1")).state())
                    .isEqualTo(State.SCHEDULED);
            assertThat(intake.poll(null, 100).events())
                    .extracting(TaskEvent::detail)
                    .containsOnly(new TaskEvent.Submitted());

            process("w-rare", 2, "rare");
            await().atMost(LONG).until(() -> log.size() == 2);
            assertThat(log).containsExactlyInAnyOrder("w-rare r1", "w-rare r2");
            assertThat(other.check().detail()).doesNotContain("rare");
        }
    }

    @Test
    void aProcessWithoutThreadsTakesOrdersHoldsAndReadsButRunsNothing() {
        NativeTaskSystem quiet = process("w-quiet", 0, "work");
        submit(quiet, "work", "t1");
        quiet.hold(io.ripresa.model.GateKey.reachability(new io.ripresa.model.Dependency("shop")));

        assertThat(quiet.check().healthy()).isTrue();
        assertThat(quiet.check().detail()).contains("runs no tasks (threads is 0, ", "1 due in all");
        assertThat(quiet.poll(null, 10).events()).hasSize(1);
        assertThat(quiet.holds()).hasSize(1);
        assertThat(log).isEmpty();

        NativeTaskSystem busy = process("w-busy", 1, "work");
        await().atMost(LONG).until(() -> log.contains("w-busy t1"));
        await().atMost(LONG).until(() -> busy.isQuiet(Duration.ZERO, Set.of()));
        assertThat(quiet.status(new TaskKey(NativeTaskSystem.NAME, "t1")).state())
                .isEqualTo(State.SUCCEEDED);
    }
}
