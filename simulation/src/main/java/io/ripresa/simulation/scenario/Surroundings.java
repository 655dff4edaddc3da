package io.ripresa.simulation.scenario;

import io.ripresa.model.SideEffects;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a mechanism can see and do: the tasks of its task system by number, a clock, and what evidence there is. The
 * truth is not among it. Times are microseconds since the start.
 */
public interface Surroundings {

    /** Tasks there are, numbered from 0. */
    int tasks();

    InstantSource clock();

    long micros();

    RandomGenerator random();

    /** Does something at a time. */
    void at(long micros, Runnable action);

    /** Runs a task that has failed once more. Nothing happens where it is at work or has succeeded. */
    void rerun(int task);

    /** The same, said to come after a breaker had closed ({@code true}) or as a trial before ({@code false}). */
    void rerun(int task, boolean released);

    /** Lets a task go on that was held before its first start. */
    void start(int task);

    /** Tries no more; a person must look. */
    void giveUp(int task);

    /** Where a task stands. */
    Standing standing(int task);

    /** Whether a task is part of the figures: those of rehearsals are not. For whoever keeps the account. */
    boolean isCounted(int task);

    /** Runs of a task that have begun. */
    int runs(int task);

    /** What its type declares. */
    Declared declared(int task);

    /** What there is around the tasks: nodes, evidence, faults. */
    OutageScenario.Setting setting();

    /** Names of what the tasks call. */
    List<String> dependencyNames();

    /** Asks a health endpoint. */
    boolean probe(String dependency);

    /** Has the outcomes of the foreground traffic told, every second, where the setting has that evidence. */
    void onTraffic(TrafficListener listener);

    /** Where a task stands in its task system. */
    enum Standing {
        SCHEDULED,
        HELD,
        RUNNING,
        FAILED,
        SUCCEEDED
    }

    /**
     * @param dependency what it calls
     * @param sideEffects what its type says of running it twice
     * @param keyValidFor how long its key is remembered
     */
    record Declared(String dependency, SideEffects sideEffects, Duration keyValidFor) {}

    /** Is told the outcomes of the foreground traffic that became known in one second. */
    @FunctionalInterface
    interface TrafficListener {
        void traffic(String dependency, int succeeded, int failed);
    }
}
