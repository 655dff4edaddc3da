package io.ripresa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.postgres.SharedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a server from its PostgreSQL is one sentence with the value and the fix, and never a password. */
class PostgresPoolTest {

    private static final String SECRET = "pa55word-of-somebody";

    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();

    private HikariDataSource open(DatabaseSettings settings) {
        return new PostgresPool(settings, "node-1").open(InstantSource.system(), told::add);
    }

    private void assertRefused(DatabaseSettings settings, String... words) {
        assertThatThrownBy(() -> open(settings).close())
                .isInstanceOf(StartFailure.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining(SECRET)
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1)
                .doesNotContain("Exception");
    }

    private static DatabaseSettings at(String url) {
        return DatabaseSettings.at(url).withPatience(Duration.ZERO);
    }

    private static DatabaseSettings shared(String database) {
        EmbeddedPostgres server = SharedPostgres.server();
        return at(server.jdbcUrl(database)).withLogin(server.user(), server.password());
    }

    @Test
    void connectionsSayWhoseTheyAreAndNoticeSilence() throws SQLException {
        try (HikariDataSource pool = open(shared("postgres"));
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(one(statement, "show application_name")).isEqualTo("ripresa-node-1");
            assertThat(connection.getNetworkTimeout()).isEqualTo(30_000);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void whatTheUrlSaysWins() throws SQLException {
        DatabaseSettings settings = shared("postgres");
        try (HikariDataSource pool = open(settings.withUrl(settings.url() + "?ApplicationName=mine&socketTimeout=90"));
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(one(statement, "show application_name")).isEqualTo("mine");
            assertThat(connection.getNetworkTimeout()).isEqualTo(90_000);
        }
    }

    @Test
    void aWrongPassword() {
        DatabaseSettings settings = shared("postgres").withLogin("ripresa", SECRET);
        assertRefused(settings, settings.url(), "user \"ripresa\"", "RIPRESA_DATABASE_PASSWORD");
        String url = SharedPostgres.server().jdbcUrl("postgres") + "?user=somebody&password=" + SECRET;
        assertRefused(at(url), "user \"somebody\"", "password=…", "RIPRESA_DATABASE_PASSWORD");
    }

    @Test
    void noPasswordAtAll() {
        assertRefused(
                shared("postgres").withLogin("ripresa", null), "asks for a password", "RIPRESA_DATABASE_PASSWORD");
    }

    @Test
    void aDatabaseThatIsNotThere() {
        assertRefused(
                shared("orders"),
                "no database \"orders\"",
                "127.0.0.1:" + SharedPostgres.server().port(),
                "create database");
    }

    @Test
    void aDatabaseWithoutASchema() {
        DatabaseSettings settings = shared("postgres");
        assertRefused(settings.withUrl(settings.url() + "?currentSchema=nowhere"), "no schema", "create schema");
    }

    @Test
    void nobodyListens() throws IOException {
        int port = freePort();
        assertRefused(
                at("jdbc:postgresql://127.0.0.1:" + port + "/x?password=" + SECRET),
                "nobody listens at 127.0.0.1:" + port,
                "Start PostgreSQL");
        assertRefused(at("jdbc:postgresql://no.such.host.invalid/x"), "no.such.host.invalid:5432", "not known here");
    }

    @Test
    void anUrlThatTheDriverDoesNotUnderstand() {
        assertRefused(at("jdbc:postgresql://localhost:port/x"), "jdbc:postgresql://HOST:PORT/DATABASE");
    }

    @Test
    void aServerThatIsTooOld() {
        PostgresPool pool = new PostgresPool(at("jdbc:postgresql://db/x?password=" + SECRET), "n");
        assertThatThrownBy(() -> pool.requireVersion(120_022, "12.22"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContainingAll("PostgreSQL 12.22", "13 or later")
                .hasMessageNotContaining(SECRET);
        pool.requireVersion(PostgresPool.OLDEST, "13.0");
    }

    @Test
    void aDatabaseThatIsNotUpYetIsWaitedFor() throws Exception {
        int port = freePort();
        AtomicReference<EmbeddedPostgres> late = new AtomicReference<>();
        DatabaseSettings settings = DatabaseSettings.at("jdbc:postgresql://127.0.0.1:" + port + "/postgres")
                .withPatience(Duration.ofSeconds(60));
        try {
            // Its password is made when it starts, so that it is let in without: the first refusal ends the waiting.
            assertThatThrownBy(() -> new PostgresPool(settings, "n").open(InstantSource.system(), line -> {
                        told.add(line);
                        late.set(EmbeddedPostgres.in(folder).port(port).start());
                    }))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("asks for a password");
            assertThat(told).singleElement().asString().contains("waiting up to 60 s", settings.url());
        } finally {
            if (late.get() != null) {
                late.get().close();
            }
        }
    }

    @Test
    void secretsAreNeverShown() {
        for (String url : List.of(
                "jdbc:postgresql://db/x?user=a&password=" + SECRET,
                "jdbc:postgresql://db/x?password=" + SECRET + "&ssl=true",
                "jdbc:postgresql://db/x?sslpassword=" + SECRET,
                "jdbc:postgresql://a:" + SECRET + "@db/x",
                "jdbc:h2:tcp://db/x;USER=a;PASSWORD=" + SECRET + ";MODE=x")) {
            assertThat(DatabaseSettings.at(url).shown()).doesNotContain(SECRET).contains("db/x");
            assertThat(DatabaseSettings.at(url).withLogin("a", SECRET))
                    .hasToString(DatabaseSettings.at(url).shown());
        }
        assertThat(DatabaseSettings.at("x")
                        .withLogin("file", "file")
                        .withLoginOf(Map.of("RIPRESA_DATABASE_USER", "environment")))
                .returns("environment", DatabaseSettings::user)
                .returns("file", DatabaseSettings::password);
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
