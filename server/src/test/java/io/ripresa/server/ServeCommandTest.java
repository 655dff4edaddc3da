package io.ripresa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What keeps the server from starting is told in one message with value and fix; the exit code is 2. */
class ServeCommandTest {

    @TempDir
    private Path folder;

    /** Exit code and what was written. */
    private record Result(int code, String out, String err) {}

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                RipresaMain.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = command.execute(args);
        return new Result(code, out.toString(), err.toString());
    }

    private static void assertRefused(Result result, String... words) {
        assertThat(result.err()).contains(words).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(result.err().strip()).hasLineCount(1).startsWith("ripresa: ");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
    }

    private String database() {
        return "h2:" + folder.resolve("data").resolve("ripresa");
    }

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertRefused(
                    run("serve", "--port", Integer.toString(taken.getLocalPort()), "--database", database()),
                    "Port " + taken.getLocalPort(),
                    "in use",
                    "--port");
        }
    }

    @Test
    void aDatabaseThatAnotherProcessHolds() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DatabaseHolder.class.getName(),
                        folder.resolve("data").resolve("ripresa").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            assertRefused(run("serve", "--port", "0", "--database", database()), "ripresa.mv.db", "in use", "another");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aFileThatIsNoDatabase() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data").resolve("ripresa.mv.db"), "this is no database ".repeat(1000));

        assertRefused(run("serve", "--port", "0", "--database", database()), "ripresa.mv.db");
    }

    @Test
    void aPlaceThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "a file where a folder is needed");

        assertRefused(run("serve", "--port", "0", "--database", database()), file.toString(), "folder");
        assertThat(Files.readString(file)).startsWith("a file");
    }

    @Test
    void aReadOnlyDisk() {
        // /proc takes no files from anybody, root included.
        assertRefused(run("serve", "--port", "0", "--database", "h2:/proc/ripresa/data"), "/proc/ripresa", "give");
    }

    @Test
    void aDatabaseOfNoKnownKind() {
        assertRefused(
                run("serve", "--database", "mysql://localhost/x"), "mysql://localhost/x", "h2:", "jdbc:postgresql:");
    }

    @Test
    void aPostgresThatIsNotThere() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        assertRefused(
                run(
                        "serve",
                        "--role",
                        "recovery",
                        "--database",
                        "jdbc:postgresql://127.0.0.1:" + port + "/x",
                        "--database-wait",
                        "0"),
                "127.0.0.1:" + port,
                "nobody listens",
                "--database postgres");
    }

    @Test
    void aFolderForPostgresThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "a file where a folder is needed");

        assertRefused(run("serve", "--port", "0", "--database", "postgres:" + file), file.toString(), "folder");
        assertRefused(run("serve", "--port", "0", "--database", "postgres:"), "no usable path");
    }

    @Test
    void anAddressThatOthersCanReach() {
        assertRefused(run("serve", "--host", "0.0.0.0"), "0.0.0.0", "credentials", "127.0.0.1");
        assertRefused(run("serve", "--host", "no.such.host.invalid"), "no.such.host.invalid", "127.0.0.1");
    }

    @Test
    void aWrongConfigurationFileStoresNothing() throws IOException {
        Path config = Files.writeString(
                folder.resolve("c.yaml"), "ripresa:\n  database: " + database() + "\n  policy:\n    mod: ACT\n");

        assertRefused(
                run("serve", "--config", config.toString()), "line 4", "ripresa.policy.mod", "ripresa.policy.mode");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).isEqualTo(List.of("c.yaml"));
        }
    }

    @Test
    void unknownOptionsAndCommandsAreTold() {
        assertThat(run("serve", "--prot", "1").code()).isEqualTo(2);
        assertThat(run("serve", "--prot", "1").err()).contains("--prot", "--port");
        assertThat(run("serf").err()).contains("serf", "serve");
        assertThat(run("serve", "--port", "70000").err()).contains("70000", "65535");
        assertThat(run("serve", "--role", "boss").err()).contains("boss", "recovery", "worker");
        assertThat(run("serve", "--node", " ").err()).contains("--node", "1 to 100");
        assertThat(run("serve", "--database-wait", "-1").err()).contains("--database-wait", "3600");
    }

    @Test
    void helpAndVersionNeedNoServer() {
        assertThat(run("version").out()).startsWith("ripresa");
        assertThat(run("--help").out()).contains("serve");
        assertThat(run("serve", "--help").out()).contains("--database", "127.0.0.1");
    }
}
