package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.orchestrate.PolicyLedger;
import io.ripresa.policy.PolicyKey;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.policy.PolicyScope;
import io.ripresa.web.RunningWeb.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PolicyApiTest {

    private static final String POLICIES = "/api/v1/policies";

    @Test
    void thePresentVersionIsToldAndExplained() throws Exception {
        PolicyScope scope =
                new PolicyScope("ann's", "statement", Category.TIMEOUT, new Dependency("policies.example:443"));
        PolicyLedger.Version version = RunningWeb.policies()
                .accept(
                        List.of(new PolicyOverride(
                                scope, Map.of(PolicyKey.MODE, "SUGGEST", PolicyKey.BACK_OFF, "1m, 2m"))),
                        "ann");

        Answer told = RunningWeb.get(POLICIES);
        assertThat(told.status()).as(told.body()).isEqualTo(200);
        assertThat(told.json().path("version").asLong()).isEqualTo(version.number());
        assertThat(told.text("author")).isEqualTo("ann");
        assertThat(told.text("at")).isEqualTo(String.valueOf(version.at()));
        assertThat(told.json().path("defaults").path("canaries.longest").asString())
                .isEqualTo("1s");
        JsonNode override = told.json().path("overrides").path(0);
        assertThat(override.path("scope").path("dependency").asString()).isEqualTo("policies.example:443");
        assertThat(override.path("values").path("attempts.back-off").asString()).isEqualTo("1m, 2m");

        Answer explained = RunningWeb.get(POLICIES + "/explain?workspace=ann%27s&type=statement&category=timeout"
                + "&dependency=Policies.example:443");
        assertThat(value(explained, "mode").toString())
                .contains(
                        "\"value\":\"SUGGEST\"",
                        "\"origin\":\"override\"",
                        "\"override\":1",
                        "\"workspace\":\"ann's\"");
        assertThat(value(explained, "attempts.limit").toString())
                .isEqualTo("{\"key\":\"attempts.limit\",\"value\":\"3\",\"origin\":\"default\"}");
        Answer other = RunningWeb.get(POLICIES + "/explain?workspace=ann%27s&type=statement");
        assertThat(value(other, "mode").path("origin").asString()).isEqualTo("default");
    }

    @Test
    void whatIsWrongIsNamedWithItsValueAndTheFix() throws Exception {
        assertRefused("?type=a", "workspace", "missing");
        assertRefused("?workspace=a", "type", "missing");
        assertRefused("?workspace=a&type=b&category=rain", "category", "rain", "NETWORK");
        assertRefused("?workspace=a&type=b&dependency=%20", "dependency", "payments.example:443");
    }

    private static void assertRefused(String query, String... words) throws Exception {
        Answer answer = RunningWeb.get(POLICIES + "/explain" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(words);
    }

    private static JsonNode value(Answer answer, String key) {
        for (JsonNode each : answer.json().path("values")) {
            if (each.path("key").asString().equals(key)) {
                return each;
            }
        }
        throw new AssertionError("no " + key + " in " + answer.body());
    }
}
