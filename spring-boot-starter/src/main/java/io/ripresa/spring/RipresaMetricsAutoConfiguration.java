package io.ripresa.spring;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.ripresa.Ripresa;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Ripresa in the application's metrics. */
@AutoConfiguration(after = RipresaAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(RecoveryStore.class)
public class RipresaMetricsAutoConfiguration {

    @Bean
    RecoveryMeters ripresaMeters(ObjectProvider<RecoveryStore> store, ObjectProvider<TaskSystem> systems) {
        return new RecoveryMeters(
                store::getObject, () -> systems.orderedStream().toList(), InstantSource.system());
    }

    @Bean
    WorkspaceMeters ripresaWorkspaceMeters(ObjectProvider<RecoveryStore> store) {
        return new WorkspaceMeters(store::getObject, InstantSource.system());
    }

    @Bean
    FigureMeters ripresaFigureMeters(ObjectProvider<Ripresa> ripresa) {
        return new FigureMeters(ripresa::getIfAvailable, InstantSource.system());
    }
}
