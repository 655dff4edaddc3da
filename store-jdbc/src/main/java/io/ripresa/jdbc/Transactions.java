package io.ripresa.jdbc;

import io.ripresa.jdbc.Dialect.Purpose;
import io.ripresa.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on connections of a database, and says in the store's words what went wrong. Safe for use by many threads
 * where the data source is.
 */
final class Transactions {

    /** For each H2 database its writers' lock, shared by all stores on it. */
    private static final Map<DataSource, Lock> ONE_WRITER = Collections.synchronizedMap(new WeakHashMap<>());

    private final DataSource database;
    private final Dialect dialect;
    private final @Nullable Lock oneWriter;

    Transactions(DataSource database, Dialect dialect) {
        this.database = database;
        this.dialect = dialect;
        this.oneWriter =
                dialect.isOneWriter() ? ONE_WRITER.computeIfAbsent(database, any -> new ReentrantLock(true)) : null;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Work that only reads. */
    interface Reading<T> {
        T in(Session session) throws SQLException;
    }

    /** Work that only reads, and may find nothing. */
    interface ReadingOrNull<T> {
        @Nullable T in(Session session) throws SQLException;
    }

    /** Work that writes; what it answers says whether the transaction is kept. */
    interface Writing<T> {
        T in(Session session) throws SQLException, Abandoned;
    }

    /** Ends a transaction without effect, with an answer. */
    @SuppressWarnings("serial")
    static final class Abandoned extends Exception {
        private static final long serialVersionUID = 1L;
        private final Object answer;

        Abandoned(Object answer) {
            super("abandoned with " + answer, null, false, false);
            this.answer = answer;
        }
    }

    <T> T read(Reading<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.in(new Session(connection, dialect));
        } catch (SQLException e) {
            throw unknown(e);
        }
    }

    /** The same, where there may be no answer. */
    <T> @Nullable T readOrNull(ReadingOrNull<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.in(new Session(connection, dialect));
        } catch (SQLException e) {
            throw unknown(e);
        }
    }

    /** Statements that write, each a transaction by itself that nobody can be stopped in the middle of. */
    <T> T statements(Reading<T> work) {
        try (Connection connection = database.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            if (!autoCommit) {
                connection.setAutoCommit(true);
            }
            T answer = work.in(new Session(connection, dialect));
            if (!autoCommit) {
                connection.setAutoCommit(false);
            }
            return answer;
        } catch (SQLException e) {
            throw unknown(e);
        }
    }

    /**
     * All or nothing.
     *
     * @param conflict the answer where another transaction was in the way and this one has no effect
     */
    <T> T write(Class<T> type, Purpose purpose, T conflict, Writing<T> work) {
        if (oneWriter == null) {
            return writeNow(type, purpose, conflict, work);
        }
        oneWriter.lock();
        try {
            return writeNow(type, purpose, conflict, work);
        } finally {
            oneWriter.unlock();
        }
    }

    private <T> T writeNow(Class<T> type, Purpose purpose, T conflict, Writing<T> work) {
        try (Connection connection = database.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            if (autoCommit) {
                connection.setAutoCommit(false);
            }
            T answer = inTransaction(connection, type, purpose, work);
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
            return answer;
        } catch (SQLException e) {
            if (isConflict(e)) {
                return conflict;
            }
            throw unknown(e);
        }
    }

    private <T> T inTransaction(Connection connection, Class<T> type, Purpose purpose, Writing<T> work)
            throws SQLException {
        try {
            Session session = new Session(connection, dialect);
            session.begin(purpose);
            T answer = work.in(session);
            connection.commit();
            return answer;
        } catch (Abandoned e) {
            connection.rollback();
            return type.cast(e.answer);
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** Whether the database refused because of another transaction: deadlock, lock time-out, same key inserted. */
    static boolean isConflict(SQLException failure) {
        Iterator<Throwable> all = failure.iterator();
        while (all.hasNext()) {
            if (all.next() instanceof SQLException e && e.getSQLState() != null) {
                switch (e.getSQLState()) {
                    // serialization failure, deadlock (both), lock not available, H2: lock time-out, row changed
                    case "40001", "40P01", "55P03", "HYT00", "90131", "23505" -> {
                        return true;
                    }
                    default -> {}
                }
            }
        }
        return false;
    }

    private static StoreException unknown(SQLException e) {
        return new StoreException("the store's database did not do what was asked: " + reason(e), e);
    }

    /** What a driver says, in one line. */
    static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
