package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter.Accepted;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import io.ripresa.spi.TaskSystemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks that are submitted in the transaction of the caller are there if and only if it commits. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class JoinedSubmissionTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Parameter
    TestDatabase.Kind kind;

    @TempDir
    Path directory;

    private final ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
    private final OneTransaction caller = new OneTransaction();
    private TestDatabase file;
    private NativeTaskSystem system;

    /** The transaction of the test's thread, begun and ended by hand. */
    private static final class OneTransaction implements CallersTransaction {
        private final List<Runnable> afterCommit = new ArrayList<>();
        private @Nullable Connection connection;

        void begin(Connection fresh) throws SQLException {
            fresh.setAutoCommit(false);
            connection = fresh;
        }

        void commit() throws SQLException {
            connection.commit();
            afterCommit.forEach(Runnable::run);
            end();
        }

        void rollback() throws SQLException {
            connection.rollback();
            end();
        }

        private void end() throws SQLException {
            afterCommit.clear();
            connection.close();
            connection = null;
        }

        @Override
        public boolean isThere() {
            return connection != null;
        }

        @Override
        public <T> T in(Work<T> work) throws SQLException {
            return work.in(connection);
        }

        @Override
        public void afterCommit(Runnable work) {
            afterCommit.add(work);
        }
    }

    @BeforeEach
    void open() throws SQLException {
        file = kind.open(directory);
        try (Connection c = file.dataSource().getConnection();
                Statement s = c.createStatement()) {
            s.execute("create table shop_order (id varchar(50) primary key)");
        }
        system = NativeTaskSystem.builder(file.dataSource())
                .clock(InstantSource.system())
                .workerId("w-1")
                .pollInterval(Duration.ofMinutes(10))
                .callersTransaction(caller)
                .handler(TaskType.of("note"), c -> ran.add(c.payload()))
                .build()
                .start();
    }

    @AfterEach
    void close() {
        system.close();
        file.close();
    }

    private List<Accepted> submit(String... ids) {
        List<Submission> all = new ArrayList<>();
        for (String id : ids) {
            all.add(new Submission(id, "team", "note", id, Options.DEFAULT));
        }
        return system.submit(all);
    }

    private State state(String id) {
        return system.status(new TaskKey(NativeTaskSystem.NAME, id)).state();
    }

    private void order(String id) throws SQLException {
        caller.in(c -> {
            try (Statement s = c.createStatement()) {
                return s.execute("insert into shop_order values ('" + id + "')");
            }
        });
    }

    private List<String> orders() throws SQLException {
        try (Connection c = file.dataSource().getConnection()) {
            return Sql.query(c, "select id from shop_order order by id", r -> r.getString(1));
        }
    }

    @Test
    void aTaskIsThereAndRunsAtOnceWhenTheCallerCommits() throws Exception {
        caller.begin(file.dataSource().getConnection());
        order("o-1");
        assertThat(submit("t-1"))
                .singleElement()
                .satisfies(a -> assertThat(a.created()).isTrue());
        assertThat(state("t-1")).as("before the commit, for others").isEqualTo(State.MISSING);

        caller.commit();

        // Nothing is polled for here: it was the commit that woke the worker.
        await().atMost(LONG).until(() -> ran.contains("t-1"));
        assertThat(orders()).containsExactly("o-1");
    }

    @Test
    void noTaskIsLeftOfACallerWhoRollsBack() throws Exception {
        caller.begin(file.dataSource().getConnection());
        order("o-1");
        submit("t-1");
        caller.rollback();

        assertThat(state("t-1")).isEqualTo(State.MISSING);
        assertThat(orders()).isEmpty();
        assertThat(system.poll(null, 100).events()).isEmpty();
        submit("t-2");
        await().atMost(LONG).until(() -> ran.contains("t-2"));
        assertThat(ran).containsExactly("t-2");
    }

    @Test
    void aTaskThatAnotherTransactionInsertsMeanwhileIsKnownAndTheCallersWorkStays() throws Exception {
        try (Connection other = file.dataSource().getConnection()) {
            other.setAutoCommit(false);
            caller.begin(other);
            submit("t-1");
            caller.connection = null;

            OneTransaction second = new OneTransaction();
            second.begin(file.dataSource().getConnection());
            CompletableFuture<List<Accepted>> answer = CompletableFuture.supplyAsync(() -> {
                caller.connection = second.connection;
                try {
                    order("o-2");
                    return submit("t-1", "t-2");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(() -> {
                try (Connection c = file.dataSource().getConnection()) {
                    return !Sql.query(
                                    c,
                                    kind == TestDatabase.Kind.H2
                                            ? "select 1 from information_schema.sessions"
                                                    + " where executing_statement like 'insert into ripresa_worker_task%'"
                                            : "select 1 from pg_stat_activity where wait_event_type = 'Lock'"
                                                    + " and query like 'insert into ripresa_worker_task%'",
                                    r -> r.getInt(1))
                            .isEmpty();
                }
            });
            other.commit();

            assertThat(answer.get(30, TimeUnit.SECONDS))
                    .extracting(Accepted::created)
                    .containsExactly(false, true);
            caller.commit();
        }
        await().atMost(LONG).until(() -> ran.contains("t-2"));
        assertThat(orders()).containsExactly("o-2");
    }

    @Test
    void aFailureUndoesTheSubmissionAndSaysWhatToDo() throws Exception {
        caller.begin(file.dataSource().getConnection());
        order("o-1");
        try (Statement s = caller.connection.createStatement()) {
            s.execute(kind == TestDatabase.Kind.H2 ? "set lock_timeout 100" : "set lock_timeout = '100ms'");
        }
        try (Connection other = file.dataSource().getConnection()) {
            other.setAutoCommit(false);
            Sql.update(
                    other,
                    "insert into ripresa_worker_trigger (task_name, task_instance, execution_time, picked, version,"
                            + " priority) values ('note', 't-1#1', current_timestamp, false, 1, 0)");

            assertThatThrownBy(() -> submit("t-1"))
                    .isInstanceOf(TaskSystemException.class)
                    .hasMessageContainingAll("could not take 1 tasks", "rolled back and run again");
            other.rollback();
        }
        caller.commit();

        assertThat(state("t-1"))
                .as("all or none, also where the caller commits")
                .isEqualTo(State.MISSING);
        assertThat(orders()).containsExactly("o-1");
    }
}
