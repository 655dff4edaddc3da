package io.ripresa.worker;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements with their parameters, in one line each. Stateless. */
final class Sql {

    private Sql() {}

    /** Reads one row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
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

    /** Reads all rows of a query, which must be few whatever the backlog. */
    static <T> List<T> query(Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                return read(rows, row);
            }
        }
    }

    /** Executes two queries in one round trip, where the database can, and reads all rows of the second. */
    static <T> List<T> queryLast(Connection connection, String both, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(both)) {
            set(statement, parameters);
            statement.execute();
            if (!statement.getMoreResults()) {
                throw new SQLException("two queries were answered by one result: " + both);
            }
            try (ResultSet rows = statement.getResultSet()) {
                return read(rows, row);
            }
        }
    }

    private static <T> List<T> read(ResultSet rows, Row<T> row) throws SQLException {
        List<T> result = new ArrayList<>();
        while (rows.next()) {
            result.add(row.read(rows));
        }
        return result;
    }

    /** The first row of a query, or null. */
    static <T> @Nullable T first(Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        List<T> all = query(connection, sql, row, parameters);
        return all.isEmpty() ? null : all.get(0);
    }

    /** {@code ?, ?, ?} for a list in a statement. */
    static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    static void set(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
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
