package io.ripresa.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.jdbc.EmbeddedDatabase;
import io.ripresa.spi.StoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;

/** The database of a server, opened with messages that name it. */
final class ServerDatabase implements AutoCloseable {

    private static final String H2 = "h2:";
    private static final String H2_FILE = "jdbc:h2:file:";
    private static final int POOL_SIZE = 16;
    private static final int CONNECT_MILLIS = 10_000;

    private final DataSource dataSource;
    private final Runnable closing;

    private ServerDatabase(DataSource dataSource, Runnable closing) {
        this.dataSource = dataSource;
        this.closing = closing;
    }

    /**
     * @param database {@code h2:PATH}, or a JDBC URL of H2 or PostgreSQL
     * @throws StartFailure if it cannot be opened
     */
    static ServerDatabase open(String database) {
        if (database.startsWith(H2) && database.length() > H2.length()) {
            return embedded(database, database.substring(H2.length()));
        }
        if (database.startsWith(H2_FILE) && !database.contains(";")) {
            return embedded(database, database.substring(H2_FILE.length()));
        }
        if (database.startsWith("jdbc:h2:") || database.startsWith("jdbc:postgresql:")) {
            return pooled(database);
        }
        throw new StartFailure(
                "Database \"" + withoutPassword(database)
                        + "\" is of no known kind. Give --database h2:PATH, jdbc:h2:… or jdbc:postgresql:….",
                null);
    }

    private static ServerDatabase embedded(String database, String path) {
        try {
            EmbeddedDatabase embedded = EmbeddedDatabase.open(Path.of(path));
            return new ServerDatabase(embedded.dataSource(), embedded::close);
        } catch (StoreException e) {
            throw failure(database, e);
        } catch (InvalidPathException e) {
            throw new StartFailure(
                    "Database \"" + database + "\" has no usable path: " + e.getReason()
                            + ". Give --database h2:./data/ripresa.",
                    e);
        }
    }

    private static ServerDatabase pooled(String database) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ripresa");
        config.setJdbcUrl(database);
        config.setMaximumPoolSize(POOL_SIZE);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection()) {
            if (!connection.isValid(5)) {
                throw new SQLException("the connection does not answer");
            }
            return new ServerDatabase(pool, pool::close);
        } catch (SQLException e) {
            pool.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StartFailure(
                    "Database \"" + withoutPassword(database) + "\" cannot be reached: " + firstLine(cause.getMessage())
                            + " Check address, name and credentials, or give --database h2:PATH.",
                    e);
        }
    }

    private static StartFailure failure(String database, StoreException e) {
        String message = firstLine(e.getMessage());
        return new StartFailure(
                "Database \"" + database + "\": " + message.substring(0, 1).toLowerCase(Locale.ROOT)
                        + message.substring(1) + ".",
                e);
    }

    /** Credentials in a URL are nobody's business. */
    private static String withoutPassword(String url) {
        return url.replaceAll("(?i)(password=)[^&;]*", "$1…").replaceAll("//[^/@]*@", "//…@");
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String message) {
        return message == null
                ? "no reason is given"
                : message.lines().findFirst().orElse("no reason is given");
    }

    DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() {
        closing.run();
    }
}
