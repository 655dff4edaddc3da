package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which names that were not found may be found later. */
class LookedUpNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.net.UnknownHostException | orders-7f9c-v0nwf",
                "java.net.UnknownHostException | ordersdb: Name or service not known",
                "org.springframework.web.client.ResourceAccessException | I/O error on GET request for \"http://localhost8080/x\": localhost8080; nested exception is java.net.UnknownHostException: localhost8080",
                "Error | getaddrinfo ENOTFOUND ourserver { errno: -3008, code: 'ENOTFOUND', syscall: 'getaddrinfo' }",
                "Error | getaddrinfo ENOTFOUND localhost",
                " | curl: (6) Could not resolve host: repo; Name or service not known",
                "requests.exceptions.ConnectionError | HTTPConnectionPool(host='billing', port=80): Max retries exceeded with url: /v1 (Caused by NewConnectionError('Failed to establish a new connection: [Errno -2] Name or service not known'))",
                " | ssh: Could not resolve hostname build7: Name or service not known",
                "psycopg2.OperationalError | could not translate host name \"warehouse\" to address: Name or service not known",
                " | dial tcp: lookup registry: no such host",
            })
    void aNameWithoutADotThatIsNotKnownIsNone(String type, String message) {
        assertThat(FailureClassifier.builtIn().classify(FailureReport.of(type, message)))
                .returns(Recoverability.AFTER_FIX, Classification::recoverability)
                .extracting(each -> each.rules().get(0))
                .isEqualTo("net.incomplete-name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.net.UnknownHostException | api.acme.com",
                "java.net.UnknownHostException | ordersdb: Temporary failure in name resolution",
                "java.net.UnknownHostException | Unable to resolve host \"api.acme.com\": No address associated with hostname",
                "Error | getaddrinfo ENOTFOUND api.acme.com api.acme.com:443",
                "Error | getaddrinfo EAI_AGAIN orders",
                " | could not translate host name \"postgres\" to address: Temporary failure in name resolution",
                " | dial tcp: lookup orders on 127.0.0.11:53: no such host",
                " | dial tcp: lookup orders on 10.96.0.10:53: no such host",
                " | dial tcp: lookup orders: i/o timeout",
                "java.net.UnknownHostException | Error: api.acme.com",
                "java.net.UnknownHostException | redis-master",
                "Error | getaddrinfo ENOTFOUND orders-db",
                " | could not translate host name \"db\" to address: Name or service not known",
                " | DNS lookup failed",
            })
    void anOutageOfTheResolverAndANameThatAContainerMayHaveAreNot(String type, String message) {
        assertThat(FailureClassifier.builtIn().classify(FailureReport.of(type, message)))
                .returns(Recoverability.AUTO, Classification::recoverability);
    }

    @ParameterizedTest
    @CsvSource({
        "dial tcp: lookup orders.shop.svc on 8.8.8.8:53: no such host",
        "dial tcp: lookup orders on 127.0.0.1:53: no such host",
        "DNS lookup failed: no results for hostname lookup: im.acme.com.acme.com.",
        "getaddrinfo ENOTFOUND tcp:db7.acme.com",
        "'tunneling socket could not be established, cause=connect EHOSTUNREACH 0.0.0.80:80'",
    })
    void whatOnlyAnotherResolverKnowsIsMisaddressed(String message) {
        assertThat(FailureClassifier.builtIn().classify(FailureReport.of(null, message)))
                .returns(Recoverability.AFTER_FIX, Classification::recoverability);
    }
}
