package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.Finding;
import io.ripresa.model.Measured;
import io.ripresa.model.Mode;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.web.RunningWeb.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WorkspaceApiTest {

    private static final String WORKSPACES = "/api/v1/workspaces";

    private static void submit(String id, String workspace, String is) throws Exception {
        Answer answer = RunningWeb.post(
                "/api/v1/tasks",
                "{\"id\":\"" + id + "\",\"type\":\"call\",\"workspace\":\"" + workspace + "\",\"payload\":{\"is\":\""
                        + is + "\"}}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> RunningWeb.get(WORKSPACES + "/" + workspace).status() == 200);
    }

    @Test
    void aWorkspaceTellsWhatIsWrongAndWhatThatTakesFromItsScore() throws Exception {
        submit("ws-fine", "ailing", "fine");
        submit("ws-bad", "ailing", "bad");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> RunningWeb.get("/api/v1/tasks/ws-bad").body().contains("QUARANTINED"));

        Answer answer = RunningWeb.get(WORKSPACES + "/ailing");

        JsonNode ailing = answer.json();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(ailing.path("workspace").asString()).isEqualTo("ailing");
        assertThat(ailing.path("score").asInt()).as(answer.body()).isEqualTo(85);
        assertThat(ailing.path("healthy").asBoolean()).isTrue();
        assertThat(ailing.path("tasks").asInt()).isEqualTo(2);
        assertThat(ailing.path("pausedBy").isNull()).isTrue();
        JsonNode deduction = ailing.path("deductions").get(0);
        assertThat(deduction.path("kind").asString()).isEqualTo("QUARANTINED");
        assertThat(deduction.path("level").asString()).isEqualTo("WARNING");
        assertThat(deduction.path("points").asInt()).isEqualTo(15);
        JsonNode finding = ailing.path("findings").get(0);
        assertThat(finding.path("affected").asInt()).isEqualTo(1);
        assertThat(finding.path("strategy").asString()).isEqualTo("MANUAL_INTERVENTION");
        assertThat(finding.path("actsByItself").asBoolean(true)).isFalse();
        assertThat(finding.path("confidence").isNull()).isTrue();
        assertThat(finding.path("sentence").asString()).startsWith("1 task is set aside");
    }

    @Test
    void aPersonPausesAndResumes() throws Exception {
        submit("ws-pause", "pausing", "fine");

        Answer paused =
                RunningWeb.post(WORKSPACES + "/pausing/pause", "{\"actor\":\"ann\",\"reason\":\"stock-taking\"}");

        assertThat(paused.status()).as(paused.body()).isEqualTo(200);
        assertThat(paused.text("state")).isEqualTo("PAUSED");
        assertThat(paused.text("pausedBy")).isEqualTo("ann");
        assertThat(paused.json().path("reasons").get(0).asString()).isEqualTo("Paused by ann: stock-taking");
        assertThat(RunningWeb.get(WORKSPACES + "/pausing").text("pausedBy")).isEqualTo("ann");

        Answer resumed = RunningWeb.post(WORKSPACES + "/pausing/resume", "{\"actor\":\"bob\",\"reason\":\"done\"}");
        assertThat(resumed.status()).as(resumed.body()).isEqualTo(200);
        assertThat(resumed.json().path("pausedBy").isNull()).isTrue();
        assertThat(resumed.text("state")).isEqualTo("ACTIVE");
        assertThat(RunningWeb.post(WORKSPACES + "/pausing/resume", "{\"actor\":\"bob\",\"reason\":\"done\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aPersonHasAStrategyCarriedOutAndLetsATaskGo() throws Exception {
        submit("ws-aside", "repeating", "fine");
        String person = "{\"actor\":\"ann\",\"reason\":\"the import ran twice\"}";

        Answer done = RunningWeb.post(WORKSPACES + "/repeating/strategies/DUPLICATE_PARKING", person);

        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.text("done")).isEqualTo("2 duplicates are set aside.");
        Answer none = RunningWeb.post(WORKSPACES + "/repeating/strategies/CLEAN_UP", person);
        assertThat(none.status()).as(none.body()).isEqualTo(409);
        Answer unknown = RunningWeb.post(WORKSPACES + "/repeating/strategies/STATUS_RESET", person);
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.body()).contains("Use one of [DUPLICATE_PARKING, LIMIT_INCREASE, CLEAN_UP].");

        assertThat(RunningWeb.post("/api/v1/tasks/ws-aside/let-go", person).status())
                .isEqualTo(200);
        submit("ws-not-aside", "repeating", "fine");
        assertThat(RunningWeb.post("/api/v1/tasks/ws-not-aside/let-go", person).status())
                .isEqualTo(409);
    }

    @Test
    void whatIsSuggestedSaysWhatToCallUntilItGoesByItself() {
        assertThat(view(Measured.UNKNOWN, Mode.ACT).suggestion())
                .isEqualTo("workspaces/a%2Fb/strategies/DUPLICATE_PARKING");
        assertThat(view(Measured.UNKNOWN, Mode.ACT).actsByItself()).isFalse();
        assertThat(view(new Measured(20, 20), Mode.SUGGEST).suggestion()).isNotNull();
        assertThat(view(new Measured(20, 20), Mode.ACT).suggestion()).isNull();
        assertThat(view(new Measured(20, 20), Mode.ACT).actsByItself()).isTrue();
    }

    private static WorkspaceController.FindingView view(Measured outcomes, Mode mode) {
        Finding finding = new Finding(
                Finding.Kind.DUPLICATES,
                Finding.Level.WARNING,
                2,
                WorkspaceStrategy.DUPLICATE_PARKING,
                outcomes,
                Instant.EPOCH,
                "2 tasks repeat others.");
        return WorkspaceController.FindingView.of("a/b", finding, mode);
    }

    @Test
    void whoeverIsSignedInIsWhoPauses() throws Exception {
        submit("ws-signed", "signed", "fine");

        Answer paused = RunningWeb.post(
                WORKSPACES + "/signed/pause", "{\"actor\":\"mallory\",\"reason\":\"x\"}", RunningWeb.USER, "ann");
        RunningWeb.post(WORKSPACES + "/signed/resume", "{\"actor\":\"ann\",\"reason\":\"x\"}");

        assertThat(paused.text("pausedBy")).isEqualTo("ann");
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        assertThat(RunningWeb.get(WORKSPACES + "/nowhere").status()).isEqualTo(404);
        assertThat(RunningWeb.post(WORKSPACES + "/nowhere/pause", "{\"actor\":\"ann\",\"reason\":\"x\"}")
                        .status())
                .isEqualTo(404);
        Answer nameless = RunningWeb.post(WORKSPACES + "/nowhere/pause", "{\"reason\":\"x\"}");
        assertThat(nameless.status()).isEqualTo(400);
        assertThat(nameless.body()).contains("actor");
    }

    @Test
    void theListIsReadPageByPage() throws Exception {
        submit("ws-a", "page-a", "fine");
        submit("ws-b", "page-b", "fine");

        List<String> names = new ArrayList<>();
        String after = "";
        do {
            Answer page = RunningWeb.get(WORKSPACES + "?limit=1&after=" + after);
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            page.json()
                    .path("workspaces")
                    .forEach(one -> names.add(one.path("workspace").asString()));
            after = page.text("next");
        } while (!after.isEmpty());

        assertThat(names).isSorted().contains("page-a", "page-b").doesNotHaveDuplicates();
        assertThat(RunningWeb.get(WORKSPACES + "?limit=0").status()).isEqualTo(400);
    }
}
