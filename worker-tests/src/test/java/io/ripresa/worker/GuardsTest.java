package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ripresa.Ripresa;
import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.StartLimits;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.policy.Preset;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import io.ripresa.store.InMemoryRecoveryStore;
import io.ripresa.worker.Guards.Duplicates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What keeps tasks from running in circles, and one workspace from taking all threads. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class GuardsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final Map<String, Integer> present = new ConcurrentHashMap<>();
    private final Map<String, Integer> most = new ConcurrentHashMap<>();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<NativeTaskSystem> systems = new ArrayList<>();
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = kind.open(directory);
    }

    @AfterEach
    void close() {
        go.countDown();
        systems.forEach(NativeTaskSystem::close);
        database.close();
    }

    private NativeTaskSystem start(String worker, int threads, Guards guards) {
        NativeTaskSystem system = NativeTaskSystem.builder(database.dataSource())
                .clock(InstantSource.system())
                .workerId(worker)
                .threads(threads)
                .guards(guards)
                .heartbeatInterval(Duration.ofMillis(300))
                .pollInterval(Duration.ofMillis(20))
                .shutdownWait(Duration.ofMillis(500))
                .handler(TaskType.of("wait"), this::waitForAll)
                .handler(TaskType.of("note"), c -> heard.add(c.task().externalId()))
                .handler(TaskType.of("chain"), c -> makeNext(c, 0))
                .handler(TaskType.of("loose"), c -> makeNext(c, 1))
                .handler(TaskType.of("fan"), GuardsTest::makeMany)
                .handler(TaskType.of("late"), this::makeAfterTheFence)
                .build()
                .start();
        systems.add(system);
        return system;
    }

    private void waitForAll(TaskContext context) throws InterruptedException {
        String workspace = context.workspace();
        most.merge(workspace, present.merge(workspace, 1, Integer::sum), Math::max);
        go.await();
        present.merge(workspace, -1, Integer::sum);
    }

    /** Each makes the next one: by its context, or by the task system on its own thread. */
    private void makeNext(TaskContext context, int how) {
        String type = how == 0 ? "chain" : "loose";
        List<Submission> next = List.of(task(type + "-" + (context.depth() + 1), "team", type));
        heard.add(context.task().externalId() + " at " + context.depth());
        if (how == 0) {
            context.submit(next);
        } else {
            systems.get(0).submit(next);
        }
    }

    private static void makeMany(TaskContext context) {
        String id = context.task().externalId();
        context.submit(IntStream.range(0, 4)
                .mapToObj(i -> task(id + "-" + i, "team", "note"))
                .toList());
    }

    private void makeAfterTheFence(TaskContext context) {
        heard.add("begun");
        while (!context.isFenced()) {
            Thread.onSpinWait();
        }
        try {
            context.submit(List.of(task("too-late", "team", "note")));
        } catch (FencedRunException e) {
            heard.add("refused");
        }
    }

    private static Submission task(String id, String workspace, String type) {
        return new Submission(id, workspace, type, id, Options.DEFAULT);
    }

    private static State state(NativeTaskSystem system, String id) {
        return system.status(new TaskKey(NativeTaskSystem.NAME, id)).state();
    }

    private static String failure(NativeTaskSystem system, String id) {
        return system.poll(null, 10_000).events().stream()
                .filter(e -> e.key().externalId().equals(id))
                .filter(e -> e.detail() instanceof TaskEvent.Failed)
                .map(e -> ((TaskEvent.Failed) e.detail()).failure())
                .map(failure -> failure.type() + ": " + failure.message())
                .findFirst()
                .orElse("");
    }

    private static void awaitState(NativeTaskSystem system, String id, State state) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> state(system, id) == state);
    }

    @Test
    void aWorkspaceHasNoMoreRunsAtOnceThanItMayOverAllProcessesAndTheOthersGoOn() {
        Guards three = Guards.DEFAULT.runsPerWorkspace(3);
        NativeTaskSystem system = start("w-1", 6, three);
        if (kind == TestDatabase.Kind.POSTGRESQL) {
            start("w-2", 6, three);
        }
        system.submit(IntStream.range(0, 40)
                .mapToObj(i -> task("busy-" + i, "busy", "wait"))
                .toList());
        system.submit(IntStream.range(0, 3)
                .mapToObj(i -> task("other-" + i, "other", "wait"))
                .toList());

        await().atMost(LONG).until(() -> present.getOrDefault("busy", 0) == 3 && present.getOrDefault("other", 0) == 3);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(system.check().detail())
                        .contains("(3, ripresa.worker.guards.runs-per-workspace)")
                        .contains("\"busy\""));
        assertThat(state(system, "busy-39")).as("waits, and nothing else").isEqualTo(State.SCHEDULED);

        go.countDown();
        for (int i = 0; i < 40; i++) {
            awaitState(system, "busy-" + i, State.SUCCEEDED);
        }
        assertThat(most).containsEntry("busy", 3).containsEntry("other", 3);
    }

    @Test
    void neitherPriorityNorALongQueueKeepsOthersWaitingForEver() {
        NativeTaskSystem system = start("w-1", 0, Guards.DEFAULT);
        system.submit(List.of(task("old", "a", "note")));
        system.submit(IntStream.range(0, 40)
                .mapToObj(i -> new Submission(
                        "urgent-" + i, "a", "note", "", new Options(5, null, List.of(), null, null, null)))
                .toList());
        system.submit(List.of(task("small", "b", "note")));
        Database tasks = Database.of(database.dataSource(), InstantSource.system());
        Picks picks = new Picks(tasks, "p-1", List.of("note"), new WorkspaceLimit(tasks.dialect(), 1, 4), List.of());

        List<String> first = IntStream.range(0, 8)
                .mapToObj(i -> picks.pick(1).get(0).name().id())
                .toList();

        assertThat(first).contains("old", "small").doesNotHaveDuplicates();
        assertThat(first.get(0)).as("urgent ones go first, mostly").startsWith("urgent");
        assertThat(first.stream().filter(id -> id.startsWith("urgent"))).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void tasksThatMakeTasksEndAtADepth() {
        NativeTaskSystem system = start("w-1", 2, Guards.DEFAULT.depth(3));
        for (String type : List.of("chain", "loose")) {
            system.submit(List.of(task(type + "-0", "team", type)));

            awaitState(system, type + "-3", State.FAILED);
            // Its run made the next task, which can end before it does.
            awaitState(system, type + "-2", State.SUCCEEDED);
            assertThat(state(system, type + "-4")).isEqualTo(State.MISSING);
            assertThat(failure(system, type + "-3"))
                    .contains("SubmissionRefusedException")
                    .contains("would be at depth 4")
                    .contains("at most 3 is allowed (ripresa.worker.guards.depth)")
                    .contains("raise the limit");
        }
        assertThat(heard).contains("chain-2 at 2", "loose-3 at 3");
    }

    @Test
    void handlersThatMakeTasksTooFastAreRefusedAndWhoSubmitsFromOutsideIsNot() {
        NativeTaskSystem system = start("w-1", 1, Guards.DEFAULT.createdPerMinute(6));
        system.submit(List.of(task("fan-1", "team", "fan")));
        awaitState(system, "fan-1", State.SUCCEEDED);
        system.submit(List.of(task("fan-2", "team", "fan")));
        awaitState(system, "fan-2", State.FAILED);

        assertThat(failure(system, "fan-2"))
                .contains("this would be 4 more; at most 6 are allowed (ripresa.worker.guards.created-per-minute)");
        assertThat(state(system, "fan-2-0")).as("all or none").isEqualTo(State.MISSING);
        system.submit(IntStream.range(0, 10)
                .mapToObj(i -> task("outside-" + i, "team", "note"))
                .toList());
        awaitState(system, "outside-9", State.SUCCEEDED);
    }

    @Test
    void theSameTwiceIsRefusedWhileTheFirstHasNotEnded() {
        NativeTaskSystem strict = start("w-1", 1, Guards.DEFAULT.duplicates(Duplicates.REFUSE));
        Submission first = new Submission("one", "team", "wait", "{\"order\": 7}", Options.DEFAULT);
        Submission same = new Submission("two", "team", "wait", "{\"order\": 7}", Options.DEFAULT);
        strict.submit(List.of(first));

        assertThat(strict.submit(List.of(first)).get(0).created()).isFalse();
        assertThatThrownBy(() -> strict.submit(List.of(same)))
                .isInstanceOf(SubmissionRefusedException.class)
                .hasMessageContaining("task \"two\" is a duplicate of task \"one\", which has not ended")
                .hasMessageContaining("ripresa.worker.guards.duplicates");
        assertThat(state(strict, "two")).isEqualTo(State.MISSING);
        strict.submit(List.of(new Submission("three", "others", "wait", "{\"order\": 7}", Options.DEFAULT)));

        go.countDown();
        awaitState(strict, "one", State.SUCCEEDED);
        assertThat(strict.submit(List.of(same)).get(0).created()).isTrue();
    }

    /** The present, and what was added by hand. */
    private static final class MovedClock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    @Test
    void whenALimitOfFirstStartsIsPassedAllWorkersHoldThemUntilTrialsSucceed() {
        Guards limited = Guards.DEFAULT.starts(new StartLimits(1, null));
        NativeTaskSystem one = start("w-1", 2, limited);
        NativeTaskSystem two = start("w-2", 2, limited);
        MovedClock clock = new MovedClock();
        try (Ripresa ripresa = Ripresa.builder()
                .store(new InMemoryRecoveryStore(clock))
                .taskSystem(one)
                .random(new SplittableRandom(1))
                .build()) {
            // Three within two minutes of the clock: two of them are in the same, whenever this runs.
            one.submit(IntStream.range(0, 3)
                    .mapToObj(i -> task("early-" + i, "team", "note"))
                    .toList());
            IntStream.range(0, 3).forEach(i -> awaitState(one, "early-" + i, State.SUCCEEDED));
            ripresa.tick();
            assertThat(two.holds()).containsExactly(GateKey.starts(NativeTaskSystem.NAME));
            assertThat(two.check().detail()).contains("All first starts are held at gate starts:native");

            two.submit(IntStream.range(0, 8)
                    .mapToObj(i -> task("held-" + i, "team", "note"))
                    .toList());
            IntStream.range(0, 8).forEach(i -> awaitState(two, "held-" + i, State.HELD));
            ripresa.tick();
            assertThat(heard).hasSize(3);

            clock.ahead = Duration.ofSeconds(301);
            await().pollInSameThread().atMost(LONG).until(() -> {
                ripresa.tick();
                return IntStream.range(0, 8).allMatch(i -> state(two, "held-" + i) == State.SUCCEEDED);
            });
            assertThat(heard).hasSize(11).doesNotHaveDuplicates();
            await().pollInSameThread().atMost(LONG).until(() -> {
                ripresa.tick();
                return one.holds().isEmpty();
            });
        }
    }

    @Test
    void aRunThatNoLongerCountsMakesNoTasks() {
        NativeTaskSystem system = start("w-1", 1, Guards.DEFAULT);
        system.submit(List.of(task("slow", "team", "late")));
        // A run that is fenced before its handler begins never begins.
        await().atMost(LONG).until(() -> heard.contains("begun"));
        system.fence(new RunKey(new TaskKey(NativeTaskSystem.NAME, "slow"), 1));

        await().atMost(LONG).until(() -> heard.contains("refused"));
        assertThat(state(system, "too-late")).isEqualTo(State.MISSING);
    }

    @Test
    void aPresetSetsWhatItNamesAndNothingElse() {
        assertThat(Guards.DEFAULT.of(Preset.ANCESTOR.worker()))
                .isEqualTo(new Guards(15, 2, 10_000, Duplicates.REFUSE, new StartLimits(20, 10)));
    }

    @Test
    void aLimitThatCannotBeIsRefusedByNameValueAndFix() {
        assertThatThrownBy(() -> Guards.DEFAULT.depth(-1)).hasMessage("depth is -1; give a number from 0 to 1000");
        assertThatThrownBy(() -> Guards.DEFAULT.runsPerWorkspace(0))
                .hasMessage("runsPerWorkspace is 0; give a number from 1 to 100000");
    }
}
