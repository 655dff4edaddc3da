package io.ripresa.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection, inside one transaction or reading without one: statements in one line each. For one thread. */
final class Session {

    private final Connection connection;
    private final Dialect dialect;

    Session(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Sets parameters. */
    interface Binder {
        void bind(Params params) throws SQLException;
    }

    /** Sets parameters for one row of a batch. */
    interface RowBinder<R> {
        void bind(Params params, R row) throws SQLException;
    }

    /** Makes a value of a row. */
    interface RowReader<T> {
        T read(Row row) throws SQLException;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Begins a transaction that writes: see {@link Dialect#begin}. */
    void begin(Dialect.Purpose purpose) throws SQLException {
        String begin = dialect.begin(purpose);
        if (begin != null) {
            query(begin, params -> {}, row -> true);
        }
    }

    <T> List<T> query(String sql, Binder binder, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binder.bind(new Params(statement));
            try (ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                Row row = new Row(result);
                while (result.next()) {
                    row.restart();
                    rows.add(reader.read(row));
                }
                return rows;
            }
        }
    }

    <T> @Nullable T first(String sql, Binder binder, RowReader<@Nullable T> reader) throws SQLException {
        List<@Nullable T> rows = query(sql, binder, reader);
        return rows.isEmpty() ? null : rows.get(0);
    }

    int update(String sql, Binder binder) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binder.bind(new Params(statement));
            return statement.executeUpdate();
        }
    }

    /** One statement for many rows, in their order. Returns how many rows each changed; none for no rows. */
    <R> int[] batch(String sql, List<R> rows, RowBinder<R> binder) throws SQLException {
        if (rows.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (R row : rows) {
                params.restart();
                binder.bind(params, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }
}
