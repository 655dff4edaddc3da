package io.ripresa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server on an H2 file, with a real HTTP target beside it. One for all tests: starting costs seconds. */
class RipresaServerTest {

    @TempDir
    private static Path folder;

    private static final String PERSON = "{\"actor\":\"ann\",\"reason\":\"new disk\"}";
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static HttpServer target;
    private static RipresaServer server;

    @BeforeAll
    static void start() throws IOException {
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/ok", exchange -> {
            CALLS.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        target.createContext("/invalid", exchange -> {
            exchange.sendResponseHeaders(422, -1);
            exchange.close();
        });
        target.start();

        Files.writeString(rules(), """
                rules:
                  - id: ledger.closed
                    source: ledger handbook, section 4
                    when:
                      type: [LedgerClosedException]
                      says: ["ledger # is closed"]
                    category: SERVICE_UNAVAILABLE
                    recoverability: AUTO
                """);
        Files.writeString(policies(), "policies:\n  - {workspace: quiet, mode: OBSERVE}\n");
        server = RipresaServer.start(settings());
    }

    private static ServerSettings settings() {
        return ServerSettings.DEFAULT
                .withPort(0)
                .withDatabase("h2:" + folder.resolve("ripresa"))
                .withProperty(KnownKeys.RULES, rules().toString())
                .withProperty(KnownKeys.POLICIES_FILE, policies().toString())
                .withHttpAllow(List.of(targetAddress()));
    }

    private static Path rules() {
        return folder.resolve("rules.yaml");
    }

    private static Path policies() {
        return folder.resolve("policies.yaml");
    }

    private static String targetAddress() {
        return "localhost:" + target.getAddress().getPort();
    }

    @AfterAll
    static void stop() {
        server.close();
        target.stop(0);
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.uri().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve(path))
                .setHeader("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> submit(String id, String url) throws IOException, InterruptedException {
        return post(
                "/api/v1/tasks",
                "{\"id\":\"" + id + "\",\"type\":\"http\",\"payload\":{\"method\":\"GET\",\"url\":\"" + url + "\"}}");
    }

    @Test
    void aSubmittedHttpTaskIsRunAndTold() throws Exception {
        HttpResponse<String> accepted = submit("call-1", "http://" + targetAddress() + "/ok");

        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(201);
        awaitSuccess("call-1");
        assertThat(CALLS.get()).isPositive();
    }

    @Test
    void whatNeedsAPersonIsInTheOverview() throws Exception {
        submit("call-2", "http://" + targetAddress() + "/invalid");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(get("/api/v1/overview").body()).contains("QUARANTINED", "call-2"));
    }

    @Test
    void aTargetThatIsNotAllowedIsRefusedAndNothingIsStored() throws Exception {
        HttpResponse<String> refused = submit("call-3", "http://localhost:1/steal");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(refused.body()).contains("localhost:1", "allow-list");
        assertThat(get("/api/v1/tasks/call-3").statusCode()).isEqualTo(404);
        assertThat(server.ripresa().read().findTasks(new TaskQuery(null, null, null, null, 100)))
                .noneMatch(t -> t.key().equals(new TaskKey("native", "call-3")));
    }

    @Test
    void aPersonStopsStartsAndRestartsTheWorkerOfThisProcess() throws Exception {
        HttpResponse<String> stopped = post("/api/v1/worker/stop", PERSON);
        assertThat(stopped.statusCode()).as(stopped.body()).isEqualTo(200);
        assertThat(stopped.body()).contains("\"state\":\"STOPPED\"", "\"runs\":0", "\"starts\":1");
        assertThat(get("/api/v1/worker").body()).isEqualTo(stopped.body());
        assertThat(get("/api/v1/health").body()).contains("The worker of this process is stopped");
        assertThat(submit("after-stop", "http://" + targetAddress() + "/ok").statusCode())
                .as("tasks are taken")
                .isEqualTo(201);

        Instant before = Instant.now();
        HttpResponse<String> started = post("/api/v1/worker/start", PERSON);
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
        assertThat(started.body()).contains("\"state\":\"RUNNING\"", "\"starts\":2");
        awaitSuccess("after-stop");
        assertThat(server.ripresa().read().runsOf(new TaskKey("native", "after-stop")))
                .as("runs, none while it was stopped")
                .singleElement()
                .matches(run -> !run.startedAt().isBefore(before));

        HttpResponse<String> restarted = post("/api/v1/worker/restart", PERSON);
        assertThat(restarted.statusCode()).as(restarted.body()).isEqualTo(200);
        assertThat(restarted.body()).contains("\"state\":\"RUNNING\"", "\"starts\":3");
        submit("after-restart", "http://" + targetAddress() + "/ok");
        awaitSuccess("after-restart");
        assertThat(get("/api/v1/journal?limit=1000").body())
                .contains(", stop by ann: new disk", ", start by ann: new disk", ", restart by ann: new disk");
    }

    @Test
    void policiesThatComeFromAFileAreChangedThere() throws Exception {
        String before = get("/api/v1/policies").body();
        assertThat(before).contains("\"workspace\":\"quiet\"", "\"author\":\"file\"", "\"version\":1");

        HttpResponse<String> refused = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.uri().resolve("/api/v1/policies"))
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString(
                                        "{\"overrides\":[],\"version\":1,\"actor\":\"ann\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(refused.body())
                .contains("the policies come from the file " + policies() + "; change them there")
                .doesNotContain("Exception");
        assertThat(get("/api/v1/policies").body()).isEqualTo(before);
        assertThat(get("/api/v1/journal?limit=1000").body()).doesNotContain("Policies, version 2");
    }

    @Test
    void whatDoesNotFitTheWorkerIsRefusedAndChangesNothing() throws Exception {
        String before = get("/api/v1/worker").body();

        HttpResponse<String> running = post("/api/v1/worker/start", PERSON);
        assertThat(running.statusCode()).isEqualTo(409);
        assertThat(running.body()).contains("is RUNNING; to start it, it must be one of [STOPPED]");
        HttpResponse<String> unknown = post("/api/v1/worker/kill", PERSON);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"kill\"", "Use stop, start or restart.");
        HttpResponse<String> why = post("/api/v1/worker/stop", "{\"actor\":\"ann\"}");
        assertThat(why.statusCode()).isEqualTo(400);
        assertThat(why.body()).contains("\"field\":\"reason\"");
        assertThat(post("/api/v1/worker/stop", "{\"reason\":\"new disk\"}").body())
                .contains("\"field\":\"actor\"");
        assertThat(post("/api/v1/worker/stop", "{\"who\":\"ann\"}").body()).contains("Unknown field");
        assertThat(post("/api/v1/worker/stop", PERSON, "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
        assertThat(post("/api/v1/worker/stop", PERSON, "Origin", "http://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);

        assertThat(get("/api/v1/worker").body()).isEqualTo(before);
    }

    private static void awaitSuccess(String id) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/api/v1/tasks/" + id).body().contains("\"SUCCEEDED\""));
    }

    @Test
    void healthMetricsAndOpenApiAreServedHere() throws Exception {
        assertThat(get("/actuator/health").body()).contains("\"UP\"", "ripresa");
        assertThat(get("/actuator/prometheus").body())
                .contains("ripresa_tasks{", "ripresa_gates{", "ripresa_warnings ");
        assertThat(get("/api/v1/openapi").body())
                .contains(
                        "/api/v1/tasks",
                        "/api/v1/changes",
                        "/api/v1/policies/explain",
                        "/api/v1/worker/{action}",
                        "\"openapi\" : \"3.");
        assertThat(get("/").body()).contains("assets/app.js");
        assertThat(get("/actuator/env").statusCode()).isEqualTo(404);
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void whatWasTakenIsThereAfterARestart() throws Exception {
        ServerSettings elsewhere = settings().withDatabase("h2:" + folder.resolve("again"));
        URI first;
        try (RipresaServer once = RipresaServer.start(elsewhere)) {
            first = once.uri();
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(first.resolve("/api/v1/tasks"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"id\":\"kept\",\"type\":\"http\",\"payload\":{\"url\":\"http://"
                                                    + targetAddress() + "/invalid\"}}"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !once.ripresa()
                            .read()
                            .failuresOf(new TaskKey("native", "kept"))
                            .isEmpty());
        }
        try (RipresaServer again = RipresaServer.start(elsewhere)) {
            assertThat(again.ripresa().read().failuresOf(new TaskKey("native", "kept")))
                    .hasSize(1);
        }
    }
}
