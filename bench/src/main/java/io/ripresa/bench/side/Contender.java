package io.ripresa.bench.side;

import com.zaxxer.hikari.HikariDataSource;

/** Runs tasks on a database of its own, and runs again what failed, as it does when nothing is said. */
interface Contender extends AutoCloseable {

    /** Hands a task in that is to run now. */
    void submit(int task);

    @Override
    void close();

    /** Makes one that has begun to work. */
    @FunctionalInterface
    interface Factory {
        Contender start(HikariDataSource database, Calls calls, Stockroom service, Setting setting);
    }
}
