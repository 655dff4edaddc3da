package io.ripresa.server.demo;

import io.ripresa.server.DatabaseSettings;
import io.ripresa.server.StartFailure;
import io.ripresa.server.depot.DepotTypes;
import io.ripresa.server.depot.Ledger;
import io.ripresa.server.depot.LedgerEntry;
import io.ripresa.server.depot.Outage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * The demo's half that may be killed: server, tasks and judgement, while the depot runs as another process. Started
 * again with the same options it goes on where it was.
 */
@Command(
        name = "demo-serve",
        hidden = true,
        description = "Runs the demo against a service in another process; may be killed and started again.")
public final class DemoServeCommand implements Callable<Integer> {

    @Mixin
    private DemoOptions options = new DemoOptions();

    @Option(names = "--service-port", required = true, description = "Port of the service.")
    private int servicePort;

    @Option(names = "--ledger", required = true, description = "File that the service appends its ledger to.")
    private Path ledger = Path.of("");

    @Option(names = "--outage-file", required = true, description = "File that says when the outage begins.")
    private Path outageFile = Path.of("");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        String database = options.database();
        if (database == null) {
            throw new ParameterException(
                    command.commandLine(), "--database is missing: without it nothing would survive a restart.");
        }
        PrintWriter out = command.commandLine().getOut();
        String depot = DepotTypes.service(servicePort);
        options.check();
        DemoPlan plan = DemoPlan.of("demo", options.tasks(), options.outage(), options.seed());
        InstantSource clock = InstantSource.system();
        ExecutorService threads = DemoThreads.create();
        try (Crew server = OwnServer.start(options, DatabaseSettings.at(database), servicePort)) {
            Instant startsAt =
                    OutageFile.readOrWrite(outageFile, clock.instant().plus(DemoPlan.LEAD));
            Outage outage = Outage.of(startsAt, options.outage());
            StoryTerminal terminal = new StoryTerminal(System.err, false, startsAt.minus(DemoPlan.LEAD));
            out.println("serving at " + server.page());
            out.flush();
            Story story = new Story(plan, outage, this::readLedger, terminal, clock, threads);
            Judgement judgement = Objects.requireNonNull(story.play(
                    server.submitter(),
                    server.read(),
                    task -> task.call().payload(depot, task.id()),
                    new CountDownLatch(1)));
            terminal.verdict(judgement, options.probe());
            out.println(JsonMapper.shared().writeValueAsString(judgement.toJson(options.probe())));
            out.flush();
            return judgement.invariantsHeld() ? 0 : 1;
        } catch (StartFailure e) {
            command.commandLine().getErr().println("ripresa: " + e.getMessage());
            command.commandLine().getErr().flush();
            return 2;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<LedgerEntry> readLedger() {
        try {
            return Files.exists(ledger) ? Ledger.read(ledger) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("the service's ledger " + ledger + " cannot be read", e);
        }
    }
}
