package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A real process is killed with kill -9 in the middle of its work; the next one opens the same database. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class KilledWorkerTest {

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    @Test
    void whatWasTakenIsThereWhatWasRunningIsOrphanedAndTheRestRuns() throws Exception {
        Set<String> taken = new TreeSet<>();
        Set<String> begun = new TreeSet<>();
        Queue<String> ran = new ConcurrentLinkedQueue<>();

        // The file is its process's alone; a server is there for all.
        String[] address;
        TestDatabase server = null;
        if (kind == TestDatabase.Kind.H2) {
            address = new String[] {directory.toString()};
        } else {
            TestDatabase.Postgres postgres = new TestDatabase.Postgres();
            server = postgres;
            address = new String[] {
                postgres.database().jdbcUrl(),
                postgres.dataSource().getUsername(),
                postgres.dataSource().getPassword()
            };
        }
        workUntilKilled(taken, begun, address);

        try (TestDatabase file = server == null ? kind.open(directory) : server;
                NativeTaskSystem system = NativeTaskSystem.builder(file.dataSource())
                        .clock(InstantSource.system())
                        .workerId("w-doomed")
                        .handler(TaskType.of("work"), c -> ran.add(c.task().externalId()))
                        .build()
                        .start()) {
            // The same worker id on the same machine and no such process: no lease has to be waited for.
            assertThat(orphaned(system)).containsExactlyInAnyOrderElementsOf(begun);

            await().atMost(Duration.ofSeconds(60)).until(() -> system.isQuiet(Duration.ofSeconds(1), Set.of()));
            for (String id : taken) {
                assertThat(system.status(new TaskKey(NativeTaskSystem.NAME, id)).state())
                        .as("task %s that had been acknowledged", id)
                        .isEqualTo(begun.contains(id) ? State.FAILED : State.SUCCEEDED);
            }
            assertThat(ran).doesNotHaveDuplicates().doesNotContainAnyElementsOf(begun);
            assertThat(orphaned(system)).as("each is reported once").hasSize(begun.size());
        }
    }

    private static void workUntilKilled(Set<String> taken, Set<String> begun, String... address)
            throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                java,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes,
                DoomedWorker.class.getName()));
        command.addAll(List.of(address));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = said.readLine();
            while (line != null) {
                if (line.startsWith("taken ")) {
                    taken.add(line.substring(6));
                } else if (line.startsWith("begun ")) {
                    begun.add(line.substring(6));
                }
                if (taken.size() >= 60 && begun.size() == DoomedWorker.THREADS) {
                    process.toHandle().destroyForcibly(); // what it said before it died is still read
                }
                line = said.readLine();
            }
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(taken).as("the process worked before it was killed").hasSizeGreaterThanOrEqualTo(60);
        assertThat(begun).hasSize(DoomedWorker.THREADS);
    }

    private static List<String> orphaned(NativeTaskSystem system) {
        List<String> ids = new ArrayList<>();
        system.poll(null, 100_000).events().stream()
                .filter(e -> e.detail().equals(new TaskEvent.Orphaned("w-doomed")))
                .forEach(e -> ids.add(e.key().externalId()));
        return ids;
    }
}
