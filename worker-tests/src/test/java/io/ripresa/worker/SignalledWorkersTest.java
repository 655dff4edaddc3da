package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.jdbc.PostgresSignal;
import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Processes on PostgreSQL that tell each other what is due, and otherwise hardly look. */
@Execution(ExecutionMode.CONCURRENT)
class SignalledWorkersTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Dependency SHOP = new Dependency("shop");

    private final Map<String, Instant> ran = new ConcurrentHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private TestDatabase.Postgres postgres;
    private WatchedSource counted;

    @BeforeEach
    void open() {
        postgres = new TestDatabase.Postgres();
        counted = new WatchedSource(postgres.dataSource());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        postgres.close();
    }

    private NativeTaskSystem process(String worker, int threads) {
        PostgresSignal signal = new PostgresSignal(postgres.dataSource(), WorkerThreads.factory("signal-" + worker));
        NativeTaskSystem system = NativeTaskSystem.builder(counted.dataSource())
                .workerId(worker)
                .threads(threads)
                .signal(signal)
                .handler(TaskType.of("note"), c -> ran.put(c.task().externalId(), Instant.now()))
                .build()
                .start();
        open.add(system);
        open.add(signal);
        return system;
    }

    private static Submission task(String id, Options options) {
        return new Submission(id, "team", "note", "", options);
    }

    @Test
    void whatIsSubmittedHereStartsThereAtOnce() {
        NativeTaskSystem here = process("w-here", 0);
        process("w-there", 2);
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String id = "t" + i;
            Instant before = Instant.now();
            here.submit(List.of(task(id, Options.DEFAULT)));
            await().atMost(LONG).pollInterval(Duration.ofMillis(2)).until(() -> ran.containsKey(id));
            millis.add(Duration.between(before, ran.get(id)).toMillis());
        }
        millis.sort(null);
        System.getLogger("ripresa.test")
                .log(
                        System.Logger.Level.INFO,
                        "from submit here to start there: p50 {0} ms, p99 {1} ms",
                        millis.get(millis.size() / 2),
                        millis.get(millis.size() - 1));
        assertThat(millis.get(millis.size() / 2)).isLessThan(1_000);
        assertThat(millis.get(millis.size() - 1))
                .as("none was found by looking now and then")
                .isLessThan(4_000);
    }

    @Test
    void whatIsDueLaterIsWaitedForAndNotLookedFor() {
        NativeTaskSystem here = process("w-here", 0);
        process("w-there", 2);
        Instant due = Instant.now().plusMillis(2_300);
        here.submit(List.of(task("later", new Options(0, null, List.of(), null, null, due))));
        await().atMost(LONG).until(() -> ran.containsKey("later"));

        assertThat(ran.get("later")).isAfterOrEqualTo(due.minusMillis(5));
        assertThat(Duration.between(due, ran.get("later")))
                .as("sooner than by looking every five seconds")
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aReleaseIsSpacedEvenlyWithoutLookingOften() {
        NativeTaskSystem here = process("w-here", 0);
        process("w-there", 4);
        GateKey gate = GateKey.reachability(SHOP);
        here.hold(gate);
        Options needs = new Options(0, null, List.of(SHOP), null, null, null);
        here.submit(IntStream.range(0, 40).mapToObj(i -> task("t" + i, needs)).toList());
        await().atMost(LONG)
                .until(() -> IntStream.range(0, 40)
                        .allMatch(i -> here.status(new TaskKey(NativeTaskSystem.NAME, "t" + i))
                                        .state()
                                == State.HELD));

        Instant before = Instant.now();
        here.release(gate, 20);
        await().atMost(LONG).until(() -> ran.size() == 40);

        List<Instant> starts = here.poll(null, 1_000).events().stream()
                .filter(e -> e.detail() instanceof TaskEvent.Started)
                .map(TaskEvent::occurredAt)
                .sorted()
                .toList();
        assertThat(starts).hasSize(40);
        List<Long> late = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Duration after = Duration.between(before, starts.get(i)).minus(Duration.ofMillis(50L * i));
            assertThat(after).as("start %d is not early", i).isGreaterThanOrEqualTo(Duration.ofMillis(-5));
            late.add(after.toMillis());
        }
        late.sort(null);
        assertThat(late.get(20))
                .as("half of them sooner than by looking every five seconds, in ms")
                .isLessThan(2_500);
    }

    @Test
    void anIdleProcessHardlyAsksTheDatabase() {
        process("w-idle", 4);
        await().atMost(LONG).pollDelay(Duration.ofSeconds(4)).until(() -> true);
        int before = counted.statements();
        Instant since = Instant.now();
        await().atMost(LONG).pollDelay(Duration.ofSeconds(10)).until(() -> true);

        double perMinute = (counted.statements() - before)
                * 60_000.0
                / Duration.between(since, Instant.now()).toMillis();
        System.getLogger("ripresa.test")
                .log(System.Logger.Level.INFO, "statements of an idle process per minute: {0}", perMinute);
        assertThat(perMinute).isLessThan(200);
    }
}
