package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.Receipt;
import io.ripresa.spi.TaskSystem.RerunOrder;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Transactions that stand still in their middle, on PostgreSQL. */
@Execution(ExecutionMode.CONCURRENT)
class StandstillTest {

    private TestDatabase.Postgres postgres;
    private WorkerTables tables;

    @BeforeEach
    void open() {
        postgres = new TestDatabase.Postgres();
        Database database = Database.of(postgres.dataSource(), InstantSource.system());
        tables = WorkerTables.of(NativeTaskSystem.NAME, database);
        new Intake(tables, new Handlers(Map.of(TaskType.of("t"), c -> {})), CallersTransaction.NONE)
                .submit(List.of(new Submission("t1", "team", "t", "", Options.DEFAULT)));
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    private static int touch(Connection c, String worker) throws java.sql.SQLException {
        return Sql.update(c, "update ripresa_worker_task set worker = ? where id = 't1'", worker);
    }

    private String worker() {
        return tables.database()
                .read("look", c -> Sql.query(c, "select worker from ripresa_worker_task", r -> r.getString(1)))
                .get(0);
    }

    @Test
    void oneThatStandsStillIsEndedByTheServerAndRunAgainFromItsBeginning() throws Exception {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch awake = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(
                () -> tables.database().inTransaction("touch the task", (c, now) -> {
                    boolean first = tries.incrementAndGet() == 1;
                    touch(c, "stopped");
                    if (first) {
                        holding.countDown();
                        await(awake);
                    }
                    return touch(c, "awake") == 1;
                }),
                command -> new Thread(command).start());
        assertThat(holding.await(20, TimeUnit.SECONDS)).isTrue();

        // Others need not wait for it longer than those few seconds: not even a lock time-out reaches the caller.
        long before = System.nanoTime();
        tables.database().change("touch the task", (c, now) -> touch(c, "other"));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
        assertThat(worker()).isEqualTo("other");

        awake.countDown();
        assertThat(stopped.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(tries).hasValue(2);
        assertThat(worker()).isEqualTo("awake");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anOrderThatWaitsPastItsEndIsExpired() throws Exception {
        Orders orders = new Orders(tables);
        try (Connection other = postgres.dataSource().getConnection()) {
            other.setAutoCommit(false);
            touch(other, "busy");
            Instant end = Instant.now().plusMillis(700);
            RerunOrder order = new RerunOrder(new TaskKey(NativeTaskSystem.NAME, "t1"), 0, "a1", 1, end);
            CompletableFuture<Receipt> receipt = CompletableFuture.supplyAsync(
                    () -> orders.retry(List.of(order)).get(0), command -> new Thread(command).start());
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Instant.now().isAfter(end.plusMillis(300)));
            other.rollback();

            assertThat(receipt.get(20, TimeUnit.SECONDS).answer()).isEqualTo(Receipt.Answer.EXPIRED);
        }
        List<String> accepted = tables.database()
                .read("look", c -> Sql.query(c, "select attempt_id from ripresa_worker_order", r -> r.getString(1)));
        assertThat(accepted).isEmpty();
    }
}
