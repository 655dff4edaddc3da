package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInRulesTest {

    private static final FailureClassifier CLASSIFIER = new FailureClassifier(RuleSet.builtIn(), Precedents.none());

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "400, DATA_CORRUPTION, NEVER, false",
        "401, AUTH, AFTER_FIX, false",
        "402, RESOURCE_EXHAUSTED, AFTER_FIX, false",
        "403, AUTH, AFTER_FIX, false",
        "404, UNKNOWN, UNKNOWN, false",
        "405, CONFIGURATION, AFTER_FIX, false",
        "408, TIMEOUT, AUTO, false",
        "409, CONCURRENCY_CONFLICT, NEVER, false",
        "410, DATA_CORRUPTION, NEVER, false",
        "412, CONCURRENCY_CONFLICT, NEVER, false",
        "413, DATA_CORRUPTION, NEVER, false",
        "418, DATA_CORRUPTION, NEVER, false",
        "422, DATA_CORRUPTION, NEVER, false",
        "423, CONCURRENCY_CONFLICT, AUTO, false",
        "425, CONCURRENCY_CONFLICT, AUTO, false",
        "429, RATE_LIMIT, AUTO, true",
        "500, SERVICE_UNAVAILABLE, AUTO, false",
        "501, CONFIGURATION, AFTER_FIX, false",
        "502, SERVICE_UNAVAILABLE, AUTO, false",
        "503, SERVICE_UNAVAILABLE, AUTO, false",
        "504, TIMEOUT, AUTO, false",
        "505, CONFIGURATION, AFTER_FIX, false",
        "507, RESOURCE_EXHAUSTED, AUTO, false",
        "511, AUTH, AFTER_FIX, false",
        "529, SERVICE_UNAVAILABLE, AUTO, false",
    })
    void anHttpStatusAloneDecides(int status, Category category, Recoverability recoverability, boolean notProcessed) {
        Classification result = CLASSIFIER.classify(FailureReport.http(status, "", Map.of()));

        assertThat(result)
                .extracting(Classification::category, Classification::recoverability, Classification::notProcessed)
                .containsExactly(category, recoverability, notProcessed);
    }

    @Test
    void onlyRetryAfterMakesA503AProofThatNothingWasProcessed() {
        FailureReport busy = FailureReport.http(503, "busy", Map.of());

        assertThat(CLASSIFIER.classify(busy).notProcessed()).isFalse();
        assertThat(CLASSIFIER
                        .classify(busy.with(FailureReport.RETRY_AFTER, "5"))
                        .notProcessed())
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "08001, NETWORK, AUTO",
        "08006, NETWORK, AUTO",
        "08P01, CONFIGURATION, AFTER_FIX",
        "08004, AUTH, AFTER_FIX",
        "22001, DATA_CORRUPTION, NEVER",
        "23505, DATA_CORRUPTION, NEVER",
        "25006, SERVICE_UNAVAILABLE, AUTO",
        "25P02, UNKNOWN, UNKNOWN",
        "28P01, AUTH, AFTER_FIX",
        "3D000, CONFIGURATION, AFTER_FIX",
        "40001, CONCURRENCY_CONFLICT, AUTO",
        "40003, UNKNOWN, UNKNOWN",
        "40P01, CONCURRENCY_CONFLICT, AUTO",
        "42601, LOGIC_ERROR, AFTER_FIX",
        "42P01, CONFIGURATION, AFTER_FIX",
        "42501, AUTH, AFTER_FIX",
        "53100, RESOURCE_EXHAUSTED, AUTO",
        "53300, RESOURCE_EXHAUSTED, AUTO",
        "55P03, CONCURRENCY_CONFLICT, AUTO",
        "57014, TIMEOUT, AUTO",
        "57P01, SERVICE_UNAVAILABLE, AUTO",
        "57P04, CONFIGURATION, AFTER_FIX",
        "58030, SERVICE_UNAVAILABLE, AUTO",
        "XX001, DATA_CORRUPTION, NEVER",
    })
    void aSqlStateAloneDecides(String state, Category category, Recoverability recoverability) {
        FailureReport report = FailureReport.of(new RuntimeException("saving failed", new SQLException("?", state)));

        assertThat(CLASSIFIER.classify(report))
                .extracting(Classification::category, Classification::recoverability)
                .containsExactly(category, recoverability);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "com.mysql.cj.jdbc.exceptions.CommunicationsException, 2013, NETWORK, AUTO",
        "com.mysql.cj.jdbc.exceptions.MySQLTransactionRollbackException, 1213, CONCURRENCY_CONFLICT, AUTO",
        "com.mysql.cj.exceptions.X, 1040, RESOURCE_EXHAUSTED, AUTO",
        "org.mariadb.jdbc.X, 1045, AUTH, AFTER_FIX",
        "com.microsoft.sqlserver.jdbc.SQLServerException, 40613, SERVICE_UNAVAILABLE, AUTO",
        "com.microsoft.sqlserver.jdbc.SQLServerException, 1205, CONCURRENCY_CONFLICT, AUTO",
        "com.microsoft.sqlserver.jdbc.SQLServerException, 2627, DATA_CORRUPTION, NEVER",
        "oracle.jdbc.OracleDatabaseException, 60, CONCURRENCY_CONFLICT, AUTO",
        "oracle.jdbc.OracleDatabaseException, 12514, CONFIGURATION, AFTER_FIX",
    })
    void aVendorCodeDecidesForItsOwnDatabase(
            String type, String code, Category category, Recoverability recoverability) {
        FailureReport report = FailureReport.of(type, "").with(FailureReport.VENDOR_CODE, code);

        assertThat(CLASSIFIER.classify(report))
                .extracting(Classification::category, Classification::recoverability)
                .containsExactly(category, recoverability);
    }

    @Test
    void theSameNumberOfAnotherDatabaseMeansNothing() {
        FailureReport report = FailureReport.of("org.h2.jdbc.X", "").with(FailureReport.VENDOR_CODE, "1205");

        assertThat(CLASSIFIER.classify(report).category()).isEqualTo(Category.UNKNOWN);
    }

    static Stream<Arguments> javaFailures() {
        ConnectException refused = new ConnectException("Connection refused");
        // The JDK's own client gives neither a message nor a telling root cause.
        ConnectException silent = new ConnectException();
        silent.initCause(new ConnectException().initCause(new ClosedChannelException()));
        ConnectException unresolved = new ConnectException();
        unresolved.initCause(new UnresolvedAddressException());
        return Stream.of(
                Arguments.of(refused, "net.refused", true),
                Arguments.of(silent, "net.refused", true),
                Arguments.of(unresolved, "net.dns-no-such-name", true),
                Arguments.of(new ExecutionException(refused), "net.refused", true),
                Arguments.of(new CompletionException(new UncheckedIOException(refused)), "net.refused", true),
                Arguments.of(
                        new UndeclaredThrowableException(new InvocationTargetException(refused)), "net.refused", true),
                Arguments.of(new ConnectException("Connection timed out"), "net.connect-timeout", true),
                Arguments.of(new SocketTimeoutException("Connect timed out"), "net.connect-timeout", true),
                Arguments.of(new HttpConnectTimeoutException("HTTP connect timed out"), "net.connect-timeout", true),
                Arguments.of(new SocketTimeoutException("Read timed out"), "run.timeout", false),
                Arguments.of(new HttpTimeoutException("request timed out"), "run.timeout", false),
                Arguments.of(new UnknownHostException("pay.internal"), "net.dns-no-such-name", true),
                Arguments.of(
                        new UnknownHostException("pay.internal: Temporary failure in name resolution"),
                        "net.dns-temporary",
                        true),
                Arguments.of(new java.net.SocketException("Connection reset"), "net.reset", false),
                Arguments.of(new IOException("Broken pipe"), "net.reset", false),
                Arguments.of(
                        new SSLHandshakeException("Remote host terminated the handshake")
                                .initCause(new EOFException("SSL peer shut down incorrectly")),
                        "net.tls-handshake",
                        true),
                Arguments.of(new SSLHandshakeException("PKIX path building failed"), "run.certificate", false),
                Arguments.of(new OutOfMemoryError("Java heap space"), "run.own-memory", false),
                Arguments.of(new OutOfMemoryError("unable to create native thread"), "run.threads", false),
                Arguments.of(new IOException("No space left on device"), "run.disk", false),
                Arguments.of(new java.net.SocketException("Too many open files"), "run.descriptors", false),
                Arguments.of(
                        new SQLTransientConnectionException(
                                "pool - Connection is not available, request timed out after 30000ms."),
                        "sqltext.pool-wait",
                        false),
                Arguments.of(new NullPointerException("x is null"), "run.defect", false),
                Arguments.of(new IllegalStateException("closed twice"), "run.illegal-state", false),
                Arguments.of(new NumberFormatException("For input string: \"abc\""), "run.invalid-data", false),
                Arguments.of(new NoSuchMethodError("a.B.c()V"), "run.class-path", false),
                Arguments.of(new InterruptedException(), "run.shutting-down", false));
    }

    @ParameterizedTest(name = "{0} → {1}")
    @MethodSource("javaFailures")
    void theRootCauseOfAnExceptionDecides(Throwable failure, String rule, boolean notProcessed) {
        Classification result = CLASSIFIER.classify(FailureReport.of(failure));

        assertThat(result.rules()).first().isEqualTo(rule);
        assertThat(result.notProcessed()).isEqualTo(notProcessed);
    }

    @ParameterizedTest(name = "[{0}] {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "| connect ECONNREFUSED 10.1.2.3:5432 | NETWORK | AUTO",
                "Error | read ECONNRESET | NETWORK | AUTO",
                "TypeError | fetch failed | NETWORK | AUTO",
                "TypeError | Cannot read properties of undefined (reading 'id') | LOGIC_ERROR | AFTER_FIX",
                "SyntaxError | Unexpected end of JSON input | DATA_CORRUPTION | NEVER",
                "requests.exceptions.ReadTimeout | HTTPSConnectionPool(host='a', port=443): Read timed out. | TIMEOUT | AUTO",
                "KeyError | 'customer' | LOGIC_ERROR | AFTER_FIX",
                "ModuleNotFoundError | No module named 'x' | CONFIGURATION | AFTER_FIX",
                "psycopg2.errors.DeadlockDetected | deadlock detected | CONCURRENCY_CONFLICT | AUTO",
                "System.NullReferenceException | Object reference not set to an instance of an object. | LOGIC_ERROR | AFTER_FIX",
                "| dial tcp 10.0.0.7:6379: i/o timeout | NETWORK | AUTO",
                "| context deadline exceeded | TIMEOUT | AUTO",
                "| x509: certificate has expired or is not yet valid | AUTH | AFTER_FIX",
                "Errno::ENOSPC | No space left on device @ io_write | RESOURCE_EXHAUSTED | AUTO",
                "| rpc error: code = Unavailable desc = the server is draining | SERVICE_UNAVAILABLE | AUTO",
                "| rpc error: code = PermissionDenied desc = no | AUTH | AFTER_FIX",
                "io.grpc.StatusRuntimeException | ABORTED: try the transaction again | CONCURRENCY_CONFLICT | AUTO",
                "io.grpc.StatusRuntimeException | INVALID_ARGUMENT: bad name | DATA_CORRUPTION | NEVER",
                "io.grpc.StatusRuntimeException | INTERNAL: oops | UNKNOWN | UNKNOWN",
                "ThrottlingException | Rate exceeded | RATE_LIMIT | AUTO",
                "| An error occurred (ExpiredToken) when calling the PutObject operation: expired | AUTH | AFTER_FIX",
                "| <Error><Code>SlowDown</Code><Message>m</Message></Error> | RATE_LIMIT | AUTO",
                "| {\"error\":{\"code\":\"insufficient_quota\"}} | RESOURCE_EXHAUSTED | AFTER_FIX",
                "| {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}} | SERVICE_UNAVAILABLE | AUTO",
                "| AADSTS700016: Application was not found in the directory | AUTH | AFTER_FIX",
                "| LOADING Redis is loading the dataset in memory | SERVICE_UNAVAILABLE | AUTO",
                "| WRONGTYPE Operation against a key holding the wrong kind of value | LOGIC_ERROR | AFTER_FIX",
                "| E11000 duplicate key error collection: a.b | DATA_CORRUPTION | NEVER",
                "org.apache.kafka.common.errors.NotLeaderOrFollowerException | m | SERVICE_UNAVAILABLE | AUTO",
                "org.apache.kafka.common.errors.ProducerFencedException | m | CONCURRENCY_CONFLICT | NEVER",
                "| ORA-00060: deadlock detected while waiting for resource | CONCURRENCY_CONFLICT | AUTO",
                "| ORA-01017: invalid username/password; logon denied | AUTH | AFTER_FIX",
                "OOMKilled | Container exited | RESOURCE_EXHAUSTED | AFTER_FIX",
                "FailedScheduling | 0/3 nodes are available: 3 Insufficient memory. | RESOURCE_EXHAUSTED | AUTO",
                "org.apache.kafka.connect.errors.ConnectException | Unrecoverable exception | UNKNOWN | UNKNOWN",
                "com.acme.WebSocketReconnectException | gave up | UNKNOWN | UNKNOWN",
            })
    void otherRuntimesAndProvidersAreKnownByTheirCodesAndTexts(
            String type, String message, Category category, Recoverability recoverability) {
        assertThat(CLASSIFIER.classify(FailureReport.of(type, message)))
                .extracting(Classification::category, Classification::recoverability)
                .containsExactly(category, recoverability);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | {\"error\":{\"code\":\"insufficient_quota\"}} | RESOURCE_EXHAUSTED | AFTER_FIX",
                "429 | Request too large for model on tokens per min: limit 30000 | DATA_CORRUPTION | NEVER",
                "400 | <Code>Throttling</Code> | RATE_LIMIT | AUTO",
                "403 | API rate limit exceeded for installation | RATE_LIMIT | AUTO",
                "403 | pods \"a\" is forbidden: exceeded quota: q | RESOURCE_EXHAUSTED | AFTER_FIX",
                "500 | deadlock detected | CONCURRENCY_CONFLICT | AUTO",
                "500 | Internal Server Error | SERVICE_UNAVAILABLE | AUTO",
                "422 | the field \"timeout\" says connection reset | DATA_CORRUPTION | NEVER",
            })
    void theBodysCodeRefinesTheStatus(int status, String body, Category category, Recoverability recoverability) {
        FailureReport report = FailureReport.http(status, body, Map.of());

        assertThat(CLASSIFIER.classify(report))
                .extracting(Classification::category, Classification::recoverability)
                .containsExactly(category, recoverability);
    }

    @Test
    void aRefusalByTheLoopbackIsAMisconfigurationUnlessTheTargetWasMeant() {
        FailureReport report = FailureReport.of(null, "connect ECONNREFUSED 127.0.0.1:5432");

        assertThat(CLASSIFIER.classify(report).category()).isEqualTo(Category.CONFIGURATION);
        assertThat(CLASSIFIER
                        .classify(report.with(FailureReport.TARGET, "localhost:5432"))
                        .category())
                .isEqualTo(Category.NETWORK);
    }

    @Test
    void aClientThatTriedSeveralTimesProvesNothingByItsLastError() {
        FailureReport report = FailureReport.of(
                "java.io.IOException",
                "Giving up after 3 attempts\nCaused by: java.net.ConnectException: Connection refused");

        Classification result = CLASSIFIER.classify(report);

        assertThat(result.rules()).first().isEqualTo("net.refused");
        assertThat(result.notProcessed()).isFalse();
    }

    @Test
    void aChainThatAMessageSpellsOutIsReadAsAChain() {
        FailureReport report = FailureReport.of(
                "com.acme.JobFailed",
                "job 7 failed; nested exception is java.lang.RuntimeException: x\n"
                        + "\tat com.acme.Timeout.run(Timeout.java:1)\n"
                        + "Caused by: java.sql.SQLTransactionRollbackException: again");

        assertThat(CLASSIFIER.classify(report).rules()).first().isEqualTo("sqltext.conflict");
    }

    @Test
    void whatWasSuppressedCountsOnlyWhereTheExceptionSaysNothing() {
        Exception gathering = new Exception();
        gathering.addSuppressed(new ConnectException("Connection refused"));
        Exception speaking = new NullPointerException("x is null");
        speaking.addSuppressed(new ConnectException("Connection refused"));

        assertThat(CLASSIFIER.classify(FailureReport.of(gathering)).rules())
                .first()
                .isEqualTo("net.refused");
        assertThat(CLASSIFIER.classify(FailureReport.of(speaking)).rules())
                .first()
                .isEqualTo("run.defect");
    }

    @Test
    void everyRuleNamesItsSource() {
        List<Rule> rules = CLASSIFIER.rules().rules();

        assertThat(rules)
                .hasSizeGreaterThan(200)
                .allSatisfy(rule -> assertThat(rule.source()).hasSizeGreaterThan(5));
        assertThat(rules)
                .filteredOn(Rule::notProcessed)
                .allSatisfy(rule -> assertThat(rule.recoverability()).isEqualTo(Recoverability.AUTO));
    }

    @Test
    void anIdUsedTwiceIsRefused() {
        Rule rule = CLASSIFIER.rules().rules().get(0);

        assertThatThrownBy(() -> RuleSet.of(List.of(rule, rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rule.id());
    }
}
