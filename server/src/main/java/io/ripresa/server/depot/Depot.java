package io.ripresa.server.depot;

import io.ripresa.server.depot.LedgerEntry.Effect;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The service that the demo's tasks need: a parcel depot with an HTTP interface on the loopback interface. It has a
 * limited capacity ({@link DepotLoad}), an outage by script ({@link Outage}), and a {@link Ledger}.
 *
 * <p>PUT is idempotent. POST with an {@code Idempotency-Key} is done once per key; POST to {@code /payouts} has no keys
 * and is done as often as it is asked. {@code /addresses} answers 422, {@code /partners} 401, {@code /health} 200 while
 * the depot serves. Safe for use by many threads.
 */
public final class Depot implements AutoCloseable {

    /** What it tells callers to wait, in seconds. */
    static final int RETRY_AFTER_SECONDS = 3;

    private static final Logger LOG = System.getLogger(Depot.class.getName());
    private static final Duration START_WITHIN = Duration.ofSeconds(1);
    private static final Duration BIND_FOR = Duration.ofSeconds(10);
    private static final int READ_TIMEOUT_MILLIS = 10_000;

    private final InetSocketAddress address;
    private final DepotLoad load;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Executor threads;

    private final Set<String> keysDone = new HashSet<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Outage outage;
    private volatile @Nullable ServerSocket listening;

    /**
     * @param port where it listens
     * @param capacityPerSecond requests that it can serve in a second
     * @param ledger where it writes what it saw; not closed by the depot
     * @param clock its time
     * @param threads one thread per connection, and two more
     */
    public Depot(int port, double capacityPerSecond, Ledger ledger, InstantSource clock, Executor threads) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.load = new DepotLoad(capacityPerSecond);
        this.ledger = ledger;
        this.clock = clock;
        this.threads = threads;
        for (LedgerEntry entry : ledger.entries()) {
            if (entry.effect() == Effect.APPLIED) {
                keysDone.add(entry.call().key());
            }
        }
    }

    /** Where it listens. */
    public int port() {
        return address.getPort();
    }

    /** Opens its port. */
    public void start() throws IOException {
        try {
            open(START_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the depot opens its port");
        }
    }

    /** Plays an outage, once, on a thread of its own. */
    public void play(Outage script) {
        outage = script;
        threads.execute(() -> follow(script));
    }

    private void follow(Outage script) {
        try {
            for (Instant now = clock.instant(); true; now = clock.instant()) {
                enter(script.moodAt(now));
                Instant next = script.nextChangeAfter(now);
                if (next == null) {
                    return;
                }
                long millis = Duration.between(clock.instant(), next).toMillis() + 1;
                if (closed.await(Math.max(1, millis), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the depot cannot open port " + address.getPort() + " again: " + e.getMessage());
        }
    }

    private void enter(Mood mood) throws IOException, InterruptedException {
        if (mood == Mood.REFUSE) {
            shut();
        } else if (listening == null) {
            load.clear();
            open(BIND_FOR);
        }
    }

    /** A port that was closed just now may take a moment to become free. */
    private void open(Duration within) throws IOException, InterruptedException {
        Instant giveUp = clock.instant().plus(within);
        while (true) {
            try {
                open();
                return;
            } catch (IOException e) {
                if (clock.instant().isAfter(giveUp) || closed.await(50, TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }

    private void open() throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, 500);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        listening = socket;
        threads.execute(() -> accept(socket));
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                threads.execute(() -> converse(connection));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.log(Level.WARNING, "the depot could not take a connection: " + e.getMessage());
                }
            }
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            connection.setSoTimeout(READ_TIMEOUT_MILLIS);
            connection.setTcpNoDelay(true);
            DepotRequest request = DepotRequest.read(new BufferedInputStream(connection.getInputStream()));
            if (request != null) {
                serve(request, connection);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a caller of the depot is gone: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private void serve(DepotRequest request, Socket connection) throws IOException, InterruptedException {
        Answer answer = decide(request);
        if (closed.await(answer.latency().toMillis(), TimeUnit.MILLISECONDS) || answer.status() == 0) {
            return;
        }
        boolean late = answer.status() == 503 || answer.status() == 429;
        Integer retryAfter = late && answer.sayWhen() ? RETRY_AFTER_SECONDS : null;
        String json = "{\"task\":\"" + request.task().replaceAll("[^A-Za-z0-9._-]", "_") + "\",\"result\":\""
                + answer.words() + "\"}";
        connection.getOutputStream().write(DepotRequest.answer(answer.status(), retryAfter, json));
        connection.getOutputStream().flush();
    }

    /** What is answered; status 0 is no answer. */
    private record Answer(int status, boolean sayWhen, Duration latency, String words) {
        static Answer of(int status, String words) {
            return new Answer(status, false, Duration.ofMillis(5), words);
        }
    }

    /** Decides, acts and writes it down, one request after the other: the ledger's order is the order of the effects. */
    private synchronized Answer decide(DepotRequest request) {
        Instant now = clock.instant();
        Outage script = outage;
        Mood mood = script == null ? Mood.UP : script.moodAt(now);
        String task = request.resource().equals("health") ? "" : request.task();
        Effect effect = Effect.NONE;
        Answer answer;
        switch (mood) {
            case HANG, REFUSE -> {
                Instant change = script == null ? null : script.nextChangeAfter(now);
                answer = new Answer(0, false, change == null ? Duration.ZERO : Duration.between(now, change), "");
                // A service that hangs has done half of its work and nobody knows which half.
                if (mood == Mood.HANG && (request.task().hashCode() & 1) == 0 && statusOf(request) == 200) {
                    effect = act(request);
                }
            }
            case UNAVAILABLE -> answer = Answer.of(503, "unavailable");
            case UNAVAILABLE_RETRY_AFTER -> answer = new Answer(503, true, Duration.ofMillis(5), "back soon");
            case THROTTLE -> answer = new Answer(429, true, Duration.ofMillis(5), "too many requests");
            default -> {
                answer = served(request, now);
                if (answer.status() == 200 && !task.isEmpty()) {
                    effect = act(request);
                }
            }
        }
        ledger.append(new LedgerEntry(
                now,
                mood,
                new LedgerEntry.Call(request.method(), request.path(), task, request.key(), request.run()),
                answer.status(),
                effect,
                answer.latency().toMillis()));
        return answer;
    }

    private Answer served(DepotRequest request, Instant now) {
        if (request.resource().equals("health")) {
            return Answer.of(200, "healthy");
        }
        DepotLoad.Admission admission = load.offer(now);
        if (!admission.served()) {
            return new Answer(503, false, admission.latency(), "overrun");
        }
        int status = statusOf(request);
        return new Answer(status, false, admission.latency(), status == 200 ? "done" : "refused");
    }

    private static int statusOf(DepotRequest request) {
        return switch (request.resource()) {
            case "stock", "invoices", "labels", "notices", "payouts" -> 200;
            case "addresses" -> 422;
            case "partners" -> 401;
            default -> 404;
        };
    }

    private static boolean keepsKeys(DepotRequest request) {
        return !request.resource().equals("payouts");
    }

    private Effect act(DepotRequest request) {
        if (request.method().equals("POST")
                && keepsKeys(request)
                && !request.key().isEmpty()) {
            return keysDone.add(request.key()) ? Effect.APPLIED : Effect.REPLAYED;
        }
        return Effect.APPLIED;
    }

    private void shut() throws IOException {
        ServerSocket socket = listening;
        listening = null;
        if (socket != null) {
            socket.close();
        }
        for (Socket connection : connections) {
            connection.close();
        }
    }

    /** Closes port and connections for good. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        shut();
    }
}
