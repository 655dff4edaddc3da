package io.ripresa.server.demo;

import io.ripresa.server.depot.Depot;
import io.ripresa.server.depot.Ledger;
import io.ripresa.server.depot.Outage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The demo's depot as a process of its own, so that it outlives whatever happens to those who call it. */
@Command(name = "demo-service", hidden = true, description = "Runs the demo's service alone, until it is killed.")
public final class DepotCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(50);

    @Option(names = "--port", required = true, description = "Where it listens on the loopback interface.")
    private int port;

    @Option(names = "--capacity", required = true, description = "Requests that it serves in a second.")
    private int capacity;

    @Option(names = "--ledger", required = true, description = "File that its ledger is appended to.")
    private Path ledger = Path.of("");

    @Option(names = "--outage-file", required = true, description = "File that will say when its outage begins.")
    private Path outageFile = Path.of("");

    @Option(names = "--outage", required = true, description = "Length of its outage in seconds.")
    private int outageSeconds;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ExecutorService threads = DemoThreads.create();
        try (Ledger written = Ledger.inFile(ledger);
                Depot depot = new Depot(port, capacity, written, InstantSource.system(), threads)) {
            depot.start();
            if (spec != null) {
                spec.commandLine().getOut().println("listening on port " + port);
                spec.commandLine().getOut().flush();
            }
            CountDownLatch never = new CountDownLatch(1);
            Instant startsAt = OutageFile.read(outageFile);
            while (startsAt == null) {
                if (never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    return 0;
                }
                startsAt = OutageFile.read(outageFile);
            }
            depot.play(Outage.of(startsAt, Duration.ofSeconds(outageSeconds)));
            never.await();
            return 0;
        } finally {
            threads.shutdownNow();
        }
    }
}
