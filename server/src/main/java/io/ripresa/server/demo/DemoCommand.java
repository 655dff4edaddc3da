package io.ripresa.server.demo;

import io.ripresa.server.StartFailure;
import io.ripresa.server.depot.Depot;
import io.ripresa.server.depot.DepotTypes;
import io.ripresa.server.depot.FreePort;
import io.ripresa.server.depot.Ledger;
import io.ripresa.server.depot.Outage;
import io.ripresa.server.nodes.TemporaryFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** A real outage and its recovery: starts everything, tells the story, judges it by the service's own ledger. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows a real outage and its recovery, on this machine, in about a minute.",
            "Starts Ripresa with its page, and on another port an HTTP service that fails and comes back."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The service's ledger agrees with what was to be recovered, and the invariants held.",
            "1:They did not; the checks say which.",
            "2:An option cannot be used; the message says why."
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int STOPPED = 130;
    private static final int BAD_OPTION = 2;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

    @Mixin
    private DemoOptions options = new DemoOptions();

    @Option(names = "--headless", description = "End when the story ends; otherwise the page stays until Ctrl-C.")
    private boolean headless;

    @Option(
            names = "--json",
            description = "Print one JSON object to stdout and all else to stderr; implies --headless.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private final InstantSource clock = InstantSource.system();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        PrintWriter result = commandLine.getOut();
        PrintWriter complaints = commandLine.getErr();
        try {
            options.check();
        } catch (StartFailure e) {
            return refused(e, complaints);
        }
        Thread onInterrupt = new Thread(this::stopAndWait, "demo-stop");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try (TemporaryFolder folder = new TemporaryFolder("demo");
                DivertedOutput output = new DivertedOutput(folder.path().resolve("demo.log"))) {
            return run(folder, output, result);
        } catch (StartFailure e) {
            return refused(e, complaints);
        } finally {
            closed.countDown();
            forget(onInterrupt);
        }
    }

    private static int refused(StartFailure failure, PrintWriter complaints) {
        complaints.println("ripresa demo: " + failure.getMessage());
        complaints.flush();
        return BAD_OPTION;
    }

    private void stopAndWait() {
        stop.countDown();
        try {
            if (!closed.await(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println(
                        "ripresa demo: could not end everything in order within " + CLOSE_WITHIN.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already: that is what the hook was for.
            return;
        }
    }

    private int run(TemporaryFolder folder, DivertedOutput output, PrintWriter result)
            throws IOException, InterruptedException {
        ExecutorService threads = DemoThreads.create();
        int depotPort = FreePort.find(new SplittableRandom(clock.millis()));
        try (Ledger ledger = Ledger.inMemory();
                Depot depot = new Depot(depotPort, DemoPlan.capacityFor(options.tasks()), ledger, clock, threads)) {
            depot.start();
            try (DemoDatabase database = DemoDatabase.open(options.database(), folder.path());
                    Crew crew = crew(database, depotPort, folder, output)) {
                Scene scene = new Scene(crew, database, depot, ledger, depotPort);
                Judgement judgement = play(scene, output, threads);
                return judgement == null ? STOPPED : conclude(judgement, crew, output, result);
            }
        } finally {
            stop.countDown();
            threads.shutdownNow();
        }
    }

    /** Everything that the story is played with. */
    private record Scene(Crew crew, DemoDatabase database, Depot depot, Ledger ledger, int depotPort) {
        String service() {
            return DepotTypes.service(depotPort);
        }
    }

    private Crew crew(DemoDatabase database, int depotPort, TemporaryFolder folder, DivertedOutput output)
            throws IOException, InterruptedException {
        return options.isSeveral()
                ? NodeCrew.start(
                        options,
                        database.settings(),
                        depotPort,
                        folder.path(),
                        line -> output.err().println("ripresa demo: " + line))
                : OwnServer.start(options, database.settings(), depotPort);
    }

    private @Nullable Judgement play(Scene scene, DivertedOutput output, ExecutorService threads)
            throws InterruptedException {
        Instant begin = clock.instant();
        // Two demos may share a database: the ids of their tasks differ.
        String name = "demo" + Long.toString(begin.getEpochSecond(), 36);
        DemoPlan plan = DemoPlan.of(name, options.tasks(), options.outage(), options.seed());
        Outage outage = Outage.of(begin.plus(DemoPlan.LEAD), options.outage());
        StoryTerminal terminal = terminal(output, begin);
        introduce(terminal, scene, plan);
        scene.depot().play(outage);
        if (options.killNode() > 0 && scene.crew() instanceof NodeCrew crew) {
            threads.execute(new NodeKill(crew.node(options.killNode()), outage, terminal, clock, stop));
        }
        Judgement judgement = new Story(plan, outage, scene.ledger()::entries, terminal, clock, threads)
                .play(
                        scene.crew().submitter(),
                        scene.crew().read(),
                        task -> task.call().payload(scene.service(), task.id()),
                        stop);
        if (judgement == null) {
            terminal.line("Stopped.");
        }
        return judgement;
    }

    private StoryTerminal terminal(DivertedOutput output, Instant begin) {
        return new StoryTerminal(json ? output.err() : output.out(), !json && StoryTerminal.isTerminal(), begin);
    }

    private int conclude(Judgement judgement, Crew crew, DivertedOutput output, PrintWriter result)
            throws IOException, InterruptedException {
        StoryTerminal terminal = terminal(output, clock.instant());
        terminal.verdict(judgement, options.probe());
        if (json) {
            result.println(JsonMapper.shared().writeValueAsString(judgement.toJson(options.probe())));
            result.flush();
        }
        if (!judgement.invariantsHeld()) {
            output.trouble(20).forEach(line -> terminal.line("  log: " + line));
        }
        if (!headless && !json) {
            terminal.line("");
            terminal.line("The page stays at " + crew.page() + " until you press Ctrl-C.");
            stop.await();
        }
        return judgement.invariantsHeld() ? 0 : 1;
    }

    private void introduce(StoryTerminal terminal, Scene scene, DemoPlan plan) {
        terminal.line("Ripresa, a demo: " + plan.tasks().size() + " tasks need one service; it fails for "
                + plan.outage().toSeconds() + " s and comes back.");
        terminal.line("  page     " + scene.crew().page());
        terminal.line("  service  http://" + scene.service() + ", serves " + plan.capacityPerSecond()
                + " requests a second; overrun, it serves less");
        terminal.line("  evidence " + (options.probe() ? "canaries, and a probe of /health" : "canaries"));
        scene.crew().introduction().forEach(terminal::line);
        String invitation = scene.database().invitation();
        if (invitation != null) {
            terminal.line("  join it  " + invitation);
        }
        terminal.line("");
    }
}
