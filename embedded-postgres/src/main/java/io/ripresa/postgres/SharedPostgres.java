package io.ripresa.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * For tests: one temporary server per process, started when it is first asked for, and empty databases on it, each for
 * whoever asked alone. It ends with the process.
 */
public final class SharedPostgres {

    private static final AtomicLong COUNTER = new AtomicLong();
    private static final Map<String, String> TEMPLATES = new HashMap<>();
    private static @Nullable EmbeddedPostgres server;

    private SharedPostgres() {}

    /** The server. Nobody stops or closes it: others use it. */
    public static synchronized EmbeddedPostgres server() {
        if (server == null) {
            server = EmbeddedPostgres.temporary();
        }
        return server;
    }

    /** A database with nothing in it. */
    public static Database database() {
        String name = "db" + COUNTER.incrementAndGet();
        server().createDatabase(name);
        return new Database(server(), name);
    }

    /**
     * A database with what a preparation puts in. The preparation runs once per name, what it made is copied.
     *
     * @param template a name for the preparation: the same name, the same tables
     */
    public static Database database(String template, Consumer<DataSource> preparation) {
        String name = "db" + COUNTER.incrementAndGet();
        server().createDatabase(name, prepared(template, preparation));
        return new Database(server(), name);
    }

    private static synchronized String prepared(String template, Consumer<DataSource> preparation) {
        return TEMPLATES.computeIfAbsent(template, any -> {
            String name = "template" + COUNTER.incrementAndGet();
            server().createDatabase(name);
            try (HikariDataSource pool = server().dataSource(name, 2)) {
                preparation.accept(pool);
            }
            return name;
        });
    }

    /**
     * One database; closing it removes it, whoever is connected.
     *
     * @param server where it is
     * @param name its name
     */
    public record Database(EmbeddedPostgres server, String name) implements AutoCloseable {

        public String jdbcUrl() {
            return server.jdbcUrl(name);
        }

        /** Connections from a pool; whoever asked for it closes it. */
        public HikariDataSource dataSource(int size) {
            return server.dataSource(name, size);
        }

        @Override
        public void close() {
            server.dropDatabase(name);
        }
    }
}
