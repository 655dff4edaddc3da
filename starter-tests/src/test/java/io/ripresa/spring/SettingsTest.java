package io.ripresa.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
                        "ripresa.policy.canaries.shortest", "3s"))
                .policy()
                .toPolicy();

        assertThat(policy.mode()).isEqualTo(Mode.OBSERVE);
        assertThat(policy.attempts().backOff()).isEqualTo(List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)));
        assertThat(policy.attempts().limit())
                .isEqualTo(Policy.DEFAULT.attempts().limit());
        assertThat(policy.canaries().shortest()).isEqualTo(Duration.ofSeconds(3));
        assertThat(policy.breaker()).isEqualTo(Policy.DEFAULT.breaker());
    }

    @ParameterizedTest
    @CsvSource({
        "ripresa.policy.attempts.limit, 4, outside 0 to 3",
        "ripresa.policy.attempts.jitter, 2, outside 0 to 1",
        "ripresa.policy.breaker.opens-after, 6, outside 1 to 5",
        "ripresa.policy.breaker.half-open-trials, 4, outside 1 to 3",
        "ripresa.policy.canaries.shortest, 500ms, below",
        "ripresa.policy.canaries.longest, 301s, above 300 s",
        "ripresa.policy.canaries.longest, 4s, below",
        "ripresa.policy.canaries.share, 0.06, above 0.05",
        "ripresa.policy.ramp.growth, 1, not above 1",
        "ripresa.policy.ramp.growth, 1.5, above 1.25",
        "ripresa.policy.liveness.hung-after, -1s, not positive",
        "ripresa.policy.rollout-percent, 101, outside 0 to 100",
        "ripresa.worker.threads, 1001, outside 0 to 1000",
        "ripresa.worker.guards.runs-per-workspace, 0, outside 1 to 100000",
        "ripresa.worker.guards.depth, -1, outside 0 to 1000",
        "ripresa.worker.guards.created-per-minute, 0, outside 1 to 1000000",
        "ripresa.retention.tasks, 23h, below 1d",
        "ripresa.retention.incidents, 2d, below 30d",
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
    void retentionIsPartOfThePolicy() {
        assertThat(bind(Map.of()).toPolicy()).isEqualTo(Policy.DEFAULT);
        assertThat(bind(Map.of("ripresa.retention.tasks", "7d", "ripresa.retention.incidents", "14d"))
                        .toPolicy()
                        .retention())
                .isEqualTo(new Policy.Retention(Duration.ofDays(7), Duration.ofDays(14)));
    }

    /** What editors are told of each key, read from what the build made. */
    private static Map<String, JsonNode> metadata() throws Exception {
        Map<String, JsonNode> byName = new TreeMap<>();
        try (InputStream in =
                RipresaProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            new JsonMapper()
                    .readTree(in)
                    .path("properties")
                    .forEach(property -> byName.put(property.path("name").asString(), property));
        }
        return byName;
    }

    private static Set<String> keys(String prefix, Class<?> record) {
        Set<String> keys = new TreeSet<>();
        for (RecordComponent component : record.getRecordComponents()) {
            String key =
                    prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                keys.addAll(keys(key + ".", component.getType()));
            } else {
                keys.add(key);
            }
        }
        return keys;
    }

    @Test
    void editorsAreToldOfEveryKeyAndWhatItIsFor() throws Exception {
        assertThat(metadata().keySet()).containsExactlyElementsOf(keys("ripresa.", RipresaProperties.class));
        metadata()
                .forEach((name, property) -> assertThat(
                                property.path("description").asString(""))
                        .as(name)
                        .hasSizeGreaterThan(15)
                        .doesNotContain("{@"));
    }

    @Test
    void theDefaultsThatEditorsShowAreThoseThatHold() throws Exception {
        Map<String, String> shown = new TreeMap<>();
        List<String> without = new ArrayList<>();
        metadata().forEach((name, property) -> {
            JsonNode value = property.path("defaultValue");
            if (value.isMissingNode()) {
                without.add(name);
            } else {
                shown.put(name, value.asString());
            }
        });

        assertThat(without)
                .as("left to the process, or empty")
                .containsExactlyInAnyOrder(
                        "ripresa.data-source",
                        "ripresa.node",
                        "ripresa.preset",
                        "ripresa.worker.id",
                        "ripresa.worker.guards.runs-per-workspace",
                        "ripresa.worker.guards.starts-per-minute",
                        "ripresa.worker.guards.new-failures-per-five-minutes",
                        "ripresa.http.allow",
                        "ripresa.probes",
                        "ripresa.web.allowed-hosts");
        assertThat(bind(shown)).isEqualTo(bind(Map.of()));
    }
}
