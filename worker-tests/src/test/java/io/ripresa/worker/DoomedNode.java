package io.ripresa.worker;

import io.ripresa.Ripresa;
import io.ripresa.jdbc.EmbeddedDatabase;
import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.model.Breaker;
import io.ripresa.model.Dependency;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.policy.PolicyKey;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.policy.PolicyScope;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Worker and recovery in a process on an H2 file, with tasks that fail in ways that have to be remembered. Says {@code
 * ready} on its standard output when all of it has been decided, and goes on until it is killed.
 */
final class DoomedNode {

    static final String WORKER = "w-doomed";
    static final Dependency LIMITED = Dependency.endpoint("limited.example", 443);
    static final Dependency PAYMENTS = Dependency.endpoint("payments.example", 443);
    private static final Dependency GONE = Dependency.endpoint("gone.example", 1);

    /** How long the limited service asks to be left alone: longer than it takes until all is decided. */
    private static final Duration ASKED = Duration.ofSeconds(12);

    static final List<String> DOWN = List.of("down-0", "down-1", "down-2", "down-3", "down-4");

    private DoomedNode() {}

    /** Seconds where minutes are usual; one attempt for what is to be spent; payments are left to a probe. */
    static List<PolicyOverride> overrides() {
        return List.of(
                pace(LIMITED, "1s", "3s"),
                pace(GONE, "1s", "3s"),
                pace(PAYMENTS, "300s", "300s"),
                new PolicyOverride(new PolicyScope(null, "spent", null, null), Map.of(PolicyKey.ATTEMPTS_LIMIT, "1")));
    }

    private static PolicyOverride pace(Dependency dependency, String shortest, String longest) {
        return new PolicyOverride(
                new PolicyScope(null, null, null, dependency),
                Map.of(PolicyKey.CANARIES_SHORTEST, shortest, PolicyKey.CANARIES_LONGEST, longest));
    }

    /** @param isUp whether payments work; @param begun hears of each run */
    static NativeTaskSystem worker(EmbeddedDatabase database, boolean isUp, Consumer<TaskContext> begun) {
        return NativeTaskSystem.builder(database.dataSource())
                .workerId(WORKER)
                .threads(4)
                .handler(TaskType.of("limited"), run -> {
                    begun.accept(run);
                    if (run.run().number() == 1) {
                        String seconds = Long.toString(ASKED.toSeconds());
                        throw new RunFailedException(
                                FailureReport.http(429, "HTTP 429", Map.of(FailureReport.RETRY_AFTER, seconds))
                                        .with(FailureReport.TARGET, LIMITED.name()),
                                null);
                    }
                })
                .handler(TaskType.of("broken"), run -> {
                    begun.accept(run);
                    throw new NullPointerException("order");
                })
                .handler(TaskType.of("spent"), run -> {
                    begun.accept(run);
                    throw refused(GONE);
                })
                .handler(TaskType.of("down"), run -> {
                    begun.accept(run);
                    if (!isUp) {
                        throw refused(PAYMENTS);
                    }
                })
                .build();
    }

    private static RunFailedException refused(Dependency dependency) {
        return new RunFailedException(
                FailureReport.of("java.net.ConnectException", "Connection refused")
                        .with(FailureReport.TARGET, dependency.name()),
                null);
    }

    static TaskKey key(String id) {
        return new TaskKey(NativeTaskSystem.NAME, id);
    }

    static @Nullable TaskRecord record(RecoveryStore store, String id) {
        return store.tasks(List.of(key(id))).get(key(id));
    }

    private static boolean hasTrouble(RecoveryStore store, String id) {
        TaskRecord record = record(store, id);
        return record != null && record.trouble() != null;
    }

    private static boolean isSpent(RecoveryStore store) {
        TaskRecord record = record(store, "spent");
        return record != null && record.disposition() == Disposition.ESCALATED;
    }

    static Breaker breaker(RecoveryStore store) {
        GateKey key = GateKey.reachability(PAYMENTS);
        Gate gate = store.gates(List.of(key)).get(key);
        return gate == null ? Breaker.CLOSED : gate.breaker();
    }

    public static void main(String[] arguments) throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.open(Path.of(arguments[0], "ripresa"));
        RecoveryStore store = JdbcRecoveryStore.open(database.dataSource());
        NativeTaskSystem system = worker(database, false, run -> {});
        Ripresa ripresa =
                Ripresa.builder().store(store).taskSystem(system).node("doomed").build();
        ripresa.policies().accept(overrides(), "test");
        system.start();
        ripresa.start();
        List<Submission> tasks = new ArrayList<>();
        DOWN.forEach(id -> tasks.add(new Submission(id, "orders", "down", "", Options.DEFAULT)));
        for (String type : List.of("limited", "broken", "spent")) {
            tasks.add(new Submission(type, "orders", type, "", Options.DEFAULT));
        }
        tasks.add(new Submission("quiet", "quiet", "down", "", Options.DEFAULT));
        system.submit(tasks);
        CountDownLatch never = new CountDownLatch(1);
        while (!(hasTrouble(store, "limited")
                && hasTrouble(store, "broken")
                && hasTrouble(store, "quiet")
                && isSpent(store)
                && breaker(store) == Breaker.OPEN)) {
            never.await(50, TimeUnit.MILLISECONDS);
        }
        ripresa.operator().pauseWorkspace("quiet", "ann", "maintenance");
        System.out.println("ready");
        System.out.flush();
        never.await();
    }
}
