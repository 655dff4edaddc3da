package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.Finding.Kind;
import io.ripresa.model.TaskKey;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.Receipt;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import io.ripresa.spi.WorkspaceCare.Need;
import io.ripresa.worker.Guards.Duplicates;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
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

/** What the native task system finds in workspaces, and what it does about that. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class CareTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

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

    private NativeTaskSystem start(int threads, Guards guards) {
        NativeTaskSystem system = NativeTaskSystem.builder(database.dataSource())
                .clock(InstantSource.system())
                .workerId("w-" + systems.size())
                .threads(threads)
                .guards(guards)
                .heartbeatInterval(Duration.ofMillis(300))
                .pollInterval(Duration.ofMillis(20))
                .shutdownWait(Duration.ofMillis(500))
                .handler(TaskType.of("note"), c -> heard.add(c.task().externalId()))
                .handler(TaskType.of("wait"), this::hold)
                .build()
                .start();
        systems.add(system);
        return system;
    }

    private void hold(TaskContext context) throws InterruptedException {
        heard.add(context.task().externalId());
        go.await();
    }

    private static TaskKey key(String id) {
        return new TaskKey(NativeTaskSystem.NAME, id);
    }

    private static State state(NativeTaskSystem system, String id) {
        return system.status(key(id)).state();
    }

    private static void submit(NativeTaskSystem system, String id, String type, String payload) {
        system.submit(List.of(new Submission(id, "team", type, payload, Options.DEFAULT)));
    }

    private static Need only(NativeTaskSystem system, Kind kind) {
        List<Need> needs = system.care().needs();
        assertThat(needs).extracting(Need::kind).containsExactly(kind);
        return needs.get(0);
    }

    @Test
    void duplicatesAreToldOfSetAsideAndLetGo() {
        NativeTaskSystem takes = start(0, Guards.DEFAULT.duplicates(Duplicates.TELL));
        submit(takes, "first", "note", "order 7");
        submit(takes, "second", "note", "order 7");
        submit(takes, "third", "note", "order 7");
        submit(takes, "other", "note", "order 8");
        Need duplicates = only(takes, Kind.DUPLICATES);
        assertThat(duplicates.workspace()).isEqualTo("team");
        assertThat(duplicates.affected()).isEqualTo(2);
        assertThat(duplicates.sentence())
                .isEqualTo("2 tasks that have not begun repeat another that has not ended: the same type and payload.");

        assertThat(takes.care().carryOut(WorkspaceStrategy.DUPLICATE_PARKING, "team"))
                .isEqualTo("2 duplicates are set aside.");
        assertThat(takes.care().carryOut(WorkspaceStrategy.DUPLICATE_PARKING, "team"))
                .as("once more changes nothing")
                .isEqualTo("0 duplicates are set aside.");
        assertThat(only(takes, Kind.DUPLICATES_ASIDE).sentence())
                .isEqualTo("2 tasks are set aside as duplicates: a person lets them go, or cancels them.");
        assertThat(state(takes, "second")).isEqualTo(State.HELD);

        NativeTaskSystem runs = start(2, Guards.DEFAULT.duplicates(Duplicates.TELL));
        await().atMost(LONG).until(() -> state(runs, "first") == State.SUCCEEDED);
        await().atMost(LONG).until(() -> state(runs, "other") == State.SUCCEEDED);
        assertThat(heard).containsExactlyInAnyOrder("first", "other");
        assertThat(runs.care().letGo(key("second"))).isTrue();
        assertThat(runs.care().letGo(key("second")))
                .as("it is not aside any more")
                .isFalse();
        await().atMost(LONG).until(() -> state(runs, "second") == State.SUCCEEDED);
        assertThat(state(runs, "third")).isEqualTo(State.HELD);
        assertThat(heard).containsExactlyInAnyOrder("first", "other", "second");
        assertThat(runs.cancel(key("third"), "not wanted")).isTrue();
        assertThat(runs.care().needs()).isEmpty();
    }

    @Test
    void whatHasBegunOrWhoseFirstHasEndedIsNoDuplicateToSetAside() {
        NativeTaskSystem system = start(1, Guards.DEFAULT.duplicates(Duplicates.TELL));
        submit(system, "first", "wait", "order 7");
        await().atMost(LONG).until(() -> heard.contains("first"));
        submit(system, "second", "wait", "order 7");
        assertThat(only(system, Kind.DUPLICATES).affected()).isEqualTo(1);
        go.countDown();
        await().atMost(LONG).until(() -> state(system, "second") == State.SUCCEEDED);
        assertThat(system.care().needs()).isEmpty();
        assertThat(system.care().carryOut(WorkspaceStrategy.DUPLICATE_PARKING, "team"))
                .isEqualTo("0 duplicates are set aside.");
    }

    @Test
    void aGuardSetsDuplicatesAsideAtOnceAndNobodyStartsThem() {
        NativeTaskSystem system = start(1, Guards.DEFAULT.duplicates(Duplicates.PARK));
        submit(system, "first", "wait", "order 7");
        system.submit(List.of(
                new Submission("second", "team", "wait", "order 7", Options.DEFAULT),
                new Submission("third", "team", "wait", "order 9", Options.DEFAULT),
                new Submission("fourth", "team", "wait", "order 9", Options.DEFAULT)));
        assertThat(state(system, "second")).isEqualTo(State.HELD);
        assertThat(state(system, "fourth")).isEqualTo(State.HELD);
        assertThat(only(system, Kind.DUPLICATES_ASIDE).affected()).isEqualTo(2);
        Receipt refused = system.retry(
                new RerunOrder(key("second"), 0, "a-1", 1, Instant.now().plusSeconds(60)));
        assertThat(refused.accepted()).isFalse();
        assertThat(refused.reason()).isEqualTo("the task is set aside as a duplicate; let it go first");

        go.countDown();
        await().atMost(LONG).until(() -> state(system, "third") == State.SUCCEEDED);
        assertThat(heard).containsExactlyInAnyOrder("first", "third");
        assertThat(state(system, "second"))
                .as("its first has ended; a person lets it go")
                .isEqualTo(State.HELD);
    }

    @Test
    void aLimitInReachIsRaisedToTwiceItselfForAnHour() throws SQLException {
        NativeTaskSystem system = start(6, Guards.DEFAULT.runsPerWorkspace(2));
        IntStream.range(0, 5).forEach(i -> submit(system, "t" + i, "wait", "" + i));
        await().atMost(LONG).until(() -> heard.size() == 2);
        // One that is looked at this moment, and given back, does not wait.
        await().atMost(LONG).until(() -> waiting(system) == 3);
        Need need = only(system, Kind.LIMIT_REACHED);
        assertThat(need.sentence())
                .isEqualTo("3 tasks wait because 2 runs are under way, as many as are allowed at once.");

        assertThat(system.care().carryOut(WorkspaceStrategy.LIMIT_INCREASE, "team"))
                .startsWith("Up to 4 runs at once, in place of 2, until ");
        await().atMost(LONG).until(() -> heard.size() == 4);
        system.care().carryOut(WorkspaceStrategy.LIMIT_INCREASE, "team");
        await().atMost(LONG).until(() -> waiting(system) == 1);
        assertThat(heard).as("never more than twice").hasSize(4);

        Instant until = raisedUntil();
        assertThat(until)
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(58)),
                        Instant.now().plus(Duration.ofMinutes(62)));
    }

    private static long waiting(NativeTaskSystem system) {
        return system.care().needs().stream()
                .filter(need -> need.kind() == Kind.LIMIT_REACHED)
                .mapToLong(Need::affected)
                .sum();
    }

    private Instant raisedUntil() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement("select until from ripresa_worker_raised");
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getObject(1, java.time.OffsetDateTime.class).toInstant();
        }
    }

    private static int most(Database own, WorkspaceLimit limit, String workspace) {
        return own.read("look at a limit", c -> limit.atMost(c, workspace));
    }

    @Test
    void aRaisedLimitEndsWithItsHour() {
        NativeTaskSystem system = start(6, Guards.DEFAULT.runsPerWorkspace(2));
        system.care().carryOut(WorkspaceStrategy.LIMIT_INCREASE, "team");
        Database own = Database.of(database.dataSource(), InstantSource.system());
        WorkspaceLimit limit = new WorkspaceLimit(own.dialect(), 6, 2);
        assertThat(most(own, limit, "team")).isEqualTo(4);
        assertThat(most(own, limit, "others")).isEqualTo(2);
        own.change("end", (c, now) -> WorkspaceLimit.endRaised(c, now));
        assertThat(most(own, limit, "team")).isEqualTo(4);
        own.change("end", (c, now) -> WorkspaceLimit.endRaised(c, now.plus(Duration.ofMinutes(61))));
        assertThat(most(own, limit, "team")).isEqualTo(2);
    }

    @Test
    void whatIsKeptForTooLongIsToldOfAndCleanedAtOnceAndNothingElse() throws SQLException {
        NativeTaskSystem system = start(1, Guards.DEFAULT);
        submit(system, "old", "note", "1");
        submit(system, "new", "note", "2");
        await().atMost(LONG).until(() -> state(system, "new") == State.SUCCEEDED);
        await().atMost(LONG).until(() -> state(system, "old") == State.SUCCEEDED);
        submit(system, "under-way", "wait", "3");
        await().atMost(LONG).until(() -> heard.contains("under-way"));
        assertThat(system.care().needs()).isEmpty();
        long ago = 31;
        dateBack("old", ago);
        dateBack("under-way", ago);
        Need need = only(system, Kind.OVER_RETENTION);
        assertThat(need.affected()).isEqualTo(1);
        assertThat(need.sentence()).isEqualTo("1 task ended longer ago than 30 days and should have been deleted.");

        system.poll(system.poll(null, 1_000).cursor(), 1_000); // all has been read
        await().atMost(LONG).until(() -> {
            system.care().carryOut(WorkspaceStrategy.CLEAN_UP, "team");
            return state(system, "old") == State.MISSING;
        });
        assertThat(state(system, "new")).isEqualTo(State.SUCCEEDED);
        assertThat(state(system, "under-way")).isEqualTo(State.RUNNING);
        assertThat(system.care().needs()).isEmpty();
    }

    private void dateBack(String id, long days) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update ripresa_worker_task set changed_at = ? where id = ?")) {
            statement.setObject(1, Instant.now().minus(Duration.ofDays(days)).atOffset(ZoneOffset.UTC));
            statement.setString(2, id);
            statement.executeUpdate();
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    @Test
    void thereIsNothingElseToCarryOut() {
        NativeTaskSystem system = start(0, Guards.DEFAULT);
        assertThatThrownBy(() -> system.care().carryOut(WorkspaceStrategy.STATUS_RESET, "team"))
                .hasMessage("the native task system has nothing to do for STATUS_RESET");
        assertThat(system.care().letGo(key("unknown"))).isFalse();
    }
}
