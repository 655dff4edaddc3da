package io.ripresa.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.spi.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;

/**
 * An H2 database in one file of this machine, used by this process alone: the store that needs no set-up.
 *
 * <p>A commit that was acknowledged outlives the death of the process, {@code kill -9} included: H2's write delay, by
 * default half a second, is 0 here. It does not outlive loss of power: H2 does not force every commit to the disk.
 *
 * <p>Safe for use by many threads. Closing it closes the file in order; whoever opened it closes it, after everything
 * that uses it, since nothing does so when the JVM ends.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String SUFFIX = ".mv.db";
    private static final int POOL_SIZE = 8;

    private final Path file;
    private final HikariDataSource pool;

    private EmbeddedDatabase(Path file, HikariDataSource pool) {
        this.file = file;
        this.pool = pool;
    }

    /**
     * Opens the database in a file, made if it is not there, with the folders above it.
     *
     * @param file the file; {@code .mv.db} is added to its name where it does not end so
     * @throws StoreException if it cannot be opened; the message is one sentence that names the file and the fix
     */
    public static EmbeddedDatabase open(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        String name = absolute.toString();
        Path database = name.endsWith(SUFFIX) ? absolute : Path.of(name + SUFFIX);
        if (name.indexOf(';') >= 0) {
            throw new StoreException(
                    "cannot keep the database in " + database + ": H2 takes no ';' in a path; give a path without one",
                    null);
        }
        prepareFolder(database);
        String url = url(database);
        try (Connection first = DriverManager.getConnection(url, "sa", "")) {
            return new EmbeddedDatabase(database, pool(url, first));
        } catch (SQLException e) {
            throw new StoreException(explain(database, e), e);
        }
    }

    /** Connections from a small pool. */
    public DataSource dataSource() {
        return pool;
    }

    /** The file, absolute. */
    public Path file() {
        return file;
    }

    @Override
    public void close() {
        pool.close();
    }

    static String url(Path database) {
        String name = database.toString();
        String base = name.substring(0, name.length() - SUFFIX.length());
        return "jdbc:h2:file:" + base + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=128";
    }

    private static HikariDataSource pool(String url, Connection first) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ripresa-embedded");
        config.setJdbcUrl(url);
        config.setUsername("sa");
        config.setPassword("");
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(30_000);
        // Its first connection is taken before the one that opened the file goes: the file is not closed in between.
        if (!first.isValid(1)) {
            throw new SQLException("the connection that opened the file is gone");
        }
        return new HikariDataSource(config);
    }

    private static void prepareFolder(Path database) {
        Path folder = database.getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (FileAlreadyExistsException e) {
            throw new StoreException(
                    "cannot keep the database in " + database + ": " + e.getFile()
                            + " is a file, not a folder; give a path below a folder",
                    e);
        } catch (IOException e) {
            throw new StoreException(
                    "cannot make the folder " + folder + " for the database: " + Transactions.reason(e)
                            + "; make it yourself, or give a path in a folder that can be written",
                    e);
        }
        if (Files.isDirectory(database)) {
            throw new StoreException(
                    "cannot keep the database in " + database + ": it is a folder; give the path of a file", null);
        }
        boolean writable =
                Files.exists(database) ? Files.isWritable(database) : folder == null || Files.isWritable(folder);
        if (!writable) {
            throw new StoreException(
                    "cannot write the database " + database
                            + ": this process has no permission to; give it that permission or another path",
                    null);
        }
    }

    private static String explain(Path database, SQLException failure) {
        return switch (failure.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
                "the database " + database + " is in use by another process; stop that process, or give another path";
            case ErrorCode.FILE_CORRUPTED_1 ->
                "the file " + database
                        + " is not a database or is damaged; restore it from a backup, or move it away to start empty";
            case ErrorCode.FILE_VERSION_ERROR_1 ->
                "the file " + database
                        + " was written by another version of H2; export it with that version, or move it away to start"
                        + " empty";
            case ErrorCode.WRONG_USER_OR_PASSWORD ->
                "the database " + database + " belongs to another program; give another path";
            default ->
                isDiskFull(failure)
                        ? "no space is left on the disk for the database " + database
                                + "; free some, or give a path on another disk"
                        : "cannot open the database " + database + ": " + Transactions.reason(failure)
                                + "; check that the file can be read and written, or give another path";
        };
    }

    /** H2 has no code for it: the operating system's message is somewhere in the chain. */
    private static boolean isDiskFull(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("No space left on device")) {
                return true;
            }
        }
        return false;
    }
}
