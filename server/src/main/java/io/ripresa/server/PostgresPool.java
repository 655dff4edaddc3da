package io.ripresa.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one node to a PostgreSQL. The first one is made by hand, so that what is wrong is told at once and in
 * one sentence; a database that is not up yet is waited for. What the URL says wins over what is set here.
 */
final class PostgresPool {

    /** The oldest server that is known to do, as PostgreSQL numbers them. */
    static final int OLDEST = 130_000;

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int MOST_NAME = 63;

    private final DatabaseSettings settings;
    private final Map<String, String> properties = new TreeMap<>();

    /**
     * @param settings with a URL of PostgreSQL
     * @param node name of this node, by which the database's own views tell its connections
     */
    PostgresPool(DatabaseSettings settings, String node) {
        this.settings = settings;
        String name = "ripresa-" + node.replaceAll("[^\\x21-\\x7e]", "_");
        properties.put("ApplicationName", name.substring(0, Math.min(MOST_NAME, name.length())));
        properties.put("reWriteBatchedInserts", "true");
        // A database that went silent, or a network that did, is noticed: no statement of ours takes half as long.
        properties.put("connectTimeout", "10");
        properties.put("socketTimeout", "30");
        properties.put("tcpKeepAlive", "true");
    }

    /**
     * Opens it.
     *
     * @param told hears, once, that the database is waited for
     * @throws StartFailure if the database cannot be used, or is not up within the patience that was set
     */
    HikariDataSource open(InstantSource clock, Consumer<String> told) {
        greet(clock, told);
        HikariConfig config = new HikariConfig();
        config.setPoolName("ripresa");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        properties.forEach(config::addDataSourceProperty);
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(Math.min(4, settings.connections()));
        config.setConnectionTimeout(10_000);
        config.setValidationTimeout(5_000);
        config.setIdleTimeout(120_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private void greet(InstantSource clock, Consumer<String> told) {
        Instant giveUp = clock.instant().plus(settings.patience());
        boolean waits = false;
        while (true) {
            try {
                look();
                return;
            } catch (SQLException e) {
                PostgresRefusal refusal = new PostgresRefusal(settings, e);
                if (!refusal.mayPass() || clock.instant().isAfter(giveUp) || !pause()) {
                    throw refusal.failure();
                }
                if (!waits) {
                    told.accept("waiting up to " + settings.patience().toSeconds() + " s for the database "
                            + settings.shown() + " ...");
                    waits = true;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            return !new CountDownLatch(1).await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void look() throws SQLException {
        Properties login = new Properties();
        login.putAll(properties);
        put(login, "user", settings.user());
        put(login, "password", settings.password());
        demandDriver();
        try (Connection connection = DriverManager.getConnection(settings.url(), login);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('server_version_num')::int,"
                        + " current_setting('server_version'), current_schema() is not null, pg_is_in_recovery()")) {
            row.next();
            requireVersion(row.getInt(1), row.getString(2));
            if (!row.getBoolean(3)) {
                throw new StartFailure(
                        "Database \"" + settings.shown() + "\" has no schema that this user may use. Create one"
                                + " (create schema ripresa) and name it in the URL: ?currentSchema=ripresa.",
                        null);
            }
            if (row.getBoolean(4)) {
                throw new StartFailure(
                        "Database \"" + settings.shown() + "\" is a standby that takes no changes. Give the address of"
                                + " the primary, or all of them and targetServerType=primary.",
                        null);
            }
        }
    }

    private void demandDriver() {
        try {
            DriverManager.getDriver(settings.url());
        } catch (SQLException e) {
            throw new StartFailure(
                    "Database \"" + settings.shown() + "\" is no URL that PostgreSQL's driver understands. Give"
                            + " jdbc:postgresql://HOST:PORT/DATABASE.",
                    e);
        }
    }

    void requireVersion(int number, String name) {
        if (number < OLDEST) {
            throw new StartFailure(
                    "Database \"" + settings.shown() + "\" is PostgreSQL " + name + "; Ripresa needs " + OLDEST / 10_000
                            + " or later. Upgrade the server, or give another one.",
                    null);
        }
    }

    private static void put(Properties login, String name, @Nullable String value) {
        if (value != null) {
            login.setProperty(name, value);
        }
    }
}
