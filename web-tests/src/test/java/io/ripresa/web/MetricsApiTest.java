package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.web.RunningWeb.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MetricsApiTest {

    private static final String FIGURES = "/api/v1/metrics/recovery";

    @Test
    void figuresAreCountedPerWorkspaceAndUnknownWhereNothingWasCounted() throws Exception {
        RunningWeb.post(
                "/api/v1/tasks",
                "{\"id\":\"counted\",\"type\":\"call\",\"workspace\":\"counting\",\"payload\":{\"is\":\"bad\"}}");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> RunningWeb.get("/api/v1/tasks/counted").body().contains("QUARANTINED"));
        RunningWeb.post("/api/v1/tasks/script/counted/abandon", "{\"actor\":\"ann\",\"reason\":\"no use\"}");

        Answer answer = RunningWeb.get(FIGURES + "?workspace=counting&since=2026-01-01T00:00:00Z");

        JsonNode figures = answer.json();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(figures.path("interventionsAvoided").path("share").asDouble(-1))
                .as(answer.body())
                .isZero();
        assertThat(figures.path("interventionsAvoided").path("of").asLong()).isEqualTo(1);
        assertThat(figures.path("automaticRecovery").path("share").isNull()).isTrue();
        assertThat(figures.path("recovery")
                        .path("fromFailure")
                        .path("p50Seconds")
                        .isNull())
                .isTrue();
        JsonNode available = figures.path("availability").path("workspaces");
        assertThat(available.path("share").isNull() || available.path("share").asDouble() >= 0)
                .isTrue();
        assertThat(figures.path("availability")
                        .path("ripresa")
                        .path("watchedSeconds")
                        .asDouble(-1))
                .as(answer.body())
                .isNotNegative();
        assertThat(figures.path("counted").path("complete").asBoolean()).isTrue();
    }

    @Test
    void aTimeThatIsNoneIsNamedWithTheFix() throws Exception {
        Answer answer = RunningWeb.get(FIGURES + "?since=yesterday");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("since", "yesterday", "2026-03-01T12:00:00Z");
    }
}
