package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.CallHistory;
import io.ripresa.model.CallHistory.Usual;
import io.ripresa.model.CallHistory.Warning;
import io.ripresa.model.Dependency;
import io.ripresa.web.RunningWeb.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TaskApiTest {

    @Test
    void aTaskIsCreatedOnceAndKnownAfterwards() throws Exception {
        String body = "{\"id\":\"twice\",\"type\":\"call\",\"payload\":{\"to\":\"depot\"}}";

        Answer first = RunningWeb.post("/api/v1/tasks", body);
        Answer second = RunningWeb.post("/api/v1/tasks", body);

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text("key")).isEqualTo("script/twice");
        assertThat(first.json().path("created").asBoolean()).isTrue();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("created").asBoolean()).isFalse();
    }

    @Test
    void aListIsAnsweredAsAList() throws Exception {
        Answer answer = RunningWeb.post(
                "/api/v1/tasks",
                "[{\"id\":\"list-1\",\"type\":\"call\",\"payload\":\"x\",\"timeout\":\"5s\"},"
                        + "{\"id\":\"list-2\",\"type\":\"call\",\"workspace\":\"shop\",\"priority\":3}]");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("tasks").size()).isEqualTo(2);
        assertThat(answer.json().path("tasks").get(1).path("id").asString()).isEqualTo("list-2");
    }

    @Test
    void aTaskTellsItsRunsFailuresAndJournalButNotItsPayload() throws Exception {
        RunningWeb.post(
                "/api/v1/tasks",
                "{\"id\":\"told\",\"type\":\"call\",\"payload\":{\"card\":\"4111-secret\",\"is\":\"bad\"}}");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> RunningWeb.get("/api/v1/tasks/told").body().contains("QUARANTINED"));
        Answer answer = RunningWeb.get("/api/v1/tasks/script/told");

        assertThat(answer.json().path("task").path("disposition").asString()).isEqualTo("QUARANTINED");
        assertThat(answer.json().path("runs").size()).isEqualTo(1);
        assertThat(answer.json()
                        .path("failures")
                        .get(0)
                        .path("diagnosis")
                        .path("rules")
                        .size())
                .isPositive();
        assertThat(answer.json().path("journal").size()).isPositive();
        assertThat(answer.body()).doesNotContain("4111-secret");
    }

    @Test
    void tasksAreFoundByDispositionPageByPage() throws Exception {
        RunningWeb.post(
                "/api/v1/tasks",
                "[{\"id\":\"page-1\",\"type\":\"call\",\"workspace\":\"paged\"},"
                        + "{\"id\":\"page-2\",\"type\":\"call\",\"workspace\":\"paged\"},"
                        + "{\"id\":\"page-3\",\"type\":\"call\",\"workspace\":\"paged\"}]");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> RunningWeb.get("/api/v1/tasks?workspace=paged")
                                .json()
                                .path("tasks")
                                .size()
                        == 3);

        Answer first = RunningWeb.get("/api/v1/tasks?workspace=paged&limit=2&disposition=UNAFFECTED");
        Answer rest = RunningWeb.get("/api/v1/tasks?workspace=paged&limit=2&after=" + first.text("next"));

        assertThat(first.json().path("tasks").size()).isEqualTo(2);
        assertThat(rest.json().path("tasks").size()).isEqualTo(1);
        assertThat(rest.json().path("tasks").get(0).path("id").asString()).isEqualTo("page-3");
        assertThat(rest.json().has("next")).isFalse();
    }

    @Test
    void aPersonActsWithNameAndReason() throws Exception {
        RunningWeb.post("/api/v1/tasks", "{\"id\":\"acted\",\"type\":\"call\",\"payload\":\"bad\"}");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> RunningWeb.get("/api/v1/tasks/acted").body().contains("QUARANTINED"));

        Answer anonymous = RunningWeb.post("/api/v1/tasks/acted/abandon", "{\"reason\":\"no longer wanted\"}");
        Answer abandoned =
                RunningWeb.post("/api/v1/tasks/acted/abandon", "{\"actor\":\"anna\",\"reason\":\"no longer wanted\"}");
        Answer again =
                RunningWeb.post("/api/v1/tasks/acted/retry", "{\"actor\":\"anna\",\"reason\":\"changed my mind\"}");

        assertThat(anonymous.status()).isEqualTo(400);
        assertThat(anonymous.text("field")).isEqualTo("actor");
        assertThat(abandoned.status()).isEqualTo(200);
        assertThat(abandoned.text("disposition")).isEqualTo("ABANDONED");
        assertThat(again.status()).isEqualTo(409);
        assertThat(RunningWeb.get("/api/v1/tasks/acted").body()).contains("anna");
    }

    @Test
    void theKillSwitchIsTurnedAndShown() throws Exception {
        Answer stopped = RunningWeb.post(
                "/api/v1/control", "{\"stopped\":true,\"actor\":\"anna\",\"reason\":\"drill\",\"keepHolds\":false}");
        Answer overview = RunningWeb.get("/api/v1/overview");
        Answer resumed =
                RunningWeb.post("/api/v1/control", "{\"stopped\":false,\"actor\":\"anna\",\"reason\":\"drill over\"}");

        assertThat(stopped.json().path("stopped").asBoolean()).isTrue();
        assertThat(overview.json().path("story").path("text").asString()).contains("Stopped by anna: drill");
        assertThat(resumed.json().path("stopped").asBoolean()).isFalse();
    }

    @Test
    void anEarlyWarningIsShownAndIsNoMatterOfHealth() throws Exception {
        Dependency dependency = new Dependency("warned.example:443");
        Usual usual = new Usual(20_000, 400, 600, 8);
        RunningWeb.calls(
                dependency,
                new CallHistory(usual, Instant.EPOCH, List.of(), new Warning(Instant.EPOCH, 200, 24, Usual.NONE)));
        Answer gates = RunningWeb.get("/api/v1/gates");
        // The picture may be a moment old.
        Answer overview = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> RunningWeb.get("/api/v1/overview"),
                        answer -> answer.body().contains(dependency.name()));
        Answer health = RunningWeb.get("/api/v1/health");
        RunningWeb.calls(dependency, CallHistory.NONE);

        for (Answer answer : List.of(gates, overview)) {
            JsonNode warning = gate(answer, dependency).path("warning");
            assertThat(warning.path("since").asString()).isEqualTo("1970-01-01T00:00:00Z");
            assertThat(warning.path("calls").asInt()).isEqualTo(200);
            assertThat(warning.path("failed").asInt()).isEqualTo(24);
            assertThat(warning.path("usualShare").asDouble()).isEqualTo(0.02);
            assertThat(warning.path("usually").asString()).isEqualTo("1 in 50");
        }
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body())
                .contains(
                        "More often than usual: of the latest 200 calls of warned.example:443 24 failed, usually 1 in 50.");
        assertThat(gate(RunningWeb.get("/api/v1/gates"), dependency).has("warning"))
                .isFalse();
    }

    private static JsonNode gate(Answer answer, Dependency dependency) {
        for (JsonNode gate : answer.json().path("gates")) {
            if (gate.path("key").asString().equals(dependency.name())) {
                return gate;
            }
        }
        throw new AssertionError("no gate " + dependency + " in " + answer.body());
    }

    @Test
    void healthAndRecordsCanBeRead() throws Exception {
        assertThat(RunningWeb.get("/api/v1/health").json().path("healthy").asBoolean())
                .isTrue();
        assertThat(RunningWeb.get("/api/v1/gates").json().has("gates")).isTrue();
        assertThat(RunningWeb.get("/api/v1/attempts").json().has("attempts")).isTrue();
        assertThat(RunningWeb.get("/api/v1/incidents").json().has("incidents")).isTrue();
        assertThat(RunningWeb.get("/api/v1/journal?limit=1").json().has("next")).isTrue();
    }
}
