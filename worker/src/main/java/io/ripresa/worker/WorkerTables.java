package io.ripresa.worker;

/**
 * The tables of the native task system, together.
 *
 * @param system name of the task system
 */
record WorkerTables(String system, Database database, TaskRows tasks, Triggers triggers, Outbox outbox) {

    static WorkerTables of(String system, Database database) {
        TaskRows tasks = new TaskRows(system, database.dialect());
        return new WorkerTables(system, database, tasks, new Triggers(database.dialect()), new Outbox(database, tasks));
    }
}
