package io.ripresa.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What the databases do not have in common. Everything else is standard SQL. */
enum Dialect {
    H2(" for update", "", "varchar", "current_timestamp"),
    POSTGRESQL(" for share", " for update skip locked", "varchar collate \"C\"", "clock_timestamp()");

    private final String shareLock;
    private final String claimLock;
    private final String textType;
    private final String time;

    Dialect(String shareLock, String claimLock, String textType, String time) {
        this.shareLock = shareLock;
        this.claimLock = claimLock;
        this.textType = textType;
        this.time = time;
    }

    /** Ends a select: the rows cannot change before the transaction ends, others may read them so too if possible. */
    String shareLock() {
        return shareLock;
    }

    /**
     * Ends a select of rows to claim: passes over those that others are claiming. H2 would lock all rows that are due
     * before it sorts, so there nothing is locked, and who comes second finds the row claimed.
     */
    String claimLock() {
        return claimLock;
    }

    /**
     * Whether writing transactions go one at a time. With H2 2.4.240 and several writers at once, 3 of 60 runs of 160
     * commits by 8 threads to the same 10 rows ended with a row at an older version than was committed; with one writer
     * at a time none of 60. In one process a lock costs less than the conflicts it spares.
     */
    boolean isOneWriter() {
        return this == H2;
    }

    /** The type of texts that compare by their characters' codes, as in Java. */
    String textType() {
        return textType;
    }

    /** The time by the database's clock, as it is when it is asked for and not when the transaction began. */
    String time() {
        return time;
    }

    static Dialect of(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            return switch (product) {
                case "H2" -> H2;
                case "PostgreSQL" -> POSTGRESQL;
                default ->
                    throw new SQLException(
                            "the database is " + product + "; use PostgreSQL, or H2 for the embedded store");
            };
        }
    }
}
