package io.ripresa.server;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            "Options win over the configuration file."
        })
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
            description = "h2:PATH, jdbc:h2:… or jdbc:postgresql:…. Default: h2:./data/ripresa")
    private @Nullable String database;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with settings under \"ripresa:\".")
    private @Nullable Path config;

    @Option(
            names = "--allow-http",
            paramLabel = "HOST:PORT",
            description = "Target that HTTP tasks may call; may be given again. Default: none")
    private List<String> allowHttp = List.of();

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = java.util.Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        RipresaServer server;
        try {
            server = RipresaServer.start(settings(command));
        } catch (StartFailure e) {
            err.println("ripresa: " + e.getMessage());
            return 2;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "ripresa-shutdown"));
        PrintWriter out = command.commandLine().getOut();
        out.println("Ripresa is up: " + server.uri() + "  (database "
                + server.settings().database() + ", Ctrl-C ends it)");
        out.flush();
        server.awaitClosed();
        return 0;
    }

    private ServerSettings settings(CommandSpec command) {
        Map<String, String> file = config == null ? Map.of() : ConfigFile.read(config);
        Map<String, String> properties = new LinkedHashMap<>(file);
        String fileHost = properties.remove(KnownKeys.HOST);
        String filePort = properties.remove(KnownKeys.PORT);
        String fileDatabase = properties.remove(KnownKeys.DATABASE);
        ServerSettings settings =
                ServerSettings.DEFAULT.withProperties(properties).withHttpAllow(allowHttp);
        String chosenHost = host != null ? host : fileHost;
        if (chosenHost != null) {
            settings = settings.withHost(chosenHost);
        }
        Integer chosenPort = port != null ? port : filePort == null ? null : Integer.valueOf(filePort);
        if (chosenPort != null) {
            if (chosenPort < 0 || chosenPort > 65_535) {
                throw new ParameterException(
                        command.commandLine(), "--port " + chosenPort + " is no port; give a number from 0 to 65535");
            }
            settings = settings.withPort(chosenPort);
        }
        String chosenDatabase = database != null ? database : fileDatabase;
        return chosenDatabase == null ? settings : settings.withDatabase(chosenDatabase);
    }
}
