package io.ripresa.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.postgres.SharedPostgres;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.tck.RecoveryStoreContract;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The store on PostgreSQL keeps the contract. */
class PostgresRecoveryStoreTest extends RecoveryStoreContract {

    /** Most threads that a test of the contract has at work at once. */
    private static final int CONNECTIONS = 12;

    private static SharedPostgres.Database database;
    private static HikariDataSource pool;

    @BeforeAll
    static void openDatabase() {
        database = SharedPostgres.database("store", StoreSchema::migrate);
        pool = database.dataSource(CONNECTIONS);
    }

    @AfterAll
    static void closeDatabase() {
        pool.close();
        database.close();
    }

    @Override
    protected RecoveryStore open(InstantSource clock) throws SQLException {
        StoreRows.deleteAll(pool);
        return new JdbcRecoveryStore(pool, clock);
    }

    @Override
    protected RecoveryStore reopen(RecoveryStore store, InstantSource clock) {
        pool.close();
        pool = database.dataSource(CONNECTIONS);
        return new JdbcRecoveryStore(pool, clock);
    }
}
