package io.ripresa.worker;

/**
 * The tables of the native task system, together.
 *
 * @param system name of the task system
 */
record WorkerTables(String system, Database database, TaskRows tasks, RunRows runs, Triggers triggers, Outbox outbox) {

    static WorkerTables of(String system, Database database) {
        TaskRows tasks = new TaskRows(system, database.dialect());
        Outbox outbox = new Outbox(database, tasks);
        return new WorkerTables(
                system,
                database,
                tasks,
                new RunRows(tasks, outbox, database.dialect()),
                new Triggers(database.dialect()),
                outbox);
    }
}
