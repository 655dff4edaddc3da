package io.ripresa.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsTest {

    private static RipresaProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("ripresa", RipresaProperties.class);
    }

    @Test
    void nothingSetIsTheDocumentedPolicy() {
        assertThat(bind(Map.of()).policy().toPolicy()).isEqualTo(Policy.DEFAULT);
        assertThat(bind(Map.of()).http().allow()).isEmpty();
    }

    @Test
    void whatIsSetChangesThatAlone() {
        Policy policy = bind(Map.of(
                        "ripresa.policy.mode", "observe",
                        "ripresa.policy.attempts.back-off", "1m,2m",
                        "ripresa.policy.canaries.fast", "3s"))
                .policy()
                .toPolicy();

        assertThat(policy.mode()).isEqualTo(Mode.OBSERVE);
        assertThat(policy.attempts().backOff()).isEqualTo(List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)));
        assertThat(policy.attempts().limit())
                .isEqualTo(Policy.DEFAULT.attempts().limit());
        assertThat(policy.canaries().fast()).isEqualTo(Duration.ofSeconds(3));
        assertThat(policy.breaker()).isEqualTo(Policy.DEFAULT.breaker());
    }

    @ParameterizedTest
    @CsvSource({
        "ripresa.policy.attempts.limit, 4, outside 0 to 3",
        "ripresa.policy.attempts.jitter, 2, outside 0 to 1",
        "ripresa.policy.breaker.opens-after, 6, outside 1 to 5",
        "ripresa.policy.breaker.half-open-trials, 4, outside 1 to 3",
        "ripresa.policy.canaries.slow, 0s, not positive",
        "ripresa.policy.ramp.growth, 1, not above 1",
        "ripresa.policy.ramp.growth, 1.5, above 1.25",
        "ripresa.policy.liveness.hung-after, -1s, not positive",
        "ripresa.policy.rollout-percent, 101, outside 0 to 100",
        "ripresa.worker.threads, 0, outside 1 to 1000",
        "ripresa.web.path, ripresa/, begin with /",
        "ripresa.http.allow[0], localhost, host:port",
    })
    void aWrongValueNamesKeyValueAndFix(String key, String value, String problem) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .isInstanceOf(BindException.class)
                .rootCause()
                .isInstanceOfSatisfying(BadSetting.class, bad -> {
                    assertThat(bad.getMessage()).contains(key.replaceAll("\\[\\d]", ""), problem);
                    assertThat(bad.fix()).isNotBlank();
                });
    }

    @Test
    void editorsAreToldOfTheSettings() throws Exception {
        try (InputStream metadata =
                RipresaProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            assertThat(metadata).isNotNull();
            assertThat(new String(metadata.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"ripresa.worker.threads\"", "\"ripresa.policy.breaker.opens-after\"");
        }
    }
}
