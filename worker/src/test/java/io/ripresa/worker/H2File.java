package io.ripresa.worker;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database in a file, and connections to it. */
final class H2File implements AutoCloseable {

    private final JdbcConnectionPool pool;

    H2File(Path directory) {
        pool = JdbcConnectionPool.create("jdbc:h2:file:" + directory.resolve("tasks"), "sa", "");
        pool.setMaxConnections(40);
    }

    DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
