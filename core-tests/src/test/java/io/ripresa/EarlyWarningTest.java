package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.health.HealthReport;
import io.ripresa.model.Breaker;
import io.ripresa.model.CallHistory;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A dependency that fails more often than it used to is told before its breaker opens; nothing else happens. */
class EarlyWarningTest {

    private static final GateKey KEY = GateKey.reachability(RecoveryWorld.PAYMENTS);
    private static final Duration HISTORY = Duration.ofHours(3);

    private final RecoveryWorld world = new RecoveryWorld();

    /** Calls of others, 100 a minute, of which so many fail. */
    private void calls(Duration time, int failed) {
        calls(world.ripresa, time, failed);
    }

    private void calls(Ripresa node, Duration time, int failed) {
        Instant end = world.instant().plus(time);
        while (world.instant().isBefore(end)) {
            node.traffic().report(RecoveryWorld.PAYMENTS, 100 - failed, failed);
            world.pass(Duration.ofSeconds(30));
            node.tick();
            world.pass(Duration.ofSeconds(30));
            node.tick();
        }
    }

    private CallHistory history() {
        Gate gate = world.store.gates(List.of(KEY)).get(KEY);
        return gate == null ? CallHistory.NONE : gate.learned().calls();
    }

    private Gate gate() {
        return Objects.requireNonNull(world.store.gates(List.of(KEY)).get(KEY));
    }

    private List<String> told() {
        return world.store.journalAfter(0, 100_000).stream()
                .filter(entry -> entry.kind() == JournalEntry.Kind.WARNING)
                .map(JournalEntry::text)
                .toList();
    }

    private HealthReport.Check dependencies() {
        return world.ripresa.health().checks().stream()
                .filter(check -> check.name().equals("dependencies"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void moreFailuresThanUsualAreToldAndNothingElseHappens() {
        world.system.script(run -> null);
        calls(HISTORY, 0);
        assertThat(told()).isEmpty();
        assertThat(dependencies().detail()).isEqualTo("None fails more often than usual.");
        Instant began = world.instant();

        calls(Duration.ofMinutes(3), 20);

        CallHistory.Warning warning = Objects.requireNonNull(history().warning());
        assertThat(Duration.between(began, warning.since())).isLessThanOrEqualTo(Duration.ofSeconds(150));
        assertThat(told())
                .containsExactly(
                        "Of the latest 500 calls of payments.example:443 40 failed, usually none. Nothing is held"
                                + " back yet: its breaker opens after 5 failures of tasks in a row.");
        assertThat(gate().isQuiet()).isTrue();
        assertThat(gate().traffic().holding()).isFalse();
        assertThat(world.store.latestAttempts(10)).isEmpty();
        assertThat(world.incidents()).isEmpty();
        assertThat(world.store.gatesWithWarning(10)).containsExactly(gate());
        assertThat(dependencies().healthy()).isTrue();
        assertThat(dependencies().detail())
                .startsWith("More often than usual: of the latest 500 calls of payments.example:443 ")
                .endsWith(" failed, usually none.");

        world.system.submit(world.task("t"));
        calls(Duration.ofMinutes(20), 0);

        assertThat(world.disposition("t")).isEqualTo(Disposition.UNAFFECTED);
        assertThat(history().warning()).isNull();
        assertThat(told())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Calls of payments.example:443 go as usual again, after 1");
        assertThat(world.store.gatesWithWarning(10)).isEmpty();
        assertThat(history().usual().failed())
                .as("what was out of the ordinary is no history")
                .isLessThan(1);
        assertThat(warningTimers()).isEmpty();
    }

    @Test
    void theKillSwitchDoesNotMatter() {
        calls(HISTORY, 0);
        world.ripresa.operator().stop("ann", "drill", false);
        calls(Duration.ofMinutes(3), 20);
        assertThat(told()).hasSize(1);
    }

    @Test
    void theRowIsWrittenOnceAMinuteHoweverManyCallsThereAre() {
        calls(Duration.ofMinutes(2), 0);
        long version = gate().version();
        for (int second = 0; second < 600; second++) {
            for (int i = 0; i < 5; i++) {
                world.ripresa.traffic().report(RecoveryWorld.PAYMENTS, 3, 0);
            }
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(gate().version() - version).isBetween(9L, 11L);
        assertThat(all()).isBetween(200 + 540L * 15, 200 + 600L * 15);
    }

    @Test
    void nothingIsAskedOfTheStoreWhereNothingIsCounted() {
        AtomicInteger asked = new AtomicInteger();
        Ripresa node = onStore((method, args) -> {
            asked.addAndGet(method.equals("moment") || method.equals("commit") ? 1 : 0);
            return null;
        });
        for (int i = 0; i < 100; i++) {
            node.health();
            node.tick();
        }
        asked.set(0);
        node.tick();
        node.tick();
        int otherwise = asked.getAndSet(0);
        node.traffic().report(RecoveryWorld.PAYMENTS, 3, 0);
        node.tick();
        node.tick();
        assertThat(asked).hasValue(otherwise);
        world.turnTo(world.instant().plusSeconds(60));
        node.tick();
        assertThat(all()).isEqualTo(3);
    }

    @Test
    void nodesAddUp() {
        Ripresa other = world.another("other");
        for (int i = 0; i < 10; i++) {
            other.traffic().report(RecoveryWorld.PAYMENTS, 7, 3);
            calls(Duration.ofMinutes(1), 1);
            other.tick();
        }
        world.pass(Duration.ofMinutes(1));
        assertThat(all()).isBetween(9 * 110L, 10 * 110L);
        assertThat(failed()).isBetween(9 * 4L, 10 * 4L);
    }

    @Test
    void whoLosesARaceCountsAtTheNextTry() {
        AtomicInteger conflicts = new AtomicInteger(3);
        Ripresa node = onStore((method, args) -> method.equals("commit")
                        && !((Changes) args[0]).gates().isEmpty()
                        && conflicts.get() > 0
                        && conflicts.getAndDecrement() > 0
                ? CommitResult.CONFLICT
                : null);
        node.traffic().report(RecoveryWorld.PAYMENTS, 10, 2);
        node.tick();
        world.turnTo(world.instant().plusSeconds(60));
        node.tick();
        node.traffic().report(RecoveryWorld.PAYMENTS, 5, 1);
        node.tick();
        assertThat(history()).isEqualTo(CallHistory.NONE);
        node.tick();
        assertThat(conflicts).hasValue(0);
        node.tick();
        assertThat(all()).isEqualTo(18);
        assertThat(failed()).isEqualTo(3);
        world.turnTo(world.instant().plusSeconds(60));
        node.tick();
        assertThat(all()).as("once").isEqualTo(18);
    }

    @Test
    void ordinaryRunsAreCountedAndWhatRecoveryOrderedIsNot() {
        world.system.script(
                run -> run.task().externalId().startsWith("bad") && run.number() == 1 ? RecoveryWorld.refused() : null);
        for (int i = 0; i < 40; i++) {
            world.system.submit(needing("good" + i));
            if (i % 10 == 0) {
                world.system.submit(needing("bad" + i));
            }
            world.pass(Duration.ofMillis(500));
        }
        world.pass(Duration.ofMinutes(30));
        assertThat(world.disposition("bad30")).isEqualTo(Disposition.RECOVERED);
        assertThat(world.runs("bad30")).isEqualTo(2);
        assertThat(all()).isEqualTo(44);
        assertThat(failed()).isEqualTo(4);
    }

    @Test
    void anOutageIsNoHistoryAndEndsTheWarning() {
        calls(HISTORY, 0);
        calls(Duration.ofMinutes(3), 30);
        assertThat(history().warning()).isNotNull();
        Instant end = world.instant().plus(Duration.ofMinutes(10));
        world.system.script(run -> world.instant().isBefore(end) ? RecoveryWorld.refused() : null);
        for (int i = 0; i < 30; i++) {
            world.system.submit(needing("t" + i));
        }
        world.settle();
        assertThat(gate().breaker()).isEqualTo(Breaker.OPEN);
        assertThat(history().warning()).isNull();

        calls(Duration.between(world.instant(), end), 100);
        assertThat(history().latest()).isEmpty();
        calls(Duration.ofMinutes(30), 0);

        assertThat(world.disposition("t29")).isEqualTo(Disposition.RECOVERED);
        assertThat(told()).hasSize(1);
        assertThat(failed()).isZero();
        assertThat(warningTimers()).isEmpty();
    }

    @Test
    void whoIsNotCalledAnyMoreHasNoWarning() {
        calls(HISTORY, 0);
        calls(Duration.ofMinutes(3), 20);
        assertThat(history().warning()).isNotNull();

        world.pass(Duration.ofMinutes(58));
        assertThat(history().warning()).isNotNull();
        world.pass(Duration.ofMinutes(5));

        assertThat(history().warning()).isNull();
        assertThat(told())
                .last()
                .isEqualTo("Nobody has called payments.example:443 for 60 min: whether it works as usual"
                        + " again is not known.");
        assertThat(warningTimers()).isEmpty();
    }

    @Test
    void aWarningThatGoesOnOutlivesItsTimerAndBecomesWhatIsUsual() {
        calls(HISTORY, 0);
        calls(Duration.ofHours(23), 25);
        assertThat(history().warning()).isNotNull();
        calls(Duration.ofHours(2), 25);
        assertThat(told())
                .hasSize(2)
                .last()
                .isEqualTo("payments.example:443 has failed more often for 24 h: that is taken"
                        + " for usual from now on, 25 %.");
    }

    private List<Timer> warningTimers() {
        return world.store.due("test", Duration.ofMillis(1), 1_000).timers().stream()
                .filter(timer -> timer.kind() == Timer.Kind.WARNING)
                .toList();
    }

    private long all() {
        return Math.round(history().usual().calls())
                + history().latest().stream()
                        .mapToLong(CallHistory.Minute::calls)
                        .sum();
    }

    private long failed() {
        return Math.round(history().usual().failed())
                + history().latest().stream()
                        .mapToLong(CallHistory.Minute::failed)
                        .sum();
    }

    private TaskDescriptor needing(String id) {
        TaskDescriptor task = world.task(id, SideEffects.IDEMPOTENT, null);
        return new TaskDescriptor(
                task.key(),
                task.workspace(),
                task.type(),
                task.priority(),
                task.safety(),
                task.timing(),
                List.of(RecoveryWorld.PAYMENTS));
    }

    /** Answers in the store's place, or null. */
    private interface Instead {
        @Nullable Object answer(String method, Object[] args);
    }

    private Ripresa onStore(Instead instead) {
        RecoveryStore store = (RecoveryStore) Proxy.newProxyInstance(
                RecoveryStore.class.getClassLoader(), new Class<?>[] {RecoveryStore.class}, (proxy, method, args) -> {
                    Object answer = instead.answer(method.getName(), args == null ? new Object[0] : args);
                    if (answer != null) {
                        return answer;
                    }
                    try {
                        return method.invoke(world.store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return Ripresa.builder().store(store).taskSystem(world.system).build();
    }
}
