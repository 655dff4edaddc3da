package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.worker.Processes.Identity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is deleted and what is not, on a real database and with time that is moved by hand. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class RetentionTest {

    private static final Duration KEEP = Duration.ofDays(30);

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private TestDatabase file;
    private WorkerTables tables;
    private Processes here;
    private Processes there;
    private Retention retention;
    private Intake intake;

    @BeforeEach
    void openTables() {
        file = kind.open(directory);
        Database database = Database.withTime(file.dataSource(), clock);
        // The marks were made by the database's own clock.
        database.change("begin now", (c, now) -> Sql.update(c, "update ripresa_worker_mark set at = ?", now));
        tables = WorkerTables.of(NativeTaskSystem.NAME, database);
        here = process("w-here");
        there = process("w-there");
        retention = new Retention(database, tables.outbox(), KEEP);
        intake = new Intake(tables, new Handlers(Map.of(TaskType.of("t"), c -> {})), CallersTransaction.NONE);
    }

    private Processes process(String worker) {
        return new Processes(
                Identity.of(worker, "host", clock.instant()),
                List.of("t"),
                Duration.ofSeconds(2),
                clock,
                tables,
                new WorkspaceLimit(tables.database().dialect(), 2, 8));
    }

    @AfterEach
    void closeFile() {
        file.close();
    }

    // --- words of the tests ---

    private void submit(String... ids) {
        intake.submit(java.util.Arrays.stream(ids)
                .map(id -> new Submission(id, "team", "t", "", Options.DEFAULT))
                .toList());
    }

    /** Runs a task to the state in which it stays. */
    private void run(String id, TaskState end) {
        submit(id);
        beat(here, null);
        tables.database().change("run", (c, now) -> {
            TaskRow task = tables.tasks().find(c, id);
            assertThat(tables.tasks().start(c, task, here.self(), now)).isTrue();
            tables.triggers().consume(c, Triggers.Name.of("t", id, 1));
            tables.outbox().append(c, id, 1, now, new TaskEvent.Started("w-here", null));
            if (end != TaskState.RUNNING) {
                TaskEvent.Detail event =
                        end == TaskState.SUCCEEDED ? new TaskEvent.Succeeded() : new TaskEvent.Orphaned("w-here");
                List<RunRows.Ending> ending = List.of(new RunRows.Ending(id, 1, end, Duration.ZERO, event));
                assertThat(tables.runs().end(c, ending, here.self().incarnation(), now))
                        .containsExactly(0);
            }
        });
    }

    private void beat(Processes process, @Nullable String cursor) {
        tables.database()
                .inTransaction(
                        "beat", (c, now) -> process.beat(c, now, cursor == null ? null : Long.parseLong(cursor)));
    }

    /** Reads everything, and stores the cursor, in a process. */
    private String readAll(Processes process) {
        String cursor = null;
        while (true) {
            var batch = tables.outbox().poll(cursor, 500);
            if (batch.events().isEmpty() && !batch.more()) {
                beat(process, cursor);
                return String.valueOf(cursor);
            }
            cursor = batch.cursor();
        }
    }

    /** Turns until there is nothing left to do. */
    private void clean() {
        do {
            clock.advance(Duration.ofMinutes(11)); // past any rest
            beatsOfReaders.forEach((process, cursor) -> beat(process, cursor));
            retention.turn();
        } while (retention.isAtWork());
    }

    private final Map<Processes, String> beatsOfReaders = new java.util.LinkedHashMap<>();

    private List<String> ids() {
        return rows("select id from ripresa_worker_task order by id");
    }

    private List<String> events() {
        return rows("select task_id || ' ' || run || ' ' || kind from ripresa_worker_event order by position, id");
    }

    private List<String> rows(String sql) {
        return tables.database().read("look", c -> Sql.query(c, sql, r -> r.getString(1)));
    }

    // --- tasks ---

    @Test
    void tasksThatEndedLongAgoGoAndNoOthers() {
        run("succeeded", TaskState.SUCCEEDED);
        run("parked", TaskState.PARKED);
        run("running", TaskState.RUNNING);
        run("quarantined", TaskState.PARKED);
        new Orders(tables).setAside("quarantined", TaskState.QUARANTINED, null);
        submit("scheduled", "cancelled", "completed");
        new Orders(tables).setAside("cancelled", TaskState.CANCELLED, "no longer wanted");
        new Orders(tables).setAside("completed", TaskState.COMPLETED, null);
        clock.advance(KEEP.minusHours(1));
        run("young", TaskState.SUCCEEDED);
        beatsOfReaders.put(here, readAll(here));

        clean();
        assertThat(ids()).as("not long enough ago").hasSize(8);

        clock.advance(Duration.ofHours(1));
        clean();
        assertThat(ids()).containsExactly("parked", "quarantined", "running", "scheduled", "young");
        assertThat(rows("select task_instance from ripresa_worker_trigger")).containsExactly("scheduled#1");
    }

    @Test
    void theSameIdIsANewTaskThen() {
        run("t1", TaskState.PARKED);
        Orders orders = new Orders(tables);
        Instant noEnd = Instant.parse("9999-01-01T00:00:00Z");
        RerunOrder order = new RerunOrder(new TaskKey(NativeTaskSystem.NAME, "t1"), 1, "a1", 1, noEnd);
        assertThat(orders.retry(List.of(order)).get(0).accepted()).isTrue();
        orders.setAside("t1", TaskState.COMPLETED, null);
        beatsOfReaders.put(here, readAll(here));
        clock.advance(KEEP.plusDays(1));
        clean();

        assertThat(ids()).isEmpty();
        assertThat(rows("select attempt_id from ripresa_worker_order")).isEmpty();
        assertThat(intake.submit(List.of(new Submission("t1", "team", "t", "", Options.DEFAULT)))
                        .get(0)
                        .created())
                .isTrue();
    }

    @Test
    void manyGoInBatchesAndOnlyOneProcessCleans() {
        String[] many = IntStream.range(0, 1_700).mapToObj(i -> "t" + i).toArray(String[]::new);
        submit(many);
        tables.database().change("end", (c, now) -> {
            Sql.update(c, "update ripresa_worker_task set state = 'SUCCEEDED'");
            Sql.update(c, "delete from ripresa_worker_trigger");
        });
        String cursor = readAll(here);
        clock.advance(KEEP.plusDays(1));
        beat(here, cursor);

        Retention another = new Retention(tables.database(), tables.outbox(), KEEP);
        assertThat(retention.turn()).isGreaterThan(1_700);
        assertThat(another.turn()).as("the turn is another one's").isZero();
        assertThat(ids()).isEmpty();
    }

    @Test
    void aTaskIsKeptUntilItsEndHasBeenRead() {
        run("t1", TaskState.SUCCEEDED);
        String first = tables.outbox().poll(null, 1).cursor();
        clock.advance(KEEP.plusDays(1));
        beatsOfReaders.put(here, first);
        clean();
        assertThat(ids()).containsExactly("t1");
        assertThat(tables.outbox().poll(first, 10).events()).hasSize(2);

        beatsOfReaders.put(here, readAll(here));
        clean();
        assertThat(ids()).isEmpty();
    }

    // --- events ---

    @Test
    void eventsGoWhenEveryReaderHasStoredThemAndADayHasPassed() {
        run("t1", TaskState.SUCCEEDED);
        String all = readAll(here);
        String first = tables.outbox().poll(null, 1).cursor();
        beatsOfReaders.put(here, all);
        beatsOfReaders.put(there, first);
        clean();
        assertThat(events()).as("young").hasSize(3);

        clock.advance(Duration.ofDays(1));
        clean();
        assertThat(events()).as("the slower reader counts").containsExactly("t1 1 Started", "t1 1 Succeeded");

        beatsOfReaders.put(there, all);
        clean();
        assertThat(events()).isEmpty();
        assertThat(ids()).as("the task itself is kept longer").containsExactly("t1");
        assertThat(tables.outbox().poll(all, 10).events()).isEmpty();
    }

    @Test
    void theLatestRunOfATaskThatHasNotEndedCanAlwaysBeReadAnew() {
        run("parked", TaskState.PARKED);
        run("succeeded", TaskState.SUCCEEDED);
        tables.database()
                .change("beat", (c, now) -> tables.outbox().append(c, "parked", 1, now, new TaskEvent.Heartbeat()));
        submit("waits");
        beatsOfReaders.put(here, readAll(here));
        clock.advance(KEEP.plusDays(1));
        clean();

        assertThat(tables.outbox().poll(null, 100).events().stream()
                        .map(e -> e.key().externalId() + " " + e.run() + " "
                                + e.detail().getClass().getSimpleName()))
                .containsExactly("parked 1 Started", "parked 1 Orphaned", "waits 0 Submitted");
    }

    @Test
    void aReaderThatIsDeadIsNotWaitedForAndWhatNobodyReadsIsKeptAsLongAsTasks() {
        run("t1", TaskState.SUCCEEDED);
        String first = tables.outbox().poll(null, 1).cursor();
        String all = readAll(here);
        beat(there, first); // and never again
        clock.advance(Duration.ofHours(25));
        beatsOfReaders.put(here, all);
        clean();
        assertThat(events()).isEmpty();

        beatsOfReaders.clear();
        run("t2", TaskState.SUCCEEDED);
        clock.advance(KEEP.minusDays(2));
        clean();
        assertThat(events()).as("somebody read not long ago").hasSize(3);
        clock.advance(Duration.ofDays(3));
        clean();
        clean();
        assertThat(events()).as("nobody reads").isEmpty();
    }

    @Test
    void gatesThatWereReleasedLongAgoAreForgotten() {
        HoldBook holds = new HoldBook(tables.database(), new Departures(tables.triggers()));
        io.ripresa.model.GateKey shop = io.ripresa.model.GateKey.reachability(new io.ripresa.model.Dependency("shop"));
        io.ripresa.model.GateKey bank = io.ripresa.model.GateKey.reachability(new io.ripresa.model.Dependency("bank"));
        holds.hold(shop);
        holds.hold(bank);
        holds.release(shop, 1);
        clock.advance(Duration.ofMinutes(2));
        holds.drain();
        clock.advance(Duration.ofDays(2));
        clean();

        assertThat(rows("select dependency from ripresa_worker_hold")).containsExactly("bank");
        assertThat(holds.holds()).containsExactly(bank);
    }
}
