package io.ripresa.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.ripresa.model.FailureReport;
import io.ripresa.worker.RunFailedException;
import io.ripresa.worker.TaskContext;
import io.ripresa.worker.TaskHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;

/** What a failed call of a {@code RestClient} says beyond the text of its exception. */
class RestEvidenceTest {

    /** These handlers ask nothing of their run. */
    private static final TaskContext ANY = null;

    private HttpServer server;
    private String address;
    private RestClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        });
        server.start();
        address = "localhost:" + server.getAddress().getPort();
        RestClient.Builder builder = RestClient.builder().baseUrl("http://" + address);
        new RipresaAutoConfiguration.RestClientConfiguration()
                .ripresaCallsOfRuns()
                .customize(builder);
        client = builder.build();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void call() {
        client.post().uri("/invoices").retrieve().toBodilessEntity();
    }

    private static FailureReport failure(TaskHandler handler) {
        try {
            new RestEvidence(handler).run(ANY);
        } catch (RunFailedException e) {
            return e.failure();
        } catch (Exception e) {
            throw new AssertionError("not translated", e);
        }
        throw new AssertionError("did not fail");
    }

    @Test
    void statusRetryAfterAndWhomItHadCalledAreEvidence() {
        FailureReport failure = failure(run -> call());

        assertThat(failure.httpStatus()).isEqualTo(429);
        assertThat(failure.attribute(FailureReport.RETRY_AFTER)).isEqualTo("7");
        assertThat(failure.attribute(FailureReport.TARGET)).isEqualTo(address);
        assertThat(failure.attribute(FailureReport.METHOD)).isEqualTo("POST");
        assertThat(failure.type()).endsWith("TooManyRequests");
        assertThat(failure.attribute(FailureReport.RUNTIME)).isEqualTo("java");
    }

    @Test
    void alsoWhereTheApplicationWrapsTheException() {
        FailureReport failure = failure(run -> {
            try {
                call();
            } catch (RuntimeException e) {
                throw new IllegalStateException("invoice of order 7 was not written", e);
            }
        });

        assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure.httpStatus()).isEqualTo(429);
        assertThat(failure.causes()).isNotEmpty();
    }

    @Test
    void otherFailuresAreLeftAsTheyAre() {
        IllegalStateException bug = new IllegalStateException("no address");
        RestEvidence handler = new RestEvidence(run -> {
            throw bug;
        });

        assertThatThrownBy(() -> handler.run(ANY)).isSameAs(bug);
    }

    @Test
    void callsOutsideOfARunAreNotRemembered() {
        CallsOfRun.made(HttpMethod.GET, java.net.URI.create("https://elsewhere.example/x"));
        CallsOfRun run = CallsOfRun.begin();
        assertThat(run.target()).isNull();

        CallsOfRun.made(HttpMethod.GET, java.net.URI.create("https://elsewhere.example/x"));
        CallsOfRun.end();
        CallsOfRun.made(HttpMethod.GET, java.net.URI.create("https://later.example/x"));

        assertThat(run.target()).isEqualTo("elsewhere.example:443");
    }
}
