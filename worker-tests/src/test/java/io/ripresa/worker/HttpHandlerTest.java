package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ripresa.model.FailureReport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpHandlerTest {

    private record Received(String method, String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? "" : String.join(",", values);
        }
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final CountDownLatch hang = new CountDownLatch(1);
    private HttpServer server;
    private int port;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        port = server.getAddress().getPort();
    }

    @AfterEach
    void stopServer() {
        hang.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().toString();
        received.add(new Received(exchange.getRequestMethod(), path, Map.copyOf(exchange.getRequestHeaders()), body));
        switch (exchange.getRequestURI().getPath()) {
            case "/busy" -> {
                exchange.getResponseHeaders().set("Retry-After", "7");
                send(exchange, 503, "come back later");
            }
            case "/moved" -> {
                exchange.getResponseHeaders().set("Location", "http://localhost:" + port + "/secret-place?token=abc");
                send(exchange, 302, "");
            }
            case "/echo" ->
                send(exchange, 500, "you said " + exchange.getRequestHeaders().getFirst("Authorization"));
            case "/chunked" -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("one".repeat(5_000).getBytes(StandardCharsets.UTF_8));
                exchange.close();
            }
            case "/hang" -> {
                try {
                    hang.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
            }
            default -> send(exchange, 200, "fine");
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private HttpHandler handler() {
        return new HttpHandler(
                HttpTargets.of(List.of("localhost:*")),
                name -> name.equals("TOKEN") ? "s3cr3t-value" : null,
                InstantSource.system());
    }

    private String payload(String method, String path, String more) {
        return "{\"method\":\"" + method + "\",\"url\":\"http://localhost:" + port + path + "\"" + more + "}";
    }

    private static FailureReport failureOf(HttpHandler handler, String payload) {
        RunFailedException e = catchThrowableOfType(RunFailedException.class, () -> handler.run(new HandRun(payload)));
        assertThat(e).as("the run fails").isNotNull();
        return e.failure();
    }

    @Test
    void aCallCarriesBodyHeadersAndTheTasksOwnKey() throws Exception {
        handler()
                .run(new HandRun(
                        payload("PUT", "/orders/1?x=%20y", ",\"headers\":{\"X-Team\":\"a\"},\"body\":{\"amount\":3}")));

        Received call = received.remove();
        assertThat(call.method()).isEqualTo("PUT");
        assertThat(call.path()).isEqualTo("/orders/1?x=%20y");
        assertThat(call.body()).isEqualTo("{\"amount\":3}");
        assertThat(call.header("Content-type")).isEqualTo("application/json");
        assertThat(call.header("X-team")).isEqualTo("a");
        assertThat(call.header("Idempotency-key")).isEqualTo("order-1");
        assertThat(call.header("Host")).isEqualTo("localhost:" + port);
    }

    @Test
    void aKeyHeaderOfThePayloadIsSentAsItStands() throws Exception {
        handler()
                .run(new HandRun(payload(
                        "POST", "/", ",\"headers\":{\"idempotency-key\":\"shop-${task.key}\"},\"body\":\"x\"")));

        assertThat(received.remove().header("Idempotency-key")).isEqualTo("shop-order-1");
    }

    @Test
    void aChunkedAnswerIsRead() throws Exception {
        handler().run(new HandRun(payload("GET", "/chunked", "")));

        assertThat(received).hasSize(1);
    }

    @Test
    void anErrorAnswerIsReportedWithStatusRetryAfterTargetMethodAndExcerpt() {
        FailureReport failure = failureOf(handler(), payload("PUT", "/busy", ""));

        assertThat(failure.httpStatus()).isEqualTo(503);
        assertThat(failure.attribute(FailureReport.RETRY_AFTER)).isEqualTo("7");
        assertThat(failure.attribute(FailureReport.TARGET)).isEqualTo("localhost:" + port);
        assertThat(failure.attribute(FailureReport.METHOD)).isEqualTo("PUT");
        assertThat(failure.message()).isEqualTo("answered 503 Service Unavailable: come back later");
    }

    @Test
    void aRefusedConnectionIsToldApartByItsType() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        FailureReport failure =
                failureOf(handler(), "{\"url\":\"http://localhost:" + free + "/\",\"method\":\"POST\"}");

        assertThat(failure.type()).isEqualTo("java.net.ConnectException");
        assertThat(failure.message()).containsIgnoringCase("connection refused");
        assertThat(failure.attribute(FailureReport.TARGET)).isEqualTo("localhost:" + free);
        assertThat(failure.attribute(FailureReport.METHOD)).isEqualTo("POST");
    }

    @Test
    void anAnswerThatDoesNotComeIsATimeOutOfTheRequest() {
        Instant before = Instant.now();
        FailureReport failure = failureOf(handler(), payload("PUT", "/hang", ",\"timeout\":0.2"));

        assertThat(failure.type()).isEqualTo("java.net.http.HttpTimeoutException");
        assertThat(failure.message()).isEqualTo("request timed out: no complete answer within 200 ms");
        assertThat(Duration.between(before, Instant.now())).isBetween(Duration.ofMillis(190), Duration.ofSeconds(4));
    }

    @Test
    void anAnswerThatTricklesIsBoundByTheTimeOutAsAWhole() throws IOException {
        try (RawServer slow = new RawServer("HTTP/1.1 200 OK\r\nX: ", true)) {
            FailureReport failure =
                    failureOf(handler(), "{\"url\":\"http://localhost:" + slow.port() + "/\",\"timeout\":\"PT0.3S\"}");

            assertThat(failure.type()).isEqualTo("java.net.http.HttpTimeoutException");
        }
    }

    @Test
    void aSuccessThatIsCutOffIsNoSuccess() throws IOException {
        try (RawServer cut = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfive!", false)) {
            FailureReport failure = failureOf(handler(), "{\"url\":\"http://localhost:" + cut.port() + "/\"}");

            assertThat(failure.type()).isEqualTo("java.io.EOFException");
            assertThat(failure.message()).isEqualTo("the answer ended 5 bytes early");
        }
    }

    @Test
    void aConnectionClosedWithoutAnAnswerIsReportedAsThat() throws IOException {
        try (RawServer mute = new RawServer("", false)) {
            FailureReport failure = failureOf(handler(), "{\"url\":\"http://localhost:" + mute.port() + "/\"}");

            assertThat(failure.type()).isEqualTo("java.io.EOFException");
            assertThat(failure.message()).isEqualTo("the connection was closed before an answer");
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        FailureReport failure = failureOf(handler(), payload("GET", "/moved", ""));

        assertThat(failure.httpStatus()).isEqualTo(302);
        assertThat(failure.message()).contains("redirects are not followed").doesNotContain("token");
        assertThat(received).hasSize(1);
    }

    @Test
    void aSecretIsSentButNeverReported() {
        String payload = payload("GET", "/echo", ",\"headers\":{\"Authorization\":\"Bearer ${secret:TOKEN}\"}");
        FailureReport failure = failureOf(handler(), payload);

        assertThat(received.remove().header("Authorization")).isEqualTo("Bearer s3cr3t-value");
        assertThat(failure.message()).isEqualTo("answered 500 Internal Server Error: you said Bearer ***");
    }

    @Test
    void aSecretThatIsNotSetFailsTheRunBeforeAnyCall() {
        FailureReport failure = failureOf(handler(), payload("GET", "/", ",\"headers\":{\"X\":\"${secret:OTHER}\"}"));

        assertThat(failure.type()).isEqualTo(SecretMissingException.class.getName());
        assertThat(failure.message()).contains("OTHER").contains("RIPRESA_SECRET_OTHER");
        assertThat(received).isEmpty();
    }

    @Test
    void aTargetThatIsNotAllowedIsRefusedAtSubmissionAndAtTheCall() {
        HttpHandler nowhere = new HttpHandler(HttpTargets.NONE, name -> null, InstantSource.system());
        String payload = payload("GET", "/", "");

        assertThatThrownBy(() -> nowhere.inspect(HttpHandler.type(), payload))
                .isInstanceOf(TargetNotAllowedException.class)
                .hasMessageContaining("localhost:" + port)
                .hasMessageContaining("allow-list");
        assertThat(failureOf(nowhere, payload).type()).isEqualTo(TargetNotAllowedException.class.getName());
        assertThat(received).isEmpty();
    }

    @Test
    void aNameThatLeadsInsideIsNotCalledThroughAWildcard() {
        HttpHandler outside = handlerResolving("*.example.com:*", InetAddress.getLoopbackAddress());
        String payload = "{\"url\":\"http://rebound.example.com:" + port + "/\"}";

        assertThat(outside.inspect(HttpHandler.type(), payload).dependencies()).hasSize(1);
        FailureReport failure = failureOf(outside, payload);
        assertThat(failure.type()).isEqualTo(TargetNotAllowedException.class.getName());
        assertThat(failure.message()).contains("not public");
        assertThat(received).isEmpty();
    }

    @Test
    void theAddressThatWasCheckedIsTheOneThatIsCalled() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpHandler named = new HttpHandler(
                HttpTargets.of(List.of("shop.example.com:*")),
                name -> null,
                host -> {
                    asked.incrementAndGet();
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                },
                new HttpCaller((SSLSocketFactory) SSLSocketFactory.getDefault(), InstantSource.system()));

        named.run(new HandRun("{\"url\":\"http://shop.example.com:" + port + "/\"}"));

        assertThat(asked).hasValue(1);
        assertThat(received.remove().header("Host")).isEqualTo("shop.example.com:" + port);
    }

    private static HttpHandler handlerResolving(String pattern, InetAddress address) {
        return new HttpHandler(
                HttpTargets.of(List.of(pattern)),
                name -> null,
                host -> new InetAddress[] {address},
                new HttpCaller((SSLSocketFactory) SSLSocketFactory.getDefault(), InstantSource.system()));
    }

    /** Accepts connections, sends these bytes after a request began, then closes, or sends a byte now and then. */
    private final class RawServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

        RawServer(String answer, boolean trickle) throws IOException {
            threads.execute(() -> serve(answer, trickle));
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve(String answer, boolean trickle) {
            try (Socket connection = socket.accept()) {
                InputStream in = connection.getInputStream();
                in.read(new byte[8_192]);
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                connection.setSoTimeout(50);
                while (trickle && !socket.isClosed()) {
                    connection.getOutputStream().write('x');
                    try {
                        in.read();
                    } catch (java.net.SocketTimeoutException e) {
                        continue; // 50 ms later the next byte
                    }
                    return;
                }
            } catch (IOException e) {
                assertThat(e).isNotNull(); // the client has gone, or the test is over
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
