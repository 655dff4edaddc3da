package io.ripresa.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Binds a statement's parameters from left to right. Instants are cut to whole microseconds, the finest that the
 * databases keep; U+0000, which PostgreSQL cannot store, becomes U+FFFD.
 */
final class Params {

    private final PreparedStatement statement;
    private int next = 1;

    Params(PreparedStatement statement) {
        this.statement = statement;
    }

    void restart() {
        next = 1;
    }

    Params text(@Nullable String value) throws SQLException {
        statement.setString(next++, value == null || value.indexOf('\0') < 0 ? value : value.replace('\0', '\uFFFD'));
        return this;
    }

    Params name(@Nullable Enum<?> value) throws SQLException {
        return text(value == null ? null : value.name());
    }

    Params number(long value) throws SQLException {
        statement.setLong(next++, value);
        return this;
    }

    Params number(int value) throws SQLException {
        statement.setInt(next++, value);
        return this;
    }

    Params real(double value) throws SQLException {
        statement.setDouble(next++, value);
        return this;
    }

    Params flag(boolean value) throws SQLException {
        statement.setBoolean(next++, value);
        return this;
    }

    /** A length of time, as nanoseconds. */
    Params length(Duration value) throws SQLException {
        return number(value.toNanos());
    }

    Params time(@Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(next++, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(next++, micros(value).atOffset(ZoneOffset.UTC));
        }
        return this;
    }

    /** For {@code = ANY (?)}. */
    Params texts(Collection<String> values) throws SQLException {
        statement.setArray(next++, statement.getConnection().createArrayOf("varchar", values.toArray(new Object[0])));
        return this;
    }

    static Instant micros(Instant value) {
        return value.truncatedTo(ChronoUnit.MICROS);
    }
}
