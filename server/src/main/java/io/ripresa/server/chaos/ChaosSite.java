package io.ripresa.server.chaos;

import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.server.DatabaseSettings;
import io.ripresa.server.depot.Depot;
import io.ripresa.server.depot.DepotTypes;
import io.ripresa.server.depot.FreePort;
import io.ripresa.server.depot.Ledger;
import io.ripresa.server.nodes.FrontDesk;
import io.ripresa.server.nodes.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Everything that one run needs: a database of its own, the depot with its ledger, and four nodes that are up. */
final class ChaosSite implements AutoCloseable {

    /** Runs at once in each worker. */
    static final int THREADS = 16;

    /** Shorter than the default, so that a run does not wait five minutes for a task that was unlucky alone. */
    static final List<Duration> BACK_OFF =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15));

    private static final String CONFIG = "node.yaml";
    private static final int HEAP_MEGABYTES = 256;

    private final EmbeddedPostgres postgres;
    private final String database;
    private final Ledger ledger;
    private final Depot depot;
    private final FrontDesk desk;
    private final List<NodeProcess> nodes;

    private ChaosSite(
            EmbeddedPostgres postgres,
            String database,
            Ledger ledger,
            Depot depot,
            FrontDesk desk,
            List<NodeProcess> nodes) {
        this.postgres = postgres;
        this.database = database;
        this.ledger = ledger;
        this.depot = depot;
        this.desk = desk;
        this.nodes = List.copyOf(nodes);
    }

    /**
     * Sets it up; returns when all nodes answer.
     *
     * @param name of the database
     * @param folder for settings, logs and the ledger
     * @param capacity requests that the depot serves in a second
     */
    static ChaosSite open(
            EmbeddedPostgres postgres,
            String name,
            Path folder,
            double capacity,
            RandomGenerator random,
            Executor threads)
            throws IOException, InterruptedException {
        int port = FreePort.find(random);
        postgres.createDatabase(name);
        DatabaseSettings settings =
                DatabaseSettings.at(postgres.jdbcUrl(name)).withLogin(postgres.user(), postgres.password());
        Path config = folder.resolve(CONFIG);
        Files.writeString(config, config(settings));
        Ledger ledger = Ledger.inFile(folder.resolve("ledger.tsv"));
        Depot depot = new Depot(port, capacity, ledger, InstantSource.system(), threads);
        FrontDesk desk = null;
        List<NodeProcess> nodes = new ArrayList<>();
        try {
            depot.start();
            // It makes the tables before the nodes come: what they do when they come together is another test.
            desk = FrontDesk.open(settings, port, line -> {});
            for (int i = 0; i < FaultPlan.NODES.size(); i++) {
                nodes.add(NodeProcess.start(spec(settings, folder, port, i)));
            }
            for (NodeProcess node : nodes) {
                node.awaitUp();
            }
            return new ChaosSite(postgres, name, ledger, depot, desk, nodes);
        } catch (RuntimeException | IOException | InterruptedException e) {
            close(nodes, desk, depot, ledger);
            throw e;
        }
    }

    private static NodeProcess.Spec spec(DatabaseSettings settings, Path folder, int depotPort, int node) {
        return new NodeProcess.Spec(
                FaultPlan.NODES.get(node),
                0,
                List.of(
                        "--role",
                        FaultPlan.isRecovery(node) ? "recovery" : "worker",
                        "--config",
                        folder.resolve(CONFIG).toString(),
                        "--demo-service",
                        Integer.toString(depotPort)),
                Map.of(
                        DatabaseSettings.USER_VARIABLE,
                        String.valueOf(settings.user()),
                        DatabaseSettings.PASSWORD_VARIABLE,
                        String.valueOf(settings.password())),
                HEAP_MEGABYTES,
                folder);
    }

    private static String config(DatabaseSettings settings) {
        return String.join(
                "\n",
                "ripresa:",
                "  database: '" + settings.url() + "'",
                "  worker:",
                "    threads: " + THREADS,
                "  policy:",
                "    attempts:",
                "      back-off: ["
                        + String.join(
                                ", ",
                                BACK_OFF.stream().map(d -> d.toSeconds() + "s").toList()) + "]",
                "");
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    String database() {
        return database;
    }

    Ledger ledger() {
        return ledger;
    }

    Depot depot() {
        return depot;
    }

    FrontDesk desk() {
        return desk;
    }

    /** In the order of {@link FaultPlan#NODES}. */
    List<NodeProcess> nodes() {
        return nodes;
    }

    /** {@code host:port} of the depot. */
    String service() {
        return DepotTypes.service(depot.port());
    }

    @Override
    public void close() throws IOException {
        close(nodes, desk, depot, ledger);
        postgres.dropDatabase(database);
    }

    private static void close(List<NodeProcess> nodes, @Nullable FrontDesk desk, Depot depot, Ledger ledger)
            throws IOException {
        // They have nothing left to do in order.
        for (NodeProcess node : nodes) {
            try {
                node.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (desk != null) {
            desk.close();
        }
        depot.close();
        ledger.close();
    }
}
