package io.ripresa.bench.guards;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.worker.Guards;
import io.ripresa.worker.NativeTaskSystem;
import io.ripresa.worker.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** The native worker with its guards; recovery is not there. */
final class WorkerRunner implements Runner {

    /** Tasks are spread over so many workspaces. */
    static final int WORKSPACES = 4;

    private static final int BATCH = 1_000;

    private final String name;
    private final HikariDataSource database;
    private final Guards guards;

    WorkerRunner(String name, HikariDataSource database, Guards guards) {
        this.name = name;
        this.database = database;
        this.guards = guards;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double run(Load load, int round) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(load.tasks());
        try (NativeTaskSystem system = NativeTaskSystem.builder(database)
                .threads(load.threads())
                .guards(guards)
                .handler(TaskType.of("load"), context -> load.work(done))
                .build()) {
            for (int from = 0; from < load.tasks(); from += BATCH) {
                system.submit(IntStream.range(from, Math.min(load.tasks(), from + BATCH))
                        .mapToObj(i -> new Submission(
                                round + "-" + i, "workspace-" + i % WORKSPACES, "load", "", Options.DEFAULT))
                        .toList());
            }
            Instant start = Instant.now();
            system.start();
            done.await();
            return load.perSecond(Duration.between(start, Instant.now()));
        }
    }
}
