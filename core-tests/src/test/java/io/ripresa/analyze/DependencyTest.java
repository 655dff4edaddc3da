package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Dependency;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import io.ripresa.model.TaskDescriptor;
import java.net.ConnectException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependencyTest {

    private static final RecoveryAnalysisEngine ENGINE = RecoveryAnalysisEngine.create();

    private static @Nullable String dependency(TaskDescriptor task, FailureReport report) {
        Dependency found = ENGINE.analyze(task, null, report, FailureKind.REPORTED, Instant.EPOCH)
                .source()
                .dependency();
        return found == null ? null : found.name();
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                "Connection to db.internal:5432 refused. | db.internal:5432",
                "HTTPConnectionPool(host='orders', port=8080): Read timed out. | orders:8080",
                "Rate limit reached for gpt-4o-mini in organization org-x on tokens per min | model:gpt-4o-mini",
                "The model claude-3-5-sonnet is currently overloaded | model:claude-3-5-sonnet",
                "home node of queue 'orders' is down or inaccessible | queue:orders",
                "Get \"https://user:pw@API.acme.com/v1?x=1\": connection reset by peer | api.acme.com:443",
                "http://orders:8080/a failed: connection reset | orders:8080",
                "read tcp 10.0.0.5:53412->10.0.0.9:5432: read: connection reset by peer | 10.0.0.9:5432",
                "Connection refused: pay.svc/10.1.2.3:8443 | pay.svc:8443",
                "Failed to connect to github.com port 443: Connection refused | github.com:443",
                "connect ECONNREFUSED 10.0.0.9:6379 | 10.0.0.9:6379",
                "could not connect to server: host \"db\" port 5432 connection refused | db:5432",
                "dial tcp: lookup pay.svc on 10.96.0.10:53: no such host | pay.svc",
                "getaddrinfo ENOTFOUND pay.internal | pay.internal",
                "lookup db on 10.0.0.2:53 failed: server misbehaving | db",
                "connection refused by 127.0.0.1:9191 | localhost:9191",
                "at 10:30:45 the request timed out | -",
                "Main.java:46: connection reset | -",
                "{\"code\":2005,\"message\":\"service unavailable\"} | -",
                "connection reset in job-17:3 | -",
            })
    void theAddressInTheTextIsWhatTheErrorPointsTo(String message, @Nullable String expected) {
        assertThat(dependency(Fixtures.task(true), FailureReport.of(null, message)))
                .isEqualTo(expected);
    }

    @Test
    void theTargetAttributeGoesFirst() {
        FailureReport report = FailureReport.of(null, "connection to other:1234 refused")
                .with(FailureReport.TARGET, "http://127.0.0.1:9191/charge");

        assertThat(dependency(Fixtures.task(true), report)).isEqualTo("localhost:9191");
        assertThat(dependency(Fixtures.task(true), report.with(FailureReport.TARGET, "Orders queue")))
                .isEqualTo("orders queue");
    }

    @Test
    void theRootCauseIsReadBeforeItsWrappers() {
        Throwable failure = new RuntimeException(
                "GET http://gateway:80/ failed", new ConnectException("Connection to db.internal:5432 refused"));

        assertThat(dependency(Fixtures.task(true), FailureReport.of(failure))).isEqualTo("db.internal:5432");
    }

    @Test
    void theOneDeclaredDependencyIsTakenForAnAvailabilityCauseOnly() {
        TaskDescriptor one = Fixtures.task(true, new Dependency("bank:443"));
        TaskDescriptor two = Fixtures.task(true, new Dependency("bank.acme.com:443"), new Dependency("db:orders"));

        assertThat(dependency(one, FailureReport.of(null, "connection reset"))).isEqualTo("bank:443");
        assertThat(dependency(two, FailureReport.of(null, "connection reset"))).isNull();
        assertThat(dependency(one, FailureReport.of(null, "NullPointerException: x")))
                .isNull();
        assertThat(dependency(two, FailureReport.of(null, "getaddrinfo ENOTFOUND bank.acme.com")))
                .isEqualTo("bank.acme.com:443");
    }

    @Test
    void aDeclaredLoopbackIsMeant() {
        TaskDescriptor task = Fixtures.task(true, new Dependency("localhost:9191"));
        FailureReport report = FailureReport.of(null, "connect ECONNREFUSED 127.0.0.1:9191");

        assertThat(ENGINE.analyze(task, null, report, FailureKind.REPORTED, Instant.EPOCH)
                        .isGated())
                .isTrue();
        assertThat(ENGINE.analyze(Fixtures.task(true), null, report, FailureKind.REPORTED, Instant.EPOCH)
                        .isGated())
                .isFalse();
    }
}
