package io.ripresa.server.demo;

import io.ripresa.server.DatabaseSettings;
import io.ripresa.server.depot.DepotTypes;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the demo's nodes are set, besides their task types; everything else is default. */
final class DemoSettings {

    /** As many runs at once as keep the depot busy; never fewer than the worker's default. */
    private static final int FEWEST_RUNS = 10;

    private static final int MOST_RUNS = 64;

    private DemoSettings() {}

    /**
     * Settings by key, without the prefix {@code ripresa.}.
     *
     * @param nodes how many nodes share the work
     */
    static Map<String, String> of(DemoOptions options, int depotPort, int nodes) {
        int runs = DemoPlan.capacityFor(options.tasks()) / 2 / nodes;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("worker.threads", Integer.toString(Math.max(FEWEST_RUNS, Math.min(MOST_RUNS, runs))));
        if (options.probe()) {
            settings.put("probes[0].url", "http://" + DepotTypes.service(depotPort) + "/health");
            settings.put("probes[0].period", "1s");
        }
        return settings;
    }

    /** The same as a configuration file, with the database. */
    static String asFile(Map<String, String> settings, DatabaseSettings database) {
        StringBuilder yaml = new StringBuilder("ripresa:\n");
        yaml.append("  database: '").append(database.url().replace("'", "''")).append("'\n");
        yaml.append("  worker:\n    threads: ")
                .append(settings.get("worker.threads"))
                .append('\n');
        String url = settings.get("probes[0].url");
        if (url != null) {
            yaml.append("  probes:\n    - url: ").append(url).append('\n');
            yaml.append("      period: ")
                    .append(settings.get("probes[0].period"))
                    .append('\n');
        }
        return yaml.toString();
    }
}
