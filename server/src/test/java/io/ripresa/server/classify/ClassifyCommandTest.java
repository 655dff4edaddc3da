package io.ripresa.server.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClassifyCommandTest {

    private static final String REFUSED =
            "{\"id\": \"r-1\", \"type\": \"java.net.ConnectException\", \"message\": \"Connection refused: pay.acme.com:443\"}";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return new CommandLine(new ClassifyCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private String file(String... lines) throws IOException {
        return Files.write(folder.resolve("failures.jsonl"), List.of(lines)).toString();
    }

    private List<JsonNode> printed() {
        List<JsonNode> lines = new ArrayList<>();
        JsonMapper mapper = new JsonMapper();
        out.toString().lines().forEach(line -> lines.add(mapper.readTree(line)));
        return lines;
    }

    @Test
    void printsOneDiagnosisPerLineInOrder() throws IOException {
        int code = run(file(
                REFUSED,
                "{\"id\": 7, \"type\": null, \"message\": \"slow down\", \"http_status\": 429}",
                "",
                "{\"message\": \"deadlock detected\", \"sqlstate\": \"40P01\", \"runtime\": \"sql\"}"));

        assertThat(code).isZero();
        assertThat(err.toString()).isEmpty();
        List<JsonNode> lines = printed();
        assertThat(lines).hasSize(3);
        JsonNode first = lines.get(0);
        assertThat(first.propertyNames())
                .containsExactly(
                        "id",
                        "category",
                        "recoverability",
                        "transient",
                        "effect",
                        "dependency",
                        "retry_after_seconds",
                        "fingerprint",
                        "rules",
                        "explanation");
        assertThat(first.path("id").asString()).isEqualTo("r-1");
        assertThat(first.path("category").asString()).isEqualTo("NETWORK");
        assertThat(first.path("recoverability").asString()).isEqualTo("AUTO");
        assertThat(first.path("transient").asBoolean()).isTrue();
        assertThat(first.path("effect").asString()).isEqualTo("NONE");
        assertThat(first.path("dependency").asString()).isEqualTo("pay.acme.com:443");
        assertThat(first.path("retry_after_seconds").isNull()).isTrue();
        assertThat(first.path("fingerprint").asString()).matches("v\\d+:[0-9a-f]{16}");
        assertThat(first.path("rules").get(0).asString()).isEqualTo("net.refused");
        assertThat(first.path("explanation").asString()).contains("pay.acme.com:443");
        assertThat(lines.get(1).path("id").asInt()).isEqualTo(7);
        assertThat(lines.get(1).path("category").asString()).isEqualTo("RATE_LIMIT");
        assertThat(lines.get(2).path("id").isNull()).isTrue();
        assertThat(lines.get(2).path("category").asString()).isEqualTo("CONCURRENCY_CONFLICT");
    }

    @Test
    void onlyTheFactsOfTheFailureAreRead() throws IOException {
        run(file(
                "{\"id\": \"429 Too Many Requests\", \"source\": \"connection refused\", \"note\": \"deadlock detected\","
                        + " \"hard\": true, \"fidelity\": \"excerpt\", \"category\": \"TIMEOUT\", \"category_alt\": [\"AUTH\"],"
                        + " \"recovery\": \"AUTO\", \"transient\": true, \"type\": null, \"message\": \"lorem ipsum\","
                        + " \"stack\": null, \"http_status\": null, \"sqlstate\": null, \"runtime\": null}"));

        assertThat(printed().get(0).path("category").asString()).isEqualTo("UNKNOWN");
        assertThat(printed().get(0).path("transient").asBoolean()).isFalse();
    }

    @Test
    void aMalformedLineIsReportedWithItsNumberAndTheRestGoesOn() throws IOException {
        int code = run(file(
                REFUSED,
                "{\"id\": \"broken\"",
                "[1]",
                "{\"id\": \"x\", \"message\": {\"a\": 1}}",
                "{\"id\": \"x\", \"message\": \"m\", \"http_status\": \"teapot\"}",
                "{\"id\": \"x\"} {\"id\": \"y\"}",
                REFUSED));

        assertThat(code).isEqualTo(1);
        assertThat(printed()).hasSize(2);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("ripresa: line 2 is not well-formed JSON"),
                        line -> assertThat(line).startsWith("ripresa: line 3 is not a JSON object"),
                        line -> assertThat(line).startsWith("ripresa: line 4 has a \"message\" that is no text"),
                        line -> assertThat(line).contains("line 5", "\"teapot\"", "give a number"),
                        line -> assertThat(line).contains("line 6", "one object per line"));
    }

    @Test
    void theStackIsAListOrOneText() throws IOException {
        String type = "{\"type\": \"java.net.UnknownHostException\", \"message\": \"worker-7.acme.com\", \"stack\": ";
        String frame = "at java.base/java.net.InetAddress.getLocalHost(InetAddress.java:1)";
        run(file(type + "[\"" + frame + "\", null]}", type + "\"x\\n" + frame + "\"}", type + "[]}"));

        assertThat(printed().stream().map(line -> line.path("category").asString()))
                .containsExactly("CONFIGURATION", "CONFIGURATION", "NETWORK");
    }

    @Test
    void waitsCountFromTheTimeThatIsGiven() throws IOException {
        run(
                "--at",
                "2026-11-23T10:00:00Z",
                file(
                        "{\"http_status\": 429, \"message\": \"Rate limit reached. Please try again in 6.5s.\"}",
                        "{\"http_status\": 429, \"message\": \"rate limit exceeded, resets at 2026-11-23T10:02:00Z\"}"));

        assertThat(printed().stream()
                        .map(line -> line.path("retry_after_seconds").asLong()))
                .containsExactly(7L, 120L);
    }

    @Test
    void whatIsPrintedIsAsciiWhateverTheInput() throws IOException {
        run(file("{\"id\": \"é\\u2028\\\"\", \"message\": \"Connexion à базы refusée\"}"));

        assertThat(out.toString().chars().allMatch(c -> c < 128)).isTrue();
        assertThat(printed().get(0).path("id").asString()).isEqualTo("é\u2028\"");
    }

    @Test
    void aTableIsForPeople() throws IOException {
        int code = run("--table", file(REFUSED));

        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("ID").contains("CATEGORY", "WAIT"),
                        line -> assertThat(line)
                                .startsWith("r-1")
                                .contains("NETWORK", "AUTO", "NONE", "pay.acme.com:443", "net.refused"));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        String missing = folder.resolve("none.jsonl").toString();

        assertThat(run(missing)).isEqualTo(2);
        assertThat(err.toString()).contains(missing, "does not exist");
    }

    @Test
    void explainNamesTheRulesThatFiredAndThoseConsidered() throws IOException {
        run(
                "--explain",
                file("{\"type\": \"java.net.ConnectException\", \"message\": \"Connection refused by nobody\"}"));

        JsonNode line = printed().get(0);
        assertThat(line.path("rule_set").asString()).matches("[0-9a-f]{12}");
        assertThat(line.path("fired").get(0).asString()).isEqualTo("net.refused");
        assertThat(line.path("fired").size()).isGreaterThan(1);
        assertThat(line.path("considered").toString())
                .contains("net.refused-loopback")
                .doesNotContain("net.refused\"");
        out.getBuffer().setLength(0);

        run("--explain", "--table", file(REFUSED));
        assertThat(out.toString())
                .contains(
                        "  decided by net.refused: NETWORK AUTO, after POSIX.1-2017",
                        "  considered, and does not hold: ")
                .containsPattern("  rule set [0-9a-f]{12}");
    }

    @Test
    void explainTellsWherePrecedentsHadTheLastWord() throws IOException {
        String deceiving = file("{\"type\": \"RandomIdDuplicate\", \"http_status\": 500,"
                + " \"message\": \"You provided a random ID that was already used\"}");
        run("--explain", deceiving);

        JsonNode line = printed().get(0);
        assertThat(line.path("recoverability").asString()).isEqualTo("UNKNOWN");
        assertThat(line.path("transient").asBoolean()).isFalse();
        assertThat(line.path("rules").toString()).contains("\"http.500\"", "\"precedents.lasting\"");
        assertThat(line.path("explanation").asString()).contains("but too much of what failed in such words lasted");
        assertThat(line.path("precedents").path("odds").asDouble()).isLessThan(-0.15);
        assertThat(line.path("precedents").path("reasons").size()).isPositive();
        assertThat(line.path("precedents").path("learned_from").asString()).contains("labelled failures");
        out.getBuffer().setLength(0);

        run("--explain", "--table", deceiving);
        assertThat(out.toString()).contains("  precedents have the last word: precedents.lasting");
    }

    @Test
    void rulesOfOnesOwnDecide() throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), """
                rules:
                  - id: pay.closed
                    source: the bank's handbook
                    when: {says: connection refused pay}
                    category: AUTH
                    recoverability: AFTER_FIX
                """);

        assertThat(run("--rules", rules.toString(), file(REFUSED))).isZero();
        assertThat(printed().get(0).path("rules").get(0).asString()).isEqualTo("pay.closed");

        Files.writeString(rules, "rules: [{id: x}]");
        assertThat(run("--rules", rules.toString(), file(REFUSED))).isEqualTo(2);
        assertThat(err.toString()).contains("rules.yaml line 1 has no \"rules[x].category\"");
    }
}
