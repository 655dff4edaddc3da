package io.ripresa.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.server.depot.FreePort;
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
            await().atMost(Duration.ofSeconds(300))
                    .until(() -> Files.readString(out).contains("join it") || !demo.isAlive());
            String text = Files.readString(out);
            List<Long> nodes =
                    numbers(text, Pattern.compile("\\(process (\\d+)\\)")).toList();
            assertThat(nodes).as(text).hasSize(2).allMatch(KilledDemoTest::lives);
            int postgres = numbers(text, Pattern.compile("jdbc:postgresql://127.0.0.1:(\\d+)"))
                    .findFirst()
                    .orElseThrow()
                    .intValue();
            assertThat(FreePort.isFree(postgres)).isFalse();

            demo.destroyForcibly().waitFor();
            await().atMost(Duration.ofSeconds(120)).until(() -> nodes.stream().noneMatch(KilledDemoTest::lives));
            await().atMost(Duration.ofSeconds(120)).until(() -> FreePort.isFree(postgres));
        } finally {
            demo.destroyForcibly();
        }
    }

    private static Stream<Long> numbers(String text, Pattern pattern) {
        Matcher found = pattern.matcher(text);
        return found.results().map(one -> Long.valueOf(one.group(1)));
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
