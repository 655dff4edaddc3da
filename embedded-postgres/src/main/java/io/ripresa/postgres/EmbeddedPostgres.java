package io.ripresa.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that comes with this library and needs neither an installation nor a network: for a first look, for one
 * machine, and for tests. It listens on 127.0.0.1 only and asks for a password, made by chance when the folder is made.
 *
 * <p>It belongs to the process that started it. {@link #close()} stops it. If the process dies without, {@code kill -9}
 * included, a small guard process stops it within seconds, and removes the folder if that was temporary; on Windows it
 * goes on running until the next start on the same folder, which stops it first and finds what was committed. Two
 * processes cannot use one folder at the same time: the second start says so.
 *
 * <p>What was committed in a {@linkplain #start(Path) kept} folder outlives the death of the process, of PostgreSQL and
 * of the machine. A temporary one does without forcing to the disk: it outlives the death of PostgreSQL, not that of the
 * machine.
 *
 * <p>Runs as any user. Root is no user for PostgreSQL: there it runs in a user namespace of its own or as nobody.
 *
 * <p>Safe for use by many threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String MAINTENANCE = "postgres";
    private static final int TRIES = 5;

    /** How PostgreSQL is stopped. */
    public enum Stop {
        /** Connections are cut, what was committed is written down, then it ends. */
        FAST,
        /** At once, as if it had crashed; the next start recovers what was committed. */
        IMMEDIATE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final DataFolder folder;
    private final boolean temporary;
    private final Programs programs;
    private final Map<String, String> settings;
    private final String password;
    private int port;
    private boolean running;
    private @Nullable Guard guard;

    private EmbeddedPostgres(
            DataFolder folder, boolean temporary, Programs programs, Map<String, String> settings, int port)
            throws IOException {
        this.folder = folder;
        this.temporary = temporary;
        this.programs = programs;
        this.settings = settings;
        this.password = folder.password();
        this.port = port;
    }

    /**
     * Starts on a folder, made if it is not there, on a free port. Started again on the same folder it finds what was
     * there.
     *
     * @throws EmbeddedPostgresException if it does not start; the message names the folder and the fix
     */
    public static EmbeddedPostgres start(Path folder) {
        return in(folder).start();
    }

    /**
     * Starts on an empty folder that goes when the server does.
     *
     * @throws EmbeddedPostgresException if it does not start
     */
    public static EmbeddedPostgres temporary() {
        return builder().start();
    }

    /** A server on a folder that is kept, to be set up further. */
    public static Builder in(Path folder) {
        return new Builder(folder);
    }

    /** A temporary server, to be set up further. */
    public static Builder builder() {
        return new Builder(null);
    }

    /** Sets up a server. For one thread. */
    public static final class Builder {

        private final @Nullable Path folder;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private int port;

        private Builder(@Nullable Path folder) {
            this.folder = folder;
            settings.put("listen_addresses", "127.0.0.1");
            settings.put("unix_socket_directories", "");
            settings.put("max_connections", "200");
            settings.put("timezone", "UTC");
            settings.put("log_checkpoints", "off");
            if (folder == null) {
                settings.put("fsync", "off");
                settings.put("full_page_writes", "off");
            }
        }

        /** The port to listen on; without it, or 0, a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** A setting of {@code postgresql.conf}. */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** @throws EmbeddedPostgresException if it does not start; the message names the folder and the fix */
        public EmbeddedPostgres start() {
            Programs programs = new Programs(Binaries.unpacked(), Account.ofThisProcess());
            DataFolder taken =
                    DataFolder.take(folder == null ? temporaryFolder(programs) : folder, programs, folder != null);
            try {
                EmbeddedPostgres server =
                        new EmbeddedPostgres(taken, folder == null, programs, Map.copyOf(settings), port);
                server.start(port == 0);
                return server;
            } catch (IOException e) {
                release(taken);
                throw new EmbeddedPostgresException(
                        "PostgreSQL's data folder " + taken.path() + " could not be used: " + e, e);
            } catch (RuntimeException e) {
                release(taken);
                throw e;
            }
        }

        private static Path temporaryFolder(Programs programs) {
            try {
                Path made = Files.createTempDirectory("ripresa-postgres-data");
                programs.account().own(made);
                return made;
            } catch (IOException e) {
                throw new EmbeddedPostgresException(
                        "no folder for temporary data could be made: " + e + "; give one by -Djava.io.tmpdir", e);
            }
        }

        private void release(DataFolder taken) {
            try {
                taken.close();
                if (folder == null) {
                    Folders.remove(taken.path());
                }
            } catch (IOException e) {
                throw new EmbeddedPostgresException("the folder " + taken.path() + " could not be removed: " + e, e);
            }
        }
    }

    /** The folder, absolute. */
    public Path folder() {
        return folder.path();
    }

    /** The port on 127.0.0.1. It stays the same over {@link #restart}. */
    public synchronized int port() {
        return port;
    }

    /** Who may do everything. */
    public String user() {
        return DataFolder.USER;
    }

    /** The user's password. Not for logs. */
    public String password() {
        return password;
    }

    /** The address of a database, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + '/' + database;
    }

    /** Connections from a small pool; whoever asked for it closes it. */
    public HikariDataSource dataSource(String database, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ripresa-postgres-" + database);
        config.setJdbcUrl(jdbcUrl(database));
        config.setUsername(user());
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(10_000);
        return new HikariDataSource(config);
    }

    /** Whether there is such a database. */
    public boolean hasDatabase(String name) {
        return administer(statement -> {
            try (ResultSet found = statement.executeQuery(
                    "select 1 from pg_database where datname = '" + name.replace("'", "''") + "'")) {
                return found.next();
            }
        });
    }

    /** Makes an empty database. */
    public void createDatabase(String name) {
        administer(statement -> statement.execute("create database " + quoted(name)));
    }

    /** Makes a copy of a database to which nobody is connected: some tens of milliseconds. */
    public void createDatabase(String name, String template) {
        // As files: writing each page to the log of changes as well, the usual way, takes twice the time of a
        // processor.
        administer(statement -> statement.execute(
                "create database " + quoted(name) + " template " + quoted(template) + " strategy file_copy"));
    }

    /** Removes a database; connections to it are cut. Does nothing if there is none. */
    public void dropDatabase(String name) {
        administer(statement -> statement.execute("drop database if exists " + quoted(name) + " with (force)"));
    }

    /** Whether it was started and not stopped through this object. */
    public synchronized boolean isRunning() {
        return running;
    }

    /** Stops it; {@link #restart} starts it again with the same data on the same port. */
    public synchronized void stop(Stop how) {
        if (!running) {
            return;
        }
        Programs.Result stopped = programs.run(folder.path(), "pg_ctl", folder.stopping(how));
        if (!stopped.isGood()) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL on " + folder.path() + " did not stop: "
                            + stopped.output().strip(),
                    null);
        }
        running = false;
    }

    /** Stops it where it runs, and starts it with the same data on the same port. */
    public synchronized void restart(Stop how) {
        stop(how);
        try {
            start(false);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL's data folder " + folder.path() + " could not be used: " + e, e);
        }
    }

    /** Stops it and gives the folder back; removes it if it was temporary. */
    @Override
    public synchronized void close() {
        stop(temporary ? Stop.IMMEDIATE : Stop.FAST);
        if (guard != null) {
            guard.off();
            guard = null;
        }
        try {
            folder.close();
            if (temporary) {
                Folders.remove(folder.path());
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("the folder " + folder.path() + " could not be removed: " + e, e);
        }
    }

    private synchronized void start(boolean anyPort) throws IOException {
        for (int tries = TRIES; ; tries--) {
            if (anyPort) {
                port = freePort();
            } else {
                demandFree(port);
            }
            Map<String, String> all = new LinkedHashMap<>(settings);
            all.put("port", Integer.toString(port));
            folder.configure(all);
            long before = Files.size(folder.log());
            Programs.Result started = programs.run(
                    folder.path(),
                    "pg_ctl",
                    List.of(
                            "start",
                            "-D",
                            folder.data().toString(),
                            "-l",
                            folder.log().toString(),
                            "-w",
                            "-t",
                            "60"));
            if (started.isGood()) {
                break;
            }
            String log = Files.readString(folder.log()).substring((int) before);
            // Somebody was faster at the port that was free a moment ago.
            if (!anyPort || tries == 1 || !log.contains("could not bind")) {
                throw new EmbeddedPostgresException(
                        "PostgreSQL did not start on " + folder.path() + ": " + lastWords(log, started) + "; see "
                                + folder.log(),
                        null);
            }
        }
        running = true;
        if (guard == null) {
            guard = Guard.over(
                    programs.command("pg_ctl", folder.stopping(temporary ? Stop.IMMEDIATE : Stop.FAST)),
                    temporary ? folder.path().toString() : "",
                    folder.path());
        }
    }

    private static String lastWords(String log, Programs.Result started) {
        return log.lines()
                .filter(line -> line.contains("FATAL") || line.contains("could not"))
                .reduce((first, second) -> second)
                .orElseGet(() -> started.output().strip().replace('\n', ' '));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
            return socket.getLocalPort();
        }
    }

    private void demandFree(int wanted) {
        try (ServerSocket socket = new ServerSocket(wanted, 1, loopback())) {
            Objects.requireNonNull(socket);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL for the folder " + folder.path() + " cannot listen on port " + wanted + ": "
                            + e.getMessage() + "; stop what listens there, or give another port",
                    e);
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private interface Administering<T> {
        T with(Statement statement) throws SQLException;
    }

    private <T> T administer(Administering<T> work) {
        Properties login = new Properties();
        login.setProperty("user", user());
        login.setProperty("password", password);
        try (Connection connection = DriverManager.getConnection(jdbcUrl(MAINTENANCE), login);
                Statement statement = connection.createStatement()) {
            return work.with(statement);
        } catch (SQLException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL on " + folder.path() + " did not do what was asked: " + e.getMessage(), e);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
