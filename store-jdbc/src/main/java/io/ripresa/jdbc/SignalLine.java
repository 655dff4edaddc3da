package io.ripresa.jdbc;

import io.ripresa.spi.Signal.Topic;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A connection that listens. For one thread. */
final class SignalLine implements AutoCloseable {

    /** How long one wait lasts: how soon its thread sees that it shall end. Waiting sends nothing. */
    private static final int WAIT_MILLIS = 250;

    /** A connection whose other end is gone without a word looks like one on which nothing is said. */
    private static final int WAITS_BETWEEN_CHECKS = 60_000 / WAIT_MILLIS;

    private static final int ANSWER_WITHIN_SECONDS = 5;

    private final Connection connection;
    private final PGConnection line;
    private int waits;

    private SignalLine(Connection connection) throws SQLException {
        this.connection = connection;
        this.line = connection.unwrap(PGConnection.class);
    }

    /** Whether it is a connection of PostgreSQL's driver, which may not even be there. */
    static boolean isSupported(Connection connection) throws SQLException {
        if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            return false;
        }
        try {
            return connection.isWrapperFor(PGConnection.class);
        } catch (NoClassDefFoundError e) {
            return false; // PostgreSQL by the driver of somebody else.
        }
    }

    static SignalLine open(DataSource database) throws SQLException {
        Connection connection = database.getConnection();
        try {
            // Notifications are delivered between transactions.
            connection.setAutoCommit(true);
            execute(connection, "listen", EnumSet.allOf(Topic.class));
            return new SignalLine(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    static void send(Connection connection, Set<Topic> topics) throws SQLException {
        boolean before = connection.getAutoCommit();
        connection.setAutoCommit(true);
        execute(connection, "notify", topics);
        connection.setAutoCommit(before);
    }

    private static void execute(Connection connection, String command, Set<Topic> topics) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Topic topic : topics) {
                statement.execute(command + ' ' + PostgresSignal.channel(topic));
            }
        }
    }

    /** What was rung; nothing after a while in which nothing was. */
    Set<Topic> await() throws SQLException {
        Set<Topic> heard = EnumSet.noneOf(Topic.class);
        for (PGNotification notification : line.getNotifications(WAIT_MILLIS)) {
            for (Topic topic : Topic.values()) {
                if (notification.getName().equals(PostgresSignal.channel(topic))) {
                    heard.add(topic);
                }
            }
        }
        waits = heard.isEmpty() ? waits + 1 : 0;
        if (waits >= WAITS_BETWEEN_CHECKS) {
            waits = 0;
            if (!connection.isValid(ANSWER_WITHIN_SECONDS)) {
                throw new SQLException("the database does not answer");
            }
        }
        return heard;
    }

    /** Gives the connection back as it was, so that nobody else who gets it hears anything. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            if (connection.isClosed()) {
                return;
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("unlisten *");
            }
        } catch (SQLException e) {
            // It was lost, so it listens no more either; the pool finds that out by itself.
            return;
        }
    }
}
