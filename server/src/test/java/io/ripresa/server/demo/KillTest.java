package io.ripresa.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.server.depot.FreePort;
import io.ripresa.server.depot.Ledger;
import io.ripresa.server.depot.LedgerReading;
import io.ripresa.server.depot.Outage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server is killed in the middle of the outage and started again on the same file. The called service judges. */
class KillTest {

    private static final int TASKS = 90;
    private static final int OUTAGE_SECONDS = 24;
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);
    private static final int KILLED = 128 + 9;

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void theStoryEndsTheSameAfterKillDashNine() throws Exception {
        int port = FreePort.find(new SplittableRandom());
        DemoPlan plan = DemoPlan.of("demo", TASKS, Duration.ofSeconds(OUTAGE_SECONDS), 1);
        Process service = start(
                "service",
                List.of(
                        "demo-service",
                        "--port=" + port,
                        "--capacity=" + plan.capacityPerSecond(),
                        "--ledger=" + ledger(),
                        "--outage-file=" + outageFile(),
                        "--outage=" + OUTAGE_SECONDS));
        awaitLine("service", "listening", service);

        Process first = serve("first", port);
        awaitLine("first", "serving", first);
        Outage outage = Outage.of(OutageFile.read(outageFile()), Duration.ofSeconds(OUTAGE_SECONDS));
        Instant middle = outage.startsAt().plusSeconds(9);
        await().atMost(Duration.ofSeconds(60)).until(() -> Instant.now().isAfter(middle));
        assertThat(first.isAlive()).isTrue();
        first.destroyForcibly();
        assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isEqualTo(KILLED);
        int before = Ledger.read(ledger()).size();
        assertThat(before).isPositive();

        Process second = serve("second", port);
        assertThat(second.waitFor(180, TimeUnit.SECONDS))
                .as(() -> "the story ends; so far: " + read("second.err"))
                .isTrue();
        String json = read("second.out")
                .lines()
                .filter(l -> l.startsWith("{"))
                .findFirst()
                .orElse("{}");
        JsonNode result = JsonMapper.shared().readTree(json);
        assertThat(second.exitValue()).as(read("second.err")).isZero();
        assertThat(result.path("invariants_held").asBoolean()).as(json).isTrue();
        assertThat(result.path("tasks").asInt()).isEqualTo(TASKS);
        assertThat(result.path("recoverable").asInt()).isGreaterThan(TASKS / 2);
        assertThat(result.path("recovered").asInt())
                .isEqualTo(result.path("recoverable").asInt());
        assertThat(service.isAlive()).isTrue();

        // By the ledger alone: what can be done was done, and what may be done once only was done once.
        LedgerReading reading = new LedgerReading(Ledger.read(ledger()));
        for (PlannedTask task : plan.tasks()) {
            if (task.part() == PlannedTask.Part.SOUND) {
                assertThat(reading.succeededAt(task.id())).as(task.id()).isNotNull();
            }
            if (task.part().failsAnyway() || task.part() == PlannedTask.Part.UNSAFE_MID_FLIGHT) {
                assertThat(reading.requestsOf(task.id())).as(task.id()).hasSizeLessThanOrEqualTo(1);
            }
            switch (task.call().sideEffects()) {
                case KEYED, UNSAFE ->
                    assertThat(reading.timesApplied(task.id())).as(task.id()).isLessThanOrEqualTo(1);
                case IDEMPOTENT ->
                    assertThat(reading.requestsOf(task.id())).as(task.id()).hasSizeLessThanOrEqualTo(4);
            }
        }
    }

    private Process serve(String name, int port) throws IOException {
        return start(
                name,
                List.of(
                        "demo-serve",
                        "--port=0",
                        "--service-port=" + port,
                        "--database=h2:" + folder.resolve("ripresa"),
                        "--ledger=" + ledger(),
                        "--outage-file=" + outageFile(),
                        "--outage=" + OUTAGE_SECONDS,
                        "--tasks=" + TASKS));
    }

    private Process start(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ripresa.server.RipresaMain"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private void awaitLine(String name, String word, Process process) {
        await().atMost(STARTS_WITHIN).until(() -> {
            assertThat(process.isAlive()).as(() -> read(name + ".err")).isTrue();
            return read(name + ".out").contains(word);
        });
    }

    private Path ledger() {
        return folder.resolve("ledger.tsv");
    }

    private Path outageFile() {
        return folder.resolve("outage");
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
