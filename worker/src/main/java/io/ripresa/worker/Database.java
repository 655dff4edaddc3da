package io.ripresa.worker;

import io.ripresa.spi.TaskSystemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * The database that tasks live in: its transactions and its time. Thread-safe.
 *
 * <p>A transaction that loses against another one (deadlock, lock time-out, a row inserted by both), or whose connection
 * breaks before it is committed, is run again from its beginning: what is given to {@link #inTransaction} must read what
 * it decides on inside. On PostgreSQL it holds rows for a few seconds at most, whatever becomes of this process.
 *
 * <p>What several processes compare goes by the database's time. An embedded H2 lives in this process and has its time;
 * there one transaction writes at a time, since H2 2.4.240 was seen to lose updates of writers that met at a row.
 */
final class Database {

    private static final Logger LOG = System.getLogger(Database.class.getName());
    private static final int TRIES = 5;
    private static final int MIGRATION_TRIES = 50;
    /** Longest wait for a single answer; longer than any statement may take, so it means that nobody is there. */
    private static final int NETWORK_TIMEOUT_MS = 15_000;
    /** For each H2 database its writers' lock, shared by all task systems on it. */
    private static final Map<DataSource, Lock> ONE_WRITER = Collections.synchronizedMap(new WeakHashMap<>());

    private final DataSource dataSource;
    private final Dialect dialect;
    private final InstantSource clock;
    private final boolean ownTime;
    private final Outage outage;
    private final @Nullable Lock oneWriter;

    private Database(DataSource dataSource, Dialect dialect, InstantSource clock, boolean ownTime) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.clock = clock;
        this.ownTime = ownTime;
        this.outage = new Outage(clock);
        this.oneWriter =
                dialect.isOneWriter() ? ONE_WRITER.computeIfAbsent(dataSource, any -> new ReentrantLock(true)) : null;
    }

    /**
     * Looks what database it is.
     *
     * @param clock the time of an embedded database, and what outages are measured with
     */
    static Database of(DataSource dataSource, InstantSource clock) {
        return of(dataSource, clock, false);
    }

    /** The same, but this clock is the database's time: for tests that move it. */
    static Database withTime(DataSource dataSource, InstantSource clock) {
        return of(dataSource, clock, true);
    }

    private static Database of(DataSource dataSource, InstantSource clock, boolean ownTime) {
        try (Connection connection = dataSource.getConnection()) {
            return new Database(dataSource, Dialect.of(connection), clock, ownTime);
        } catch (SQLException e) {
            throw new TaskSystemException(
                    "could not open the database of the native task system: " + e.getMessage(), e);
        }
    }

    /** What is done in one transaction; {@code now} is the database's time at its beginning. */
    interface Work<T> {
        T in(Connection connection, Instant now) throws SQLException;
    }

    /** What is done in one transaction and yields nothing. */
    interface Step {
        void in(Connection connection, Instant now) throws SQLException;
    }

    /** What is done in one transaction by one statement, mostly. */
    interface Stroke<T> {

        /** @param now the database's time, or null where the statement takes it itself */
        T in(Connection connection, @Nullable Instant now) throws SQLException;
    }

    /** What only reads. */
    interface Reading<T> {
        T in(Connection connection) throws SQLException;
    }

    DataSource dataSource() {
        return dataSource;
    }

    Dialect dialect() {
        return dialect;
    }

    /** The database's time. */
    Instant now(Connection connection) throws SQLException {
        if (ownTime || dialect == Dialect.H2) {
            return clock.instant();
        }
        return Sql.query(connection, "select clock_timestamp() as now", r -> Sql.instant(r, "now"))
                .get(0);
    }

    /** Creates or updates the tables. On H2 also makes a commit mean "on disk": its default is half a second later. */
    void migrate() {
        int tries = 1;
        while (!migrated(tries == MIGRATION_TRIES)) {
            tries++;
        }
    }

    /** PostgreSQL is asked to wait: only there several processes can migrate at once. */
    private void letItGoOn() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_sleep(0.1)");
        } catch (SQLException e) {
            throw new TaskSystemException(
                    "could not bring the tables of the native task system up to date: " + e.getMessage(), e);
        }
    }

    /** Whether it is done; not, where another process that starts at the same moment has to get on first. */
    private boolean migrated(boolean last) {
        try {
            if (dialect == Dialect.H2) {
                try (Connection connection = dataSource.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("set write_delay 0");
                }
            }
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(dataSource)
                    .locations("classpath:io/ripresa/worker/migrations")
                    .table("ripresa_worker_schema_history")
                    .placeholders(dialect.placeholders())
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
            return true;
        } catch (SQLException | FlywayException e) {
            // Flyway makes its history and writes the first line into it in two steps, and gives up in between.
            if (!last
                    && e instanceof FlywayException
                    && String.valueOf(e.getMessage()).contains("Unable to baseline")) {
                letItGoOn();
                return false;
            }
            throw new TaskSystemException(
                    "could not bring the tables of the native task system up to date: " + e.getMessage(), e);
        }
    }

    /**
     * Runs work in a transaction of its own.
     *
     * @param what completes the sentence "could not …"
     * @throws DatabaseAwayException if the database does not answer
     */
    <T> T inTransaction(String what, Work<T> work) {
        return inTransaction(what, false, work);
    }

    private <T> T inTransaction(String what, boolean limitsItself, Work<T> work) {
        for (int tries = 1; ; tries++) {
            Try<T> once = new Try<>(work, limitsItself);
            try {
                T result = oneAtATime(once);
                outage.answered();
                return result;
            } catch (SQLException e) {
                if (tries == TRIES || !once.mayRepeat(e)) {
                    throw failed(what, once.step, e);
                }
            }
        }
    }

    /**
     * Like {@link #inTransaction}, for work that is one statement, mostly: it saves asking for the time first. On
     * PostgreSQL that statement comes after {@link Dialect#LIMITED}.
     */
    <T> T atAStroke(String what, Stroke<T> work) {
        boolean own = ownTime || dialect == Dialect.H2;
        return inTransaction(what, !own, (connection, now) -> work.in(connection, own ? now : null));
    }

    /** Like {@link #inTransaction}, for work that yields nothing. */
    void change(String what, Step step) {
        inTransaction(what, (connection, now) -> {
            step.in(connection, now);
            return Boolean.TRUE;
        });
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
                        T result = work.in(connection, now(connection));
                        connection.releaseSavepoint(before);
                        return result;
                    } catch (SQLException | RuntimeException e) {
                        undo(connection, before, e);
                        boolean again = e instanceof SQLException sql && SqlStates.isInsertedByAnother(sql);
                        if (!again || i == TRIES) {
                            throw e;
                        }
                    }
                }
            });
        } catch (SQLException e) {
            throw new TaskSystemException(
                    "could not " + what + " in the caller's transaction, which should be rolled back and run again: "
                            + SqlStates.reason(e),
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

    /** Runs single statements, each of which is all it does. Work that changes something must be safe to repeat. */
    <T> T read(String what, Reading<T> work) {
        for (int tries = 1; ; tries++) {
            Progress[] step = {Progress.CONNECTING};
            try {
                T result = connected(connection -> {
                    step[0] = Progress.WORKING;
                    connection.setAutoCommit(true);
                    return work.in(connection);
                });
                outage.answered();
                return result;
            } catch (SQLException e) {
                if (tries == TRIES || step[0] == Progress.CONNECTING || !SqlStates.isBroken(e)) {
                    throw failed(what, step[0], e);
                }
            }
        }
    }

    private <T> T oneAtATime(Try<T> once) throws SQLException {
        if (oneWriter == null) {
            return once.run();
        }
        oneWriter.lock();
        try {
            return once.run();
        } finally {
            oneWriter.unlock();
        }
    }

    private enum Progress {
        CONNECTING,
        WORKING,
        COMMITTING
    }

    /** One try of a transaction. */
    private final class Try<T> {

        private final Work<T> work;
        private final boolean limitsItself;
        private Progress step = Progress.CONNECTING;

        Try(Work<T> work, boolean limitsItself) {
            this.work = work;
            this.limitsItself = limitsItself;
        }

        T run() throws SQLException {
            return connected(connection -> {
                step = Progress.WORKING;
                connection.setAutoCommit(false);
                try {
                    Instant time = limitsItself ? Instant.EPOCH : dialect.begin(connection, clock.instant());
                    T result = work.in(connection, ownTime ? clock.instant() : time);
                    step = Progress.COMMITTING;
                    connection.commit();
                    return result;
                } catch (SQLException | RuntimeException | Error e) {
                    rollback(connection, e);
                    throw e;
                }
            });
        }

        boolean mayRepeat(SQLException e) {
            return SqlStates.isLostRace(e) || step == Progress.WORKING && SqlStates.isBroken(e);
        }
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** A connection for a moment, which goes back as it came: it may belong to a pool that others use. */
    private <T> T connected(Reading<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            int patience = connection.getNetworkTimeout();
            if (dialect == Dialect.POSTGRESQL) {
                connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MS);
            }
            try {
                return work.in(connection);
            } finally {
                restore(connection, autoCommit, patience);
            }
        }
    }

    private void restore(Connection connection, boolean autoCommit, int patience) {
        try {
            if (connection.getAutoCommit() != autoCommit) {
                connection.setAutoCommit(autoCommit);
            }
            if (dialect == Dialect.POSTGRESQL) {
                connection.setNetworkTimeout(Runnable::run, patience);
            }
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "a broken connection goes back to its pool", e);
        }
    }

    private TaskSystemException failed(String what, Progress step, SQLException e) {
        String reason = SqlStates.reason(e);
        if (step == Progress.CONNECTING || SqlStates.isBroken(e)) {
            outage.failed(reason);
            return new DatabaseAwayException(
                    step == Progress.COMMITTING
                            ? "the database went away while it was told to " + what
                                    + ", and perhaps did; asking again is safe: " + reason
                            : "could not " + what + ", the database does not answer: " + reason,
                    e);
        }
        return new TaskSystemException("could not " + what + ": " + reason, e);
    }
}
