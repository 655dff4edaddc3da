package io.ripresa.spring;

import io.ripresa.Ripresa;
import io.ripresa.analyze.RecoveryAnalysisEngine;
import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.jdbc.PostgresSignal;
import io.ripresa.jdbc.StoreSchema;
import io.ripresa.model.StartLimits;
import io.ripresa.policy.Preset;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.RecoveryListener;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Resources;
import io.ripresa.spi.Signal;
import io.ripresa.spi.TaskSystem;
import io.ripresa.worker.Guards;
import io.ripresa.worker.HttpTargets;
import io.ripresa.worker.NativeTaskSystem;
import io.ripresa.worker.NativeTaskSystemBuilder;
import io.ripresa.worker.SecretSource;
import io.ripresa.worker.WorkerIdTakenException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Puts {@link Ripresa} together from what the application has: its database, its task systems, its probes and
 * listeners. Every bean gives way to one of the application's own.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnProperty(prefix = "ripresa", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(RipresaProperties.class)
public class RipresaAutoConfiguration {

    /** After the application's own migrations: they may expect to find an empty schema, Ripresa's do not. */
    @Bean
    @Lazy
    @DependsOnDatabaseInitialization
    ChosenDatabase ripresaDatabase(RipresaProperties properties, ListableBeanFactory beans) {
        return ChosenDatabase.of(properties.dataSource(), beans);
    }

    @Bean
    @ConditionalOnMissingBean
    RecoveryStore ripresaStore(ChosenDatabase database) {
        StoreSchema.migrate(database.dataSource());
        return new JdbcRecoveryStore(database.dataSource());
    }

    /** Where the application does not say what it has left, the JDK and the database's pool do. */
    @Bean
    @ConditionalOnMissingBean
    Resources ripresaResources(ChosenDatabase database, ObjectProvider<DataSourcePoolMetadataProvider> pools) {
        return new JvmResources(
                Path.of("").toAbsolutePath(),
                () -> pools.orderedStream()
                        .map(pool -> pool.getDataSourcePoolMetadata(database.dataSource()))
                        .filter(Objects::nonNull)
                        .map(DataSourcePoolMetadata::getUsage)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    @Bean
    @ConditionalOnBean(TaskSystem.class)
    @ConditionalOnMissingBean
    Ripresa ripresa(
            RipresaProperties properties,
            RecoveryStore store,
            List<TaskSystem> systems,
            ObjectProvider<ConfiguredProbes> configuredProbes,
            ObjectProvider<DependencyProbe> probes,
            ObjectProvider<RecoveryListener> listeners,
            ObjectProvider<RecoveryAnalysisEngine> analysis,
            ObjectProvider<Signal> signal,
            ObjectProvider<Resources> resources) {
        String node = properties.node();
        Ripresa.Builder builder = Ripresa.builder()
                .store(store)
                .policy(properties.toPolicy())
                .listener(new JournalLog())
                .node(node == null ? nodeName() : node);
        Preset preset = properties.preset();
        if (preset != null) {
            builder.preset(preset);
        }
        systems.forEach(builder::taskSystem);
        if (!properties.probes().isEmpty() && configuredProbes.getIfAvailable() == null) {
            throw new StartProblem(
                    "ripresa.probes names probes, and the module ripresa-worker, which asks them, is not there.",
                    "Add the module, or leave ripresa.probes out and give beans of type DependencyProbe.");
        }
        configuredProbes.ifAvailable(configured -> configured.probes().forEach(builder::probe));
        probes.orderedStream().forEach(builder::probe);
        listeners.orderedStream().forEach(builder::listener);
        analysis.ifAvailable(builder::analysis);
        signal.ifAvailable(builder::signal);
        resources.ifAvailable(builder::resources);
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

    /** Probes that settings describe; they go by the same allow-list as HTTP tasks. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HttpTargets.class)
    static class ProbeConfiguration {

        @Bean
        ConfiguredProbes ripresaConfiguredProbes(RipresaProperties properties) {
            HttpTargets targets = HttpTargets.of(properties.http().allow());
            return new ConfiguredProbes(properties.probes().stream()
                    .<DependencyProbe>map(probe -> EndpointProbe.of(probe, targets))
                    .toList());
        }
    }

    /** Processes on the same PostgreSQL tell each other of news. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.postgresql.PGConnection")
    @ConditionalOnProperty(prefix = "ripresa.signal", name = "enabled", matchIfMissing = true)
    static class SignalConfiguration {

        @Bean
        @ConditionalOnMissingBean
        Signal ripresaSignal(ChosenDatabase database) {
            CustomizableThreadFactory threads = new CustomizableThreadFactory("ripresa-signal-");
            threads.setDaemon(true);
            return database.isPostgres() ? new PostgresSignal(database.dataSource(), threads) : Signal.NONE;
        }
    }

    /** The native task system on the same database, where the worker is on the class path. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(NativeTaskSystem.class)
    @ConditionalOnProperty(prefix = "ripresa.worker", name = "enabled", matchIfMissing = true)
    static class WorkerConfiguration {

        @Bean(destroyMethod = "")
        @ConditionalOnMissingBean
        NativeTaskSystem ripresaTaskSystem(
                RipresaProperties properties,
                ChosenDatabase database,
                ListableBeanFactory beans,
                ObjectProvider<SecretSource> secrets,
                ObjectProvider<Signal> signal,
                ObjectProvider<Resources> resources) {
            RipresaProperties.Worker worker = properties.worker();
            NativeTaskSystemBuilder builder = NativeTaskSystem.builder(database.dataSource())
                    .clock(InstantSource.system())
                    .httpTargets(HttpTargets.of(properties.http().allow()))
                    .secrets(secrets.getIfAvailable(SecretSource::environment))
                    .callersTransaction(new SpringTransaction(database.dataSource()))
                    .threads(worker.threads())
                    .shutdownWait(worker.shutdownWait())
                    .guards(guards(worker.guards()))
                    .hungAfter(properties.policy().liveness().hungAfter())
                    .retention(properties.retention().tasks());
            String id = worker.id();
            if (id != null) {
                builder.workerId(id);
            }
            signal.ifAvailable(builder::signal);
            resources.ifAvailable(builder::resources);
            new HandlerBeans(beans).addTo(builder);
            return builder.build();
        }

        private static Guards guards(RipresaProperties.Guards settings) {
            return new Guards(
                    settings.runsPerWorkspace(),
                    settings.depth(),
                    settings.createdPerMinute(),
                    Guards.Duplicates.valueOf(settings.duplicates().name()),
                    new StartLimits(settings.startsPerMinute(), settings.newFailuresPerFiveMinutes()));
        }

        @Bean
        WorkerSwitch ripresaWorkerSwitch(NativeTaskSystem system) {
            return new WorkerSwitch(() -> start(system), system::close);
        }

        private static void start(NativeTaskSystem system) {
            try {
                system.start();
            } catch (WorkerIdTakenException e) {
                StartProblem problem = new StartProblem(
                        "ripresa.worker.id: " + e.sentence() + ".",
                        "Give every process a ripresa.worker.id of its own, or stop the other one first.");
                problem.initCause(e);
                throw problem;
            }
        }
    }

    /** Tells whom a run had called, when a {@code RestClient} made by the application's builder fails. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({NativeTaskSystem.class, RestClientCustomizer.class})
    static class RestClientConfiguration {

        @Bean
        RestClientCustomizer ripresaCallsOfRuns() {
            return builder ->
                    builder.requestInitializer(request -> CallsOfRun.made(request.getMethod(), request.getURI()));
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
    RipresaLifecycle ripresaLifecycle(
            RipresaProperties properties, Ripresa ripresa, ObjectProvider<WorkerSwitch> worker) {
        WorkerSwitch present = worker.getIfAvailable(() -> WorkerSwitch.NONE);
        return new RipresaLifecycle(ripresa, properties.recovery().enabled(), present.start(), present.stop());
    }
}
