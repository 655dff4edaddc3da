package io.ripresa.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The database of a server, opened with messages that name it. */
final class ServerDatabase implements AutoCloseable {

    private final HikariDataSource dataSource;

    private ServerDatabase(HikariDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @param database {@code h2:PATH}, or a JDBC URL of H2 or PostgreSQL
     * @throws StartFailure if it cannot be opened
     */
    static ServerDatabase open(String database) {
        String url = url(database);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(16);
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection()) {
            connection.isValid(5);
            return new ServerDatabase(pool);
        } catch (SQLException e) {
            pool.close();
            throw failure(database, e);
        }
    }

    private static String url(String database) {
        if (database.startsWith("jdbc:h2:") || database.startsWith("jdbc:postgresql:")) {
            return database;
        }
        if (database.startsWith("h2:") && database.length() > 3) {
            Path file = Path.of(database.substring(3)).toAbsolutePath().normalize();
            try {
                Path folder = file.getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
            } catch (IOException e) {
                throw new StartFailure(
                        "Database \"" + database + "\": folder " + file.getParent() + " cannot be made: "
                                + e.getMessage() + ". Give --database a path that can be written.",
                        e);
            }
            return "jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        }
        throw new StartFailure(
                "Database \"" + database + "\" is of no known kind. Give h2:PATH, jdbc:h2:… or jdbc:postgresql:….",
                null);
    }

    private static StartFailure failure(String database, SQLException e) {
        return new StartFailure("Database \"" + database + "\" cannot be opened: " + e.getMessage(), e);
    }

    DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
