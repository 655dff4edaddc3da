package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.web.RunningWeb.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
    void healthAndRecordsCanBeRead() throws Exception {
        assertThat(RunningWeb.get("/api/v1/health").json().path("healthy").asBoolean())
                .isTrue();
        assertThat(RunningWeb.get("/api/v1/gates").json().has("gates")).isTrue();
        assertThat(RunningWeb.get("/api/v1/attempts").json().has("attempts")).isTrue();
        assertThat(RunningWeb.get("/api/v1/incidents").json().has("incidents")).isTrue();
        assertThat(RunningWeb.get("/api/v1/journal?limit=1").json().has("next")).isTrue();
    }
}
