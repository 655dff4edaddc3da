package io.ripresa.server.demo;

import io.ripresa.server.StartFailure;
import io.ripresa.server.depot.FreePort;
import io.ripresa.server.depot.Outage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that the demo and its restartable half share. */
final class DemoOptions {

    private static final int MOST_NODES = 4;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            defaultValue = "300",
            description = "How many tasks, 50 to 5000; the service's capacity grows with them (default: 300).")
    private int tasks;

    @Option(
            names = "--outage",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Length of the outage in seconds, 10 to 600 (default: 30).")
    private String outage = "30";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the page (default: 8080); 0 takes any free one.")
    private int port;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "Keep everything in a PostgreSQL that is brought along and removed at the end (postgres), in"
                    + " one of your own (jdbc:postgresql:…), in h2:PATH, or jdbc:h2:… (default: a fresh H2 file, removed at"
                    + " the end).")
    private @Nullable String database;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description =
                    "Run N nodes on one PostgreSQL, each a process of its own, 1 to 4 (default: 1, in this process).")
    private @Nullable Integer nodes;

    @Option(
            names = "--kill-node",
            paramLabel = "N",
            arity = "0..1",
            fallbackValue = "0",
            description =
                    "Kill node N (default: the last) in the middle of the outage, with kill -9, and start it again"
                            + " 10 s later; two nodes where --nodes does not say.")
    private @Nullable Integer killNode;

    @Option(
            names = "--probe",
            description = "Let Ripresa ask the service's /health as well (default: evidence is canaries alone).")
    private boolean probe;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Another plan of tasks (default: 1).")
    private long seed;

    int tasks() {
        return tasks;
    }

    Duration outage() {
        return Duration.ofSeconds(Long.parseLong(outage));
    }

    int port() {
        return port;
    }

    /** What the user gave; PostgreSQL where nothing was given and there are several nodes; else null. */
    @Nullable String database() {
        return database == null && isSeveral() ? "postgres" : database;
    }

    /** Whether the nodes are processes of their own. */
    boolean isSeveral() {
        return nodes() > 1 || killNode != null;
    }

    int nodes() {
        if (nodes != null) {
            return nodes;
        }
        return killNode == null ? 1 : Math.max(2, killNode);
    }

    /** The node to kill, counted from 1; 0 for none. */
    int killNode() {
        if (killNode == null) {
            return 0;
        }
        return killNode == 0 ? nodes() : killNode;
    }

    boolean probe() {
        return probe;
    }

    long seed() {
        return seed;
    }

    /**
     * Says what is wrong with the first option that cannot be used.
     *
     * @throws StartFailure that names option, value and fix
     */
    void check() {
        if (tasks < DemoPlan.FEWEST_TASKS || tasks > DemoPlan.MOST_TASKS) {
            throw bad("--tasks " + tasks, "give " + DemoPlan.FEWEST_TASKS + " to " + DemoPlan.MOST_TASKS);
        }
        String seconds = outage.endsWith("s") ? outage.substring(0, outage.length() - 1) : outage;
        if (!seconds.matches("[0-9]{1,6}")) {
            throw bad("--outage " + outage, "give a whole number of seconds, like 30");
        }
        outage = seconds;
        if (outage().compareTo(Outage.SHORTEST) < 0 || outage().compareTo(Outage.LONGEST) > 0) {
            throw bad(
                    "--outage " + outage,
                    "give " + Outage.SHORTEST.toSeconds() + " to " + Outage.LONGEST.toSeconds() + " seconds");
        }
        if (port < 0 || port > 65_535) {
            throw bad("--port " + port, "give 1 to 65535, or 0 for any free port");
        }
        checkNodes();
        if (port != 0 && !FreePort.isFree(port)) {
            throw bad(
                    "--port " + port,
                    "port " + port + " is in use. Stop what listens there, or choose another one, like --port "
                            + (port == 65_535 ? 8081 : port + 1));
        }
    }

    private void checkNodes() {
        if (nodes() < 1 || nodes() > MOST_NODES) {
            throw bad("--nodes " + nodes(), "give 1 to " + MOST_NODES);
        }
        if (killNode() < 0 || killNode() > nodes()) {
            throw bad("--kill-node " + killNode, "there are " + nodes() + " nodes, counted from 1");
        }
        String chosen = database();
        if (isSeveral() && chosen != null && (chosen.startsWith("h2:") || chosen.startsWith("jdbc:h2:"))) {
            throw bad(
                    "--database " + chosen + " with several nodes",
                    "H2 belongs to one process; leave it out, or give postgres or jdbc:postgresql:…");
        }
    }

    private static StartFailure bad(String value, String fix) {
        return new StartFailure(value + " cannot be used: " + fix + ".", null);
    }
}
