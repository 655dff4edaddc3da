package io.ripresa.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.server.DatabaseSettings;
import io.ripresa.server.depot.Depot;
import io.ripresa.server.depot.DepotTypes;
import io.ripresa.server.depot.FreePort;
import io.ripresa.server.depot.Ledger;
import io.ripresa.server.depot.Outage;
import io.ripresa.server.nodes.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** Several nodes share one demo on PostgreSQL; what happens to any of them changes nothing in the service's ledger. */
class SeveralNodesTest {

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private Path folder;

    private final ExecutorService threads = DemoThreads.create();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void oneNodeIsKilledAndComesBackTheOtherStaysAwayAndAThirdKnowsNoneOfTheTypes() throws Exception {
        DemoOptions options = CommandLine.populateCommand(
                new DemoOptions(), "--nodes=2", "--tasks=90", "--outage=24", "--port=0", "--database=postgres");
        options.check();
        int port = FreePort.find(new SplittableRandom());
        DemoPlan plan = DemoPlan.of("demo", options.tasks(), options.outage(), 1);
        try (Ledger ledger = Ledger.inMemory();
                Depot depot = new Depot(port, plan.capacityPerSecond(), ledger, CLOCK, threads);
                DemoDatabase database = DemoDatabase.open(options.database(), folder)) {
            depot.start();
            try (NodeCrew crew = NodeCrew.start(options, database.settings(), port, folder, line -> {});
                    NodeProcess plain = plainServe(database.settings())) {
                URI plainPage = plain.awaitUp();
                Outage outage = Outage.of(CLOCK.instant().plus(DemoPlan.LEAD), options.outage());
                depot.play(outage);
                threads.execute(() -> {
                    kill(crew.node(1), outage.startsAt().plusSeconds(12));
                    startAgain(crew.node(1));
                    kill(crew.node(2), outage.startsAt().plusSeconds(18));
                });
                StoryTerminal terminal = new StoryTerminal(System.err, false, CLOCK.instant());
                Judgement judgement = new Story(plan, outage, ledger::entries, terminal, CLOCK, threads)
                        .play(
                                crew.submitter(),
                                crew.read(),
                                task -> task.call().payload(DepotTypes.service(port), task.id()),
                                new CountDownLatch(1));

                assertThat(judgement).isNotNull();
                assertThat(judgement.checks())
                        .allSatisfy(check -> assertThat(check.held())
                                .as(check.rule() + " (" + check.reason() + ")")
                                .isTrue());
                assertThat(judgement.figures().recovered())
                        .isEqualTo(judgement.figures().recoverable())
                        .isGreaterThan(options.tasks() / 2);
                assertThat(plain.isAlive()).as(plain.lastWords()).isTrue();
                // The machine's own disk and processor are as they are.
                assertThat(new JsonMapper()
                                .readTree(get(plainPage.resolve("/api/v1/health")))
                                .path("checks"))
                        .isNotEmpty()
                        .filteredOn(check -> !check.path("name").asString().equals("resources"))
                        .allSatisfy(check -> assertThat(check.path("healthy").asBoolean())
                                .as(check.toString())
                                .isTrue());
            }
        }
    }

    private static void kill(NodeProcess node, Instant at) {
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> CLOCK.instant().isAfter(at));
            node.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void startAgain(NodeProcess node) {
        try {
            node.startAgain();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private NodeProcess plainServe(DatabaseSettings database) {
        return NodeProcess.start(new NodeProcess.Spec(
                "plain",
                0,
                List.of("--database", database.url()),
                Map.of(
                        DatabaseSettings.USER_VARIABLE,
                        String.valueOf(database.user()),
                        DatabaseSettings.PASSWORD_VARIABLE,
                        String.valueOf(database.password())),
                256,
                folder));
    }

    private static String get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
