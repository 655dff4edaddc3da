package io.ripresa.worker;

import io.ripresa.spi.TaskSystemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The database that tasks live in: transactions, and the few places where databases differ. Thread-safe.
 *
 * <p>A transaction that loses against another one (deadlock, lock time-out, a row inserted by both) is run again from
 * its beginning: what is given to {@link #inTransaction} must read what it decides on inside.
 */
final class Database {

    private static final int TRIES = 5;
    /** SQLSTATE classes and codes of a lost race: serialization failure and deadlock, unique violation, lock time-out. */
    private static final Set<String> LOST_RACE = new TreeSet<>(Set.of("40001", "40P01", "23505", "HYT00", "90131"));
    /** The one lost race after which a transaction can go on from a savepoint: a row inserted by another one. */
    private static final String INSERTED_BY_ANOTHER = "23505";

    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is done in one transaction. */
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** What is done in one transaction and yields nothing. */
    interface Step {
        void in(Connection connection) throws SQLException;
    }

    /** Sets parameters, reads rows. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** Creates or updates the tables. On H2 also makes a commit mean "on disk": its default is half a second later. */
    void migrate() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
                statement.execute("set write_delay 0");
            }
        } catch (SQLException e) {
            throw new TaskSystemException(
                    "could not open the database of the native task system: " + e.getMessage(), e);
        }
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:io/ripresa/worker/migrations")
                .table("ripresa_worker_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    /**
     * Runs work in a transaction of its own.
     *
     * @param what completes the sentence "could not …"
     */
    <T> T inTransaction(String what, Work<T> work) {
        SQLException last = null;
        for (int i = 0; i < TRIES; i++) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    T result = work.in(connection);
                    connection.commit();
                    return result;
                } catch (SQLException | RuntimeException e) {
                    rollback(connection, e);
                    throw e;
                } finally {
                    connection.setAutoCommit(true);
                }
            } catch (SQLException e) {
                last = e;
                if (!LOST_RACE.contains(String.valueOf(e.getSQLState()))) {
                    break;
                }
            }
        }
        throw new TaskSystemException(
                "could not " + what + ": " + (last == null ? "no try was made" : last.getMessage()), last);
    }

    /**
     * Runs work in a transaction that belongs to the caller. Where another transaction inserted the same row meanwhile,
     * the work alone is undone and run again; every other failure is the caller's to roll back, and nothing of the work
     * stays even where he does not.
     *
     * @param what completes the sentence "could not …"
     */
    <T> T joining(CallersTransaction transaction, String what, Work<T> work) {
        try {
            return transaction.in(connection -> {
                for (int i = 1; ; i++) {
                    Savepoint before = connection.setSavepoint();
                    try {
                        T result = work.in(connection);
                        connection.releaseSavepoint(before);
                        return result;
                    } catch (SQLException | RuntimeException e) {
                        undo(connection, before, e);
                        boolean again = e instanceof SQLException sql && INSERTED_BY_ANOTHER.equals(sql.getSQLState());
                        if (!again || i == TRIES) {
                            throw e;
                        }
                    }
                }
            });
        } catch (SQLException e) {
            throw new TaskSystemException(
                    "could not " + what + " in the caller's transaction, which should be rolled back and run again: "
                            + e.getMessage(),
                    e);
        }
    }

    private static void undo(Connection connection, Savepoint before, Exception cause) {
        try {
            connection.rollback(before);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Like {@link #inTransaction}, for work that yields nothing. */
    void change(String what, Step step) {
        inTransaction(what, connection -> {
            step.in(connection);
            return Boolean.TRUE;
        });
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Executes one statement; the number of rows it changed. */
    static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Executes one statement for each list of parameters, in one go; the numbers of rows changed. */
    static int[] updateAll(Connection connection, String sql, List<@Nullable Object[]> batch) throws SQLException {
        if (batch.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] parameters : batch) {
                set(statement, parameters);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    /** Reads all rows of a query. */
    static <T> List<T> query(Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> result = new java.util.ArrayList<>();
                while (rows.next()) {
                    result.add(row.read(rows));
                }
                return result;
            }
        }
    }

    /** {@code ?, ?, ?} for a list in a statement. */
    static String marks(int count) {
        return String.join(", ", java.util.Collections.nCopies(count, "?"));
    }

    private static void set(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            statement.setObject(i + 1, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
