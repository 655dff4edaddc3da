package io.ripresa.server.demo;

import io.ripresa.server.DatabaseSettings;
import io.ripresa.server.StartFailure;
import io.ripresa.server.nodes.FrontDesk;
import io.ripresa.server.nodes.NodeProcess;
import io.ripresa.spi.RecoveryReadModel;
import io.ripresa.spi.TaskSubmitter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Several nodes on one PostgreSQL, each a process of its own. This process takes part in nothing: it submits tasks as any
 * application does, and reads.
 */
final class NodeCrew implements Crew {

    private static final int HEAP_MEGABYTES = 256;

    private final FrontDesk desk;
    private final List<NodeProcess> nodes;
    private final URI page;

    private NodeCrew(FrontDesk desk, List<NodeProcess> nodes, URI page) {
        this.desk = desk;
        this.nodes = List.copyOf(nodes);
        this.page = page;
    }

    /**
     * Starts the nodes and waits until all are up.
     *
     * @param folder for their settings and logs
     * @param told hears what a person who waits should know
     * @throws StartFailure if one of them cannot start; none is left running
     */
    static NodeCrew start(
            DemoOptions options, DatabaseSettings settings, int depotPort, Path folder, Consumer<String> told)
            throws IOException, InterruptedException {
        Path config = folder.resolve("node.yaml");
        // A file in a private folder, not an argument: others on this machine see those.
        Files.writeString(config, DemoSettings.asFile(DemoSettings.of(options, depotPort, options.nodes()), settings));
        List<NodeProcess> nodes = new ArrayList<>();
        FrontDesk desk = null;
        try {
            for (int i = 1; i <= options.nodes(); i++) {
                nodes.add(NodeProcess.start(spec(options, settings, depotPort, config, i)));
            }
            desk = FrontDesk.open(settings, depotPort, told);
            for (NodeProcess node : nodes) {
                node.awaitUp();
            }
            return new NodeCrew(desk, nodes, nodes.get(0).awaitUp());
        } catch (RuntimeException | InterruptedException e) {
            closeAll(nodes, desk);
            throw e;
        }
    }

    private static NodeProcess.Spec spec(
            DemoOptions options, DatabaseSettings settings, int depotPort, Path config, int number) {
        Map<String, String> environment = new TreeMap<>();
        put(environment, DatabaseSettings.USER_VARIABLE, settings.user());
        put(environment, DatabaseSettings.PASSWORD_VARIABLE, settings.password());
        return new NodeProcess.Spec(
                "node-" + number,
                number == 1 ? options.port() : 0,
                List.of("--config", config.toString(), "--demo-service", Integer.toString(depotPort)),
                environment,
                HEAP_MEGABYTES,
                Objects.requireNonNull(config.getParent()));
    }

    private static void put(Map<String, String> environment, String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    /** One of them, counted from 1. */
    NodeProcess node(int number) {
        return nodes.get(number - 1);
    }

    @Override
    public URI page() {
        return page;
    }

    @Override
    public TaskSubmitter submitter() {
        return desk.submitter();
    }

    @Override
    public RecoveryReadModel read() {
        return desk.read();
    }

    @Override
    public List<String> introduction() {
        return nodes.stream()
                .map(node -> "  " + node.name() + "   " + node.page() + "  (process " + node.pid() + ")")
                .toList();
    }

    @Override
    public void close() {
        closeAll(nodes, desk);
    }

    private static void closeAll(List<NodeProcess> nodes, @Nullable FrontDesk desk) {
        // All at once: each may take a while.
        nodes.parallelStream().forEach(NodeProcess::close);
        if (desk != null) {
            desk.close();
        }
    }
}
