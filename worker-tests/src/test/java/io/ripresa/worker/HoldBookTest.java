package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The pace of a release, on a real database and with time that is moved by hand. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class HoldBookTest {

    private static final Dependency SHOP = new Dependency("shop");
    private static final Dependency BANK = new Dependency("bank");
    private static final GateKey GATE = GateKey.reachability(SHOP);

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private TestDatabase file;
    private WorkerTables tables;
    private HoldBook holds;

    @BeforeEach
    void openTables() {
        file = kind.open(directory);
        Database database = Database.withTime(file.dataSource(), clock);
        tables = WorkerTables.of(NativeTaskSystem.NAME, database);
        holds = new HoldBook(database, new Departures(tables.triggers()));
    }

    @AfterEach
    void closeFile() {
        file.close();
    }

    private void parkAll(String... ids) {
        Intake intake = new Intake(tables, new Handlers(Map.of(TaskType.of("t"), c -> {})), CallersTransaction.NONE);
        Options needs = new Options(0, null, List.of(SHOP), null, null, null);
        intake.submit(java.util.Arrays.stream(ids)
                .map(id -> new Submission(id, "team", "t", "", needs))
                .toList());
        tables.database().change("park", (c, now) -> {
            Sql.update(c, "update ripresa_worker_task set state = 'HELD'");
            Sql.update(
                    c,
                    "insert into ripresa_worker_parked (task_id, gate, priority, submitted_at)"
                            + " select id, ?, priority, submitted_at from ripresa_worker_task",
                    GATE.toString());
            Sql.update(c, "delete from ripresa_worker_trigger");
        });
    }

    private void park(String... ids) {
        for (String id : ids) {
            parkNeeding(id, SHOP);
        }
    }

    private void parkNeeding(String id, Dependency... needed) {
        Intake intake = new Intake(tables, new Handlers(Map.of(TaskType.of("t"), c -> {})), CallersTransaction.NONE);
        int priority = id.startsWith("urgent") ? 5 : 0;
        intake.submit(List.of(
                new Submission(id, "team", "t", "", new Options(priority, null, List.of(needed), null, null, null))));
        tables.database().change("park", (c, now) -> {
            assertThat(tables.tasks().park(c, tables.tasks().find(c, id), GATE, now))
                    .isTrue();
            tables.triggers().consume(c, Triggers.Name.of("t", id, 1));
        });
        clock.advance(Duration.ofMillis(1));
    }

    /** Task and milliseconds from now, in the order of their times. */
    private List<String> due() {
        Instant now = clock.instant();
        return tables.database()
                .read(
                        "read",
                        c -> Sql.query(
                                c,
                                "select task_instance, execution_time from ripresa_worker_trigger"
                                        + " order by execution_time, task_instance",
                                r -> new Triggers.Name("t", r.getString(1)).id() + " "
                                        + Duration.between(now, Sql.instant(r, "execution_time"))
                                                .toMillis()));
    }

    @Test
    void aReleaseStartsOneAtOnceAndTheOthersNoFasterThanTheRateUrgentOnesFirst() {
        holds.hold(GATE);
        park("a", "b", "urgent", "c");

        assertThat(holds.release(GATE, 4)).isEqualTo(4);

        assertThat(due()).containsExactly("urgent 0", "a 250", "b 500", "c 750");
    }

    @Test
    void aReleaseAtAnotherRateChangesThePaceOfThoseThatWait() {
        holds.hold(GATE);
        park("a", "b", "c", "d");
        holds.release(GATE, 1);
        tables.database().change("begin", (c, now) -> tables.triggers().consume(c, Triggers.Name.of("t", "a", 1)));
        clock.advance(Duration.ofMillis(500));

        holds.release(GATE, 10);

        assertThat(due()).containsExactly("b 100", "c 200", "d 300");
    }

    @Test
    void releasingOverAndOverDoesNotPushTheNextStartAway() {
        holds.hold(GATE);
        park("a", "b");
        holds.release(GATE, 0.5);
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMillis(500));
            holds.release(GATE, 0.5);
        }

        assertThat(due()).containsExactly("a -1500", "b 500");
    }

    @Test
    void aTaskParkedInTheMomentOfTheReleaseFollows() {
        holds.hold(GATE);
        holds.release(GATE, 2);
        park("a");
        assertThat(due()).isEmpty();

        assertThat(holds.drain()).isEqualTo(1);
        assertThat(due()).containsExactly("a 0");
        assertThat(holds.drain()).isZero();
    }

    @Test
    void ofManyOnlyThoseHaveTriggersThatAreDueSoon() {
        holds.hold(GATE);
        String[] many =
                IntStream.range(0, 1_300).mapToObj(i -> "t" + (10_000 + i)).toArray(String[]::new);
        parkAll(many);

        int ahead = 1 + (int) HoldBook.AHEAD.toSeconds() * 100;
        assertThat(holds.release(GATE, 100)).isEqualTo(ahead);
        assertThat(due()).hasSize(ahead).startsWith("t10000 0", "t10001 10").endsWith("t11000 10000");
        assertThat(holds.drain()).as("enough for now").isZero();

        clock.advance(Duration.ofSeconds(2));
        assertThat(holds.drain()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(8));
        assertThat(holds.drain()).isEqualTo(99);
        assertThat(due()).hasSize(1_300).endsWith("t11299 2990");
    }

    @Test
    void whatIsLetGoAfterAPauseIsNotMadeUpFor() {
        holds.hold(GATE);
        parkAll(IntStream.range(0, 40).mapToObj(i -> "t" + (10 + i)).toArray(String[]::new));
        holds.release(GATE, 1);
        assertThat(due()).hasSize(11);
        clock.advance(Duration.ofHours(1)); // no process was there

        assertThat(holds.drain()).isEqualTo(11);
        assertThat(due().subList(11, 13)).containsExactly("t21 0", "t22 1000");
    }

    @Test
    void aTaskThatNeedsAnotherHeldGateIsParkedThereNext() {
        GateKey bank = GateKey.reachability(BANK);
        holds.hold(GATE);
        holds.hold(bank);
        park("a");
        parkNeeding("both", SHOP, BANK);
        assertThat(holds.release(GATE, 1_000)).isEqualTo(1);
        assertThat(due()).containsExactly("a 0");

        assertThat(holds.release(bank, 1_000)).isEqualTo(1);
        assertThat(due()).hasSize(2);
    }

    @Test
    void aGateThatIsHeldAgainLetsNobodyMoreGo() {
        holds.hold(GATE);
        parkAll(IntStream.range(0, 40).mapToObj(i -> "t" + (10 + i)).toArray(String[]::new));
        holds.release(GATE, 1);
        holds.hold(GATE);
        clock.advance(Duration.ofSeconds(5));

        assertThat(holds.drain()).isZero();
        assertThat(due()).hasSize(11);
    }

    @Test
    void nothingIsLetGoOfWhatIsHeld() {
        holds.hold(GATE);
        park("a");

        assertThat(holds.drain()).isZero();
        assertThat(due()).isEmpty();
    }

    @Test
    void aRateOfNothingIsRefused() {
        assertThatThrownBy(() -> holds.release(GATE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("startsPerSecond");
        assertThatThrownBy(() -> holds.release(GATE, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
