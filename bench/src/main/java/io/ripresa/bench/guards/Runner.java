package io.ripresa.bench.guards;

/** Who runs a load. */
interface Runner {

    /** Its name in the table. */
    String name();

    /**
     * Takes all tasks of a load, then runs them.
     *
     * @param round tells the tasks of one round from those of others
     * @return tasks per second, from the first start to the last end
     */
    double run(Load load, int round) throws InterruptedException;
}
