package io.ripresa.spring;

import io.ripresa.Ripresa;
import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.jdbc.StoreSchema;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.RecoveryListener;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem;
import io.ripresa.worker.HttpHandler;
import io.ripresa.worker.HttpTargets;
import io.ripresa.worker.NativeTaskSystem;
import io.ripresa.worker.NativeTaskSystemBuilder;
import io.ripresa.worker.SecretSource;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts {@link Ripresa} together from what the application has: its database, its task systems, its probes and
 * listeners. Every bean gives way to one of the application's own.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnProperty(prefix = "ripresa", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(RipresaProperties.class)
public class RipresaAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RecoveryStore ripresaStore(DataSource dataSource) {
        StoreSchema.migrate(dataSource);
        return new JdbcRecoveryStore(dataSource);
    }

    @Bean
    @ConditionalOnBean(TaskSystem.class)
    @ConditionalOnMissingBean
    Ripresa ripresa(
            RipresaProperties properties,
            RecoveryStore store,
            List<TaskSystem> systems,
            ObjectProvider<DependencyProbe> probes,
            ObjectProvider<ConfiguredProbes> configuredProbes,
            ObjectProvider<RecoveryListener> listeners) {
        String node = properties.node();
        Ripresa.Builder builder = Ripresa.builder()
                .store(store)
                .policy(properties.policy().toPolicy())
                .listener(new JournalLog())
                .node(node == null ? nodeName() : node);
        systems.forEach(builder::taskSystem);
        probes.orderedStream().forEach(builder::probe);
        configuredProbes.ifAvailable(configured -> configured.probes().forEach(builder::probe));
        listeners.orderedStream().forEach(builder::listener);
        return builder.build();
    }

    private static String nodeName() {
        return hostName() + "-" + ProcessHandle.current().pid();
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** The native task system on the same database, where the worker is on the class path. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(NativeTaskSystem.class)
    @ConditionalOnProperty(prefix = "ripresa.worker", name = "enabled", matchIfMissing = true)
    static class WorkerConfiguration {

        /** The built-in type {@code http}. */
        @Bean
        TaskHandlerRegistration ripresaHttpHandler(RipresaProperties properties) {
            HttpTargets targets = HttpTargets.of(properties.http().allow());
            return new TaskHandlerRegistration(
                    HttpHandler.type(), new HttpHandler(targets, SecretSource.environment(), InstantSource.system()));
        }

        @Bean
        ConfiguredProbes ripresaConfiguredProbes(RipresaProperties properties) {
            HttpTargets targets = HttpTargets.of(properties.http().allow());
            return new ConfiguredProbes(properties.probes().stream()
                    .<DependencyProbe>map(probe -> EndpointProbe.of(probe, targets))
                    .toList());
        }

        @Bean(destroyMethod = "")
        @ConditionalOnMissingBean
        NativeTaskSystem ripresaTaskSystem(
                RipresaProperties properties, DataSource dataSource, ObjectProvider<TaskHandlerRegistration> handlers) {
            RipresaProperties.Worker worker = properties.worker();
            NativeTaskSystemBuilder builder = NativeTaskSystem.builder(dataSource)
                    .clock(InstantSource.system())
                    .threads(worker.threads())
                    .shutdownWait(worker.shutdownWait());
            String id = worker.id();
            if (id != null) {
                builder.workerId(id);
            }
            handlers.orderedStream().forEach(h -> builder.handler(h.type(), h.handler()));
            return builder.build();
        }

        @Bean
        WorkerSwitch ripresaWorkerSwitch(NativeTaskSystem system) {
            return new WorkerSwitch(system::start, system::close);
        }
    }

    /** The probes that are described by settings. */
    record ConfiguredProbes(List<DependencyProbe> probes) {}

    /** How the worker is started and stopped, where there is one. */
    record WorkerSwitch(Runnable start, Runnable stop) {
        static final WorkerSwitch NONE = new WorkerSwitch(() -> {}, () -> {});
    }

    @Bean
    @ConditionalOnBean(Ripresa.class)
    RipresaLifecycle ripresaLifecycle(Ripresa ripresa, ObjectProvider<WorkerSwitch> worker) {
        WorkerSwitch present = worker.getIfAvailable(() -> WorkerSwitch.NONE);
        return new RipresaLifecycle(ripresa, present.start(), present.stop());
    }
}
