package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.health.HealthReport;
import io.ripresa.model.Breaker;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a person paused stays paused, looking at health changes nothing, and what was decided is told as it was. */
class PauseHealthAndExplanationTest {

    private final RecoveryWorld world = new RecoveryWorld();

    @Test
    @Tag("N13")
    void whatAPersonPausedStaysPausedWhenTheBreakerCloses() {
        world.system.script(run -> RecoveryWorld.refused());
        for (int i = 0; i < 40; i++) {
            world.system.submit(needsPayments("t" + i));
        }
        world.settle();
        assertThat(gate().breaker()).isEqualTo(Breaker.OPEN);
        world.system.script(run -> null);
        while (gate().breaker() == Breaker.OPEN) {
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(gate().breaker()).isEqualTo(Breaker.HALF_OPEN);
        Incident incident = world.incidents().get(0);

        world.ripresa.operator().pause(incident.id(), "ann", "maintenance");
        // Somebody runs some of them in the task system itself: evidence enough to close the breaker.
        List<TaskKey> byHand =
                world.store.findTasks(new TaskQuery(null, Disposition.HELD, incident.id(), null, 15)).stream()
                        .map(TaskRecord::key)
                        .toList();
        byHand.forEach(world.system::runAgain);
        world.pass(Duration.ofHours(3));

        assertThat(gate().breaker()).isEqualTo(Breaker.CLOSED);
        assertThat(world.incidents().get(0).state()).isEqualTo(IncidentState.PAUSED);
        List<TaskRecord> held = world.store.findTasks(new TaskQuery(null, Disposition.HELD, incident.id(), null, 100));
        assertThat(held)
                .isNotEmpty()
                .allSatisfy(task -> assertThat(world.system.runs(task.key())).isEqualTo(1));
        int before = world.system.runs();
        world.restart();
        world.pass(Duration.ofDays(2));
        assertThat(world.system.runs()).isEqualTo(before);

        world.ripresa.operator().unpause(incident.id(), "ann", "done");
        world.pass(Duration.ofHours(1));
        assertThat(held)
                .allSatisfy(task ->
                        assertThat(world.disposition(task.key().externalId())).isEqualTo(Disposition.RECOVERED));
    }

    @Test
    @Tag("N15")
    void lookingAtHealthAHundredTimesStartsNothingAndWritesNothing() {
        world.system.script(run -> RecoveryWorld.refused());
        world.system.submit(world.task("a"));
        world.system.submit(world.task("b", SideEffects.UNSAFE, null));
        world.pass(Duration.ofDays(10));
        AtomicInteger threads = new AtomicInteger();
        try (Ripresa started = Ripresa.builder()
                .store(world.store)
                .taskSystem(world.system)
                .threads(work -> {
                    threads.incrementAndGet();
                    return new Thread(work, "counted");
                })
                .build()) {
            started.start();
            List<JournalEntry> journal = world.store.journalAfter(0, 100_000);
            List<TaskRecord> tasks = world.store.findTasks(new TaskQuery(null, null, null, null, 100));
            List<Gate> gates = world.store.findGates(100);
            int runs = world.system.runs();

            HealthReport first = started.health();
            for (int i = 0; i < 99; i++) {
                assertThat(started.health()).isEqualTo(first);
            }

            assertThat(first.healthy()).isTrue();
            assertThat(threads).hasValue(1);
            assertThat(world.system.runs()).isEqualTo(runs);
            assertThat(world.store.journalAfter(0, 100_000)).isEqualTo(journal);
            assertThat(world.store.findTasks(new TaskQuery(null, null, null, null, 100)))
                    .isEqualTo(tasks);
            assertThat(world.store.findGates(100)).isEqualTo(gates);
        }
    }

    @Test
    @Tag("N16")
    void whatWasDecidedIsReadAfterARestartAndHappensWhenItWasSaid() {
        world.system.script(
                run -> run.number() == 1 ? RecoveryWorld.http(429, Map.of(FailureReport.RETRY_AFTER, "600")) : null);
        world.system.submit(world.task("a"));
        world.settle();
        TaskRecord decided = world.record("a");
        JournalEntry line = latest("a", JournalEntry.Kind.DECIDED);
        Instant said = RecoveryWorld.START.plusSeconds(600);
        assertThat(decided.note()).contains(said.toString().substring(0, 16));
        assertThat(line.text()).isEqualTo("Hold: " + decided.note());
        assertThat(line.data()).containsEntry("rung", "RESET_TIME").containsEntry("strategy", "RERUN_ON_EVIDENCE");

        world.restart();

        assertThat(world.record("a")).isEqualTo(decided);
        assertThat(latest("a", JournalEntry.Kind.DECIDED)).isEqualTo(line);
        world.pass(Duration.ofSeconds(599));
        assertThat(world.runs("a")).isEqualTo(1);
        world.pass(Duration.ofSeconds(30));
        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(latest("a", JournalEntry.Kind.ISSUED).text()).startsWith("Ordered run 2, attempt 1");
    }

    @Test
    @Tag("N16")
    void whatAPersonOrderedNamesThePersonAndTheReason() {
        world.system.script(run -> run.number() == 1 ? FailureReport.of(null, "it went wrong") : null);
        world.system.submit(world.task("a"));
        world.settle();
        assertThat(world.record("a").note()).isEqualTo("Whether a re-run can help is not known; a person must look.");

        world.ripresa.operator().retry(new TaskKey("scripted", "a"), "ann", "the disk was full");
        assertThat(world.record("a").note()).contains("ann", "the disk was full");
        world.restart();
        world.pass(Duration.ofMinutes(1));

        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
        assertThat(latest("a", JournalEntry.Kind.PERSON).text()).contains("ann", "the disk was full");
        assertThat(latest("a", JournalEntry.Kind.PERSON).data()).containsEntry("actor", "ann");
    }

    private JournalEntry latest(String id, JournalEntry.Kind kind) {
        return world.store.journalOf(new TaskKey("scripted", id), null, 1000).stream()
                .filter(line -> line.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private TaskDescriptor needsPayments(String id) {
        TaskDescriptor t = world.task(id);
        return new TaskDescriptor(
                t.key(),
                t.workspace(),
                t.type(),
                t.priority(),
                t.safety(),
                t.timing(),
                List.of(RecoveryWorld.PAYMENTS));
    }

    private Gate gate() {
        GateKey key = GateKey.reachability(RecoveryWorld.PAYMENTS);
        return Objects.requireNonNull(world.store.gates(List.of(key)).get(key));
    }
}
