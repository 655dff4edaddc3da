package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.Ripresa;
import io.ripresa.jdbc.EmbeddedDatabase;
import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.learn.RecoveryFigures;
import io.ripresa.model.Breaker;
import io.ripresa.model.Dependency;
import io.ripresa.model.Disposition;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Measured;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.RecoveryStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process with worker and recovery is killed with kill -9 while delays run, a breaker is open, attempts are spent and a
 * person has paused; the next process opens the same database. One process for all cases: what it knew of them is gone.
 */
class KilledNodeTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Map<String, Instant> begun = new ConcurrentHashMap<>();

    private void killWhenReady() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DoomedNode.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("ready");
        } finally {
            process.toHandle().destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private static TaskRecord record(RecoveryStore store, String id) {
        return Objects.requireNonNull(DoomedNode.record(store, id));
    }

    private static JournalEntry decided(RecoveryStore store, String id) {
        return store.journalOf(DoomedNode.key(id), null, 1_000).stream()
                .filter(line -> line.kind() == JournalEntry.Kind.DECIDED)
                .findFirst()
                .orElseThrow();
    }

    /** Payments work again, and can be asked. */
    private static final class Works implements DependencyProbe {
        @Override
        public Dependency dependency() {
            return DoomedNode.PAYMENTS;
        }

        @Override
        public Duration period() {
            return Duration.ofSeconds(1);
        }

        @Override
        public ProbeResult probe() {
            return new ProbeResult(true, "it answers");
        }
    }

    @Test
    @Tag("N2")
    @Tag("N3")
    @Tag("N6")
    @Tag("N10")
    @Tag("N12")
    @Tag("N13")
    @Tag("N16")
    @Tag("N17")
    @Tag("N18")
    void whatWasDecidedBeforeTheKillHoldsAfterIt() throws Exception {
        killWhenReady();

        try (EmbeddedDatabase database = EmbeddedDatabase.open(directory.resolve("ripresa"))) {
            RecoveryStore store = JdbcRecoveryStore.open(database.dataSource());
            Instant reset = Objects.requireNonNull(
                    Objects.requireNonNull(record(store, "limited").trouble()).notBefore());
            assertWhatIsRead(store, reset);
            try (NativeTaskSystem system = DoomedNode.worker(
                            database, true, run -> begun.put(run.run().toString(), Instant.now()));
                    Ripresa ripresa = Ripresa.builder()
                            .store(store)
                            .taskSystem(system)
                            .node("next")
                            .probe(new Works())
                            .build()) {
                ripresa.policies().accept(DoomedNode.overrides(), "test");
                system.start();
                ripresa.start();
                assertWhatRuns(store, reset);
                assertFigures(ripresa.figures().read(null, null).figures(), store);
            }
        }
    }

    private static void assertWhatIsRead(RecoveryStore store, Instant reset) {
        TaskRecord limited = record(store, "limited");
        JournalEntry line = decided(store, "limited");
        assertThat(limited.note()).contains(reset.toString().substring(0, 16));
        assertThat(line.text()).isEqualTo("Hold: " + limited.note());
        assertThat(line.data()).containsEntry("rung", "RESET_TIME").containsEntry("strategy", "RERUN_ON_EVIDENCE");

        TaskRecord spent = record(store, "spent");
        assertThat(spent.disposition()).isEqualTo(Disposition.ESCALATED);
        assertThat(spent.note()).contains("All 1 attempts are spent");
        assertThat(store.failuresOf(spent.key())).as("the evidence").hasSize(2);
        assertThat(store.attemptsOf(spent.key())).hasSize(1);

        assertThat(DoomedNode.breaker(store)).isEqualTo(Breaker.OPEN);
        assertThat(store.control().isPaused("quiet")).isTrue();
    }

    private void assertWhatRuns(RecoveryStore store, Instant reset) {
        await().atMost(LONG)
                .until(() -> record(store, "limited").disposition() == Disposition.RECOVERED
                        && DoomedNode.DOWN.stream()
                                .allMatch(id -> record(store, id).disposition() == Disposition.RECOVERED));

        assertThat(begun.get("native/limited#2"))
                .as("not before the time that was asked for, and soon after it")
                .isAfterOrEqualTo(reset)
                .isBefore(reset.plusSeconds(20));
        await().during(Duration.ofSeconds(1)).atMost(LONG).until(() -> begun.size() == 1 + DoomedNode.DOWN.size());
        assertThat(begun.keySet())
                .as("each once; nothing broken, spent or paused")
                .containsExactlyInAnyOrder(
                        "native/limited#2",
                        "native/down-0#2",
                        "native/down-1#2",
                        "native/down-2#2",
                        "native/down-3#2",
                        "native/down-4#2");
        assertThat(record(store, "broken").runs().attempts()).isZero();
        assertThat(record(store, "quiet").runs().latest()).isEqualTo(1);
    }

    /** Also of what the process did that was killed. */
    private static void assertFigures(RecoveryFigures figures, RecoveryStore store) {
        long attempts = List.of("limited", "spent", "down-0", "down-1", "down-2", "down-3", "down-4").stream()
                .mapToLong(id -> store.attemptsOf(DoomedNode.key(id)).size())
                .sum();
        assertThat(attempts).isEqualTo(7);
        assertThat(figures.unsafeReleases()).isEqualTo(new Measured(0, attempts));
        assertThat(figures.interventionsAvoided()).isEqualTo(new Measured(6, 6));
        assertThat(figures.automaticRecovery()).isEqualTo(new Measured(6, 6));
    }
}
