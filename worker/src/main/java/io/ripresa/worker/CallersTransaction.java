package io.ripresa.worker;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The database transaction that the caller of {@link NativeTaskSystem#submit} is in, where there is one on the database
 * of the tasks. Joined, tasks are there if and only if that transaction commits: no task for work that was rolled back,
 * and no work without its task. Thread-safe; asked on the caller's thread.
 */
public interface CallersTransaction {

    /** Every submission is a transaction of its own. */
    CallersTransaction NONE = new CallersTransaction() {
        @Override
        public boolean isThere() {
            return false;
        }

        @Override
        public <T> T in(Work<T> work) {
            throw new IllegalStateException("no transaction is there to join");
        }

        @Override
        public void afterCommit(Runnable work) {
            throw new IllegalStateException("no transaction is there to join");
        }
    };

    /** What is done on a connection that others commit or roll back. */
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Whether the calling thread is in a transaction of this database. */
    boolean isThere();

    /** Does work on the connection of that transaction. It must neither commit, roll back nor close it. */
    <T> T in(Work<T> work) throws SQLException;

    /** Does this once that transaction has committed; never if it does not. */
    void afterCommit(Runnable work);
}
