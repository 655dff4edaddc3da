package io.ripresa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.model.CallHistory;
import io.ripresa.model.Gate;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Timer;
import io.ripresa.postgres.SharedPostgres;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.tck.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Nodes that start at once, and nodes of versions that differ by one. */
class PostgresUpgradeTest {

    @Test
    void severalNodesMayMigrateAnEmptyDatabaseAtOnce() throws Exception {
        int nodes = 4;
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try (SharedPostgres.Database database = SharedPostgres.database();
                HikariDataSource pool = database.dataSource(3 * nodes)) {
            CountDownLatch start = new CountDownLatch(1);
            List<CompletableFuture<RecoveryStore>> opened = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                opened.add(CompletableFuture.supplyAsync(
                        () -> {
                            await(start);
                            return JdbcRecoveryStore.open(pool);
                        },
                        threads));
            }
            start.countDown();

            for (CompletableFuture<RecoveryStore> node : opened) {
                assertThat(node.join().control().stopped()).isFalse();
            }
            assertThat(texts(
                            pool,
                            "select version from ripresa_schema_history where version <> '0' order by installed_rank"))
                    .containsExactly("1", "2", "2.1", "3", "4", "4.1", "5", "5.1", "6", "6.1", "7", "7.1");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aNodeWorksOnTheTablesOfALaterVersion() throws Exception {
        try (SharedPostgres.Database database = SharedPostgres.database("store", StoreSchema::migrate);
                HikariDataSource pool = database.dataSource(3)) {
            execute(
                    pool,
                    "insert into ripresa_schema_history (installed_rank, version, description, type, script, checksum,"
                            + " installed_by, execution_time, success) values (99, '99', 'later', 'SQL',"
                            + " 'V99__later.sql', 1, 'x', 1, true)",
                    "alter table ripresa_task add column owner varchar",
                    "alter table ripresa_gate add column colour varchar default 'blue' not null",
                    "create table ripresa_later (id integer)",
                    "insert into ripresa_timer (kind, subject, due_at, visible_at)"
                            + " values ('LATER', 'x', '2020-01-01', '2020-01-01')",
                    "insert into ripresa_journal (at_time, kind, message, data)"
                            + " values ('2020-01-01', 'LATER', 'of a later version', '')");

            RecoveryStore store = JdbcRecoveryStore.open(pool);

            assertThat(store.nextDue()).as("what is not ours is not due to us").isNull();
            assertThat(store.due("n-1", Duration.ofSeconds(1), 10).isEmpty()).isTrue();
            Timer own = new Timer(Timer.Kind.RERUN, "billing/t", Rows.START);
            assertThat(store.commit(new Changes()
                            .task(Rows.fullTask("t"))
                            .gate(Rows.fullGate("db"))
                            .timer(own)
                            .journal(Rows.entry("own", new Subject(Rows.key("t"), null, null, null)))))
                    .isEqualTo(CommitResult.APPLIED);
            assertThat(store.due("n-1", Duration.ofSeconds(1), 10).timers()).containsExactly(own);
            assertThat(store.journalAfter(0, 10))
                    .extracting(line -> line.text())
                    .containsExactly("of a later version", "own");
            assertThat(texts(pool, "select kind from ripresa_timer where kind = 'LATER' and claimed_by is null"))
                    .hasSize(1);
        }
    }

    @Test
    void aGateThatTheVersionBeforeWroteHasNoHistoryOfCalls() throws Exception {
        try (SharedPostgres.Database database = SharedPostgres.database("store", StoreSchema::migrate);
                HikariDataSource pool = database.dataSource(3)) {
            RecoveryStore store = JdbcRecoveryStore.open(pool);
            Gate gate = Rows.fullGate("db");
            store.commit(new Changes().gate(gate));
            execute(pool, "update ripresa_gate set calls = null, warned = default");

            Gate read = store.gates(List.of(gate.key())).get(gate.key());

            assertThat(read.learned()).isEqualTo(gate.learned().withCalls(CallHistory.NONE));
            assertThat(store.gatesWithWarning(10)).isEmpty();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void execute(DataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> texts(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (result.next()) {
                found.add(result.getString(1));
            }
            return found;
        }
    }
}
