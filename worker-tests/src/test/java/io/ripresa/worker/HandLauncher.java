package io.ripresa.worker;

import io.ripresa.spi.Resources;
import io.ripresa.spi.Signal;
import io.ripresa.worker.Processes.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The parts of a worker that begin and end runs, for tests that do what its other parts would. */
final class HandLauncher {

    private HandLauncher() {}

    static RunLauncher of(
            WorkerTables tables,
            Identity self,
            WorkerThreads threads,
            WorkspaceLimit limit,
            Map<TaskType, TaskHandler> handlers) {
        InstantSource clock = InstantSource.system();
        return new RunLauncher(
                tables,
                new Handlers(handlers),
                self,
                threads,
                new RunEnds(
                        tables,
                        self,
                        threads.ends(),
                        Signal.NONE,
                        clock,
                        new ResourceWatch(Resources.NONE, self.worker(), clock)),
                new RunLauncher.Settings(
                        Duration.ofSeconds(1),
                        Signal.NONE,
                        clock,
                        limit,
                        null,
                        (made, maker) -> List.of(),
                        new StageTimes(List.of(), Duration.ofSeconds(180))));
    }
}
