package io.ripresa.worker;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
 *       picked} where it was started with {@code held} and is about to launch its first run.
 *   <li>Is told {@code submit ID}, {@code end ID}, {@code go} (on with that launch).
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
        boolean held = List.of(arguments).contains("held");
        NativeTaskSystem system = NativeTaskSystem.builder(held ? heldAtLaunch(pool) : pool)
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
                case "submit" -> {
                    system.submit(List.of(new Submission(words[1], "team", WORK.name(), "", Options.DEFAULT)));
                    say("taken " + words[1]);
                }
                case "end" -> end(words[1]).countDown();
                case "go" -> GO.countDown();
                default -> throw new IllegalArgumentException(line);
            }
        }
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
        return (DataSource) Proxy.newProxyInstance(
                WorkerProcess.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, parameters) -> {
                    if (method.getName().equals("getConnection") && isLaunch()) {
                        say("picked");
                        GO.await();
                    }
                    try {
                        return method.invoke(source, parameters);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean isLaunch() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(RunLauncher.class.getName())
                        && frame.getMethodName().equals("launch")));
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
