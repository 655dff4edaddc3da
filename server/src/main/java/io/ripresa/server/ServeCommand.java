package io.ripresa.server;

import io.ripresa.server.depot.DepotTypes;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to end. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = RipresaMain.Version.class,
        sortOptions = false,
        description = {
            "Runs the server: REST, live page, worker and recovery, until Ctrl-C.",
            "Options win over the configuration file. Several nodes share one PostgreSQL."
        },
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  RIPRESA_DATABASE_USER, RIPRESA_DATABASE_PASSWORD",
            "      Who connects to a PostgreSQL whose URL does not say; they win over the configuration file."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:It was told to end.", "2:It cannot start; the message says why and what to do."})
final class ServeCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of REST and page; 0 takes a free one. Default: 8080")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on, loopback only. Default: 127.0.0.1")
    private @Nullable String host;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = {
                "h2:PATH; postgres or postgres:PATH for a PostgreSQL that is brought along and keeps its data in PATH"
                        + " (./data/postgres); jdbc:postgresql:… for one of your own; or jdbc:h2:….",
                "Default: h2:./data/ripresa"
            })
    private @Nullable String database;

    @Option(
            names = "--database-wait",
            paramLabel = "SECONDS",
            description = "How long to wait at the start for a PostgreSQL that is not up yet, 0 to 3600. Default: 30")
    private @Nullable Integer databaseWait;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "all, recovery (runs no tasks) or worker (recovers none). Default: all")
    private Role role = Role.ALL;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "Name of this node among those that share the database, kept over restarts; no two may live"
                    + " under one name. Default: made of host and process")
    private @Nullable String node;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "YAML file with rules of diagnosis of your own; see docs/diagnosis.md.")
    private @Nullable Path rules;

    @Option(
            names = "--policies",
            paramLabel = "FILE",
            description = "YAML file of policies per workspace, type, category and dependency; read again when it"
                    + " changes. See docs/policies.md.")
    private @Nullable Path policies;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with settings under \"ripresa:\".")
    private @Nullable Path config;

    @Option(
            names = "--allow-http",
            paramLabel = "HOST:PORT",
            description = "Target that HTTP tasks may call; may be given again. Default: none")
    private List<String> allowHttp = List.of();

    @Option(names = "--demo-service", hidden = true, description = "Runs the demo's tasks; port of their service.")
    private @Nullable Integer demoService;

    @Option(
            names = "--until-stdin-closes",
            hidden = true,
            description = "Ends when standard input does: so it never outlives who started it.")
    private boolean untilStdinCloses;

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        if (untilStdinCloses) {
            StdinWatch.start();
        }
        RipresaServer server;
        try {
            server = RipresaServer.start(settings(command), line -> {
                err.println("ripresa: " + line);
                err.flush();
            });
        } catch (StartFailure e) {
            err.println("ripresa: " + e.getMessage());
            return 2;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "ripresa-shutdown"));
        PrintWriter out = command.commandLine().getOut();
        out.println("Ripresa is up: " + server.uri() + "  (node " + server.node()
                + (role == Role.ALL ? "" : ", " + role + " only") + ", database " + server.databaseShown()
                + ", Ctrl-C ends it)");
        out.flush();
        server.awaitClosed();
        return 0;
    }

    private ServerSettings settings(CommandSpec command) {
        Map<String, String> file = config == null ? Map.of() : ConfigFile.read(config);
        ServerSettings settings = ServerSettings.DEFAULT.withFile(file).withHttpAllow(allowHttp);
        if (host != null) {
            settings = settings.withHost(host);
        }
        if (port != null) {
            settings = settings.withPort(between(command, "--port", port, 65_535, "is no port"));
        }
        settings = settings.withDatabase(databaseSettings(command, settings.database()));
        if (node != null) {
            settings = settings.withProperty("node", named(command, node));
        }
        if (rules != null) {
            settings = settings.withProperty(KnownKeys.RULES, rules.toString());
        }
        if (policies != null) {
            settings = settings.withProperty(KnownKeys.POLICIES_FILE, policies.toString());
        }
        if (demoService != null) {
            settings = DepotTypes.addTo(settings, demoService);
        }
        return role.applyTo(settings);
    }

    private DatabaseSettings databaseSettings(CommandSpec command, DatabaseSettings fromFile) {
        DatabaseSettings settings = fromFile.withLoginOf(System.getenv());
        if (database != null) {
            settings = settings.withUrl(database);
        }
        if (databaseWait != null) {
            int seconds = between(command, "--database-wait", databaseWait, 3_600, "is no time to wait");
            settings = settings.withPatience(Duration.ofSeconds(seconds));
        }
        return settings;
    }

    private static int between(CommandSpec command, String option, int value, int most, String complaint) {
        if (value < 0 || value > most) {
            throw new ParameterException(
                    command.commandLine(),
                    option + " " + value + " " + complaint + "; give a number from 0 to " + most);
        }
        return value;
    }

    private static String named(CommandSpec command, String name) {
        if (name.isBlank() || name.length() > 100) {
            throw new ParameterException(
                    command.commandLine(), "--node \"" + name + "\" is no name; give 1 to 100 characters");
        }
        return name;
    }
}
