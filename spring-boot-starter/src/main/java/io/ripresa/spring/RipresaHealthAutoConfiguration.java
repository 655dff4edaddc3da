package io.ripresa.spring;

import io.ripresa.Ripresa;
import io.ripresa.health.HealthReport;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Ripresa in the application's health. */
@AutoConfiguration(after = RipresaAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(Ripresa.class)
public class RipresaHealthAutoConfiguration {

    @Bean
    HealthIndicator ripresaHealthIndicator(Ripresa ripresa) {
        return () -> {
            HealthReport report = ripresa.health();
            Health.Builder health = report.healthy() ? Health.up() : Health.down();
            report.checks().forEach(check -> health.withDetail(check.name(), check.detail()));
            return health.build();
        };
    }
}
