package io.ripresa.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the databases do not have in common. Everything else is standard SQL. */
enum Dialect {
    H2("varchar", "current_timestamp", """
            merge into ripresa_task_count c using (values (cast(? as varchar), cast(? as varchar), cast(? as bigint)))
            v (workspace, disposition, tasks)
            on c.workspace = v.workspace and c.disposition = v.disposition and c.shard = 0
            when matched then update set tasks = c.tasks + v.tasks
            when not matched then insert (workspace, disposition, shard, tasks)
            values (v.workspace, v.disposition, 0, v.tasks)"""),
    POSTGRESQL("varchar collate \"C\"", "clock_timestamp()", """
            insert into ripresa_task_count as c (workspace, disposition, shard, tasks)
            values (?, ?, pg_backend_pid() % 4, ?)
            on conflict (workspace, disposition, shard) do update set tasks = c.tasks + excluded.tasks""");

    /**
     * How every writing transaction on PostgreSQL begins, in its first round trip. A process that is stopped in the
     * middle of one holds its rows for three seconds, then PostgreSQL ends it; who waits for such rows waits longer than
     * that, and a statement that does not come to its end is given up.
     */
    private static final String LIMITS = "select set_config('idle_in_transaction_session_timeout', '3s', true),"
            + " set_config('lock_timeout', '5s', true), set_config('statement_timeout', '10s', true)";

    /** Of the lock that stands for the kill switch: the letters of the name, as a number. */
    private static final long SWITCH = 0x5249_5052_4553_4131L;

    private final String textType;
    private final String time;
    private final String addToCount;

    Dialect(String textType, String time, String addToCount) {
        this.textType = textType;
        this.time = time;
        this.addToCount = addToCount;
    }

    /** What a writing transaction is about. */
    enum Purpose {
        /** Rows. */
        ROWS,
        /** Rows, on the condition that the kill switch is off and stays so until the transaction ends. */
        UNDER_SWITCH,
        /** The kill switch itself. */
        SWITCH
    }

    /**
     * The statement with which a writing transaction begins, or null for none. It takes the lock that keeps the kill
     * switch as it is. That is no lock on the switch's row: sharing a row means writing to it, and those who share it
     * one after the other could keep the one waiting who wants to turn the switch.
     */
    @Nullable String begin(Purpose purpose) {
        if (this == H2) {
            return null;
        }
        return switch (purpose) {
            case ROWS -> LIMITS;
            case UNDER_SWITCH -> LIMITS + ", pg_advisory_xact_lock_shared(" + SWITCH + ")";
            case SWITCH -> LIMITS + ", pg_advisory_xact_lock(" + SWITCH + ")";
        };
    }

    /** Ends the select of the kill switch: where nothing else keeps it as it is, its row is locked. */
    String switchLock() {
        return this == H2 ? " for update" : "";
    }

    /**
     * Ends a select of rows to work on: passes over those that others have. H2 would lock all rows that match before it
     * sorts, and has one writer at a time anyway.
     */
    String skipLocked() {
        return this == H2 ? "" : " for update skip locked";
    }

    /** Whether one statement can change rows and return them. */
    boolean returnsChanged() {
        return this == POSTGRESQL;
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

    /**
     * Adds to a count of tasks: workspace, disposition, how many. Where several write at the same time, each adds to a
     * row of its own, mostly.
     */
    String addToCount() {
        return addToCount;
    }

    /** Where the scripts are that make the tables, those for all databases first. */
    List<String> migrations() {
        return List.of(
                "classpath:io/ripresa/jdbc/migration/common",
                "classpath:io/ripresa/jdbc/migration/" + (this == H2 ? "h2" : "postgresql"));
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
