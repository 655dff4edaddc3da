package io.ripresa.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class EmbeddedPostgresTest {

    @TempDir
    Path parent;

    @Test
    void whatWasCommittedIsFoundAgainOnTheSameFolder() throws Exception {
        Path folder = parent.resolve("deep/er");
        try (EmbeddedPostgres first = EmbeddedPostgres.start(folder)) {
            first.createDatabase("orders");
            put(first, 1);
            first.restart(EmbeddedPostgres.Stop.IMMEDIATE);
            put(first, 2);
            first.restart(EmbeddedPostgres.Stop.FAST);
        }
        try (EmbeddedPostgres second = EmbeddedPostgres.start(folder)) {
            assertThat(second.hasDatabase("orders")).isTrue();
            assertThat(second.hasDatabase("other")).isFalse();
            assertThat(rows(second)).isEqualTo(2);
        }
    }

    @Test
    void twoCannotUseOneFolder() {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(parent)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(parent))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining(parent + " is in use")
                    .hasMessageContaining("give another folder");
            assertThat(first.isRunning()).isTrue();
        }
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, loopback)) {
            port = other.getLocalPort();
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.in(parent).port(port);
            assertThatThrownBy(builder::start)
                    .hasMessageContaining(parent.toString())
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("give another port");
        }
        try (EmbeddedPostgres later = EmbeddedPostgres.in(parent).port(port).start()) {
            assertThat(later.port()).isEqualTo(port);
        }
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(file))
                .hasMessageContaining(file + " is a file; give a path below a folder");
    }

    @Test
    void dataOfAnotherVersionAreLeftAlone() throws IOException {
        Files.createDirectories(parent.resolve("data"));
        Files.writeString(parent.resolve("data/PG_VERSION"), "9\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(parent))
                .hasMessageContaining(parent + " holds data of PostgreSQL 9")
                .hasMessageContaining("pg_dumpall");
        assertThat(parent.resolve("data")).isDirectoryContaining("glob:**PG_VERSION");
    }

    @Test
    void aWrongSettingIsReportedInPostgresOwnWords() {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.in(parent).setting("max_connections", "many");
        assertThatThrownBy(builder::start)
                .hasMessageContaining(parent.toString())
                .hasMessageContaining("postgres.log");
    }

    @Test
    void onlyWithThePassword() {
        try (EmbeddedPostgres server = EmbeddedPostgres.temporary()) {
            assertThatThrownBy(() -> java.sql.DriverManager.getConnection(
                            server.jdbcUrl("postgres") + "?user=" + server.user() + "&password=wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }

    @Test
    void aTemporaryFolderGoesWithTheServer() {
        EmbeddedPostgres server = EmbeddedPostgres.temporary();
        Path folder = server.folder();
        assertThat(folder).isDirectory();
        server.close();
        assertThat(folder).doesNotExist();
        server.close();
    }

    @Test
    void aServerOfAKilledProcessStops() throws Exception {
        try (OtherProcess other = OtherProcess.starting("temporary", parent)) {
            assertThat(other.isListening()).isTrue();
            other.kill();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !other.isListening());
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(other.folder()));
        }
    }

    @Test
    void aServerThatWasLeftBehindIsTakenOver() throws Exception {
        try (OtherProcess other = OtherProcess.starting("kept", parent)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(parent)).hasMessageContaining("in use by another process");
            other.killWithGuard();
            assertThat(other.isListening()).as("nobody stops it").isTrue();
            try (EmbeddedPostgres taker = EmbeddedPostgres.start(parent)) {
                assertThat(taker.hasDatabase("orders")).isTrue();
                assertThat(rows(taker)).isEqualTo(1);
                assertThat(other.isListening()).isEqualTo(other.port() == taker.port());
            }
        }
    }

    /** For where root may not make a user namespace, as in most containers. */
    @Test
    void rootCanRunItAsNobody() throws Exception {
        Assumptions.assumeTrue(!Account.ofThisProcess().equals(Account.SAME), "this test is about root");
        Path reachable = Files.createTempDirectory("ripresa-nobody");
        Programs programs = new Programs(Binaries.unpacked(), Account.OF_NOBODY);
        Account.OF_NOBODY.own(reachable);
        try (DataFolder folder = DataFolder.take(reachable, programs, true)) {
            assertThat(Files.getAttribute(folder.data(), "unix:uid")).isEqualTo(Account.OF_NOBODY.owner());
            // And what nobody made is usable in a namespace.
            Account.NAMESPACE.own(reachable);
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(reachable)) {
            assertThat(server.hasDatabase("postgres")).isTrue();
        } finally {
            Folders.remove(reachable);
        }
    }

    @Test
    void databasesOfTestsAreTheirOwn() throws Exception {
        String gone;
        try (SharedPostgres.Database one = SharedPostgres.database("numbers", EmbeddedPostgresTest::prepare);
                SharedPostgres.Database two = SharedPostgres.database("numbers", EmbeddedPostgresTest::prepare);
                SharedPostgres.Database empty = SharedPostgres.database()) {
            try (HikariDataSource pool = one.dataSource(2)) {
                execute(pool, "insert into number values (1)");
                assertThat(count(pool)).isEqualTo(1);
            }
            try (HikariDataSource pool = two.dataSource(2)) {
                assertThat(count(pool)).isZero();
            }
            assertThat(List.of(one.name(), two.name(), empty.name())).doesNotHaveDuplicates();
            gone = one.name();
        }
        assertThat(SharedPostgres.server().hasDatabase(gone)).isFalse();
    }

    private static void put(EmbeddedPostgres server, int number) throws SQLException {
        try (HikariDataSource pool = server.dataSource("orders", 2)) {
            prepare(pool);
            execute(pool, "insert into number values (" + number + ")");
        }
    }

    private static int rows(EmbeddedPostgres server) throws SQLException {
        try (HikariDataSource pool = server.dataSource("orders", 2)) {
            return count(pool);
        }
    }

    static void prepare(DataSource database) {
        try {
            execute(database, "create table if not exists number (n int primary key)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from number")) {
            result.next();
            return result.getInt(1);
        }
    }
}
