package io.ripresa;

import io.ripresa.model.Dependency;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Incident;
import io.ripresa.model.Policy;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskDescriptor.Safety;
import io.ripresa.model.TaskDescriptor.Timing;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.orchestrate.TickReport;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.store.InMemoryRecoveryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A clock that is turned by hand, a scripted task system and the real Ripresa, for tests of one rule at a time. */
final class RecoveryWorld implements InstantSource {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Dependency PAYMENTS = Dependency.endpoint("payments.example", 443);

    private Instant now = START;
    final RecoveryStore store = new InMemoryRecoveryStore(this);
    final ScriptedTaskSystem system = new ScriptedTaskSystem(this);
    Ripresa ripresa = build(Policy.DEFAULT);

    Ripresa build(Policy policy) {
        return Ripresa.builder()
                .store(store)
                .taskSystem(system)
                .policy(policy)
                .random(new SplittableRandom(1))
                .build();
    }

    /** The process dies and another one goes on with the same store. */
    void restart() {
        ripresa = build(Policy.DEFAULT);
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Another process on the same store, with the same policy. */
    Ripresa another(String name) {
        return Ripresa.builder()
                .node(name)
                .store(store)
                .taskSystem(system)
                .random(new SplittableRandom(2))
                .build();
    }

    /** Turns the clock and does nothing else. */
    void turnTo(@Nullable Instant time) {
        now = Objects.requireNonNull(time);
    }

    /** Ticks until nothing can be done now. */
    void settle() {
        for (int i = 0; i < 10_000; i++) {
            TickReport report = ripresa.tick();
            Instant due = report.nextDue();
            if (report.isIdle() && (due == null || due.isAfter(now))) {
                return;
            }
        }
        throw new AssertionError("does not come to rest at " + now);
    }

    /** Lets time pass, from one due instant to the next. */
    void pass(Duration time) {
        Instant end = now.plus(time);
        settle();
        while (now.isBefore(end)) {
            Instant due = store.nextDue();
            now = due == null || due.isAfter(end) ? end : due.isAfter(now) ? due : now.plusMillis(1);
            settle();
        }
    }

    TaskDescriptor task(String id) {
        return task(id, SideEffects.IDEMPOTENT, null);
    }

    TaskDescriptor task(String id, SideEffects sideEffects, @Nullable Instant expiresAt) {
        return new TaskDescriptor(
                new TaskKey("scripted", id),
                "orders",
                "invoice",
                0,
                Safety.of(sideEffects),
                new Timing(now, Duration.ofSeconds(30), expiresAt),
                List.of());
    }

    /** One that says what it needs, so that its first start can be held. */
    TaskDescriptor taskFor(Dependency dependency, String id) {
        TaskDescriptor plain = task(id);
        return new TaskDescriptor(
                plain.key(),
                plain.workspace(),
                plain.type(),
                plain.priority(),
                plain.safety(),
                plain.timing(),
                List.of(dependency));
    }

    TaskRecord record(String id) {
        TaskKey key = new TaskKey("scripted", id);
        return Objects.requireNonNull(store.tasks(List.of(key)).get(key));
    }

    Disposition disposition(String id) {
        return record(id).disposition();
    }

    int runs(String id) {
        return system.runs(new TaskKey("scripted", id));
    }

    List<Incident> incidents() {
        return store.findIncidents(false, 100);
    }

    static FailureReport refused() {
        return FailureReport.of("java.net.ConnectException", "Connection refused")
                .with(FailureReport.TARGET, PAYMENTS.name());
    }

    static FailureReport http(int status, Map<String, String> attributes) {
        FailureReport report = FailureReport.http(status, "HTTP " + status, attributes);
        return report.with(FailureReport.TARGET, PAYMENTS.name());
    }
}
