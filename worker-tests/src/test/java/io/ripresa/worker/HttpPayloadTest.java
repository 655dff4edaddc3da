package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Dependency;
import io.ripresa.model.SideEffects;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPayloadTest {

    private final HttpHandler handler = new HttpHandler(
            HttpTargets.of(List.of("api.example.com:443", "*.shop.example:*", "[::1]:80")),
            name -> null,
            InstantSource.system());

    private TaskType inspect(String payload) {
        return handler.inspect(HttpHandler.type(), payload);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, IDEMPOTENT",
        "HEAD, IDEMPOTENT",
        "PUT, IDEMPOTENT",
        "DELETE, IDEMPOTENT",
        "POST, UNSAFE",
        "PATCH, UNSAFE"
    })
    void sideEffectsFollowTheMethod(String method, SideEffects expected) {
        TaskType type = inspect("{\"method\":\"" + method + "\",\"url\":\"https://api.example.com/x\"}");

        assertThat(type.safety().sideEffects()).isEqualTo(expected);
        assertThat(type.safety().singleCall()).isTrue();
        assertThat(type.dependencies()).containsExactly(Dependency.endpoint("api.example.com", 443));
    }

    @Test
    void aPostWithAKeyHeaderIsKeyed() {
        TaskType type = inspect("{\"method\":\"POST\",\"url\":\"https://api.example.com/x\","
                + "\"headers\":{\"idempotency-key\":\"${task.key}\"}}");

        assertThat(type.safety().sideEffects()).isEqualTo(SideEffects.KEYED);
    }

    @Test
    void aRunHasTimeForItsRequest() {
        assertThat(inspect("{\"url\":\"https://api.example.com/\",\"timeout\":\"PT2M\"}")
                        .timeout())
                .isEqualTo(Duration.ofSeconds(125));
        assertThat(inspect("{\"url\":\"https://api.example.com/\"}").timeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json|payload is not JSON",
                "[]|not a JSON object",
                "{\"url\":\"https://api.example.com/\",\"methd\":\"GET\"}|\"methd\" is not known; known fields: method",
                "{\"method\":\"GET\"}|\"url\" is missing",
                "{\"url\":\"https://api.example.com/\",\"url\":\"https://api.example.com/\"}|not JSON",
                "{\"url\":7}|\"url\" is not a text",
                "{\"url\":\"ftp://api.example.com/\"}|\"url\" is \"ftp",
                "{\"url\":\"https://a:b@api.example.com/\"}|\"url\" has a user",
                "{\"url\":\"https://api.example.com/ x\"}|\"url\" is not a URL",
                "{\"url\":\"https://api.example.com/${secret:X}\"}|\"url\" refers to a secret",
                "{\"url\":\"https://api.example.com/\",\"method\":\"BREW\"}|\"method\" is \"BREW\"",
                "{\"url\":\"https://api.example.com/\",\"body\":\"x\"}|\"body\" does not go with method GET",
                "{\"url\":\"https://api.example.com/\",\"method\":\"PUT\",\"body\":\"${secret:X}\"}|\"body\" refers",
                "{\"url\":\"https://api.example.com/\",\"headers\":{\"Host\":\"x\"}}|headers.Host",
                "{\"url\":\"https://api.example.com/\",\"headers\":{\"A\":\"x\",\"a\":\"y\"}}|given twice",
                "{\"url\":\"https://api.example.com/\",\"headers\":{\"A\":\"x\\r\\nB: y\"}}|printable ASCII",
                "{\"url\":\"https://api.example.com/\",\"headers\":{\"A B\":\"x\"}}|no header name",
                "{\"url\":\"https://api.example.com/\",\"headers\":{\"A\":\"${secret:}\"}}|secret",
                "{\"url\":\"https://api.example.com/\",\"timeout\":\"soon\"}|\"timeout\" is \"soon\"",
                "{\"url\":\"https://api.example.com/\",\"timeout\":0}|\"timeout\" is PT0S",
                "{\"url\":\"https://other.example.com/\"}|other.example.com:443 is not on the allow-list",
                "{\"url\":\"https://api.example.com:8443/\"}|api.example.com:8443 is not on the allow-list",
                "{\"url\":\"https://shop.example/\"}|shop.example:443 is not on the allow-list",
                "{\"url\":\"https://evilshop.example/\"}|evilshop.example:443 is not on the allow-list",
            })
    void whatIsNotUnderstoodIsRefusedByName(String payload, String message) {
        assertThatThrownBy(() -> inspect(payload))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"a.shop.example,8080", "A.B.SHOP.example.,1", "127.0.0.1,80", "localhost,80"})
    void aPatternCoversWhatItNames(String host, int port) {
        HttpTargets.of(List.of("*.shop.example:*", "[::1]:80")).require(host, port);
    }

    @ParameterizedTest
    @CsvSource({"api.example.com", "https://api.example.com:443", "api.example.com:0", "api.example.com:70000", "a*b:1"
    })
    void aMalformedPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> HttpTargets.of(List.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern);
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8,true",
        "127.0.0.1,false",
        "10.1.2.3,false",
        "172.16.0.1,false",
        "192.168.1.1,false",
        "169.254.169.254,false",
        "100.64.0.1,false",
        "0.0.0.0,false",
        "0.1.2.3,false",
        "224.0.0.1,false",
        "255.255.255.255,false",
        "2606:4700::1111,true",
        "::1,false",
        "::,false",
        "fe80::1,false",
        "fd00::1,false",
        "::ffff:10.0.0.1,false",
        "64:ff9b::a00:1,false",
        "2002:a00:1::,false",
    })
    void specialAddressesAreNotPublic(String address, boolean expected) throws Exception {
        assertThat(HttpTargets.isPublic(InetAddress.getByName(address))).isEqualTo(expected);
    }
}
