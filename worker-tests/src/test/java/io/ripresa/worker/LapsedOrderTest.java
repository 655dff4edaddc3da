package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import io.ripresa.worker.Processes.Identity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders that were accepted and not begun by their end: perhaps the kill switch has been turned on meanwhile. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class LapsedOrderTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Instant NO_END = Instant.parse("9999-01-01T00:00:00Z");
    private static final TaskType TYPE = TaskType.of("work");
    private static final TaskKey TASK = new TaskKey(NativeTaskSystem.NAME, "t1");
    private static final Dependency SHOP = new Dependency("shop");

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final InstantSource clock = InstantSource.system();
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private TestDatabase database;
    private WorkerTables tables;
    private NativeTaskSystem orders;

    @BeforeEach
    void open() {
        database = kind.open(directory);
        Database tasks = Database.of(database.dataSource(), clock);
        tables = WorkerTables.of(NativeTaskSystem.NAME, tasks);
        orders = process(0);
    }

    @AfterEach
    void close() {
        orders.close();
        database.close();
    }

    /** The first run fails. */
    private NativeTaskSystem process(int threads) {
        return NativeTaskSystem.builder(database.dataSource())
                .threads(threads)
                .heartbeatInterval(Duration.ofMillis(100))
                .pollInterval(Duration.ofMillis(50))
                .handler(TYPE, c -> {
                    ran.add(c.run().toString());
                    if (c.run().number() == 1 && c.payload().equals("fails")) {
                        throw new IllegalStateException("told to fail");
                    }
                })
                .build();
    }

    private void whileAWorkerRuns(Runnable what) {
        NativeTaskSystem worker = process(1);
        try (worker) {
            worker.start();
            what.run();
        }
    }

    private void submit(String payload, Options options) {
        orders.submit(List.of(new Submission("t1", "team", TYPE.name(), payload, options)));
    }

    private State state() {
        return orders.status(TASK).state();
    }

    private List<String> told() {
        return orders.poll(null, 1_000).events().stream()
                .map(e -> e.run() + " " + e.detail().getClass().getSimpleName())
                .toList();
    }

    private void awaitTold(String event) {
        await().atMost(LONG).until(() -> told().contains(event));
    }

    private boolean order(int expectedRun) {
        return orders.retry(new RerunOrder(TASK, expectedRun, "a1", 1, NO_END)).accepted();
    }

    /** As if that much time had passed that it is over. */
    private void orderEnds() {
        tables.database()
                .change(
                        "let it end",
                        (c, now) -> assertThat(Sql.update(
                                        c, "update ripresa_worker_order set valid_until = ?", now.minusMillis(1)))
                                .isEqualTo(1));
    }

    private void failOnce() {
        submit("fails", Options.DEFAULT);
        whileAWorkerRuns(() -> {
            await().atMost(LONG).until(() -> state() == State.FAILED);
        });
        assertThat(ran).containsExactly("native/t1#1");
    }

    /** A process takes the trigger into its hands and is not heard of again. */
    private void pickedByAProcessThatDies() {
        Identity self = new Identity("ghost-1", "w-ghost", "elsewhere", new OsProcess("", 1, 0));
        WorkspaceLimit limit = new WorkspaceLimit(tables.database().dialect(), 2, 8);
        Processes ghost = new Processes(self, List.of(TYPE.name()), Duration.ofSeconds(2), clock, tables, limit);
        tables.database().change("beat", (c, now) -> ghost.beat(c, now, null));
        assertThat(new Picks(tables.database(), "ghost-1", List.of(TYPE.name()), limit, List.of()).pick(5))
                .hasSize(1);
    }

    @Test
    void whatADeadProcessHadPickedIsNotBegunByOthersAfterItsEnd() {
        failOnce();
        assertThat(order(1)).isTrue();
        pickedByAProcessThatDies();
        orderEnds();

        whileAWorkerRuns(() -> {
            awaitTold("1 OrderLapsed");
            assertThat(ran).containsExactly("native/t1#1");
            assertThat(orders.status(TASK).latestRun()).isEqualTo(1);
            assertThat(state()).isEqualTo(State.FAILED);

            assertThat(order(1)).as("the same attempt, past the kill switch").isTrue();
            awaitTold("2 Succeeded");
        });
        assertThat(ran).containsExactly("native/t1#1", "native/t1#2");
        assertThat(told()).filteredOn(line -> line.equals("1 OrderLapsed")).hasSize(1);
    }

    @Test
    void whatADeadProcessHadPickedIsBegunByOthersBeforeItsEnd() {
        failOnce();
        assertThat(order(1)).isTrue();
        pickedByAProcessThatDies();

        whileAWorkerRuns(() -> {
            awaitTold("2 Succeeded");
        });
        assertThat(told()).doesNotContain("1 OrderLapsed");
    }

    @Test
    void whatWaitsWhenOrdersAreEndedIsNotBegunAndMayBeOrderedAgain() {
        failOnce();
        assertThat(order(1)).isTrue();
        orders.endOrders();
        orders.endOrders();

        whileAWorkerRuns(() -> {
            awaitTold("1 OrderLapsed");
            assertThat(ran).containsExactly("native/t1#1");

            assertThat(order(1)).as("the same attempt, past the kill switch").isTrue();
            awaitTold("2 Succeeded");
        });
    }

    @Test
    void anOrderThatIsAskedAgainWhileItWaitsHoldsOn() {
        failOnce();
        assertThat(order(1)).isTrue();
        orderEnds();
        assertThat(order(1)).isTrue();

        whileAWorkerRuns(() -> {
            awaitTold("2 Succeeded");
        });
        assertThat(told()).doesNotContain("1 OrderLapsed");
        assertThat(ran).containsExactly("native/t1#1", "native/t1#2");
    }

    @Test
    void aFirstStartWhoseOrderLapsesWaitsAtItsGateAgain() {
        GateKey gate = GateKey.reachability(SHOP);
        orders.hold(gate);
        submit("works", new Options(0, null, List.of(SHOP), null, null, null));
        whileAWorkerRuns(() -> {
            await().atMost(LONG).until(() -> state() == State.HELD);
        });
        assertThat(order(0)).isTrue();
        orderEnds();

        whileAWorkerRuns(() -> {
            awaitTold("0 OrderLapsed");
            assertThat(state()).isEqualTo(State.HELD);
            assertThat(ran).isEmpty();

            orders.release(gate, 100);
            awaitTold("1 Succeeded");
        });
        assertThat(ran).containsExactly("native/t1#1");
    }

    @Test
    void aFirstStartThatNothingHoldsAnyMoreNeedsNoOrder() {
        GateKey gate = GateKey.reachability(SHOP);
        orders.hold(gate);
        submit("works", new Options(0, null, List.of(SHOP), null, null, null));
        whileAWorkerRuns(() -> {
            await().atMost(LONG).until(() -> state() == State.HELD);
        });
        assertThat(order(0)).isTrue();
        orderEnds();
        orders.release(gate, 100);

        whileAWorkerRuns(() -> {
            awaitTold("1 Succeeded");
        });
        assertThat(told()).doesNotContain("0 OrderLapsed");
    }
}
