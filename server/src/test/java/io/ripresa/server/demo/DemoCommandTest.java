package io.ripresa.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command from outside: flags, exit codes, and the one JSON object. */
class DemoCommandTest {

    private static final List<String> FIGURES = List.of(
            "tasks",
            "recoverable",
            "recovered",
            "quarantined",
            "escalated",
            "not_needed",
            "wasted_attempts",
            "recovered_p50_s",
            "recovered_p90_s",
            "recovered_all_s",
            "peak_load_ratio");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aShortStoryEndsWellAndPrintsOneObjectAndNothingElse() throws Exception {
        PrintStream stdout = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int exit;
        List<Path> before = temporaryFolders();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            exit = run("--json", "--tasks", "60", "--outage", "10", "--port", "0");
        } finally {
            System.setOut(stdout);
        }

        assertThat(exit).as(out + " " + err).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(out.toString().lines()).hasSize(1);
        JsonNode json = JsonMapper.shared().readTree(out.toString());
        for (String field : FIGURES) {
            assertThat(json.path(field).isNumber()).as(field).isTrue();
            assertThat(json.path("clock").has(field)).as("clock." + field).isTrue();
        }
        assertThat(json.path("invariants_held").asBoolean()).isTrue();
        assertThat(json.path("tasks").asInt()).isEqualTo(60);
        assertThat(json.path("recovered").asInt())
                .isEqualTo(json.path("recoverable").asInt())
                .isGreaterThan(30);
        int sum = 0;
        for (String field :
                List.of("recovered", "quarantined", "escalated", "not_needed", "awaiting_fix", "succeeded")) {
            sum += json.path(field).asInt();
        }
        assertThat(sum).isEqualTo(60);
        assertThat(temporaryFolders()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "--tasks,   49,    '--tasks 49 cannot be used: give 50 to 5000.'",
        "--outage,  9,     '--outage 9 cannot be used: give 10 to 600 seconds.'",
        "--outage,  5m,    '--outage 5m cannot be used: give a whole number of seconds, like 30.'",
        "--port,    70000, '--port 70000 cannot be used: give 1 to 65535, or 0 for any free port.'",
        "--database, nowhere, 'nowhere'",
        "--nodes,   5,     '--nodes 5 cannot be used: give 1 to 4.'",
        "--kill-node, 7,   '--nodes 7 cannot be used: give 1 to 4.'"
    })
    void whatCannotBeUsedIsNamedWithItsFix(String option, String value, String message) {
        // A port that is taken on this machine must not be what is complained about.
        String[] arguments = option.equals("--port")
                ? new String[] {"--headless", option, value}
                : new String[] {"--headless", "--port", "0", option, value};
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString()).contains(message).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void severalNodesNeedADatabaseForSeveral() {
        assertThat(run("--port", "0", "--nodes", "2", "--database", "h2:x")).isEqualTo(2);
        assertThat(err.toString()).contains("h2:x", "one process", "postgres").hasLineCount(1);
        assertThat(run("--port", "0", "--nodes", "2", "--kill-node", "3")).isEqualTo(2);
        assertThat(err.toString()).contains("--kill-node 3 cannot be used: there are 2 nodes");
    }

    @Test
    void aPortInUseIsNamedWithItsFix() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("--port", port)).isEqualTo(2);
            assertThat(err.toString()).contains("port " + port + " is in use").contains("--port");
        }
    }

    @Test
    void unknownOptionsExitWithTwo() {
        assertThat(run("--takss", "300")).isEqualTo(2);
    }

    private int run(String... arguments) {
        return new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static List<Path> temporaryFolders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(f -> f.getFileName().toString().startsWith("ripresa-demo-"))
                    .sorted()
                    .toList();
        }
    }
}
