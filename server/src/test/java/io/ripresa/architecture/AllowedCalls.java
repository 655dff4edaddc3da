package io.ripresa.architecture;

import java.util.List;

/** The places that may reach for time, chance or threads themselves. Short on purpose: each with its reason. */
final class AllowedCalls {

    /**
     * @param className top-level class; its nested classes are included
     * @param call as {@link BannedCall#name()} writes it
     * @param reason why it cannot be given from outside
     */
    record Allowed(String className, String call, String reason) {}

    static final List<Allowed> OF_THE_HOUSE = List.of(
            new Allowed(
                    "io.ripresa.worker.WorkerThreads",
                    "new Thread",
                    "the default thread factory of a worker; another one can be given"),
            new Allowed(
                    "io.ripresa.worker.WorkerThreads",
                    "new ThreadPoolExecutor",
                    "pools that never interrupt: an interrupted write closes an embedded database"),
            new Allowed(
                    "io.ripresa.worker.WorkerThreads",
                    "new ScheduledThreadPoolExecutor",
                    "the worker's lease must be kept whatever the pools of others do"),
            new Allowed(
                    "io.ripresa.worker.NativeTaskSystemBuilder",
                    "InstantSource.system",
                    "the default of the builder, where none is given"),
            new Allowed(
                    "io.ripresa.Ripresa", "InstantSource.system", "the default of the builder, where none is given"),
            new Allowed(
                    "io.ripresa.Ripresa", "new SplittableRandom", "the default of the builder, where none is given"),
            new Allowed("io.ripresa.Ripresa", "new Thread", "the default of the builder, where none is given"));

    private AllowedCalls() {}
}
