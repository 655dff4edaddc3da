package io.ripresa.jdbc;

import io.ripresa.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The store's tables: all named {@code ripresa_…}, so that they can live in a database that holds others, with a
 * history of their own.
 */
public final class StoreSchema {

    /** Where it is written down which migrations were applied. */
    public static final String HISTORY_TABLE = "ripresa_schema_history";

    private static final int TRIES = 50;

    private StoreSchema() {}

    /**
     * Brings the tables up to what this version needs. Does nothing where they are; several nodes may do it at once.
     *
     * @throws StoreException if the database cannot be reached, is neither H2 nor PostgreSQL, or refuses
     */
    public static void migrate(DataSource database) {
        int tries = 1;
        while (!migrated(database, tries == TRIES)) {
            tries++;
        }
    }

    /** Whether it is done; not, where another node that starts at the same moment has to get on first. */
    private static boolean migrated(DataSource database, boolean last) {
        try {
            Dialect dialect = Dialect.of(database);
            Flyway.configure(StoreSchema.class.getClassLoader())
                    .dataSource(database)
                    .locations(dialect.migrations().toArray(new String[0]))
                    .table(HISTORY_TABLE)
                    .placeholders(Map.of("text", dialect.textType()))
                    // The schema may hold tables of others.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    // A node of a later version was here first: what it added does not harm this one.
                    .ignoreMigrationPatterns("*:future")
                    .load()
                    .migrate();
            return true;
        } catch (FlywayException | SQLException e) {
            if (!last && isBegunByAnother(e)) {
                letItGoOn(database);
                return false;
            }
            throw new StoreException(
                    "the store's tables could not be brought up to date: " + Transactions.reason(e), e);
        }
    }

    /** PostgreSQL is asked to wait: only there several processes can migrate at once. */
    private static void letItGoOn(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_sleep(0.1)");
        } catch (SQLException e) {
            throw new StoreException(
                    "the store's tables could not be brought up to date: " + Transactions.reason(e), e);
        }
    }

    /** Flyway makes its history and writes the first line into it in two steps, and gives up in between. */
    private static boolean isBegunByAnother(Exception e) {
        return e instanceof FlywayException && String.valueOf(e.getMessage()).contains("Unable to baseline");
    }
}
