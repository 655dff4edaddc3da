package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.web.RunningWeb.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeApiTest {

    private static final String CHANGES = "/api/v1/changes";

    @Test
    void aChangeIsTakenOnceAndListed() throws Exception {
        String body = "{\"id\":\"rotation-7\",\"kind\":\"credential\",\"actor\":\"ann\",\"description\":\"new token\","
                + "\"scope\":{\"workspace\":\"shop\",\"types\":[\"call\"],\"dependency\":\"Pay.example:443\"},"
                + "\"at\":\"2026-01-05T10:00:00Z\"}";

        Answer first = RunningWeb.post(CHANGES, body);
        Answer second = RunningWeb.post(CHANGES, body);

        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(first.text("kind")).isEqualTo("credential");
        assertThat(first.json().path("scope").path("dependency").asString()).isEqualTo("pay.example:443");
        assertThat(first.text("at")).isEqualTo("2026-01-05T10:00:00Z");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(RunningWeb.get(CHANGES).body()).containsOnlyOnce("rotation-7");
    }

    @Test
    void whatIsNotSaidIsNowAndHasAnId() throws Exception {
        Answer answer =
                RunningWeb.post(CHANGES, "{\"kind\":\"DEPLOY\",\"actor\":\"ann\",\"scope\":{\"types\":[\"invoice\"]}}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.text("id")).startsWith("change-");
        assertThat(answer.text("at")).isEqualTo(answer.text("reportedAt"));
        assertThat(answer.text("actor")).isEqualTo("ann");
    }

    @Test
    void whatIsWrongIsNamedWithItsValueAndTheFix() throws Exception {
        String scope = "\"scope\":{\"workspace\":\"shop\"}";
        Map<String, List<String>> wrong = Map.of(
                "{\"kind\":\"repair\",\"actor\":\"ann\"," + scope + "}",
                List.of("kind", "repair", "deploy, credential, limit, configuration"),
                "{\"actor\":\"ann\"," + scope + "}",
                List.of("kind", "missing", "deploy, credential, limit, configuration"),
                "{\"kind\":\"deploy\",\"actor\":\"ann\"}",
                List.of("scope", "missing", "workspace"),
                "{\"kind\":\"deploy\",\"actor\":\"ann\",\"scope\":{}}",
                List.of("scope", "names nothing", "types"),
                "{\"kind\":\"deploy\",\"actor\":\"ann\",\"scope\":{\"types\":[\"\"]}}",
                List.of("scope.types", "names nothing", "leave the field out"),
                "{\"kind\":\"deploy\",\"actor\":\"ann\",\"scope\":{\"dependency\":\" \"}}",
                List.of("scope.dependency", "names nothing", "payments.internal:443"),
                "{\"kind\":\"deploy\"," + scope + "}",
                List.of("actor", "missing", "who"),
                "{\"kind\":\"deploy\",\"actor\":\"ann\",\"at\":\"2999-01-01T00:00:00Z\"," + scope + "}",
                List.of("at", "2999-01-01", "taken effect"),
                "{\"kind\":\"deploy\",\"actor\":\"ann\",\"id\":\"a\\nb\"," + scope + "}",
                List.of("id", "a b", "one line"),
                "{\"kind\":\"deploy\",\"actor\":\"ann\",\"when\":\"now\"," + scope + "}",
                List.of("when", "not known", "at"));
        for (Map.Entry<String, List<String>> one : wrong.entrySet()) {
            Answer answer = RunningWeb.post(CHANGES, one.getKey());
            assertThat(answer.status()).as(one.getKey()).isEqualTo(400);
            assertThat(answer.contentType()).startsWith("application/problem+json");
            assertThat(answer.text("field"))
                    .as(answer.body())
                    .isEqualTo(one.getValue().get(0));
            assertThat(answer.body())
                    .contains(one.getValue().get(1), one.getValue().get(2));
        }
    }

    @Test
    void anIdBelongsToOneChange() throws Exception {
        String body = "{\"id\":\"one\",\"kind\":\"%s\",\"actor\":\"ann\",\"scope\":{\"workspace\":\"shop\"}}";
        RunningWeb.post(CHANGES, body.formatted("deploy"));

        Answer other = RunningWeb.post(CHANGES, body.formatted("limit"));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("field")).isEqualTo("id");
        assertThat(other.body()).contains("deploy of workspace shop", "an id of its own");
    }
}
