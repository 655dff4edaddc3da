package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.Dependency;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import io.ripresa.worker.Picks.Picked;
import io.ripresa.worker.Processes.Identity;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which runs begin in the statement that picks their triggers, and that each of them is launched, once. */
class BeginWithPickTest {

    private static final TaskType TYPE = TaskType.of("work");

    /** What happens to the commit of a pick. */
    private enum Commit {
        ANSWERED,
        /** It is done, and the answer is lost with the connection. */
        DONE_WITHOUT_ANSWER,
        /** The connection is lost before. */
        NOT_DONE
    }

    private final TestDatabase database = TestDatabase.Postgres.emptied();
    private final InstantSource clock = InstantSource.system();
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private final List<Triggers.Name> inHand = new ArrayList<>();
    private final WorkerThreads threads = new WorkerThreads(2, WorkerThreads.factory("w-1"), null);
    private final NativeTaskSystem system = NativeTaskSystem.builder(database.dataSource())
            .workerId("w-others")
            .threads(0)
            .handler(TYPE, c -> {})
            .build();
    private Commit commit = Commit.ANSWERED;
    private WorkerTables tables;
    private Processes processes;
    private WorkspaceLimit limit;
    private RunLauncher launcher;
    private Picks picks;

    @BeforeEach
    void open() {
        tables = WorkerTables.of(
                NativeTaskSystem.NAME, Database.of(disturbed(DataSource.class, database.dataSource()), clock));
        limit = new WorkspaceLimit(Dialect.POSTGRESQL, 2, 8);
        Identity self = new Identity("p-1", "w-1", "here", new OsProcess("", 1, 0));
        processes = new Processes(self, List.of(TYPE.name()), Duration.ofSeconds(2), clock, tables, limit);
        launcher = HandLauncher.of(
                tables, self, threads, limit, Map.of(TYPE, c -> ran.add(c.task().externalId())));
        picks = new Picks(tables.database(), "p-1", List.of(TYPE.name()), limit, inHand);
        tables.database().inTransaction("beat", (c, now) -> processes.beat(c, now, null));
    }

    @AfterEach
    void close() {
        system.close();
        threads.closeBackground(Duration.ofSeconds(5));
        threads.close();
        database.close();
    }

    /** A source, or a connection of it, whose commits come to what {@link #commit} says. */
    private <T> T disturbed(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                BeginWithPickTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, parameters) -> {
                    boolean committing = method.getName().equals("commit");
                    if (committing && commit == Commit.NOT_DONE) {
                        ((Connection) real).rollback();
                        throw new SQLException("the connection is lost", "08006");
                    }
                    try {
                        Object result = method.invoke(real, parameters);
                        if (committing && commit == Commit.DONE_WITHOUT_ANSWER) {
                            throw new SQLException("the connection is lost", "08006");
                        }
                        return result instanceof Connection connection
                                ? disturbed(Connection.class, connection)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void submit(String id) {
        submit(id, Options.DEFAULT);
    }

    private void submit(String id, Options options) {
        system.submit(List.of(new Submission(id, "team", TYPE.name(), "", options)));
    }

    private static Options dependingOn(Dependency dependency) {
        return new Options(0, null, List.of(dependency), null, null, null);
    }

    private List<String> pick() {
        return launcher.starts().pick(picks, 10).stream()
                .map(Picked::name)
                .map(Triggers.Name::instance)
                .toList();
    }

    private List<String> live() {
        return launcher.live().keySet().stream()
                .map(run -> run.task().externalId())
                .toList();
    }

    private State state(String id) {
        return system.status(new TaskKey(NativeTaskSystem.NAME, id)).state();
    }

    private void launch(String id) {
        launcher.launch(Triggers.Name.of(TYPE.name(), id, 1));
    }

    private List<Triggers.Name> picked() {
        return tables.database().read("look", c -> tables.triggers().pickedBy(c, "p-1"));
    }

    @Test
    void whatNothingIsInTheWayOfHasBegunWhenItIsPicked() {
        submit("plain");
        submit("gated", dependingOn(Dependency.endpoint("api.example.com", 443)));

        assertThat(pick()).containsExactlyInAnyOrder("plain#1", "gated#1");

        assertThat(live()).containsExactly("plain");
        assertThat(state("plain")).isEqualTo(State.RUNNING);
        assertThat(state("gated")).isEqualTo(State.SCHEDULED);
        assertThat(picked()).containsExactly(Triggers.Name.of(TYPE.name(), "gated", 1));
        launch("plain");
        launch("gated");
        assertThat(launcher.awaitIdle(Duration.ofSeconds(10))).isTrue();
        assertThat(ran).containsExactly("plain", "gated");
        assertThat(List.of(state("plain"), state("gated"))).containsOnly(State.SUCCEEDED);
        assertThat(picked()).isEmpty();
    }

    @Test
    void anIdThatLooksLikeARunIsTakenForWhatItIs() {
        submit("a#1");
        submit("a#1#1");

        assertThat(pick()).containsExactlyInAnyOrder("a#1#1", "a#1#1#1");
        assertThat(live()).containsExactlyInAnyOrder("a#1", "a#1#1");
    }

    @Test
    void whatAnotherTransactionIsAtWorkOnIsPickedAndBeginsLater() throws SQLException {
        submit("busy");
        submit("free");
        try (Connection lock = database.dataSource().getConnection();
                Statement locking = lock.createStatement()) {
            lock.setAutoCommit(false);
            locking.execute("select 1 from ripresa_worker_task where id = 'busy' for update");

            assertThat(pick()).containsExactlyInAnyOrder("busy#1", "free#1");
            assertThat(live()).containsExactly("free");
            lock.rollback();
        }
        launch("busy");
        assertThat(ran).containsExactly("busy");
    }

    @Test
    void whereTheLimitIsInReachNothingBeginsWithItsPick() {
        limit.seen(9);
        submit("a");

        assertThat(pick()).containsExactly("a#1");
        assertThat(live()).isEmpty();
        launch("a");
        assertThat(ran).containsExactly("a");
    }

    @Test
    void whatIsInHandIsNotPickedAgainThoughTheServerForgotWhoDid() {
        submit("a");
        inHand.add(Triggers.Name.of(TYPE.name(), "a", 1));
        for (int turn = 0; turn < 4; turn++) {
            assertThat(pick()).as("turn " + turn).isEmpty();
        }
        inHand.clear();
        assertThat(pick()).containsExactly("a#1");
    }

    @Test
    void withoutALeaseItIsPickedAndDoesNotBegin() {
        submit("a");
        tables.database().change("lose the lease", (c, now) -> Sql.update(c, "delete from ripresa_worker_process"));

        assertThat(pick()).containsExactly("a#1");
        assertThat(live()).isEmpty();
        assertThat(state("a")).isEqualTo(State.SCHEDULED);
    }

    @Test
    void nothingBeginsOnceItIsClosed() {
        submit("a");
        launcher.close();

        assertThat(pick()).isEmpty();
        assertThat(live()).isEmpty();
        assertThat(state("a")).isEqualTo(State.SCHEDULED);
        assertThat(picked()).isEmpty();
        assertThat(launcher.awaitIdle(Duration.ZERO)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatBeganIsLaunchedThoughNobodySaidSo(Commit how) {
        submit("a");
        commit = how;
        List<String> picked = pick();
        commit = Commit.ANSWERED;

        assertThat(picked).containsExactly("a#1");
        launch("a");
        assertThat(launcher.awaitIdle(Duration.ofSeconds(10))).isTrue();
        if (how == Commit.NOT_DONE) {
            assertThat(ran).isEmpty();
            assertThat(state("a")).isEqualTo(State.SCHEDULED);
            assertThat(pick()).as("it is still there to be picked").containsExactly("a#1");
        } else {
            assertThat(ran).containsExactly("a");
            assertThat(state("a")).isEqualTo(State.SUCCEEDED);
        }
    }

    @Test
    void noTableIsReadFromEndToEndHoweverOldThePlan() {
        for (int round = 0; round < 60; round++) {
            int first = round * 5;
            system.submit(IntStream.range(first, first + 5)
                    .mapToObj(i -> new Submission("t" + i, "team", TYPE.name(), "", Options.DEFAULT))
                    .toList());
            for (String instance : pick()) {
                launch(instance.substring(0, instance.length() - 2));
            }
        }
        assertThat(launcher.awaitIdle(Duration.ofSeconds(10))).isTrue();
        assertThat(ran).hasSize(300);
        await().atMost(Duration.ofSeconds(30)).until(() -> scans("idx_scan") >= 600);
        assertThat(scans("seq_scan")).isLessThan(60);
    }

    private long scans(String kind) {
        return tables.database()
                .read(
                        "look at the statistics",
                        c -> Sql.query(
                                c,
                                "select " + kind + " from pg_stat_user_tables where relname = 'ripresa_worker_task'",
                                (ResultSet r) -> r.getLong(1)))
                .get(0);
    }
}
