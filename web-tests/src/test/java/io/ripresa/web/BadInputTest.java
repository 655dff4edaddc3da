package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.web.RunningWeb.Answer;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every bad request is answered by a problem that names field, value and fix, and leaves nothing behind. */
class BadInputTest {

    private int knownBefore;

    @BeforeEach
    void count() {
        knownBefore = RunningWeb.tasks().known();
    }

    @AfterEach
    void nothingWasStored() {
        assertThat(RunningWeb.tasks().known()).isEqualTo(knownBefore);
    }

    private static void assertProblem(Answer answer, int status, String field, String... words) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(answer.body()).contains(words).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @Test
    void malformedJson() throws Exception {
        Answer answer = RunningWeb.post("/api/v1/tasks", "{\"id\":\"x\",\n \"type\" \"call\"}");

        assertProblem(answer, 400, "", "line 2", "quotes, commas and brackets");
    }

    @Test
    void noBody() throws Exception {
        assertProblem(RunningWeb.post("/api/v1/tasks", ""), 400, "", "no body", "Send a JSON object");
    }

    @Test
    void unknownField() throws Exception {
        Answer answer = RunningWeb.post("/api/v1/tasks", "{\"id\":\"x\",\"type\":\"call\",\"prio\":1}");

        assertProblem(answer, 400, "prio", "not known", "priority");
    }

    @Test
    void unknownFieldOfOneInAListTakesNone() throws Exception {
        Answer answer = RunningWeb.post(
                "/api/v1/tasks", "[{\"id\":\"x1\",\"type\":\"call\"},{\"id\":\"x2\",\"type\":\"call\",\"prio\":1}]");

        assertProblem(answer, 400, "[1].prio", "not known");
    }

    @Test
    void doubledField() throws Exception {
        Answer answer = RunningWeb.post("/api/v1/tasks", "{\"id\":\"x\",\"id\":\"y\",\"type\":\"call\"}");

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void missingField() throws Exception {
        assertProblem(RunningWeb.post("/api/v1/tasks", "{\"id\":\"x\"}"), 400, "type", "missing", "Add");
    }

    @Test
    void valueOfAnotherKind() throws Exception {
        Answer priority = RunningWeb.post("/api/v1/tasks", "{\"id\":\"x\",\"type\":\"call\",\"priority\":\"high\"}");
        Answer effects = RunningWeb.post("/api/v1/tasks", "{\"id\":\"x\",\"type\":\"call\",\"sideEffects\":\"NONE\"}");
        Answer timeout = RunningWeb.post("/api/v1/tasks", "{\"id\":\"x\",\"type\":\"call\",\"timeout\":\"soon\"}");
        Answer expires = RunningWeb.post("/api/v1/tasks", "{\"id\":\"x\",\"type\":\"call\",\"expiresAt\":\"noon\"}");

        assertProblem(priority, 400, "priority", "high");
        assertProblem(effects, 400, "sideEffects", "NONE", "IDEMPOTENT, KEYED, UNSAFE");
        assertProblem(timeout, 400, "timeout", "soon", "30s");
        assertProblem(expires, 400, "expiresAt", "noon", "2026-");
    }

    @Test
    void unknownTypeAndControlCharacters() throws Exception {
        Answer type = RunningWeb.post("/api/v1/tasks", "{\"id\":\"x\",\"type\":\"fly\"}");
        Answer id = RunningWeb.post("/api/v1/tasks", "{\"id\":\"x\\ny\",\"type\":\"call\"}");

        assertProblem(type, 400, "", "fly", "known types");
        assertProblem(id, 400, "", "control character");
    }

    @Test
    void oversizePayload() throws Exception {
        String body = "{\"id\":\"x\",\"type\":\"call\",\"payload\":\"" + "p".repeat(65_537) + "\"}";

        assertProblem(
                RunningWeb.post("/api/v1/tasks", body), 413, "payload", "65537 bytes", "at most 65536", "reference");
    }

    @Test
    void oversizeRequest() throws Exception {
        String body = "{\"id\":\"x\",\"type\":\"call\",\"payload\":\"" + "p".repeat(RunningWeb.MAX_REQUEST) + "\"}";

        assertProblem(RunningWeb.post("/api/v1/tasks", body), 413, "body", "larger than " + RunningWeb.MAX_REQUEST);
    }

    @Test
    void oversizeRequestThatDoesNotSayItsLength() throws Exception {
        byte[] body = ("{\"id\":\"x\",\"type\":\"call\",\"payload\":\"" + "p".repeat(RunningWeb.MAX_REQUEST) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        Answer answer = RunningWeb.send(HttpRequest.newBuilder(RunningWeb.uri("/api/v1/tasks"))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                .setHeader("Content-Type", "application/json")
                .build());

        assertProblem(answer, 413, "body", "larger than");
    }

    @Test
    void anotherContentType() throws Exception {
        Answer form = RunningWeb.post(
                "/api/v1/tasks",
                "{\"id\":\"x\",\"type\":\"call\"}",
                "Content-Type",
                "application/x-www-form-urlencoded");
        Answer text =
                RunningWeb.post("/api/v1/tasks", "{\"id\":\"x\",\"type\":\"call\"}", "Content-Type", "text/plain");

        assertProblem(form, 415, "Content-Type", "application/x-www-form-urlencoded", "application/json");
        assertProblem(text, 415, "Content-Type", "text/plain");
    }

    @Test
    void aHostNameThatIsNotOurs() throws Exception {
        String refused =
                RunningWeb.raw("GET /api/v1/overview HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n");
        String allowed =
                RunningWeb.raw("GET /api/v1/health HTTP/1.1\r\nHost: ripresa.test:99\r\nConnection: close\r\n\r\n");

        assertThat(refused).startsWith("HTTP/1.1 403").contains("evil.test", "allowed-hosts");
        assertThat(allowed).startsWith("HTTP/1.1 200");
    }

    @Test
    void aPageOfAnotherOrigin() throws Exception {
        String body = "{\"id\":\"x\",\"type\":\"call\"}";
        Answer foreign = RunningWeb.post("/api/v1/tasks", body, "Origin", "http://evil.test");
        Answer otherPort = RunningWeb.post("/api/v1/tasks", body, "Origin", "http://localhost:1");
        Answer hidden = RunningWeb.post("/api/v1/tasks", body, "Origin", "null");
        Answer fetched = RunningWeb.post("/api/v1/tasks", body, "Sec-Fetch-Site", "cross-site");

        assertProblem(foreign, 403, "Origin", "http://evil.test");
        assertProblem(otherPort, 403, "Origin", "localhost:1");
        assertProblem(hidden, 403, "Origin", "null");
        assertProblem(fetched, 403, "Origin", "another origin");
    }

    @Test
    void ourOwnOriginMayChange() throws Exception {
        Answer answer =
                RunningWeb.post("/api/v1/tasks", "{\"id\":\"\"}", "Origin", "http://localhost:" + RunningWeb.port());

        assertProblem(answer, 400, "id", "missing or empty");
    }

    @Test
    void unknownAddressesTasksAndParameters() throws Exception {
        assertProblem(RunningWeb.get("/api/v1/nowhere"), 404, "address", "/api/v1/nowhere");
        assertProblem(RunningWeb.get("/api/v1/tasks/nobody"), 404, "id", "script/nobody");
        assertProblem(RunningWeb.get("/api/v1/incidents/inc-0"), 404, "id", "inc-0");
        assertProblem(RunningWeb.get("/api/v1/tasks?limit=0"), 400, "limit", "outside 1 to 1000");
        assertProblem(RunningWeb.get("/api/v1/tasks?limit=many"), 400, "limit", "many", "whole number");
        assertProblem(RunningWeb.get("/api/v1/tasks?disposition=LOST"), 400, "disposition", "LOST", "QUARANTINED");
        assertProblem(
                RunningWeb.post("/api/v1/tasks/a/b/c", "{\"actor\":\"anna\",\"reason\":\"r\"}"), 404, "id", "a/b");
    }
}
