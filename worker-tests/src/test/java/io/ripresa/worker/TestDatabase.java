package io.ripresa.worker;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.postgres.SharedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Objects;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database for one test, and connections to it. */
interface TestDatabase extends AutoCloseable {

    DataSource dataSource();

    @Override
    void close();

    /** The databases that everything is tried on. */
    enum Kind {
        H2 {
            @Override
            TestDatabase open(Path directory) {
                return new H2File(directory);
            }
        },
        POSTGRESQL {
            @Override
            TestDatabase open(Path directory) {
                return new Postgres();
            }
        };

        /** @param directory empty; for what the database keeps in files of its own */
        abstract TestDatabase open(Path directory);
    }

    /** An H2 file, copied from one that has the tables. */
    final class H2File implements TestDatabase {

        private static final String FILE = "tasks.mv.db";

        /** Made once for all tests of this JVM. */
        private static final class Template {
            private static final byte[] CONTENT = make();

            private static byte[] make() {
                try {
                    Path directory = Files.createTempDirectory("ripresa-h2-template");
                    JdbcConnectionPool pool = pool(directory);
                    Database.of(pool, InstantSource.system()).migrate();
                    try (Connection connection = pool.getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute("shutdown");
                    }
                    byte[] content = Files.readAllBytes(directory.resolve(FILE));
                    for (File file : Objects.requireNonNull(directory.toFile().listFiles())) {
                        Files.delete(file.toPath());
                    }
                    Files.delete(directory);
                    return content;
                } catch (IOException | SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private final JdbcConnectionPool pool;

        H2File(Path directory) {
            Path file = directory.resolve(FILE);
            if (!Files.exists(file)) {
                try {
                    Files.write(file, Template.CONTENT);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            pool = pool(directory);
        }

        private static JdbcConnectionPool pool(Path directory) {
            JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:file:" + directory.resolve("tasks"), "sa", "");
            pool.setMaxConnections(40);
            return pool;
        }

        @Override
        public DataSource dataSource() {
            return pool;
        }

        @Override
        public void close() {
            pool.dispose();
        }
    }

    /** A database of its own on the PostgreSQL that all tests of this JVM share. */
    final class Postgres implements TestDatabase {

        private static final int CONNECTIONS = 30;

        private final SharedPostgres.Database database = SharedPostgres.database(
                "worker", source -> Database.of(source, InstantSource.system()).migrate());
        private final HikariDataSource pool = database.dataSource(CONNECTIONS);

        SharedPostgres.Database database() {
            return database;
        }

        @Override
        public HikariDataSource dataSource() {
            return pool;
        }

        @Override
        public void close() {
            pool.close();
            database.close();
        }
    }
}
