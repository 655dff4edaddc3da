package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Dependency;
import io.ripresa.model.FailureReport;
import io.ripresa.model.GateKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskEvent.Detail;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.EventBatch;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class OutboxTest {

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private TestDatabase file;
    private WorkerTables tables;

    @BeforeEach
    void openTables() {
        file = kind.open(directory);
        Database database = Database.withTime(file.dataSource(), clock);
        tables = WorkerTables.of(NativeTaskSystem.NAME, database);
        new Intake(tables, new Handlers(Map.of(TaskType.of("t"), c -> {})), CallersTransaction.NONE)
                .submit(List.of(new Submission("t1", "team", "t", "", Options.DEFAULT)));
    }

    @AfterEach
    void closeFile() {
        file.close();
    }

    private void append(int run, Detail detail) {
        tables.database().change("append", (c, now) -> tables.outbox().append(c, "t1", run, clock.instant(), detail));
    }

    private static List<Detail> details(EventBatch batch) {
        return batch.events().stream().map(TaskEvent::detail).toList();
    }

    @Test
    void anEventWrittenEarlierAndCommittedLaterIsNotLost() throws Exception {
        EventBatch before = tables.outbox().poll(null, 10);
        try (Connection slow = file.dataSource().getConnection()) {
            slow.setAutoCommit(false);
            tables.outbox().append(slow, "t1", 1, clock.instant(), new TaskEvent.Started("slow", null));
            append(2, new TaskEvent.Started("quick", null));

            EventBatch between = tables.outbox().poll(before.cursor(), 10);
            assertThat(details(between)).containsExactly(new TaskEvent.Started("quick", null));
            slow.commit();

            EventBatch after = tables.outbox().poll(between.cursor(), 10);
            assertThat(details(after)).containsExactly(new TaskEvent.Started("slow", null));
        }
    }

    @Test
    void aCursorOfAnotherSystemIsRefused() {
        assertThatThrownBy(() -> tables.outbox().poll("2026-11-01", 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2026-11-01");
    }

    static Stream<Detail> everyKind() {
        FailureReport failure = FailureReport.of(
                        new IllegalStateException("no \"luck\"\n", new java.sql.SQLException("gone", "08006", 17)))
                .with(FailureReport.TARGET, "db:orders");
        return Stream.of(
                new TaskEvent.Held(GateKey.account(new Dependency("shop"), "team")),
                new TaskEvent.Started("w", "a1"),
                new TaskEvent.Started("w", null),
                new TaskEvent.StageEntered(3, "call", true),
                new TaskEvent.Heartbeat(),
                new TaskEvent.Succeeded(),
                new TaskEvent.Failed(failure),
                new TaskEvent.Failed(FailureReport.http(429, "slow down", Map.of(FailureReport.RETRY_AFTER, "3"))),
                new TaskEvent.Failed(FailureReport.of(null, "")),
                new TaskEvent.DeadLettered(failure),
                new TaskEvent.Orphaned("w"),
                new TaskEvent.Cancelled("expired"),
                new TaskEvent.LateResult(true));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void anEventIsReadAsItWasWritten(Detail detail) {
        append(1, detail);

        List<Detail> read = details(tables.outbox().poll(null, 10));
        assertThat(read).hasSize(2);
        assertThat(trimmed(read.get(1))).isEqualTo(trimmed(detail));
    }

    /** Frames of causes are kept up to twelve: not compared here. */
    private static Object trimmed(Detail detail) {
        return detail instanceof TaskEvent.Failed failed
                ? List.of(
                        failed.failure().message(),
                        String.valueOf(failed.failure().type()),
                        failed.failure().stack(),
                        String.valueOf(failed.failure().httpStatus()),
                        String.valueOf(failed.failure().sqlState()),
                        failed.failure().attributes(),
                        failed.failure().causes().size())
                : detail instanceof TaskEvent.DeadLettered dead
                        ? trimmed(new TaskEvent.Failed(dead.failure()))
                        : detail;
    }

    @Test
    void anEndlessErrorTextKeepsItsBeginningAndItsEnd() {
        append(1, new TaskEvent.Failed(FailureReport.of("E", "begin" + "x".repeat(1_000_000) + "end")));

        TaskEvent.Failed read =
                (TaskEvent.Failed) details(tables.outbox().poll(null, 10)).get(1);
        assertThat(read.failure().message()).startsWith("begin").endsWith("end").hasSize(20_480);
    }
}
