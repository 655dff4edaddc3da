package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Dependency;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystem.EventBatch;
import io.ripresa.spi.TaskSystem.Receipt;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import io.ripresa.tck.TaskSystemFixture.Behaviour;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens the system for each test, asks it in short words, and checks afterwards what must hold for any history. */
abstract class TaskSystemTrial {

    /** For orders whose end is not what is tested. */
    static final Instant NO_END = Instant.parse("9999-01-01T00:00:00Z");

    static final Dependency SHOP = Dependency.endpoint("shop.example", 443);
    static final Dependency BANK = Dependency.endpoint("bank.example", 443);
    static final String TEAM = "team";
    static final double FAST = 1_000;

    private @Nullable TaskSystemFixture opened;

    /** A new, empty system, running. */
    protected abstract TaskSystemFixture open();

    @BeforeEach
    void openSystem() {
        opened = open();
    }

    @AfterEach
    void checkAndClose() {
        TaskSystemFixture fixture = opened;
        if (fixture == null) {
            return;
        }
        try (fixture) {
            List<String> begun = new ArrayList<>();
            List<String> ended = new ArrayList<>();
            for (TaskEvent event : events()) {
                if (event.detail() instanceof TaskEvent.Started) {
                    begun.add(event.runKey().toString());
                } else if (isEndOfRun(event)) {
                    ended.add(event.runKey().toString());
                }
            }
            assertThat(begun).as("runs that started").doesNotHaveDuplicates();
            assertThat(ended).as("runs that ended").doesNotHaveDuplicates();
            assertThat(begun).as("a run that ended has started").containsAll(ended);
        }
    }

    private static boolean isEndOfRun(TaskEvent event) {
        return event.detail() instanceof TaskEvent.Succeeded
                || event.detail() instanceof TaskEvent.Failed
                || event.detail() instanceof TaskEvent.Orphaned
                || event.detail() instanceof TaskEvent.DeadLettered;
    }

    // --- words of the tests ---

    TaskSystemFixture fixture() {
        TaskSystemFixture fixture = opened;
        if (fixture == null) {
            throw new IllegalStateException("the system is opened before each test");
        }
        return fixture;
    }

    TaskSystem system() {
        return fixture().system();
    }

    void run(String id, Behaviour behaviour) {
        fixture().submit(id, TEAM, behaviour);
        fixture().settle();
    }

    TaskKey key(String id) {
        return new TaskKey(system().name(), id);
    }

    RunKey runKey(String id, int run) {
        return new RunKey(key(id), run);
    }

    RerunOrder order(String id, int expectedRun, String attemptId, long fence) {
        return new RerunOrder(key(id), expectedRun, attemptId, fence, NO_END);
    }

    void assertRefused(RerunOrder order) {
        Receipt receipt = system().retry(order);
        assertThat(receipt.accepted()).as("%s", order).isFalse();
        assertThat(receipt.reason()).as("reason of the refusal of %s", order).isNotBlank();
    }

    void assertStatus(String id, State state, int latestRun) {
        TaskSystem.TaskStatus status = system().status(key(id));
        assertThat(status.state()).as("state of %s", id).isEqualTo(state);
        assertThat(status.latestRun()).as("latest run of %s", id).isEqualTo(latestRun);
    }

    List<TaskEvent> events() {
        return read(null, 1_000);
    }

    List<TaskEvent> read(@Nullable String from, int limit) {
        List<TaskEvent> all = new ArrayList<>();
        String cursor = from;
        while (true) {
            EventBatch batch = system().poll(cursor, limit);
            assertThat(batch.events()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(batch.events());
            if (batch.events().isEmpty() && !batch.more()) {
                return all;
            }
            assertThat(batch.cursor()).as("cursor after events").isNotNull();
            cursor = batch.cursor();
        }
    }

    String cursorAtEnd() {
        String cursor = null;
        while (true) {
            EventBatch batch = system().poll(cursor, 1_000);
            cursor = batch.cursor();
            if (batch.events().isEmpty() && !batch.more()) {
                return String.valueOf(cursor);
            }
        }
    }

    List<TaskEvent> eventsOf(String id) {
        return events().stream().filter(e -> e.key().equals(key(id))).toList();
    }

    List<String> told(String id) {
        return told(eventsOf(id));
    }

    static List<String> told(List<TaskEvent> events) {
        return events.stream()
                .map(e -> e.run() + " " + e.detail().getClass().getSimpleName())
                .toList();
    }

    long startsOf(String id) {
        return eventsOf(id).stream()
                .filter(e -> e.detail() instanceof TaskEvent.Started)
                .count();
    }

    @Nullable String attemptOf(String id, int run) {
        return eventsOf(id).stream()
                .filter(e -> e.run() == run && e.detail() instanceof TaskEvent.Started)
                .map(e -> (TaskEvent.Started) e.detail())
                .findFirst()
                .orElseThrow(() -> new AssertionError("run " + run + " of " + id + " has not started"))
                .attemptId();
    }
}
