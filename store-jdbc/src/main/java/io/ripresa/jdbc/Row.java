package io.ripresa.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a row's columns from left to right. */
final class Row {

    private final ResultSet result;
    private int next = 1;

    Row(ResultSet result) {
        this.result = result;
    }

    void restart() {
        next = 1;
    }

    String text() throws SQLException {
        return Objects.requireNonNull(result.getString(next++));
    }

    @Nullable String textOrNull() throws SQLException {
        return result.getString(next++);
    }

    <E extends Enum<E>> E name(Class<E> type) throws SQLException {
        return Enum.valueOf(type, text());
    }

    /** A name that may be of a later version: then the one given stands for it. */
    <E extends Enum<E>> E nameOr(Class<E> type, E unknown) throws SQLException {
        String name = text();
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return unknown;
    }

    <E extends Enum<E>> @Nullable E nameOrNull(Class<E> type) throws SQLException {
        String name = textOrNull();
        return name == null ? null : Enum.valueOf(type, name);
    }

    int number() throws SQLException {
        return result.getInt(next++);
    }

    long bigNumber() throws SQLException {
        return result.getLong(next++);
    }

    double real() throws SQLException {
        return result.getDouble(next++);
    }

    boolean flag() throws SQLException {
        return result.getBoolean(next++);
    }

    Duration length() throws SQLException {
        return Duration.ofNanos(bigNumber());
    }

    Instant time() throws SQLException {
        return Objects.requireNonNull(timeOrNull());
    }

    @Nullable Instant timeOrNull() throws SQLException {
        OffsetDateTime value = result.getObject(next++, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
