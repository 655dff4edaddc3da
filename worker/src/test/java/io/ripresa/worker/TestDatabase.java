package io.ripresa.worker;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.postgres.SharedPostgres;
import java.nio.file.Path;
import java.time.InstantSource;
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

    /** An H2 file. */
    final class H2File implements TestDatabase {

        private final JdbcConnectionPool pool;

        H2File(Path directory) {
            pool = JdbcConnectionPool.create("jdbc:h2:file:" + directory.resolve("tasks"), "sa", "");
            pool.setMaxConnections(40);
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
