package io.ripresa.worker;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;

/** What the databases do not have in common. Everything else is standard SQL. */
enum Dialect {
    H2(
            "",
            Map.of(
                    "text", "",
                    "running_only", "",
                    "released_only", "",
                    "ended_only", "",
                    "picked_only", "",
                    "made_only", "",
                    "content_only", "",
                    "duplicate_only", "",
                    "due_only", "",
                    "due_index", "(priority desc, execution_time asc)")),
    POSTGRESQL(
            " skip locked",
            Map.of(
                    "text", " collate \"C\"",
                    "running_only", " where incarnation is not null",
                    "released_only", " where released_by is not null",
                    "picked_only", " where picked_by is not null",
                    "made_only", " where depth > 0",
                    "content_only", " where content is not null",
                    "duplicate_only", " where duplicate_of is not null",
                    "due_only", " where picked = false",
                    "ended_only", " where state in ('SUCCEEDED', 'CANCELLED', 'COMPLETED')",
                    "due_index", "(task_name, priority, execution_time) where picked = false"));

    /**
     * Begins a transaction: what stops in its middle must not hold rows for longer than a few seconds, be it that its
     * process was stopped or that it waits. And rows are found along an index, whatever the statistics say: those of a
     * queue are always old, and a plan that was made while a table had ten rows is still in use when it has a million.
     * All of this ends with the transaction, whoever's connection it is.
     */
    private static final String LIMITS = "select set_config('lock_timeout', '2000', true),"
            + " set_config('statement_timeout', '5000', true),"
            + " set_config('idle_in_transaction_session_timeout', '5000', true),"
            + " set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true),"
            // Where there is no index after all, what that is said to cost would be worth compiling for.
            + " set_config('jit', 'off', true)";

    /** On PostgreSQL, goes before the one statement of a transaction and begins it, in the same round trip. */
    static final String LIMITED = LIMITS + "; ";

    private final String skipLocked;
    private final Map<String, String> placeholders;

    Dialect(String skipLocked, Map<String, String> placeholders) {
        this.skipLocked = skipLocked;
        this.placeholders = placeholders;
    }

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default ->
                throw new SQLException(
                        "the database is " + product + "; use PostgreSQL, or H2 for a worker that is alone");
        };
    }

    /** Ends a select for update that passes over rows others are at work on. */
    String skipLocked() {
        return " for update" + skipLocked;
    }

    /** The clock of the moment in which a row is changed, not one that was read before a pause; on H2 a parameter. */
    String present() {
        return this == H2 ? "?" : "clock_timestamp()";
    }

    /** What the migrations leave open. */
    Map<String, String> placeholders() {
        return placeholders;
    }

    /** Whether writing transactions go one at a time; see {@link Database}. */
    boolean isOneWriter() {
        return this == H2;
    }

    /**
     * Begins a writing transaction.
     *
     * @param ownTime the time of an embedded database, which is this process's
     * @return the database's time
     */
    Instant begin(Connection connection, Instant ownTime) throws SQLException {
        if (this == H2) {
            return ownTime;
        }
        try (PreparedStatement statement = connection.prepareStatement(LIMITS + ", clock_timestamp() as now");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getObject("now", OffsetDateTime.class).toInstant();
        }
    }
}
