package io.ripresa.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.server.depot.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo that is killed takes everything with it that it started. */
class KilledDemoTest {

    @TempDir
    private Path folder;

    @Test
    void nothingOutlivesADemoThatIsKilled() throws Exception {
        Path out = folder.resolve("demo.out");
        // It is killed, so what it has in its temporary folder stays. PostgreSQL may run as another user.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.ripresa.server.RipresaMain",
                        "demo",
                        "--nodes=2",
                        "--port=0",
                        "--tasks=50",
                        "--outage=600")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            // In the middle of its beginning: PostgreSQL is up, the nodes are there and not up yet.
            await().atMost(Duration.ofSeconds(300)).until(() -> nodes(demo).size() == 2 || !demo.isAlive());
            List<ProcessHandle> nodes = nodes(demo);
            assertThat(nodes).as(Files.readString(out)).hasSize(2);
            int postgres = port(settings());
            assertThat(FreePort.isFree(postgres)).isFalse();

            demo.destroyForcibly().waitFor();
            await().atMost(Duration.ofSeconds(120)).until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
            await().atMost(Duration.ofSeconds(120)).until(() -> FreePort.isFree(postgres));
        } finally {
            demo.destroyForcibly();
        }
    }

    private static List<ProcessHandle> nodes(Process demo) {
        return demo.children()
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .toList();
    }

    /** What the nodes are told. */
    private String settings() throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            Path file =
                    files.filter(each -> each.endsWith("node.yaml")).findFirst().orElseThrow();
            return Files.readString(file);
        }
    }

    private static int port(String settings) {
        Matcher url = Pattern.compile("jdbc:postgresql://127.0.0.1:(\\d+)").matcher(settings);
        assertThat(url.find()).as(settings).isTrue();
        return Integer.parseInt(url.group(1));
    }
}
