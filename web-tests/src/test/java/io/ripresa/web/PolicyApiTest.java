package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.orchestrate.PolicyLedger;
import io.ripresa.policy.PolicyKey;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.policy.PolicyScope;
import io.ripresa.web.RunningWeb.Answer;
import java.net.http.HttpRequest;
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

    @Test
    void whatIsGivenAppliesIsToldAndCanBeGivenBack() throws Exception {
        Answer before = RunningWeb.get(POLICIES);
        long version = before.json().path("version").asLong();
        String overrides = "[{\"number\":1,\"scope\":{\"workspace\":\"put here\",\"category\":\"timeout\"},"
                + "\"values\":{\"mode\":\"SUGGEST\",\"rollout-percent\":10,\"attempts.back-off\":[\"1m\",\"2m\"]}}]";

        Answer given = put("{\"overrides\":" + overrides + ",\"version\":" + version + ",\"actor\":\"ann\"}");

        assertThat(given.status()).as(given.body()).isEqualTo(200);
        assertThat(given.json().path("version").asLong()).isEqualTo(version + 1);
        assertThat(given.text("author")).isEqualTo("ann");
        Answer explained = RunningWeb.get(POLICIES + "/explain?workspace=put%20here&type=a&category=TIMEOUT");
        assertThat(value(explained, "mode").path("value").asString()).isEqualTo("SUGGEST");
        assertThat(value(explained, "rollout-percent").path("value").asString()).isEqualTo("10");
        assertThat(value(explained, "attempts.back-off").path("value").asString())
                .isEqualTo("1m, 2m");

        Answer again = put("{\"overrides\":" + given.json().path("overrides") + ",\"actor\":\"bob\"}");
        assertThat(again.json().path("version").asLong())
                .as("the same is no new version")
                .isEqualTo(version + 1);

        Answer late = put("{\"overrides\":[],\"version\":" + version + ",\"actor\":\"bob\"}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body()).contains("is not the latest: version " + (version + 1) + " is");
        assertThat(put("{\"overrides\":[],\"actor\":\"ann\"}").status()).isEqualTo(200);
    }

    @Test
    void whatCannotBeTakenIsNamedWithItsPlaceAndNothingChanges() throws Exception {
        String before = RunningWeb.get(POLICIES).body();

        refusedToTake("{\"actor\":\"ann\"}", "overrides", "missing");
        refusedToTake("{\"overrides\":[]}", "actor", "missing");
        refusedToTake(one("{}", "{\"mode\":\"ACT\"}"), "overrides[0]", "names neither workspace");
        refusedToTake(one("{\"workspace\":\"a\"}", "{\"mood\":\"ACT\"}"), "overrides[0].values", "mood", "mode");
        refusedToTake(
                one("{\"workspace\":\"a\"}", "{\"mode\":\"PERHAPS\"}"),
                "overrides[0].values.mode",
                "PERHAPS",
                "Give OFF, OBSERVE, SUGGEST or ACT.");
        refusedToTake(one("{\"workspace\":\"a\"}", "{\"mode\":true}"), "overrides[0].values.mode", "Give a text");
        refusedToTake(one("{\"category\":\"rain\"}", "{\"mode\":\"ACT\"}"), "overrides[0].scope.category", "NETWORK");
        refusedToTake(
                one("{\"workspace\":\"a\"}", "{\"ramp.cut\":0.5}"), "overrides[0].values.ramp.cut", "dependency alone");
        String same = "{\"scope\":{\"workspace\":\"a\"},\"values\":{\"mode\":\"ACT\"}}";
        refusedToTake("{\"overrides\":[" + same + "," + same + "],\"actor\":\"ann\"}", "overrides[1]", "workspace a");

        assertThat(RunningWeb.get(POLICIES).body()).isEqualTo(before);
    }

    @Test
    void whatPoliciesWouldHaveDoneIsAskedWithoutChangingAnything() throws Exception {
        String before = RunningWeb.get(POLICIES).body();
        String body = one("{\"workspace\":\"a\"}", "{\"mode\":\"OBSERVE\"}");

        Answer answer = RunningWeb.post(POLICIES + "/dry-run?since=24h", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("complete").asBoolean()).isTrue();
        assertThat(answer.json().path("attempts").asLong())
                .isEqualTo(answer.json().path("recovered").asLong()
                        + answer.json().path("failed").asLong());
        assertThat(RunningWeb.get(POLICIES).body()).isEqualTo(before);
        for (String since : List.of("tomorrow", "-3d", "2999-01-01T00:00:00Z")) {
            Answer refused = RunningWeb.post(POLICIES + "/dry-run?since=" + since, body);
            assertThat(refused.status()).as(since).isEqualTo(400);
            assertThat(refused.text("field")).isEqualTo("since");
        }
    }

    private static String one(String scope, String values) {
        return "{\"overrides\":[{\"scope\":" + scope + ",\"values\":" + values + "}],\"actor\":\"ann\"}";
    }

    private static void refusedToTake(String body, String field, String... words) throws Exception {
        Answer answer = put(body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("field")).as(answer.body()).isEqualTo(field);
        assertThat(answer.body()).contains(words);
    }

    private static Answer put(String body) throws Exception {
        return RunningWeb.send(HttpRequest.newBuilder(RunningWeb.uri(POLICIES))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .setHeader("Content-Type", "application/json")
                .build());
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
