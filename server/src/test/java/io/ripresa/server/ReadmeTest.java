package io.ripresa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.Ripresa;
import io.ripresa.jdbc.EmbeddedDatabase;
import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.model.Disposition;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.worker.NativeTaskSystem;
import io.ripresa.worker.TaskType;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the README is this code, and it does what the README says. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path SOURCE = Path.of("src/test/java/io/ripresa/server/ReadmeTest.java");

    /** What the example calls. */
    interface Invoices {
        void send(String payload) throws IOException;
    }

    @TempDir
    Path folder;

    @Test
    void theExampleRecoversATaskWhoseServiceWasDown() {
        AtomicInteger calls = new AtomicInteger();
        Invoices invoices = payload -> {
            if (calls.incrementAndGet() <= 2) {
                throw new ConnectException("Connection refused: invoices.example:443");
            }
        };
        Path data = folder.resolve("ripresa");
        // example
        EmbeddedDatabase database = EmbeddedDatabase.open(data);
        NativeTaskSystem worker = NativeTaskSystem.builder(database.dataSource())
                .handler(TaskType.of("invoice"), task -> invoices.send(task.payload()))
                .build();
        Ripresa ripresa = Ripresa.builder()
                .store(JdbcRecoveryStore.open(database.dataSource()))
                .taskSystem(worker)
                .build();
        worker.start();
        ripresa.start();
        worker.submit(
                List.of(new Submission("invoice-4711", "billing", "invoice", "{\"order\": 4711}", Options.DEFAULT)));
        // end of example
        try (database;
                worker;
                ripresa) {
            // With another one it need not wait for as long as a task alone would.
            worker.submit(List.of(new Submission("invoice-4712", "billing", "invoice", "", Options.DEFAULT)));
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                List<TaskRecord> found = ripresa.read().findTasks(new TaskQuery(null, null, null, null, 10));
                assertThat(found).hasSize(2);
                assertThat(found)
                        .allSatisfy(task -> assertThat(task.disposition()).isEqualTo(Disposition.RECOVERED));
            });
            assertThat(calls).hasValue(4);
        }
    }

    @Test
    void theReadmeShowsThisVeryExample() throws IOException {
        String source = Files.readString(SOURCE);
        String example = source.substring(
                source.indexOf("// example\n") + "// example\n".length(), source.indexOf("// end of example"));
        assertThat(Files.readString(README)).contains(example.stripIndent().stripTrailing());
    }
}
