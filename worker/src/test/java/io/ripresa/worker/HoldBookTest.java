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
        database.migrate();
        tables = WorkerTables.of(NativeTaskSystem.NAME, database);
        holds = new HoldBook(database, new Departures(tables.triggers()));
    }

    @AfterEach
    void closeFile() {
        file.close();
    }

    private void park(String... ids) {
        Intake intake = new Intake(tables, new Handlers(Map.of(TaskType.of("t"), c -> {})), CallersTransaction.NONE);
        for (String id : ids) {
            int priority = id.startsWith("urgent") ? 5 : 0;
            intake.submit(List.of(
                    new Submission(id, "team", "t", "", new Options(priority, null, List.of(SHOP), null, null, null))));
            tables.database().change("park", (c, now) -> {
                assertThat(tables.tasks().park(c, tables.tasks().find(c, id), GATE, now))
                        .isTrue();
                tables.triggers().consume(c, Triggers.Name.of("t", id, 1));
            });
            clock.advance(Duration.ofMillis(1));
        }
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
