package io.ripresa.worker;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.postgres.SharedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
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
                return Postgres.emptied();
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

    /** A database on the PostgreSQL that all tests of this JVM share, which no other test uses at the same time. */
    final class Postgres implements TestDatabase {

        private static final int CONNECTIONS = 30;

        /** What holds what the migrations put in, to be put in again. */
        private static final String MARKS = "pristine_mark";

        private static final Deque<Postgres> EMPTY = new ConcurrentLinkedDeque<>();

        private final boolean reused;
        private final SharedPostgres.Database database = SharedPostgres.database("worker", Postgres::prepare);
        private final HikariDataSource pool = database.dataSource(CONNECTIONS);

        /** One that nobody has used before and that nobody uses after. */
        Postgres() {
            this(false);
        }

        private Postgres(boolean reused) {
            this.reused = reused;
        }

        /**
         * One that others may have used before, with nothing in it: making a database, and connecting to it, costs more
         * than most tests. For tests that are alone with their database: that start no processes and cut no connections.
         */
        static Postgres emptied() {
            Postgres found = EMPTY.pollFirst();
            return found == null ? new Postgres(true) : found;
        }

        private static void prepare(DataSource source) {
            Database.of(source, InstantSource.system()).migrate();
            run(source, List.of("create table " + MARKS + " as table ripresa_worker_mark"));
        }

        SharedPostgres.Database database() {
            return database;
        }

        @Override
        public HikariDataSource dataSource() {
            return pool;
        }

        @Override
        public void close() {
            if (reused && isLeft()) {
                empty();
                EMPTY.addFirst(this);
                return;
            }
            pool.close();
            database.close();
        }

        /** Whether everybody is gone: who still works in it must not meet the next test. */
        private boolean isLeft() {
            if (pool.isClosed() || pool.getHikariPoolMXBean().getActiveConnections() > 0) {
                return false;
            }
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet others = statement.executeQuery("select count(*) from pg_stat_activity"
                            + " where datname = current_database() and backend_type = 'client backend'")) {
                others.next();
                return others.getInt(1) <= pool.getHikariPoolMXBean().getTotalConnections();
            } catch (SQLException e) {
                return false;
            }
        }

        private void empty() {
            List<String> statements = new ArrayList<>();
            // Tables in any order: nobody looks after references meanwhile.
            statements.add("set session_replication_role = replica");
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet tables =
                            statement.executeQuery("select tablename from pg_tables where schemaname = 'public'"
                                    + " and tablename not in ('" + MARKS + "', 'ripresa_worker_schema_history')")) {
                while (tables.next()) {
                    String table = tables.getString(1);
                    boolean own = table.startsWith("ripresa_worker_");
                    statements.add((own ? "delete from " : "drop table ") + table);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            statements.add("insert into ripresa_worker_mark select * from " + MARKS);
            statements.add("reset session_replication_role");
            run(pool, statements);
        }

        private static void run(DataSource source, List<String> statements) {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                for (String each : statements) {
                    statement.addBatch(each);
                }
                statement.executeBatch();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
