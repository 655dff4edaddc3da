package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.Ripresa;
import io.ripresa.health.HealthReport;
import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.jdbc.StoreSchema;
import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.postgres.SharedPostgres;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.spi.RecoveryStore.ReserveResult;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole of recovery on one PostgreSQL: nodes, their store, and a worker. Only the store's time is moved by hand. */
class RecoveryOnPostgresTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** What the statements look like that write an order, and an end. */
    private static final String ORDER = "set state = 'SCHEDULED', attempt_id";

    private static final String END = "set state = e.state, incarnation = null, changed_at";

    private final MovedClock clock = new MovedClock();
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final AtomicInteger lostRaces = new AtomicInteger();
    private SharedPostgres.Database database;
    private HikariDataSource pool;
    private WatchedSource forOrders;
    private WatchedSource forRuns;
    private NativeTaskSystem worker;

    /** The present, and what was added by hand. */
    private static final class MovedClock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        void advance(Duration step) {
            ahead = ahead.plus(step);
        }
    }

    @BeforeEach
    void open() {
        database = SharedPostgres.database("recovery", source -> {
            Database.of(source, InstantSource.system()).migrate();
            StoreSchema.migrate(source);
        });
        pool = database.dataSource(30);
        forOrders = new WatchedSource(pool);
        forRuns = new WatchedSource(pool);
        worker = NativeTaskSystem.builder(forRuns.dataSource())
                .workerId("w-recovery")
                .threads(8)
                .heartbeatInterval(Duration.ofMillis(100))
                .pollInterval(Duration.ofMillis(50))
                .handler(TaskType.of("call"), this::call)
                .build()
                .start();
    }

    @AfterEach
    void close() {
        worker.close();
        pool.close();
        database.close();
    }

    private void call(TaskContext context) throws RunFailedException {
        String id = context.task().externalId();
        int run = runs.computeIfAbsent(id, any -> new AtomicInteger()).incrementAndGet();
        if (run <= failures.getOrDefault(id, 1)) {
            throw new RunFailedException(
                    FailureReport.of("java.net.ConnectException", "Connection refused")
                            .with(FailureReport.TARGET, id + ".example:443"),
                    null);
        }
    }

    private void submit(String... ids) {
        worker.submit(java.util.Arrays.stream(ids)
                .map(id -> new Submission(id, "team", "call", "", Options.DEFAULT))
                .toList());
    }

    /** A node that recovers, and runs nothing itself. */
    private Ripresa node(String name) {
        NativeTaskSystem tasks = NativeTaskSystem.builder(forOrders.dataSource())
                .workerId("recovery-" + name)
                .threads(0)
                .build();
        return Ripresa.builder()
                .store(counted(new JdbcRecoveryStore(pool, clock)))
                .taskSystem(tasks)
                .node(name)
                .random(new SplittableRandom(7))
                .build();
    }

    /** A store that counts the races that its node lost. */
    private RecoveryStore counted(RecoveryStore store) {
        return (RecoveryStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RecoveryStore.class}, (proxy, method, parameters) -> {
                    try {
                        Object result = method.invoke(store, parameters);
                        if (result == CommitResult.CONFLICT
                                || result instanceof Collection<?> all
                                        && all.stream().anyMatch(RecoveryOnPostgresTest::isLost)) {
                            lostRaces.incrementAndGet();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean isLost(Object result) {
        return result == ReserveResult.TASK_MOVED || result == ReserveResult.GATE_MOVED;
    }

    private static TaskKey key(String id) {
        return new TaskKey(NativeTaskSystem.NAME, id);
    }

    private static Disposition disposition(Ripresa node, String id) {
        var task = ((RecoveryStore) node.read()).tasks(List.of(key(id))).get(key(id));
        return task == null ? Disposition.UNAFFECTED : task.disposition();
    }

    private static List<Attempt> attempts(Ripresa node, String id) {
        return node.read().attemptsOf(key(id));
    }

    private long starts(String id) {
        return worker.poll(null, 100_000).events().stream()
                .filter(e -> e.key().externalId().equals(id) && e.detail() instanceof TaskEvent.Started)
                .count();
    }

    private void settle() {
        await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> worker.isQuiet(Duration.ZERO, Set.of()));
    }

    // --- N4 ---

    @Test
    @Tag("N4")
    void twoNodesAndAWorkerThatSeeTheSameFailuresMakeOneAttemptAndOneRunOfEach() throws Exception {
        String[] ids = IntStream.range(0, 40).mapToObj(i -> "t" + i).toArray(String[]::new);
        for (int i = 0; i < ids.length; i++) {
            failures.put(ids[i], 1 + i % 2);
        }
        submit(ids);
        settle();
        try (Ripresa one = node("one");
                Ripresa two = node("two")) {
            CyclicBarrier line = new CyclicBarrier(2);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                for (int round = 0; round < 400 && !allRecovered(one, ids); round++) {
                    List<Callable<Object>> both = List.of(atOnce(line, one), atOnce(line, two));
                    for (Future<Object> step : threads.invokeAll(both)) {
                        step.get();
                    }
                    settle();
                    clock.advance(Duration.ofSeconds(5));
                }
            } finally {
                threads.shutdown();
            }

            assertThat(lostRaces)
                    .as("times that one node was in the other's way")
                    .hasPositiveValue();
            for (String id : ids) {
                int again = failures.get(id);
                assertThat(disposition(one, id)).as(id).isEqualTo(Disposition.RECOVERED);
                assertThat(attempts(two, id)).as("attempts for %s", id).hasSize(again);
                assertThat(runs.get(id)).as("runs of %s", id).hasValue(1 + again);
                assertThat(starts(id)).isEqualTo(1 + again);
            }
        }
    }

    private static Callable<Object> atOnce(CyclicBarrier line, Ripresa node) {
        return () -> {
            line.await();
            return node.tick();
        };
    }

    private static boolean allRecovered(Ripresa node, String... ids) {
        List<TaskKey> keys = java.util.Arrays.stream(ids).map(id -> key(id)).toList();
        var tasks = ((RecoveryStore) node.read()).tasks(keys);
        return keys.stream()
                .allMatch(key -> tasks.containsKey(key) && tasks.get(key).disposition() == Disposition.RECOVERED);
    }

    // --- N11: the database refuses (disk full), or the connection is lost ---

    @ParameterizedTest
    @Tag("N11")
    @ValueSource(strings = {"53100", "08006"})
    void anOrderThatCouldNotBeWrittenIsNoRecoveryIsGivenAgainAndTold(String state) {
        submit("t1");
        settle();
        try (Ripresa node = node("one");
                LogLines log = new LogLines(List.of(), "io.ripresa.execute")) {
            forOrders.refuse(ORDER, state);
            tickUntil(node, () -> forOrders.refused() > 0);

            assertThat(disposition(node, "t1")).isEqualTo(Disposition.IN_ATTEMPT);
            assertThat(attempts(node, "t1")).singleElement().satisfies(a -> {
                assertThat(a.state()).isEqualTo(AttemptState.ISSUED);
                assertThat(a.result()).isNull();
            });
            assertThat(log.warnings())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("order of run native/t1#2", "refused by the test", "given again"));
            assertThat(check(node, "orders").healthy()).isFalse();
            assertThat(check(node, "orders").detail()).contains("native/t1#2", "refused by the test", "given again");

            int refused = forOrders.refused();
            tickUntil(node, () -> forOrders.refused() >= refused + 2);
            assertThat(starts("t1")).as("nothing was started").isEqualTo(1);
            assertThat(attempts(node, "t1")).as("no attempt more").hasSize(1);

            forOrders.allow();
            tickUntil(node, () -> disposition(node, "t1") == Disposition.RECOVERED);
            assertThat(starts("t1")).isEqualTo(2);
            assertThat(attempts(node, "t1")).hasSize(1);
            assertThat(check(node, "orders").healthy()).isTrue();
        }
    }

    @ParameterizedTest
    @Tag("N11")
    @ValueSource(strings = {"53100", "08006"})
    void anEndThatCouldNotBeWrittenIsNoRecoveryIsWrittenLaterAndTold(String state) {
        submit("t1");
        settle();
        try (Ripresa node = node("one");
                LogLines log = new LogLines(List.of("ripresa-w-recovery"), "io.ripresa.worker")) {
            forRuns.refuse(END, state); // the first run's end is written already
            tickUntil(node, () -> forRuns.refused() > 0);
            await().atMost(LONG).until(() -> !worker.check().healthy());

            assertThat(runs.get("t1")).hasValue(2);
            assertThat(worker.check().detail()).contains("native/t1#2", "could not be stored", "tried again");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(log.warnings())
                            .anySatisfy(line -> assertThat(line)
                                    .contains("the end of run native/t1#2 could not be stored", "refused by the test")
                                    .contains("tried again")));
            for (int i = 0; i < 5; i++) {
                node.tick();
                clock.advance(Duration.ofSeconds(5));
            }
            assertThat(disposition(node, "t1")).as("done, but not known to be").isEqualTo(Disposition.IN_ATTEMPT);
            assertThat(worker.status(key("t1")).state()).isEqualTo(io.ripresa.spi.TaskSystem.TaskStatus.State.RUNNING);
            submit("t2");
            await().pollDelay(Duration.ofMillis(500)).until(() -> true);
            assertThat(starts("t2")).as("nothing starts meanwhile").isZero();

            forRuns.allow();
            tickUntil(node, () -> disposition(node, "t1") == Disposition.RECOVERED);
            assertThat(starts("t1")).isEqualTo(2);
            assertThat(attempts(node, "t1")).hasSize(1);
            await().atMost(LONG).until(() -> starts("t2") > 0);
            assertThat(worker.check().healthy()).isTrue();
        }
    }

    private void tickUntil(Ripresa node, Callable<Boolean> done) {
        await().pollInSameThread()
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    node.tick();
                    clock.advance(Duration.ofSeconds(2));
                    return done.call();
                });
    }

    private static HealthReport.Check check(Ripresa node, String name) {
        List<HealthReport.Check> found = new ArrayList<>(node.health().checks());
        found.removeIf(check -> !check.name().equals(name));
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
