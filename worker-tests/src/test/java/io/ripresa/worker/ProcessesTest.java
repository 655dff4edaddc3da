package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.TaskEvent;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.worker.Processes.Identity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Leases, on a real database and with time that is moved by hand. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class ProcessesTest {

    private static final Duration BEAT = Duration.ofMillis(2_500);
    private static final long NO_SUCH_PROCESS = Long.MAX_VALUE;

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private TestDatabase file;
    private WorkerTables tables;
    private Processes living;
    private Processes other;

    @BeforeEach
    void openTables() {
        file = kind.open(directory);
        Database database = Database.withTime(file.dataSource(), clock);
        tables = WorkerTables.of(NativeTaskSystem.NAME, database);
        living = processes(Identity.of("w-living", "here", clock.instant()));
        other = processes(Identity.of("w-other", "there", clock.instant()));
        beat(living);
        beat(other);
    }

    @AfterEach
    void closeFile() {
        file.close();
    }

    private Processes processes(Identity identity) {
        return new Processes(
                identity,
                List.of("t"),
                BEAT,
                clock,
                tables,
                new WorkspaceLimit(tables.database().dialect(), 2, 8));
    }

    private boolean beat(Processes processes) {
        return tables.database().inTransaction("beat", (c, now) -> processes.beat(c, now, null));
    }

    private List<Identity> look(Processes processes) {
        clock.advance(BEAT);
        return lookNow(processes);
    }

    private List<Identity> lookNow(Processes processes) {
        return processes.gone(tables.database().read("look", processes::look).others()).stream()
                .map(Processes.Seen::identity)
                .toList();
    }

    /** Buries the other process, as it was seen last. */
    private int bury() {
        Processes.Seen seen =
                tables.database().read("look", living::look).others().get(0);
        return tables.database().inTransaction("bury", (c, now) -> living.bury(c, seen, now));
    }

    private void runIn(Processes processes, String id) {
        new Intake(tables, new Handlers(Map.of(TaskType.of("t"), c -> {})), CallersTransaction.NONE)
                .submit(List.of(new Submission(id, "team", "t", "", Options.DEFAULT)));
        boolean started = tables.database()
                .inTransaction(
                        "start",
                        (c, now) -> tables.tasks().start(c, tables.tasks().find(c, id), processes.self(), now));
        assertThat(started).isTrue();
    }

    private List<String> toldOf(String id) {
        return tables.outbox().poll(null, 100).events().stream()
                .filter(e -> e.key().externalId().equals(id))
                .map(e -> e.run() + " " + e.detail())
                .toList();
    }

    @Test
    void aProcessIsGoneAfterFourMissedBeatsAndNotBefore() {
        assertThat(look(living)).isEmpty(); // the first look only remembers
        for (int missed = 1; missed < Processes.MISSED_BEATS; missed++) {
            assertThat(look(living)).as("%d missed", missed).isEmpty();
        }
        assertThat(look(living)).containsExactly(other.self());
    }

    @Test
    void oneBeatIsEnoughToStayAlive() {
        for (int i = 0; i < 20; i++) {
            if (i % 4 == 3) {
                beat(other);
            }
            assertThat(look(living)).isEmpty();
        }
    }

    @Test
    void oneWhoWasAsleepItselfDoesNotTakeOthersForDead() {
        look(living);
        clock.advance(Duration.ofHours(1));

        assertThat(look(living)).isEmpty();
        assertThat(look(living)).isEmpty();
        beat(other);
        assertThat(look(living)).isEmpty();
    }

    @Test
    void theSameWorkerIdInTheSamePlaceWithoutItsProcessIsGoneAtOnce() {
        Assumptions.assumeFalse(living.self().process().place().isEmpty(), "needs an operating system that tells");
        processesRow(
                "old", living.self().worker(), deadIn(living.self().process().place()));
        processesRow("otherWorker", "w-3", deadIn(living.self().process().place()));

        assertThat(lookNow(living)).extracting(Identity::incarnation).containsExactly("old");
    }

    @Test
    void anEqualHostNameProvesNothing() {
        processesRow("otherMachine", living.self().worker(), deadIn("another boot pid:[1] user:0"));
        processesRow("nobodyKnows", living.self().worker(), deadIn(""));

        assertThat(lookNow(living)).isEmpty();
        for (int missed = 1; missed < Processes.MISSED_BEATS; missed++) {
            beat(other);
            assertThat(look(living))
                    .extracting(Identity::incarnation)
                    .as("%d missed", missed)
                    .isEmpty();
        }
        assertThat(look(living))
                .extracting(Identity::incarnation)
                .as("its lease is over")
                .contains("otherMachine", "nobodyKnows");
    }

    private static OsProcess deadIn(String place) {
        return new OsProcess(place, NO_SUCH_PROCESS, 1);
    }

    private void processesRow(String incarnation, String worker, OsProcess process) {
        beat(processes(new Identity(incarnation, worker, living.self().host(), process)));
    }

    @Test
    void theRunsOfADeadProcessAreParkedAndReportedOnce() {
        runIn(other, "t1");
        runIn(living, "t2");

        Processes.Seen seen =
                tables.database().read("look", living::look).others().get(0);
        int first = tables.database().inTransaction("bury", (c, now) -> living.bury(c, seen, now));
        int second = tables.database().inTransaction("bury", (c, now) -> living.bury(c, seen, now));

        assertThat(first).isEqualTo(1);
        assertThat(second).as("another process was faster").isEqualTo(-1);
        assertThat(toldOf("t1")).contains("1 " + new TaskEvent.Orphaned("w-other"));
        assertThat(toldOf("t2")).noneMatch(told -> told.contains("Orphaned"));
    }

    @Test
    void whatADeadProcessHadPickedAndNotBegunIsDueAgain() {
        new Intake(tables, new Handlers(Map.of(TaskType.of("t"), c -> {})), CallersTransaction.NONE)
                .submit(List.of(new Submission("t1", "team", "t", "", Options.DEFAULT)));
        int picked = tables.database()
                .inTransaction(
                        "pick",
                        (c, now) -> Sql.update(
                                c,
                                "update ripresa_worker_trigger set picked = true, picked_by = ?",
                                other.self().incarnation()));
        assertThat(picked).isEqualTo(1);

        bury();

        List<Integer> due = tables.database()
                .read(
                        "count",
                        c -> Sql.query(
                                c,
                                "select count(*) from ripresa_worker_trigger where picked = false",
                                r -> r.getInt(1)));
        assertThat(due).containsExactly(1);
    }

    @Test
    void anEndFromAProcessThatWasBuriedDoesNotCount() {
        runIn(other, "t1");
        bury();

        Set<Integer> counted = tables.database().inTransaction("end", (c, now) -> {
            RunRows.Ending ending =
                    new RunRows.Ending("t1", 1, TaskState.SUCCEEDED, Duration.ZERO, new TaskEvent.Succeeded());
            return tables.runs().end(c, List.of(ending), other.self().incarnation(), now);
        });

        assertThat(counted).isEmpty();
        assertThat(beat(other)).as("it hears that its lease was taken away").isFalse();
        assertThat(beat(other)).as("and holds a new one").isTrue();
    }
}
