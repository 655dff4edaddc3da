package io.ripresa.server.demo;

import io.ripresa.server.StartFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that the demo and its restartable half share. */
final class DemoOptions {

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
            description =
                    "Keep everything in h2:PATH, jdbc:h2:… or jdbc:postgresql:… (default: a fresh file, removed at the end).")
    private @Nullable String database;

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

    @Nullable String database() {
        return database;
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
        if (port != 0 && !FreePort.isFree(port)) {
            throw bad(
                    "--port " + port,
                    "port " + port + " is in use. Stop what listens there, or choose another one, like --port "
                            + (port == 65_535 ? 8081 : port + 1));
        }
    }

    private static StartFailure bad(String value, String fix) {
        return new StartFailure(value + " cannot be used: " + fix + ".", null);
    }
}
