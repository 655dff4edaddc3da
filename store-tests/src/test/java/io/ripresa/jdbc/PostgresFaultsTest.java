package io.ripresa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.jdbc.CuttingProxy.Cut;
import io.ripresa.model.Control;
import io.ripresa.model.Gate;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.postgres.EmbeddedPostgres.Stop;
import io.ripresa.postgres.SharedPostgres;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.spi.Reservation;
import io.ripresa.spi.StoreException;
import io.ripresa.tck.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are stopped in the middle, connections that are cut. */
class PostgresFaultsTest {

    /** What a stopped process may hold, and how long others may take to notice. */
    private static final Duration HELD_AT_MOST = Duration.ofSeconds(8);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private SharedPostgres.Database database;
    private HikariDataSource pool;
    private RecoveryStore store;

    @BeforeEach
    void open() {
        database = SharedPostgres.database("store", StoreSchema::migrate);
        pool = database.dataSource(6);
        store = new JdbcRecoveryStore(pool);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        pool.close();
        database.close();
    }

    private Gate gate() {
        return store.gates(List.of(Rows.gateKey("db"))).get(Rows.gateKey("db"));
    }

    private Changes gateMoved(String text) {
        Gate gate = gate();
        return new Changes()
                .gate(gate == null ? Rows.gate("db") : gate.withSlots(1))
                .journal(Rows.entry(text, new Subject(null, null, Rows.gateKey("db"), null)));
    }

    @Test
    void aProcessThatIsStoppedInATransactionHoldsAGateForSecondsOnly() throws Exception {
        store.commit(gateMoved("first"));
        Changes ofTheStopped = gateMoved("by the stopped");
        StoppingDataSource stopping = new StoppingDataSource(pool, "insert into ripresa_journal");
        RecoveryStore stopped = new JdbcRecoveryStore(stopping.dataSource());
        CompletableFuture<CommitResult> never =
                CompletableFuture.supplyAsync(() -> stopped.commit(ofTheStopped), threads);
        assertThat(stopping.isReached()).isTrue();

        long start = System.nanoTime();
        assertThat(store.commit(gateMoved("by another"))).isEqualTo(CommitResult.APPLIED);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThan(Duration.ofSeconds(1))
                .isLessThan(HELD_AT_MOST);
        stopping.goOn();
        assertThatThrownBy(never::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreException.class);
        assertThat(gate().version()).isEqualTo(2);
        assertThat(store.journalAfter(0, 10)).extracting(line -> line.text()).containsExactly("first", "by another");
    }

    @Test
    void theKillSwitchDoesNotWaitForAProcessThatIsStopped() throws Exception {
        StoppingDataSource stopping = new StoppingDataSource(pool, "insert into ripresa_journal");
        RecoveryStore stopped = new JdbcRecoveryStore(stopping.dataSource());
        Changes issue = gateMoved("issue").refuseByKillSwitch();
        CompletableFuture<CommitResult> never = CompletableFuture.supplyAsync(() -> stopped.commit(issue), threads);
        assertThat(stopping.isReached()).isTrue();

        long start = System.nanoTime();
        CompletableFuture<Boolean> turned = CompletableFuture.supplyAsync(
                () -> store.switchTo(new Control(true, false, "ann", "drill", Rows.START, 0)), threads);

        assertThat(turned.join()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(HELD_AT_MOST);
        assertThat(store.reserve(new Reservation(List.of(), null, List.of(), null)))
                .isEmpty();
        assertThat(store.commit(gateMoved("later").refuseByKillSwitch())).isEqualTo(CommitResult.STOPPED);
        stopping.goOn();
        assertThatThrownBy(never::join).hasCauseInstanceOf(StoreException.class);
        assertThat(gate()).isNull();
    }

    @Test
    void whoeverLosesTheConnectionAtTheCommitsAnswerDoesNotKnowAndMayRepeat() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(database.server().port());
                HikariDataSource through = through(proxy)) {
            RecoveryStore cut = new JdbcRecoveryStore(through);
            Changes changes = gateMoved("once");
            proxy.cutAt("COMMIT", Cut.AT_THE_ANSWER);

            assertThatThrownBy(() -> cut.commit(changes)).isInstanceOf(StoreException.class);

            assertThat(proxy.hasCut()).isTrue();
            assertThat(gate().version()).as("it was done").isEqualTo(1);
            assertThat(cut.commit(changes)).as("and is not done twice").isEqualTo(CommitResult.CONFLICT);
            assertThat(store.journalAfter(0, 10)).hasSize(1);
        }
    }

    @Test
    void whoeverLosesTheConnectionBeforeTheCommitHasDoneNothing() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(database.server().port());
                HikariDataSource through = through(proxy)) {
            RecoveryStore cut = new JdbcRecoveryStore(through);
            Changes changes = gateMoved("once");
            for (String where : List.of("ripresa_journal", "COMMIT")) {
                proxy.cutAt(where, Cut.BEFORE);
                assertThatThrownBy(() -> cut.commit(changes)).isInstanceOf(StoreException.class);
                assertThat(proxy.hasCut()).isTrue();
                assertThat(gate()).isNull();
                assertThat(store.journalAfter(0, 10)).isEmpty();
            }
            assertThat(cut.commit(changes)).isEqualTo(CommitResult.APPLIED);
        }
    }

    private HikariDataSource through(CuttingProxy proxy) {
        HikariDataSource through = new HikariDataSource();
        through.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + proxy.port() + '/' + database.name() + "?sslmode=disable");
        through.setUsername(database.server().user());
        through.setPassword(database.server().password());
        through.setMaximumPoolSize(2);
        return through;
    }

    @Test
    void aDatabaseThatIsAwayIsReportedAndUsedAgain(@TempDir Path folder) {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder);
                HikariDataSource own = server.dataSource("postgres", 2)) {
            own.setConnectionTimeout(1_000);
            RecoveryStore there = JdbcRecoveryStore.open(own);
            server.stop(Stop.IMMEDIATE);
            assertThatThrownBy(there::now).isInstanceOf(StoreException.class);
            server.restart(Stop.FAST);
            // A connection of before may be handed out once more; it is thrown away at its first use.
            await().ignoreException(StoreException.class).until(() -> there.now() != null);
        }
    }
}
