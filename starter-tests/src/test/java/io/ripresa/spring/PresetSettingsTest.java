package io.ripresa.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Policy;
import io.ripresa.policy.Preset;
import io.ripresa.spring.RipresaProperties.Guards;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/** {@code ripresa.preset} as the start of an application reads it. */
class PresetSettingsTest {

    /** What an application with these settings goes by. */
    private static RipresaProperties started(Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("application", new LinkedHashMap<>(settings)));
        // Others of Boot need what only a start gives them.
        EnvironmentPostProcessor registered = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(EnvironmentPostProcessor.class, FailureHandler.handleMessage((message, failure) -> {}))
                .stream()
                .filter(PresetSettings.class::isInstance)
                .findFirst()
                .orElseThrow();
        registered.postProcessEnvironment(environment, new SpringApplication());
        return Binder.get(environment).bindOrCreate("ripresa", RipresaProperties.class);
    }

    @Test
    void oneSettingGivesAllItsFigures() {
        RipresaProperties all = started(Map.of("ripresa.preset", "ancestor"));

        assertThat(all.preset()).isEqualTo(Preset.ANCESTOR);
        assertThat(all.policy().toPolicy()).isEqualTo(Preset.ANCESTOR.policy());
        assertThat(all.worker().threads()).isEqualTo(3);
        assertThat(all.worker().guards()).isEqualTo(new Guards(15, 2, 10_000, Guards.Duplicates.REFUSE, 20, 10));
    }

    @Test
    void whatIsSetExplicitlyWins() {
        RipresaProperties all = started(Map.of(
                "ripresa.preset", "ancestor",
                "ripresa.worker.threads", "8",
                "ripresa.worker.guards.duplicates", "allow",
                "ripresa.policy.attempts.limit", "2",
                "ripresa.policy.attempts.back-off[0]", "1m"));
        Policy policy = all.policy().toPolicy();

        assertThat(all.worker().threads()).isEqualTo(8);
        assertThat(all.worker().guards()).isEqualTo(new Guards(15, 2, 10_000, Guards.Duplicates.ALLOW, 20, 10));
        assertThat(policy.attempts().limit()).isEqualTo(2);
        assertThat(policy.attempts().backOff()).isEqualTo(List.of(Duration.ofMinutes(1)));
        assertThat(policy.canaries().shortest()).isEqualTo(Duration.ofSeconds(300));
    }

    @Test
    void withoutItNothingChanges() {
        RipresaProperties none = started(Map.of());

        assertThat(none.preset()).isNull();
        assertThat(none.policy().toPolicy()).isEqualTo(Policy.DEFAULT);
        assertThat(none.worker().threads()).isEqualTo(10);
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> started(Map.of("ripresa.preset", "ancestors")))
                .isInstanceOfSatisfying(
                        BindException.class,
                        e -> assertThat(Objects.requireNonNull(e.getProperty()).getName())
                                .hasToString("ripresa.preset"))
                .hasStackTraceContaining("ancestors");
    }
}
