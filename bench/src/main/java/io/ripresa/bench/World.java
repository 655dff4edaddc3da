package io.ripresa.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.postgres.EmbeddedPostgres;
import java.time.InstantSource;
import java.util.List;

/** A database with a backlog, and a node at work on it. Closing it ends the connections. */
final class World implements AutoCloseable {

    private static final int CONNECTIONS = 8;

    final HikariDataSource pool;
    final Sql sql;
    final JdbcRecoveryStore store;
    final FailingSystem system;
    final Node node;
    /** All gates, in an order that mixes them. */
    final List<String> gates;

    World(EmbeddedPostgres server, String database, boolean recovers) {
        pool = server.dataSource(database, CONNECTIONS);
        sql = new Sql(pool);
        store = new JdbcRecoveryStore(pool);
        system = new FailingSystem(InstantSource.system(), recovers);
        node = new Node("bench", store, system);
        gates = sql.texts("select gate from ripresa_gate order by md5(gate)");
    }

    List<String> gates(int from, int count) {
        return gates.subList(from % gates.size(), Math.min(gates.size(), from % gates.size() + count));
    }

    @Override
    public void close() {
        pool.close();
    }
}
