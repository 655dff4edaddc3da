package io.ripresa.server.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PolicyCommandTest {

    @TempDir
    Path folder;

    private String file;

    @BeforeEach
    void file() throws IOException {
        file = Files.writeString(folder.resolve("policies.yaml"), """
                policies:
                  - {workspace: orders, mode: OBSERVE, attempts: {limit: 2}}
                  - {workspace: orders, category: NETWORK, mode: SUGGEST}
                """).toString();
    }

    private record Result(int code, String out, String err) {}

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(new PolicyCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
        return new Result(code, out.toString(), err.toString());
    }

    @Test
    void eachValueIsToldWithWhereItComesFrom() {
        Result result = run("explain", "--workspace", "orders", "--type", "x", "--policies", file);
        assertThat(result.code()).isZero();
        assertThat(result.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
                .contains(
                        "mode | OBSERVE | override 1 (workspace orders)",
                        "attempts.limit | 2 | override 1 (workspace orders)",
                        "attempts.back-off | 5m, 15m, 45m | default");
    }

    @Test
    void asJsonForPrograms() {
        Result result = run(
                "explain",
                "--workspace",
                "orders",
                "--type",
                "x",
                "--category",
                "network",
                "--policies",
                file,
                "--json");
        assertThat(result.code()).isZero();
        JsonNode mode = new JsonMapper().readTree(result.out()).path("values").path(0);
        assertThat(mode.path("value").asString()).isEqualTo("SUGGEST");
        assertThat(mode.path("override").asInt()).isEqualTo(2);
        assertThat(mode.path("scope").path("category").asString()).isEqualTo("NETWORK");
    }

    @Test
    void withoutAFileTheDefaultsApply() {
        Result result = run("explain", "--workspace", "a", "--type", "b", "--dependency", "d:1");
        assertThat(result.code()).isZero();
        assertThat(result.out().lines()).allMatch(line -> line.endsWith("  default"));
    }

    @Test
    void aPresetIsToldToBeWhereValuesComeFrom() {
        Result table =
                run("explain", "--workspace", "orders", "--type", "x", "--preset", "ancestor", "--policies", file);
        assertThat(table.code()).isZero();
        assertThat(table.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
                .contains(
                        "mode | OBSERVE | override 1 (workspace orders)",
                        "attempts.back-off | 5m, 15m, 45m | preset ancestor",
                        "canaries.shortest | 5m | preset ancestor",
                        "ramp.growth | 1.25 | default");

        Result json = run("explain", "--workspace", "a", "--type", "b", "--preset", "ancestor", "--json");
        assertThat(new JsonMapper().readTree(json.out()).path("values"))
                .filteredOn(value -> value.path("preset").asString("").equals("ancestor"))
                .extracting(
                        value -> value.path("key").asString(),
                        value -> value.path("origin").asString())
                .contains(org.assertj.core.groups.Tuple.tuple("attempts.limit", "preset"))
                .hasSize(4);
    }

    @Test
    void aFileIsChecked() throws IOException {
        Result right = run("check", file);
        assertThat(right.code()).isZero();
        assertThat(right.out()).contains("2 overrides", "1  workspace orders: mode OBSERVE; attempts.limit 2");

        Files.writeString(Path.of(file), "policies: [{workspace: a, mode: ACTS}]");
        Result wrong = run("check", file);
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).startsWith("ripresa: Policy file ").contains("line 1", "\"ACTS\"", "Give OFF");
    }

    @Test
    void whatCannotBeUsedIsNamedWithItsValueAndTheFix() {
        assertInvalid(
                "--preset \"ancestors\"",
                "Give one of ancestor.",
                "explain",
                "--workspace",
                "a",
                "--type",
                "b",
                "--preset",
                "ancestors");
        assertInvalid(
                "--category \"NETWROK\"",
                "NETWORK",
                "explain",
                "--workspace",
                "a",
                "--type",
                "b",
                "--category",
                "NETWROK");
        assertInvalid(
                "--dependency",
                "payments.example:443",
                "explain",
                "--workspace",
                "a",
                "--type",
                "b",
                "--dependency",
                " ");
        assertInvalid("--workspace", "Give the name", "explain", "--workspace", "", "--type", "b");
        assertThat(run("explain", "--type", "b").code()).isEqualTo(2);
    }

    private static void assertInvalid(String what, String fix, String... args) {
        Result result = run(args);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains(what, fix);
        assertThat(result.out()).isEmpty();
    }
}
