package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands behind the colon is the reason, whatever the head sounds like. */
class ReasonClauseTest {

    private static final FailureClassifier CLASSIFIER = new FailureClassifier(RuleSet.builtIn(), Precedents.none());

    private static final List<String> PASSING_HEADS = List.of(
            "Connection failed: %s",
            "Timed out waiting for job, last error: %s",
            "Request failed, please retry: %s",
            "Service temporarily unavailable: %s",
            "Lock acquisition failed: %s",
            "Could not connect to db.acme.io:5432: %s",
            "Internal server error: %s",
            "Worker lost: %s",
            "Upstream error: %s",
            "Failed after 5 retries: %s",
            "Connection reset while handling: %s",
            "rpc error: code = Unavailable desc = %s",
            "Job aborted due to stage failure: %s",
            "Worker unavailable because %s");

    private static final List<String> LASTING_REASONS = List.of(
            "invalid credentials",
            "certificate has expired",
            "table \"orders\" does not exist",
            "unsupported protocol version",
            "payload too large",
            "permission denied for table jobs",
            "java.lang.NullPointerException",
            "the specified bucket does not exist",
            "column \"amout\" not found",
            "schema mismatch for field qty",
            "license expired on 2023-01-01",
            "disk quota exceeded",
            "unexpected token < in JSON at position 0",
            "invalid API key provided",
            "missing required field: id",
            "unknown database 'jobs'",
            "class com.acme.Foo not found",
            "user is not authorized to perform sts:AssumeRole",
            "checksum mismatch",
            "unsupported operation",
            "java heap space: OutOfMemoryError",
            "no such file or directory: /etc/app.yml",
            "host key verification failed",
            "environment variable DB_URL is not set",
            "value out of range for type integer");

    private static final List<String> LASTING_HEADS = List.of(
            "Authentication failed: %s",
            "Failed to validate token: %s",
            "Invalid response: %s",
            "Configuration could not be loaded: %s",
            "Could not parse response: %s",
            "Validation failed: %s",
            "Failed to load plugin: %s",
            "Unhandled exception: %s",
            "Failed to find user: %s",
            "Could not create table jobs: %s",
            "Failed to deserialize message: %s",
            "Permission check failed: %s",
            "Login failed: %s",
            "Illegal state: %s",
            "Upload rejected: %s");

    private static final List<String> PASSING_REASONS = List.of(
            "connection reset by peer",
            "deadlock detected",
            "503 Service Unavailable",
            "429 Too Many Requests",
            "temporary failure in name resolution",
            "server is overloaded",
            "no space left on device",
            "too many connections",
            "read timed out",
            "the database system is starting up",
            "no route to host",
            "leader election in progress",
            "rate limit exceeded",
            "broken pipe",
            "timeout acquiring connection from pool",
            "context deadline exceeded");

    @Test
    void aLastingReasonIsNotPassedOver() {
        assertThat(said(PASSING_HEADS, LASTING_REASONS))
                .filteredOn(each -> each.recoverability() == Recoverability.AUTO)
                .isEmpty();
    }

    @Test
    void aPassingReasonIsNotPassedOver() {
        assertThat(said(LASTING_HEADS, PASSING_REASONS))
                .filteredOn(each -> each.recoverability() != Recoverability.AUTO)
                .isEmpty();
    }

    @Test
    void aGatewaysWordsAreAboutItself() {
        FailureReport report =
                report("upstream connect error or disconnect/reset before headers. transport failure reason:"
                        + " immediate connect error: No such file or directory");

        assertThat(CLASSIFIER.classify(report).recoverability()).isEqualTo(Recoverability.AUTO);
    }

    private record Said(String text, Recoverability recoverability, List<String> rules) {}

    private static List<Said> said(List<String> heads, List<String> reasons) {
        List<Said> all = new ArrayList<>();
        for (String head : heads) {
            for (String reason : reasons) {
                String text = String.format(head, reason);
                Classification said = CLASSIFIER.classify(report(text));
                all.add(new Said(text, said.recoverability(), said.rules()));
            }
        }
        return all;
    }

    private static FailureReport report(String text) {
        return new FailureReport(null, text, List.of(), List.of(), null, null, Map.of());
    }
}
