package io.ripresa.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script in a checkout of its own, with a Maven and a Java that only say what they were asked. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherTest {

    private static final List<String> TOOLS = List.of(
            "bash",
            "basename",
            "cat",
            "cksum",
            "dirname",
            "env",
            "find",
            "flock",
            "head",
            "mkdir",
            "mktemp",
            "mv",
            "readlink",
            "rm",
            "rmdir",
            "sed",
            "sleep",
            "timeout",
            "touch",
            "tr");

    private static final String MAVEN = """
            #!/usr/bin/env bash
            echo "maven $*" >> "$PWD/maven.log"
            echo "noise of the build"
            sleep 0.3
            [ "${FAKE_MAVEN:-}" != fails ] || exit 1
            mkdir -p server/target
            echo jar > server/target/ripresa-server.jar
            echo plain > server/target/ripresa-server.jar.original
            """;

    private static final String JAVA = """
            #!/usr/bin/env bash
            destination=
            for argument in "$@"; do
              case $argument in
                -XX:ArchiveClassesAtExit=*)
                  [ "${PATH#*fails}" = "$PATH" ] || exit 1
                  echo archive > "${argument#*=}"; exit 0 ;;
                extract) destination=next ;;
                *) [ "$destination" != next ] || [ "$argument" = --destination ] || destination=$argument ;;
              esac
            done
            if [ -n "$destination" ]; then
              mkdir -p "$destination" && echo unpacked > "$destination/ripresa-server.jar"; exit 0
            fi
            echo "pid $$"
            echo "in $PWD"
            for argument in "$@"; do echo "[$argument]"; done
            exit 7
            """;

    @TempDir
    Path scratch = Path.of("");

    private Path checkout = Path.of("");
    private Path bin = Path.of("");

    private record Ran(long pid, int code, String out, String err) {}

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectories(scratch.resolve("a checkout"));
        bin = Files.createDirectories(scratch.resolve("bin"));
        Path launcher = Path.of("..", "ripresa").toAbsolutePath().normalize();
        script(checkout.resolve("ripresa"), Files.readString(launcher));
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        Files.createDirectories(checkout.resolve("core/src/main"));
        Files.writeString(checkout.resolve("core/pom.xml"), "<project/>");
        Files.writeString(checkout.resolve("core/src/main/A.java"), "class A {}");
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.createDirectories(checkout.resolve("server"));
        for (String tool : TOOLS) {
            for (String directory : List.of("/usr/bin", "/bin")) {
                Path real = Path.of(directory, tool);
                if (Files.isExecutable(real)) {
                    Files.createSymbolicLink(bin.resolve(tool), real);
                    break;
                }
            }
        }
        script(bin.resolve("mvn"), MAVEN);
        Path javaHome = Files.createDirectories(scratch.resolve("jdk/bin"));
        script(javaHome.resolve("java"), JAVA);
        script(javaHome.resolve("javac"), "");
        Files.writeString(scratch.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    }

    @Test
    void firstUseBuildsThenHandsOver() {
        Ran ran = launch(Map.of(), "simulate", "--seed", "a b", "");

        assertThat(ran.code()).as("exit code of the program").isEqualTo(7);
        assertThat(ran.out()).as("only the program writes to stdout").startsWith("pid ");
        assertThat(ran.out()).endsWith("ripresa-server.jar]\n[simulate]\n[--seed]\n[a b]\n[]\n");
        assertThat(ran.err()).contains("noise of the build", "ripresa: built");
        assertThat(ran.out()).as("exec: signals reach the JVM").startsWith("pid " + ran.pid() + "\n");
        assertThat(ran.out()).as("the caller's directory").contains("in " + scratch);
    }

    @Test
    void buildsAgainOnlyWhenSomethingIsNewer() throws IOException {
        launch(Map.of(), "version");
        launch(Map.of(), "version");
        assertThat(builds()).hasSize(1);

        Files.writeString(checkout.resolve("core/src/main/A.java"), "class A { }");
        inTheFuture(checkout.resolve("core/src/main/A.java"));
        launch(Map.of(), "version");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void aDeletedSourceCountsAsAChange() throws IOException {
        launch(Map.of(), "version");
        Files.delete(checkout.resolve("core/src/main/A.java"));
        inTheFuture(checkout.resolve("core/src/main"));
        launch(Map.of(), "version");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void demoAndSimulateStartFastAndServeRunsWithTheJvmsOwnChoice() {
        for (String command : List.of("demo", "simulate")) {
            assertThat(launch(Map.of(), command).out())
                    .contains("[-XX:TieredStopAtLevel=1]", "[-XX:SharedArchiveFile=")
                    .contains(command.equals("demo") ? "[-XX:+UseSerialGC]" : "[-XX:+UseParallelGC]");
        }
        assertThat(launch(Map.of(), "serve").out())
                .doesNotContain("UseSerialGC", "TieredStopAtLevel")
                .contains("[-XX:SharedArchiveFile=");
    }

    @Test
    void theClassesOfTheApplicationAreSharedOnlyByWhatNeedsThem() {
        for (String command : List.of("demo", "serve", "chaos", "")) {
            assertThat(launch(Map.of(), command).out())
                    .as(command)
                    .containsPattern("SharedArchiveFile=.*/application-");
        }
        for (String command : List.of("simulate", "classify", "policy", "version")) {
            assertThat(launch(Map.of(), command).out()).as(command).containsPattern("SharedArchiveFile=.*/tool-");
        }
    }

    @Test
    void optionsForTheJvmComeBeforeTheProgram() {
        assertThat(launch(Map.of("RIPRESA_JAVA_OPTS", "-Xmx2g -Dx=*"), "serve").out())
                .containsSubsequence("[-Xmx2g]\n", "[-Dx=*]\n", "[-jar]\n", "[serve]\n");
    }

    @Test
    void worksThroughASymbolicLink() throws IOException {
        Files.createSymbolicLink(scratch.resolve("link"), Path.of("a checkout/ripresa"));
        Ran ran = run(scratch.resolve("link"), Map.of(), "version");
        assertThat(ran.out()).endsWith("[version]\n");
    }

    @Test
    void startsWithoutAnArchiveWhereNoneCanBeMade() {
        Ran first = launch(Map.of("FAKE_PATH", "/fails"), "demo");
        assertThat(first.out()).endsWith("[demo]\n").doesNotContain("SharedArchiveFile");
        Ran second = launch(Map.of(), "demo");
        assertThat(second.err()).as("does not try again").isEmpty();
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Files.delete(bin.resolve("mvn"));
        Ran ran = launch(Map.of(), "demo");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("ripresa: there is no build yet, and making one needs Maven 3.8 or later");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void startsTheOldBuildWhereItCannotMakeANewOne() throws IOException {
        launch(Map.of(), "version");
        inTheFuture(checkout.resolve("core/src/main/A.java"));
        Files.delete(bin.resolve("mvn"));
        Ran ran = launch(Map.of(), "version");
        assertThat(ran.out()).endsWith("[version]\n");
        assertThat(ran.err()).contains("sources are newer than the build");
    }

    @Test
    void stopsWhereTheBuildFails() {
        Ran ran = launch(Map.of("FAKE_MAVEN", "fails"), "demo");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("the build failed");
    }

    @Test
    void twoAtOnceBuildOnce() throws IOException {
        Started other = start(checkout.resolve("ripresa"), Map.of(), "version");
        Ran ran = launch(Map.of(), "version");
        assertThat(other.finish().out()).endsWith("[version]\n");
        assertThat(ran.out()).endsWith("[version]\n");
        assertThat(builds()).hasSize(1);
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(checkout.resolve("maven.log"));
    }

    private static void inTheFuture(Path file) throws IOException {
        FileTime now = Files.getLastModifiedTime(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(now.toMillis() + 60_000));
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ran launch(Map<String, String> environment, String... arguments) {
        return run(checkout.resolve("ripresa"), environment, arguments);
    }

    private Ran run(Path launcher, Map<String, String> environment, String... arguments) {
        try {
            return start(launcher, environment, arguments).finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Started start(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString());
        builder.command().addAll(List.of(arguments));
        builder.directory(scratch.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", scratch.resolve("jdk").toString());
        // The archive is made in an empty environment: only the path tells the fake Java what to do there.
        builder.environment().put("PATH", bin + (environment.containsKey("FAKE_PATH") ? ":/fails" : ""));
        Path out = Files.createTempFile(scratch, "out", ".txt");
        Path err = Files.createTempFile(scratch, "err", ".txt");
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        return new Started(builder.start(), out, err);
    }

    private record Started(Process process, Path out, Path err) {
        Ran finish() throws IOException {
            try {
                assertThat(process.waitFor(60, SECONDS)).as("the launcher ends").isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                process.destroyForcibly();
            }
            return new Ran(process.pid(), process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }
}
