package io.ripresa.bench.side;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A real service on the loopback interface with limited capacity: one queue, served at a fixed rate; what would wait for
 * longer than half a second is answered 503 at once, as by the simulator's dependency. While it is shut nothing listens
 * on its port. Safe for use by many threads.
 */
final class Stockroom implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Stockroom.class.getName());
    private static final long LONGEST_WAIT = Duration.ofMillis(500).toNanos();
    private static final int BACKLOG = 1_000;
    private static final int TRIES = 200;

    private final long nanosPerRequest;
    private final long latency;
    private final ScheduledExecutorService answers;
    private final int port;
    private HttpServer server;
    private long freeAt = System.nanoTime();

    Stockroom(Setting setting, ThreadFactory threads) throws IOException {
        nanosPerRequest = (long) (1e9 / setting.capacity());
        latency = setting.latency().toNanos();
        answers = Executors.newScheduledThreadPool(2, threads);
        server = listen(0);
        port = server.getAddress().getPort();
    }

    /** Where it is asked. */
    URI at(int task) {
        return URI.create("http://127.0.0.1:" + port + "/stock/" + task);
    }

    /** Its name as a dependency. */
    String name() {
        return "127.0.0.1:" + port;
    }

    private HttpServer listen(int wanted) throws IOException {
        HttpServer listening =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), BACKLOG);
        listening.createContext("/stock/", this::serve);
        listening.setExecutor(answers);
        listening.start();
        return listening;
    }

    private void serve(HttpExchange exchange) throws IOException {
        long wait;
        synchronized (this) {
            long now = System.nanoTime();
            wait = Math.max(0, freeAt - now);
            if (wait <= LONGEST_WAIT) {
                freeAt = now + wait + nanosPerRequest;
            }
        }
        if (wait > LONGEST_WAIT) {
            answer(exchange, 503);
        } else {
            Future<?> answered = answers.schedule(() -> answer(exchange, 204), wait + latency, TimeUnit.NANOSECONDS);
            LOG.log(Level.TRACE, "answers later: {0}", answered);
        }
    }

    private static void answer(HttpExchange exchange, int status) {
        try (exchange) {
            exchange.sendResponseHeaders(status, -1);
        } catch (IOException e) {
            // The caller is gone, or the port was shut: the caller's account of it counts.
        }
    }

    /** Nothing listens any more, and what was connected is cut off. */
    synchronized void shut() {
        server.stop(0);
    }

    /** It is there again, with an empty queue. A port that was shut just now may take a moment to become free. */
    synchronized void open() throws IOException, InterruptedException {
        for (int i = 1; true; i++) {
            try {
                freeAt = System.nanoTime();
                server = listen(port);
                return;
            } catch (IOException e) {
                if (i == TRIES || new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        shut();
        answers.shutdownNow();
    }
}
