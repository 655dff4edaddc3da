package io.ripresa.server;

import io.ripresa.Ripresa;
import io.ripresa.server.policies.PolicyFileWatch;
import io.ripresa.server.rules.RuleFile;
import io.ripresa.server.yaml.BadFile;
import io.ripresa.spi.TaskSubmitter;
import io.ripresa.spring.StartProblem;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.context.support.StandardServletEnvironment;

/**
 * A running server: REST, live page, worker and recovery, in this process. Thread-safe.
 */
public final class RipresaServer implements AutoCloseable {

    private static final Map<String, Object> FIXED = fixed();

    private static final Duration LOOK_AT_POLICIES = Duration.ofSeconds(3);

    private final ConfigurableApplicationContext context;
    private final ServerDatabase database;
    private final ServerSettings settings;
    private final String node;
    private final CountDownLatch closed = new CountDownLatch(1);

    private RipresaServer(
            ConfigurableApplicationContext context, ServerDatabase database, ServerSettings settings, String node) {
        this.context = context;
        this.database = database;
        this.settings = settings;
        this.node = node;
    }

    /**
     * Starts a server and returns once it answers.
     *
     * @throws StartFailure if it cannot start for a reason that the caller can mend; nothing is left running
     */
    public static RipresaServer start(ServerSettings settings) {
        return start(settings, line -> {});
    }

    /**
     * The same.
     *
     * @param told hears what a person who waits should know, in one line each
     */
    public static RipresaServer start(ServerSettings settings, Consumer<String> told) {
        requireLoopback(settings.host());
        ServerSettings named = NodeNames.fill(settings);
        String node = named.properties().getOrDefault(NodeNames.NODE, "");
        RuleFile rules = rules(named, told);
        ServerDatabase database = ServerDatabase.open(settings.database(), node, told);
        try {
            return new RipresaServer(run(named, database, rules), database, settings, node);
        } catch (RuntimeException e) {
            database.close();
            throw translated(e, settings);
        }
    }

    /** The rules that the settings name, or null. */
    private static @Nullable RuleFile rules(ServerSettings settings, Consumer<String> told) {
        String file = settings.properties().get(KnownKeys.RULES);
        if (file == null || file.isBlank()) {
            return null;
        }
        try {
            RuleFile rules = RuleFile.read(Path.of(file.strip()));
            rules.notes().forEach(told);
            return rules;
        } catch (BadFile | InvalidPathException e) {
            throw new StartFailure("ripresa." + KnownKeys.RULES + ": " + e.getMessage(), e);
        }
    }

    private static ConfigurableApplicationContext run(
            ServerSettings settings, ServerDatabase database, @Nullable RuleFile rules) {
        Map<String, Object> properties = new LinkedHashMap<>(FIXED);
        settings.properties().forEach((key, value) -> {
            if (!KnownKeys.OF_THE_SERVER.contains(key)) { // the starter refuses what it does not know
                properties.put("ripresa." + key, value);
            }
        });
        properties.put("server.address", settings.host());
        properties.put("server.port", settings.port());
        List<String> allow = new ArrayList<>(settings.httpAllow());
        for (int i = 0; properties.get("ripresa.http.allow[" + i + "]") != null; i++) {
            allow.add(String.valueOf(properties.get("ripresa.http.allow[" + i + "]")));
        }
        for (int i = 0; i < allow.size(); i++) {
            properties.put("ripresa.http.allow[" + i + "]", allow.get(i));
        }
        StandardServletEnvironment environment = new StandardServletEnvironment();
        if (environment.getProperty("logging.file.name") != null) {
            properties.put("logging.config", "classpath:io/ripresa/server/logback-file.xml");
        }
        environment.getPropertySources().addFirst(new MapPropertySource("ripresa", properties));

        SpringApplication application = new SpringApplication(ServerApplication.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setEnvironment(environment);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.addInitializers(
                context -> register((GenericApplicationContext) context, settings, database, rules));
        return application.run();
    }

    private static void register(
            GenericApplicationContext context,
            ServerSettings settings,
            ServerDatabase database,
            @Nullable RuleFile rules) {
        var beans = context.getBeanFactory();
        beans.registerSingleton("ripresaAnalysis", RuleFile.engine(rules));
        beans.registerSingleton("ripresaDataSource", database.dataSource());
        String policies = settings.properties().get(KnownKeys.POLICIES_FILE);
        if (policies != null && !policies.isBlank()) {
            context.registerBean(
                    PolicyFileWatch.class,
                    () -> new PolicyFileWatch(
                            Path.of(policies.strip()),
                            context.getBean(Ripresa.class).policies(),
                            LOOK_AT_POLICIES));
        }
        for (int i = 0; i < settings.handlers().size(); i++) {
            beans.registerSingleton("ripresaHandler" + i, settings.handlers().get(i));
        }
        for (int i = 0; i < settings.probes().size(); i++) {
            beans.registerSingleton("ripresaProbe" + i, settings.probes().get(i));
        }
    }

    /** What never differs between servers, and is no setting. */
    private static Map<String, Object> fixed() {
        Map<String, Object> fixed = new LinkedHashMap<>();
        // Only what was given counts, no application.yaml that happens to lie around.
        fixed.put("spring.config.location", "optional:classpath:/io/ripresa/server/none/");
        fixed.put("spring.application.name", "ripresa");
        fixed.put("spring.web.resources.add-mappings", "false");
        fixed.put("spring.mvc.problemdetails.enabled", "true");
        fixed.put("spring.lifecycle.timeout-per-shutdown-phase", "15s");
        fixed.put("ripresa.web.path", "");
        fixed.put("server.shutdown", "graceful");
        fixed.put("server.server-header", "");
        fixed.put("management.endpoints.web.exposure.include", "health,prometheus");
        fixed.put("management.endpoint.health.show-details", "always");
        fixed.put("springdoc.api-docs.path", "/api/v1/openapi");
        fixed.put("springdoc.packages-to-scan", "io.ripresa.web");
        fixed.put("springdoc.writer-with-default-pretty-printer", "true");
        fixed.put("logging.level.root", "WARN");
        fixed.put("logging.level.io.ripresa", "INFO");
        // Known, looked at, and nothing that an operator could act on.
        fixed.put("logging.level.org.flywaydb", "ERROR");
        fixed.put("logging.level.org.springdoc.core.events", "ERROR");
        // That the database is away is told by those who need it; its pool tells it of every connection.
        fixed.put("logging.level.com.zaxxer.hikari", "ERROR");
        fixed.put("logging.level.com.github.kagkarlsson.scheduler.jdbc", "ERROR");
        // Failures to start are told once, by whoever started the server.
        fixed.put("logging.level.org.springframework.boot.SpringApplication", "OFF");
        fixed.put("logging.level.org.springframework.boot.diagnostics", "OFF");
        fixed.put("logging.level.org.springframework.context.support", "ERROR");
        fixed.put("logging.level.org.springframework.boot.web.server.servlet.context", "ERROR");
        // An unknown address is told to who asked for it.
        fixed.put("logging.level.org.springframework.web.servlet.PageNotFound", "ERROR");
        return fixed;
    }

    private static void requireLoopback(String host) {
        boolean loopback;
        try {
            loopback = InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new StartFailure(
                    "Host \"" + host + "\" is not known here. Give --host 127.0.0.1 or another loopback name.", e);
        }
        if (!loopback) {
            throw new StartFailure(
                    "Host \"" + host + "\" can be reached from other machines, and no credentials are configured: "
                            + "anybody there could stop recovery or submit tasks. Give --host 127.0.0.1, and let a proxy "
                            + "that asks for credentials stand before it.",
                    null);
        }
    }

    private static RuntimeException translated(RuntimeException e, ServerSettings settings) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailure failure) {
                return failure;
            }
            if (cause instanceof BadFile bad) {
                return new StartFailure("ripresa." + KnownKeys.POLICIES_FILE + ": " + bad.getMessage(), e);
            }
            if (cause instanceof PortInUseException inUse) {
                return new StartFailure(
                        "Port " + inUse.getPort() + " on " + settings.host()
                                + " is in use by another program. Stop it, or give --port another number (0 takes a free one).",
                        e);
            }
            if (cause instanceof java.net.BindException) {
                return new StartFailure(
                        "Cannot listen on " + settings.host() + ":" + settings.port() + ": " + cause.getMessage()
                                + ". Give another --host or --port.",
                        e);
            }
            if (cause instanceof StartProblem problem) {
                return new StartFailure(problem.getMessage() + " " + problem.fix(), e);
            }
            if (cause instanceof SQLException refused && isPostgres(settings)) {
                return new PostgresRefusal(settings.database(), refused).failure();
            }
        }
        return e;
    }

    private static boolean isPostgres(ServerSettings settings) {
        return settings.database().url().contains("postgres");
    }

    /** The port that it listens on. */
    public int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    /** Address of the page, for people on this machine. */
    public URI uri() {
        return URI.create("http://localhost:" + port() + "/");
    }

    public Ripresa ripresa() {
        return context.getBean(Ripresa.class);
    }

    /** Takes tasks for the native task system. */
    public TaskSubmitter submitter() {
        return context.getBean(TaskSubmitter.class);
    }

    public ServerSettings settings() {
        return settings;
    }

    /** Name of this node among those that share the database. */
    public String node() {
        return node;
    }

    /** What and where the database is, for people; without secrets. */
    public String databaseShown() {
        return database.shown();
    }

    /** Returns when the server has been closed. */
    public void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /** Stops taking requests and ordering runs, lets running handlers finish for a bounded time, and stops. */
    @Override
    public void close() {
        try {
            context.close();
        } finally {
            database.close();
            closed.countDown();
        }
    }
}
