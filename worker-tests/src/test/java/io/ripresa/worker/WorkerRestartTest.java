package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ripresa.Ripresa;
import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.model.Disposition;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.LocalWorker;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The worker of a process is stopped, restarted, or dies: another takes its place, and there are never two. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class WorkerRestartTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private final Queue<String> begun = new ConcurrentLinkedQueue<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicBoolean dies = new AtomicBoolean();
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final AtomicBoolean hung = new AtomicBoolean();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final TreeSet<String> incarnations = new TreeSet<>();
    private final AtomicBoolean looks = new AtomicBoolean(true);
    private TestDatabase database;
    private Thread onlooker;
    private NativeTaskSystem system;

    @BeforeEach
    void open() {
        database = kind.open(directory);
        system = NativeTaskSystem.builder(database.dataSource())
                .clock(this::now)
                .workerId("w-1")
                .threads(4)
                .pollInterval(Duration.ofMillis(50))
                .heartbeatInterval(Duration.ofMillis(200))
                .shutdownWait(Duration.ofMillis(100))
                .handler(TaskType.of("note"), c -> ran.add(c.task().externalId()))
                .handler(TaskType.of("wait").sideEffects(SideEffects.IDEMPOTENT), this::waits)
                .build();
        onlooker = new Thread(this::count, "onlooker");
        onlooker.start();
    }

    @AfterEach
    void close() throws InterruptedException {
        hangs.countDown();
        go.countDown();
        looks.set(false);
        onlooker.join();
        system.close();
        database.close();
    }

    /** The time; for the worker's rounds, if they are to die or to hang, an error or a long wait. */
    private Instant now() {
        if ((dies.get() || hung.get()) && isRound()) {
            if (dies.compareAndSet(true, false)) {
                throw new OutOfMemoryError("in a test");
            }
            if (hung.compareAndSet(true, false)) {
                awaitUninterruptibly();
            }
        }
        return InstantSource.system().instant();
    }

    private void awaitUninterruptibly() {
        try {
            hangs.await();
        } catch (InterruptedException e) {
            throw new AssertionError("rounds are never interrupted", e);
        }
    }

    /** Not in a transaction: one that hangs keeps its rows locked, and then no other worker may begin. */
    private static boolean isRound() {
        List<String> stack = StackWalker.getInstance()
                .walk(frames -> frames.map(frame -> frame.getClassName() + '.' + frame.getMethodName())
                        .toList());
        return stack.contains(Housekeeping.class.getName() + ".round")
                && stack.stream().noneMatch(frame -> frame.startsWith(Database.class.getName() + '.'));
    }

    private void waits(TaskContext context) throws InterruptedException {
        begun.add(context.run().toString());
        go.await();
        ran.add(context.task().externalId());
    }

    /** Looks all the time how many workers there are by the leases in the database. */
    private void count() {
        Database tasks = Database.of(database.dataSource(), InstantSource.system());
        while (looks.get()) {
            List<String> leases = tasks.read(
                    "look who lives",
                    c -> Sql.query(
                            c,
                            "select incarnation from ripresa_worker_process where worker = ?",
                            r -> r.getString(1),
                            "w-1"));
            mostAtOnce.accumulateAndGet(leases.size(), Math::max);
            synchronized (incarnations) {
                incarnations.addAll(leases);
            }
        }
    }

    private void submit(String type, String... ids) {
        List<Submission> tasks = new ArrayList<>();
        for (String id : ids) {
            tasks.add(new Submission(id, "team", type, "", Options.DEFAULT));
        }
        system.submit(tasks);
    }

    private List<TaskEvent.Detail> told(String id) {
        return system.poll(null, 1_000).events().stream()
                .filter(event -> event.key().externalId().equals(id))
                .map(TaskEvent::detail)
                .toList();
    }

    private State state(String id) {
        return system.status(new TaskKey(NativeTaskSystem.NAME, id)).state();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }

    @Test
    void aStoppedOneIsStartedAgainAndRunsWhatWasTakenMeanwhile() {
        assertThatThrownBy(system::restart).isInstanceOf(IllegalStateException.class);
        assertThat(system.worker().standing().state()).isEqualTo(LocalWorker.State.NOT_STARTED);
        system.start();
        assertThat(system.worker().standing().state()).isEqualTo(LocalWorker.State.RUNNING);
        submit("note", "t1");
        await().atMost(LONG).until(() -> ran.contains("t1"));

        system.stop();
        system.stop();
        submit("note", "t2");
        assertThat(system.check().healthy()).isTrue();
        assertThat(system.check().detail()).contains("The worker of this process is stopped");
        assertThat(system.worker().standing())
                .isEqualTo(new LocalWorker.Standing(
                        "w-1",
                        LocalWorker.State.STOPPED,
                        0,
                        1,
                        "The worker of this process is stopped: it runs nothing until it is started."));
        assertThat(ran).doesNotContain("t2");

        system.start();
        assertThatThrownBy(system::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("restart()");
        await().atMost(LONG).until(() -> ran.contains("t2"));

        system.close();
        assertThatThrownBy(system::start).hasMessageContaining("CLOSED for good");
        assertThat(system.worker().standing().state()).isEqualTo(LocalWorker.State.CLOSED);
        assertThat(system.starts()).isEqualTo(2);
        assertThat(mostAtOnce).hasValue(1);
        assertThat(incarnations).hasSize(2);
    }

    @Test
    void manyWhoRestartAtOnceRestartOnce() throws Exception {
        system.start();
        submit("wait", "t1");
        await().atMost(LONG).until(() -> begun.size() == 1);
        CyclicBarrier line = new CyclicBarrier(8);
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(CompletableFuture.runAsync(
                    () -> {
                        try {
                            line.await();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                        system.restart();
                    },
                    WorkerRestartTest::thread));
        }
        for (CompletableFuture<Void> caller : callers) {
            caller.get();
        }

        assertThat(system.starts()).isEqualTo(2);
        assertThat(mostAtOnce).as("workers at once").hasValue(1);
        // Its handler was interrupted when the time to end was over.
        await().atMost(LONG).until(() -> state("t1") == State.FAILED);
        submit("note", "t2");
        await().atMost(LONG).until(() -> ran.contains("t2"));
    }

    @Test
    void oneThatDiesIsFoundAndReplacedAndItsRunsAreFencedAndRecovered() {
        RecoveryStore store = JdbcRecoveryStore.open(database.dataSource());
        try (Ripresa ripresa =
                Ripresa.builder().store(store).taskSystem(system).node("n-1").build()) {
            system.start();
            ripresa.start();
            submit("wait", "t1", "t2", "t3");
            await().atMost(LONG).until(() -> begun.size() == 3);

            dies.set(true);

            await().atMost(LONG).until(() -> system.starts() == 2);
            assertThat(told("t1")).contains(new TaskEvent.Orphaned("w-1"));
            submit("note", "t4");
            await().atMost(LONG).until(() -> ran.contains("t4"));
            go.countDown();
            List<TaskKey> tasks = List.of(
                    new TaskKey(NativeTaskSystem.NAME, "t1"),
                    new TaskKey(NativeTaskSystem.NAME, "t2"),
                    new TaskKey(NativeTaskSystem.NAME, "t3"));
            await().atMost(LONG)
                    .until(() -> store.tasks(tasks).values().stream()
                            .allMatch(task -> task.disposition() == Disposition.RECOVERED));
            assertThat(begun).as("each run once").doesNotHaveDuplicates();
            assertThat(mostAtOnce).as("workers at once").hasValue(1);
            await().atMost(LONG).until(() -> system.check().healthy());
        }
    }

    @Test
    void oneWhoseRoundsHangIsReplacedAndWhatItDoesWhenItGoesOnCountsForNothing() {
        system.start();
        submit("wait", "t1");
        await().atMost(LONG).until(() -> begun.size() == 1);

        hung.set(true);

        await().atMost(LONG).until(() -> system.starts() == 2);
        assertThat(told("t1")).contains(new TaskEvent.Orphaned("w-1"));
        hangs.countDown();
        submit("note", "t2");
        await().atMost(LONG).until(() -> ran.contains("t2"));
        await().during(Duration.ofSeconds(1)).atMost(LONG).until(() -> mostAtOnce.get() == 1);
        assertThat(system.starts()).isEqualTo(2);
        assertThat(system.check().healthy()).isTrue();
    }
}
