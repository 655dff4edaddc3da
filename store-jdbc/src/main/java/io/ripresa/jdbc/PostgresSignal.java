package io.ripresa.jdbc;

import io.ripresa.spi.Signal;
import io.ripresa.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Rings over PostgreSQL's {@code LISTEN} and {@code NOTIFY}, on a channel per topic in the database.
 *
 * <p>The first {@link #listen} takes one connection from the data source and keeps it, with a thread that waits on it;
 * the first {@link #ring} starts a thread that borrows a connection per message. While nothing is rung, nothing is sent
 * but one look a minute at whether the connection lives. Where the database was away, the connection is taken anew by
 * itself, and everybody who listens is called once, since rings may have been lost. A pooler between (PgBouncer) must
 * keep sessions; by transactions it loses what was listened to.
 *
 * <p>On a data source whose connections are not PostgreSQL's it says so in the log, once, and does nothing, as {@link
 * Signal#NONE} does.
 *
 * <p>Safe for use by many threads. Closing it ends both threads and gives the connection back, within a second.
 */
public final class PostgresSignal implements Signal, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PostgresSignal.class.getName());

    /** At most one message per topic in this time: whoever commits a thousand times a second rings twenty times. */
    private static final long QUIET_MILLIS = 50;

    private static final long RETRY_MILLIS = 1_000;
    private static final long CLOSE_MILLIS = 5_000;

    private final DataSource database;
    private final ThreadFactory threads;
    private final long quietMillis;
    private final boolean supported;
    private final List<Ear> ears = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Topic> rung = EnumSet.noneOf(Topic.class);
    private @Nullable Thread sender;
    private @Nullable Thread receiver;

    private record Ear(Topic topic, Runnable heard) {}

    /**
     * @param database gives connections; one is kept while somebody listens
     * @param threads makes the two threads; they should be daemons
     * @throws StoreException if the database cannot be reached
     */
    public PostgresSignal(DataSource database, ThreadFactory threads) {
        this(database, threads, QUIET_MILLIS);
    }

    PostgresSignal(DataSource database, ThreadFactory threads, long quietMillis) {
        this.database = database;
        this.threads = threads;
        this.quietMillis = quietMillis;
        try (Connection connection = database.getConnection()) {
            supported = SignalLine.isSupported(connection);
        } catch (SQLException e) {
            throw new StoreException("the database to signal over could not be reached: " + Transactions.reason(e), e);
        }
        if (!supported) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "The data source gives no connections of PostgreSQL: processes do not tell each other of news and"
                            + " look by themselves");
        }
    }

    /** The channel of a topic. */
    static String channel(Topic topic) {
        return switch (topic) {
            case NEWS -> "ripresa_news";
            case WORK -> "ripresa_work";
        };
    }

    @Override
    public boolean isPrompt() {
        return supported;
    }

    @Override
    public void ring(Topic topic) {
        if (!supported) {
            return;
        }
        synchronized (rung) {
            if (closed.getCount() == 0) {
                return;
            }
            if (rung.add(topic)) {
                rung.notifyAll();
            }
            if (sender == null) {
                sender = threads.newThread(this::send);
                sender.start();
            }
        }
    }

    @Override
    public Listening listen(Topic topic, Runnable heard) {
        if (!supported) {
            return () -> {};
        }
        Ear ear = new Ear(topic, heard);
        ears.add(ear);
        synchronized (rung) {
            if (receiver == null && closed.getCount() > 0) {
                receiver = threads.newThread(this::receive);
                receiver.start();
            }
        }
        return () -> ears.remove(ear);
    }

    @Override
    public void close() {
        closed.countDown();
        Thread first;
        Thread second;
        synchronized (rung) {
            rung.notifyAll();
            first = sender;
            second = receiver;
        }
        try {
            for (Thread thread : new Thread[] {first, second}) {
                if (thread != null && thread != Thread.currentThread()) {
                    thread.join(CLOSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // --- sending ---

    /**
     * Not inside the transactions that there is news about: a transaction with a {@code NOTIFY} in it takes a lock on
     * the whole database cluster when it commits, so that all of them would commit one after the other.
     */
    private void send() {
        boolean well = true;
        for (Set<Topic> topics = take(); !topics.isEmpty(); topics = take()) {
            try (Connection connection = database.getConnection()) {
                SignalLine.send(connection, topics);
                well = true;
            } catch (SQLException | RuntimeException e) {
                if (well) {
                    LOG.log(System.Logger.Level.WARNING, "Could not tell of {0}: {1}; trying again", topics, reason(e));
                }
                well = false;
                putBack(topics);
            }
            if (isClosedWithin(well ? quietMillis : RETRY_MILLIS)) {
                return;
            }
        }
    }

    /** What was rung since, once there is something; nothing once this is closed. */
    private Set<Topic> take() {
        synchronized (rung) {
            while (rung.isEmpty() && closed.getCount() > 0) {
                try {
                    rung.wait();
                } catch (InterruptedException e) {
                    return Set.of();
                }
            }
            if (closed.getCount() == 0) {
                return Set.of();
            }
            Set<Topic> taken = EnumSet.copyOf(rung);
            rung.clear();
            return taken;
        }
    }

    private void putBack(Set<Topic> topics) {
        synchronized (rung) {
            rung.addAll(topics);
        }
    }

    // --- receiving ---

    private void receive() {
        boolean well = true;
        do {
            try (SignalLine line = SignalLine.open(database)) {
                if (!well) {
                    LOG.log(System.Logger.Level.INFO, "Hears of news again");
                }
                well = true;
                // What was rung while nobody listened is lost.
                for (Topic topic : Topic.values()) {
                    tell(topic);
                }
                while (closed.getCount() > 0) {
                    line.await().forEach(this::tell);
                }
            } catch (SQLException | RuntimeException e) {
                if (well && closed.getCount() > 0) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "Does not hear of news: {0}; trying again every second, and looking without being told",
                            reason(e));
                }
                well = false;
            }
        } while (!isClosedWithin(RETRY_MILLIS));
    }

    private void tell(Topic topic) {
        for (Ear ear : ears) {
            if (ear.topic() == topic) {
                try {
                    ear.heard().run();
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.ERROR, "Who was told of " + topic + " failed; it is told again", e);
                }
            }
        }
    }

    private boolean isClosedWithin(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static String reason(Exception e) {
        return e instanceof SQLException ? Transactions.reason(e) : e.toString();
    }
}
