package io.ripresa.server.nodes;

import io.ripresa.server.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A node that runs as a process of its own, and may be killed, stopped for a while and started again. It ends when this
 * process does, whatever its end was: its standard input is closed then.
 *
 * <p>For one thread; others may ask whether it is alive.
 */
public final class NodeProcess implements AutoCloseable {

    private static final Pattern UP = Pattern.compile("^Ripresa is up: (http://\\S+)", Pattern.MULTILINE);
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(180);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(15);
    private static final int LOOK_MILLIS = 50;

    private final Spec spec;
    private final Path log;
    private volatile Process process;
    private int port;
    private volatile boolean stopped;

    /**
     * What is started.
     *
     * @param name the node's name
     * @param port where it listens; 0 for a free port, which it then keeps over restarts
     * @param arguments of {@code serve}, besides name and port
     * @param environment variables besides those of this process
     * @param heapMegabytes most heap that it may take
     * @param folder its working directory, where its log lies too
     */
    public record Spec(
            String name,
            int port,
            List<String> arguments,
            Map<String, String> environment,
            int heapMegabytes,
            Path folder) {
        public Spec {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }
    }

    private NodeProcess(Spec spec, Path log, Process process) {
        this.spec = spec;
        this.log = log;
        this.process = process;
        this.port = spec.port();
    }

    /** Starts it; returns at once. */
    public static NodeProcess start(Spec spec) {
        Path log = spec.folder().resolve(spec.name() + ".log");
        return new NodeProcess(spec, log, launch(spec, spec.port(), log));
    }

    private static Process launch(Spec spec, int port, Path log) {
        List<String> arguments =
                new ArrayList<>(List.of("serve", "--until-stdin-closes", "--node", spec.name(), "--port", "" + port));
        arguments.addAll(spec.arguments());
        ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(spec.heapMegabytes(), arguments))
                .directory(spec.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(spec.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("node " + spec.name() + " cannot be started", e);
        }
    }

    /**
     * Waits until it answers.
     *
     * @return its page
     * @throws StartFailure if it ends instead, or is not up within 3 minutes; the message has its last words
     */
    public URI awaitUp() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long tries = STARTS_WITHIN.toMillis() / LOOK_MILLIS;
        Process watched = process;
        for (long i = 0; i < tries; i++) {
            URI page = page();
            if (page != null) {
                port = page.getPort();
                return page;
            }
            if (!watched.isAlive() || never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new StartFailure(
                "Node " + spec.name() + " did not come up: " + lastWords() + " (see " + log + ").", null);
    }

    /** Where its page is, or null while it is not up. */
    public @Nullable URI page() {
        Matcher up = UP.matcher(sinceStart());
        return up.find() ? URI.create(up.group(1)) : null;
    }

    public String name() {
        return spec.name();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it is stopped by {@link #stop()}. */
    public boolean isStopped() {
        return stopped;
    }

    /** {@code kill -9}; returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("node " + spec.name() + ", process " + pid() + ", survived SIGKILL");
        }
        stopped = false;
    }

    /** SIGSTOP: it is there and does nothing, as on a machine that hangs. */
    public void stop() throws InterruptedException {
        signal("STOP");
        stopped = true;
    }

    /** SIGCONT: it goes on where it was. */
    public void resume() throws InterruptedException {
        signal("CONT");
        stopped = false;
    }

    private void signal(String name) throws InterruptedException {
        try {
            int exit = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("SIG" + name + " did not reach node " + spec.name());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("SIG" + name + " cannot be sent", e);
        }
    }

    /** Starts it again, after it was killed, under the same name on the same port; returns at once. */
    public void startAgain() throws IOException {
        if (process.isAlive()) {
            throw new IllegalStateException("node " + spec.name() + " is alive");
        }
        Files.move(log, log.resolveSibling(spec.name() + "-" + process.pid() + ".log"));
        process = launch(spec, port, log);
    }

    private String sinceStart() {
        try {
            return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("the log of node " + spec.name() + " cannot be read", e);
        }
    }

    /** What it logged last, in one line. */
    public String lastWords() {
        return sinceStart()
                .lines()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .map(line -> "said last: " + line)
                .orElse("said nothing");
    }

    /** Lets it end in order, and kills it where it does not. */
    @Override
    public void close() {
        try {
            if (stopped) {
                resume();
            }
            process.getOutputStream().close();
            if (!process.waitFor(CLOSES_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }
}
