package io.ripresa.spring;

import io.ripresa.worker.CallersTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transaction that Spring has begun on this thread, for instance by {@code @Transactional}, where it is one on
 * Ripresa's own data source: of JDBC, or of JPA over it. Others cannot be joined. Thread-safe.
 */
final class SpringTransaction implements CallersTransaction {

    private final DataSource dataSource;

    SpringTransaction(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public boolean isThere() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()
                || !TransactionSynchronizationManager.hasResource(dataSource)) {
            return false;
        }
        try {
            // Who is called after the commit finds the connection still there, and no transaction on it.
            return in(connection -> !connection.getAutoCommit());
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public <T> T in(Work<T> work) throws SQLException {
        Connection connection = DataSourceUtils.doGetConnection(dataSource);
        try {
            return work.in(connection);
        } finally {
            DataSourceUtils.doReleaseConnection(connection, dataSource);
        }
    }

    @Override
    public void afterCommit(Runnable work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }
}
