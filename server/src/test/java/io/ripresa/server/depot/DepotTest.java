package io.ripresa.server.depot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ripresa.server.depot.LedgerEntry.Effect;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The depot over real sockets. The clock stands where a test puts it, except where an outage is played. */
class DepotTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Ledger ledger = Ledger.inMemory();
    private volatile Instant now = NOON;
    private int port;
    private Depot depot;

    @BeforeEach
    void start() throws IOException {
        port = FreePort.find(new SplittableRandom());
        depot = new Depot(port, 20, ledger, () -> now, threads);
        depot.start();
    }

    @AfterEach
    void stop() throws IOException {
        depot.close();
        threads.shutdownNow();
    }

    @Test
    void putIsDoneEveryTimeAndKeyedPostOnce() throws Exception {
        assertThat(send("PUT", "/stock/a").statusCode()).isEqualTo(200);
        assertThat(send("PUT", "/stock/a").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/labels/b", "Idempotency-Key", "b").statusCode())
                .isEqualTo(200);
        assertThat(send("POST", "/labels/b", "Idempotency-Key", "b").statusCode())
                .isEqualTo(200);
        assertThat(send("POST", "/payouts/c", "X-Task", "c").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/payouts/c", "X-Task", "c").statusCode()).isEqualTo(200);

        assertThat(ledger.entries())
                .extracting(LedgerEntry::effect)
                .containsExactly(
                        Effect.APPLIED,
                        Effect.APPLIED,
                        Effect.APPLIED,
                        Effect.REPLAYED,
                        Effect.APPLIED,
                        Effect.APPLIED);
        assertThat(ledger.entries()).extracting(e -> e.call().task()).containsExactly("a", "a", "b", "b", "c", "c");
    }

    @Test
    void badDataRevokedCredentialsAndUnknownPathsHaveTheirOwnAnswers() throws Exception {
        assertThat(send("PUT", "/addresses/a").statusCode()).isEqualTo(422);
        assertThat(send("PUT", "/partners/a").statusCode()).isEqualTo(401);
        assertThat(send("PUT", "/elsewhere/a").statusCode()).isEqualTo(404);
        assertThat(ledger.entries()).extracting(LedgerEntry::effect).containsOnly(Effect.NONE);
    }

    @Test
    void everyMoodOfTheOutageIsReal() throws Exception {
        Outage outage = Outage.of(NOON.plusSeconds(1), Duration.ofSeconds(30));
        depot.play(outage);

        now = phase(outage, Mood.HANG);
        HttpRequest impatient = HttpRequest.newBuilder(uri("/stock/hangs"))
                .timeout(Duration.ofMillis(300))
                .PUT(BodyPublishers.noBody())
                .build();
        assertThatThrownBy(() -> client.send(impatient, BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);

        now = phase(outage, Mood.UNAVAILABLE);
        HttpResponse<String> plain = send("PUT", "/stock/a");
        assertThat(plain.statusCode()).isEqualTo(503);
        assertThat(plain.headers().firstValue("Retry-After")).isEmpty();

        now = phase(outage, Mood.UNAVAILABLE_RETRY_AFTER);
        HttpResponse<String> later = send("PUT", "/stock/a");
        assertThat(later.statusCode()).isEqualTo(503);
        assertThat(later.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 10L);

        now = phase(outage, Mood.THROTTLE);
        assertThat(send("GET", "/health").statusCode()).isEqualTo(429);

        now = outage.returnsAt();
        assertThat(send("PUT", "/stock/a").statusCode()).isEqualTo(200);
        assertThat(ledger.entries())
                .extracting(LedgerEntry::mood)
                .containsExactly(Mood.HANG, Mood.UNAVAILABLE, Mood.UNAVAILABLE_RETRY_AFTER, Mood.THROTTLE, Mood.UP);
    }

    @Test
    void itRefusesConnectionsAndComesBackOnTheSamePort() throws Exception {
        Instant end = now.plusMillis(100);
        Outage outage = new Outage(now, Duration.ofMillis(100), List.of(new Outage.Phase(Mood.REFUSE, now, end)));
        depot.play(outage);

        // The depot looks at its clock again when the time is over that was left, and here no time goes by by itself.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThatThrownBy(() -> send("PUT", "/stock/a")).isInstanceOf(ConnectException.class));
        now = end;
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(send("PUT", "/stock/a").statusCode()).isEqualTo(200));
    }

    @Test
    void whatHangsMayHaveBeenDoneAndIsNotDoneAgainForItsKey() throws Exception {
        Outage outage = Outage.of(NOON.plusSeconds(1), Duration.ofSeconds(30));
        depot.play(outage);
        now = phase(outage, Mood.HANG);
        String even = "b"; // "b".hashCode() is 98
        HttpRequest impatient = HttpRequest.newBuilder(uri("/labels/" + even))
                .header("Idempotency-Key", even)
                .timeout(Duration.ofMillis(300))
                .POST(BodyPublishers.noBody())
                .build();
        assertThatThrownBy(() -> client.send(impatient, BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        now = outage.returnsAt();
        assertThat(send("POST", "/labels/" + even, "Idempotency-Key", even).statusCode())
                .isEqualTo(200);
        assertThat(ledger.entries()).extracting(LedgerEntry::effect).containsExactly(Effect.APPLIED, Effect.REPLAYED);
    }

    @Test
    void theLedgerFileTellsTheSameAndKeysOutliveTheProcess(@TempDir Path folder) throws Exception {
        depot.close();
        Path file = folder.resolve("ledger.tsv");
        try (Ledger written = Ledger.inFile(file)) {
            depot = new Depot(port, 20, written, () -> now, threads);
            depot.start();
            send("POST", "/labels/b", "Idempotency-Key", "b");
            send("GET", "/health");
            depot.close();
            assertThat(Ledger.read(file)).isEqualTo(written.entries()).hasSize(2);
        }
        try (Ledger again = Ledger.inFile(file)) {
            depot = new Depot(port, 20, again, () -> now, threads);
            depot.start();
            send("POST", "/labels/b", "Idempotency-Key", "b");
            assertThat(Ledger.read(file))
                    .extracting(LedgerEntry::effect)
                    .containsExactly(Effect.APPLIED, Effect.NONE, Effect.REPLAYED);
        }
    }

    private Instant phase(Outage outage, Mood mood) {
        return outage.phases().stream()
                .filter(p -> p.mood() == mood)
                .findFirst()
                .orElseThrow()
                .from();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(10))
                .method(method, BodyPublishers.ofString("{}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
