package io.ripresa.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.jdbc.EmbeddedDatabase;
import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.postgres.EmbeddedPostgresException;
import io.ripresa.spi.StoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The database of a server, opened with messages that name it. */
public final class ServerDatabase implements AutoCloseable {

    /** Name of the database in a PostgreSQL that is brought along. */
    public static final String NAME = "ripresa";

    private static final String H2 = "h2:";
    private static final String H2_FILE = "jdbc:h2:file:";
    private static final String BROUGHT = "postgres";
    private static final String BROUGHT_FOLDER = "./data/postgres";
    private static final int CONNECT_MILLIS = 10_000;

    private final DataSource dataSource;
    private final String shown;
    private final Runnable closing;

    private ServerDatabase(DataSource dataSource, String shown, Runnable closing) {
        this.dataSource = dataSource;
        this.shown = shown;
        this.closing = closing;
    }

    /**
     * Opens it.
     *
     * @param node name of this node among those that share the database
     * @param told hears what a person who waits should know
     * @throws StartFailure if it cannot be opened
     */
    public static ServerDatabase open(DatabaseSettings settings, String node, Consumer<String> told) {
        String url = settings.url();
        if (url.startsWith(H2) && url.length() > H2.length()) {
            return embedded(settings, url.substring(H2.length()));
        }
        if (url.startsWith(H2_FILE) && !url.contains(";")) {
            return embedded(settings, url.substring(H2_FILE.length()));
        }
        if (url.startsWith("jdbc:h2:")) {
            return pooledH2(settings);
        }
        if (url.startsWith("jdbc:postgresql:")) {
            HikariDataSource pool = new PostgresPool(settings, node).open(InstantSource.system(), told);
            return new ServerDatabase(pool, settings.shown(), pool::close);
        }
        if (url.equals(BROUGHT) || url.startsWith(BROUGHT + ":")) {
            return broughtAlong(settings, node, told);
        }
        throw new StartFailure(
                "Database \"" + settings.shown()
                        + "\" is of no known kind. Give --database h2:PATH, postgres, postgres:PATH, jdbc:h2:… or"
                        + " jdbc:postgresql:….",
                null);
    }

    private static ServerDatabase embedded(DatabaseSettings settings, String path) {
        try {
            EmbeddedDatabase embedded = EmbeddedDatabase.open(Path.of(path));
            return new ServerDatabase(embedded.dataSource(), settings.shown(), embedded::close);
        } catch (StoreException e) {
            throw new StartFailure(
                    "Database \"" + settings.shown() + "\": " + inSentence(firstLine(e.getMessage())) + ".", e);
        } catch (InvalidPathException e) {
            throw noPath(settings, e);
        }
    }

    private static ServerDatabase broughtAlong(DatabaseSettings settings, String node, Consumer<String> told) {
        String folder =
                settings.url().equals(BROUGHT) ? BROUGHT_FOLDER : settings.url().substring(BROUGHT.length() + 1);
        try {
            if (folder.isEmpty()) {
                throw new InvalidPathException(folder, "it is empty");
            }
            EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(folder));
            try {
                if (!server.hasDatabase(NAME)) {
                    server.createDatabase(NAME);
                }
                DatabaseSettings there =
                        settings.withUrl(server.jdbcUrl(NAME)).withLogin(server.user(), server.password());
                HikariDataSource pool = new PostgresPool(there, node).open(InstantSource.system(), told);
                String shown = "PostgreSQL in " + server.folder() + ", " + server.jdbcUrl(NAME);
                return new ServerDatabase(pool, shown, () -> {
                    pool.close();
                    server.close();
                });
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (EmbeddedPostgresException e) {
            throw new StartFailure(
                    "Database \"" + settings.shown() + "\": " + inSentence(firstLine(e.getMessage())) + ".", e);
        } catch (InvalidPathException e) {
            throw noPath(settings, e);
        }
    }

    private static ServerDatabase pooledH2(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ripresa");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection()) {
            if (!connection.isValid(5)) {
                throw new SQLException("the connection does not answer");
            }
            return new ServerDatabase(pool, settings.shown(), pool::close);
        } catch (SQLException e) {
            pool.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StartFailure(
                    "Database \"" + settings.shown() + "\" cannot be reached: " + firstLine(cause.getMessage())
                            + " Check address, name and credentials, or give --database h2:PATH.",
                    e);
        }
    }

    private static StartFailure noPath(DatabaseSettings settings, InvalidPathException e) {
        return new StartFailure(
                "Database \"" + settings.shown() + "\" has no usable path: " + e.getReason()
                        + ". Give --database h2:./data/ripresa or postgres:./data/postgres.",
                e);
    }

    private static String inSentence(String message) {
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "no reason is given"
                : message.lines().findFirst().orElse("no reason is given");
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** What and where it is, for people; without secrets. */
    public String shown() {
        return shown;
    }

    @Override
    public void close() {
        closing.run();
    }
}
