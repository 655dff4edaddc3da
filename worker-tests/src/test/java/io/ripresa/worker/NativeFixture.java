package io.ripresa.worker;

import static org.awaitility.Awaitility.await;

import io.ripresa.model.Dependency;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.tck.TaskSystemFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The native task system on a database of its own, with tasks that do as they are told. */
final class NativeFixture implements TaskSystemFixture {

    static final TaskType TYPE = TaskType.of("steered");

    private final TestDatabase database;
    private final UnaryOperator<NativeTaskSystemBuilder> settings;
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final Map<RunKey, CompletableFuture<Boolean>> hanging = new ConcurrentHashMap<>();
    private final Map<RunKey, Boolean> finished = new ConcurrentHashMap<>();
    private NativeTaskSystem system;

    NativeFixture(TestDatabase database) {
        this(database, b -> b);
    }

    NativeFixture(TestDatabase database, UnaryOperator<NativeTaskSystemBuilder> settings) {
        this.database = database;
        this.settings = settings;
        this.system = make();
    }

    private NativeTaskSystem make() {
        NativeTaskSystemBuilder builder = NativeTaskSystem.builder(database.dataSource())
                .clock(InstantSource.system())
                .workerId("w-1")
                .threads(8)
                .heartbeatInterval(Duration.ofMillis(100))
                .pollInterval(Duration.ofMillis(50))
                .interruptGrace(Duration.ofMillis(50))
                .shutdownWait(Duration.ofMillis(200))
                .handler(TYPE, this::run);
        return settings.apply(builder).build().start();
    }

    private void run(TaskContext context) throws Exception {
        switch (behaviours.get(context.task().externalId())) {
            case SUCCEED -> {}
            case FAIL -> throw new IllegalStateException("told to fail");
            case REPORT_A_STAGE -> context.stage("call", true);
            case HANG -> {
                CompletableFuture<Boolean> end = new CompletableFuture<>();
                hanging.put(context.run(), end);
                boolean succeed = awaitStubbornly(end);
                finished.put(context.run(), true);
                if (!succeed) {
                    throw new IllegalStateException("told to fail at last");
                }
            }
        }
    }

    private static boolean awaitStubbornly(CompletableFuture<Boolean> end) throws Exception {
        while (true) {
            try {
                return end.get();
            } catch (InterruptedException e) {
                continue; // a handler that does not listen
            }
        }
    }

    @Override
    public NativeTaskSystem system() {
        return system;
    }

    @Override
    public void submit(String id, String workspace, Behaviour behaviour, Dependency... needs) {
        submit(id, workspace, behaviour, new Options(0, null, List.of(needs), null, null, null));
    }

    void submit(String id, String workspace, Behaviour behaviour, Options options) {
        behave(id, behaviour);
        system.submit(List.of(new Submission(id, workspace, TYPE.name(), "{}", options)));
    }

    @Override
    public void behave(String id, Behaviour behaviour) {
        behaviours.put(id, behaviour);
    }

    @Override
    public void finish(RunKey run, boolean succeed) {
        await().atMost(Duration.ofSeconds(20)).until(() -> hanging.containsKey(run));
        @Nullable CompletableFuture<Boolean> end = hanging.remove(run);
        if (end == null) {
            throw new AssertionError("run " + run + " does not hang");
        }
        end.complete(succeed);
        awaitEvent(run);
    }

    /** A run that was told to end has been heard of. */
    private void awaitEvent(RunKey run) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> system.poll(null, 100_000).events().stream()
                        .anyMatch(e -> e.runKey().equals(run)
                                && (e.detail() instanceof io.ripresa.model.TaskEvent.LateResult
                                        || e.detail() instanceof io.ripresa.model.TaskEvent.Succeeded
                                        || e.detail() instanceof io.ripresa.model.TaskEvent.Failed)));
    }

    @Override
    public void cancel(String id) {
        system.cancel(new TaskKey(NativeTaskSystem.NAME, id), "no longer wanted");
    }

    @Override
    public void settle() {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    Set<RunKey> stuck = Set.copyOf(hanging.keySet());
                    return system.isQuiet(Duration.ofSeconds(2), stuck);
                });
    }

    @Override
    public void restart() {
        system.close();
        system = make();
    }

    @Override
    public void race(Runnable one, Runnable other) {
        CyclicBarrier line = new CyclicBarrier(2);
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> atOnce(line, other));
        atOnce(line, one);
        second.join();
    }

    private static void atOnce(CyclicBarrier line, Runnable work) {
        try {
            line.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        work.run();
    }

    /** Now, by the clock the system uses. */
    static Instant now() {
        return Instant.now();
    }

    @Override
    public void close() {
        hanging.values().forEach(end -> end.complete(true));
        system.close();
        database.close();
    }
}
