package io.ripresa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong configuration file is told in one message: file, line, key, value and what is meant instead. */
class ConfigFileTest {

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("ripresa.yaml"), text);
    }

    private static void assertRefused(Path file, String... words) {
        assertThatThrownBy(() -> ConfigFile.read(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(file.toString())
                .message()
                .contains(words)
                .doesNotContain("Exception")
                .hasLineCount(1);
    }

    @Test
    void aRightFileIsReadInBothWaysOfWriting() throws IOException {
        Map<String, String> read = ConfigFile.read(file("""
                # a comment
                ripresa:
                  database: h2:./elsewhere
                  server:
                    port: 9000
                  http:
                    allow: ["localhost:9090", "*.example.com:443"]
                  policy:
                    attempts:
                      back-off: [1m, 2m]
                    breaker.opens-after: 4
                  probes:
                    - url: http://localhost:9090/health
                      period: 5s
                """));

        assertThat(read)
                .containsEntry("database", "h2:./elsewhere")
                .containsEntry("server.port", "9000")
                .containsEntry("http.allow[1]", "*.example.com:443")
                .containsEntry("policy.attempts.back-off[0]", "1m")
                .containsEntry("policy.breaker.opens-after", "4")
                .containsEntry("probes[0].period", "5s");
    }

    @Test
    void anEmptyFileIsRight() throws IOException {
        assertThat(ConfigFile.read(file(""))).isEmpty();
        assertThat(ConfigFile.read(file("ripresa:\n"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "polcy.mode, ripresa.policy.mode",
        "policy.attempts.limits, ripresa.policy.attempts.limit",
        "worker.thread, ripresa.worker.threads",
        "server.prot, ripresa.server.port",
        "http.allowed, ripresa.http.allow",
    })
    void anUnknownKeyIsToldWithTheNearestKnownOne(String wrong, String near) throws IOException {
        assertRefused(file("ripresa:\n  node: a\n  " + wrong + ": 1\n"), "line 3", "\"ripresa." + wrong + "\"", near);
    }

    @Test
    void aKeyOutsideOfRipresaIsUnknown() throws IOException {
        assertRefused(file("server:\n  port: 1\n"), "line 1", "\"server\"", "under \"ripresa:\"");
    }

    @ParameterizedTest
    @CsvSource({
        "policy.attempts.limit, 7, outside 0 to 3",
        "policy.attempts.limit, many, whole number",
        "policy.mode, SOMETIMES, OBSERVE",
        "policy.breaker.half-open-within, 10m, 300s or less",
        "policy.ramp.cut, 2.5, outside 0 to 1",
        "worker.threads, 1001, outside 0 to 1000",
        "worker.shutdown-wait, soon, 30s",
        "server.port, 99999, 0 to 65535",
        "web.path, ripresa, /ripresa",
    })
    void aWrongValueIsToldWithKeyAndFix(String key, String value, String fix) throws IOException {
        assertRefused(file("ripresa:\n  " + key + ": " + value + "\n"), "line 2", "ripresa." + key, fix);
    }

    @Test
    void aWrongTargetInAListIsTold() throws IOException {
        assertRefused(
                file("ripresa:\n  http:\n    allow:\n      - localhost:9090\n      - http://localhost\n"),
                "ripresa.http.allow",
                "http://localhost",
                "host:port");
    }

    @Test
    void whatIsNoYamlIsToldWithItsLine() throws IOException {
        assertRefused(file("ripresa:\n  node: \"a\n"), "line", "not well-formed YAML");
        assertRefused(file("- ripresa\n"), "line 1", "ripresa:");
        assertRefused(file("ripresa:\n  node: a\n  node: b\n"), "line 3", "ripresa.node", "line 2");
    }

    @Test
    void aGroupTakesNoValueAndAValueNoGroup() throws IOException {
        assertRefused(file("ripresa:\n  policy: strict\n"), "line 2", "ripresa.policy", "group");
        assertRefused(file("ripresa:\n  node:\n    name: a\n"), "line 2", "ripresa.node", "one value");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        assertRefused(folder.resolve("missing.yaml"), "does not exist", "--config");
        assertRefused(folder, "is a directory");
        Path binary =
                Files.write(folder.resolve("binary.yaml"), "ripresa: \u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(binary, "not UTF-8");
    }
}
