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
import java.nio.file.Path;
import java.time.Duration;
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
        server = RipresaServer.start(settings());
    }

    private static ServerSettings settings() {
        return ServerSettings.DEFAULT
                .withPort(0)
                .withDatabase("h2:" + folder.resolve("ripresa"))
                .withHttpAllow(List.of(targetAddress()));
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

    private static HttpResponse<String> submit(String id, String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.uri().resolve("/api/v1/tasks"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"id\":\"" + id
                                        + "\",\"type\":\"http\",\"payload\":{\"method\":\"GET\",\"url\":\"" + url
                                        + "\"}}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aSubmittedHttpTaskIsRunAndTold() throws Exception {
        HttpResponse<String> accepted = submit("call-1", "http://" + targetAddress() + "/ok");

        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/api/v1/tasks/call-1").body().contains("\"SUCCEEDED\""));
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
    void healthMetricsAndOpenApiAreServedHere() throws Exception {
        assertThat(get("/actuator/health").body()).contains("\"UP\"", "ripresa");
        assertThat(get("/actuator/prometheus").body())
                .contains("ripresa_tasks{", "ripresa_gates{", "ripresa_warnings ");
        assertThat(get("/api/v1/openapi").body())
                .contains("/api/v1/tasks", "/api/v1/changes", "/api/v1/policies/explain", "\"openapi\" : \"3.");
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
