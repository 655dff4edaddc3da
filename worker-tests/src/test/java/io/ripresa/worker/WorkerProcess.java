package io.ripresa.worker;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.model.Dependency;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * A worker in a process of its own, on PostgreSQL, for tests that stop and kill it. It says on its standard output what
 * happens and is told on its standard input what to do; both are lines.
 *
 * <ul>
 *   <li>Says {@code ready}; {@code taken ID}; {@code begun RUN}, {@code ended RUN}, {@code interrupted RUN}; {@code
 *       picked} where it was started with {@code held} and is about to begin its first run, or with {@code held-begun}
 *       and has begun it with its pick and is about to launch it.
 *   <li>Is told {@code submit ID}, {@code submit-gated ID} (one with a dependency, which never begins with its pick),
 *       {@code end ID}, {@code go} (on with that launch).
 * </ul>
 */
final class WorkerProcess implements AutoCloseable {

    static final TaskType WORK = TaskType.of("work");

    private final Process process;
    private final PrintStream told;
    private final List<String> said = new CopyOnWriteArrayList<>();

    WorkerProcess(TestDatabase.Postgres postgres, String worker, int threads, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                WorkerProcess.class.getName(),
                postgres.database().jdbcUrl(),
                postgres.dataSource().getUsername(),
                postgres.dataSource().getPassword(),
                worker,
                Integer.toString(threads)));
        command.addAll(List.of(more));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        told = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        new Thread(this::read, "lines of " + worker).start();
        awaitSaid("ready");
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException e) {
            said.add("closed");
        }
    }

    void tell(String line) {
        told.println(line);
    }

    List<String> said() {
        return said;
    }

    void awaitSaid(String line) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> said.contains(line));
    }

    /** {@code kill -STOP} or {@code kill -CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + name + " failed");
        }
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    // --- in the process ---

    private static final CountDownLatch GO = new CountDownLatch(1);
    private static final Map<String, CountDownLatch> ENDS = new ConcurrentHashMap<>();

    public static void main(String[] arguments) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setUsername(arguments[1]);
        config.setPassword(arguments[2]);
        HikariDataSource pool = new HikariDataSource(config);
        List<String> given = List.of(arguments);
        NativeTaskSystem system = NativeTaskSystem.builder(
                        given.contains("held")
                                ? heldAtLaunch(pool)
                                : given.contains("held-begun") ? heldBegun(pool) : pool)
                .workerId(arguments[3])
                .threads(Integer.parseInt(arguments[4]))
                .handler(WORK, WorkerProcess::work)
                .build()
                .start();
        say("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "submit" -> submit(system, words[1], List.of());
                case "submit-gated" -> submit(system, words[1], List.of(Dependency.endpoint("api.example.com", 443)));
                case "end" -> end(words[1]).countDown();
                case "go" -> GO.countDown();
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private static void submit(NativeTaskSystem system, String id, List<Dependency> dependencies) {
        Options options = new Options(0, null, dependencies, null, null, null);
        system.submit(List.of(new Submission(id, "team", WORK.name(), "", options)));
        say("taken " + id);
    }

    private static CountDownLatch end(String id) {
        return ENDS.computeIfAbsent(id, any -> new CountDownLatch(1));
    }

    private static void work(TaskContext context) throws InterruptedException {
        say("begun " + context.run());
        try {
            end(context.task().externalId()).await();
        } catch (InterruptedException e) {
            say("interrupted " + context.run());
            throw e;
        }
        say("ended " + context.run());
    }

    /** Connections of a launch are kept waiting until {@code go}: the trigger is picked, and the run has not begun. */
    private static DataSource heldAtLaunch(DataSource source) {
        return proxy(DataSource.class, (method, parameters) -> {
            if (method.getName().equals("getConnection") && isWithin(RunLauncher.class, "launch")) {
                hold();
            }
            return method.invoke(source, parameters);
        });
    }

    /** A pick with which a run began returns at {@code go}: it is committed, and nobody has launched the run. */
    private static DataSource heldBegun(DataSource source) {
        return proxy(DataSource.class, (method, parameters) -> {
            Object result = method.invoke(source, parameters);
            return result instanceof Connection connection
                    ? proxy(Connection.class, (what, with) -> {
                        Object answer = what.invoke(connection, with);
                        if (what.getName().equals("commit") && isWithin(Picks.class, "take") && isAnyRunning(source)) {
                            hold();
                        }
                        return answer;
                    })
                    : result;
        });
    }

    private static boolean isAnyRunning(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return !Sql.query(
                            connection,
                            "select id from ripresa_worker_task where state = 'RUNNING'",
                            row -> row.getString(1))
                    .isEmpty();
        }
    }

    private static void hold() throws InterruptedException {
        say("picked");
        GO.await();
    }

    private interface Call {
        Object of(Method method, Object[] parameters) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                WorkerProcess.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, parameters) -> {
                    try {
                        return call.of(method, parameters);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static boolean isWithin(Class<?> type, String method) {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(type.getName())
                        && frame.getMethodName().equals(method)));
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
