package io.ripresa.worker;

import io.ripresa.tck.TaskSystemContract;
import io.ripresa.tck.TaskSystemFixture;

/** The native task system keeps the contract of task systems, on a real PostgreSQL. */
class PostgresTaskSystemTest extends TaskSystemContract {

    @Override
    protected TaskSystemFixture open() {
        return new NativeFixture(TestDatabase.Postgres.emptied());
    }
}
