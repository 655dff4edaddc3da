package io.ripresa.spring;

import io.ripresa.policy.Preset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Puts the figures of the preset that {@code ripresa.preset} names below everything that is set: so whatever is set
 * explicitly, and wherever, wins. A name that is none is left to the binding of the settings, which refuses it.
 */
final class PresetSettings implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String name =
                Binder.get(environment).bind("ripresa.preset", String.class).orElse("");
        Preset preset = Preset.of(name.strip().toLowerCase(Locale.ROOT));
        if (preset != null) {
            Map<String, Object> settings = new LinkedHashMap<>();
            preset.settings().forEach((key, value) -> settings.put("ripresa." + key, value));
            environment.getPropertySources().addLast(new MapPropertySource("preset " + preset.written(), settings));
        }
    }

    /** After the application's files were read: one of them may name the preset. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}
