package io.ripresa.server.demo;

import io.ripresa.server.RipresaServer;
import io.ripresa.server.ServerSettings;
import io.ripresa.spring.TaskHandlerRegistration;
import java.util.List;

/** The server as the demo starts it: default policy, the demo's own task types, and leave to call the depot. */
final class DemoServer {

    /** As many runs at once as keep the depot busy; never fewer than the worker's default. */
    private static final int FEWEST_RUNS = 10;

    private static final int MOST_RUNS = 64;

    private DemoServer() {}

    /**
     * Starts it.
     *
     * @throws io.ripresa.server.StartFailure if it cannot start for a reason that the user can mend
     */
    static RipresaServer start(DemoOptions options, String database, String depot) {
        int runs = Math.max(FEWEST_RUNS, Math.min(MOST_RUNS, DemoPlan.capacityFor(options.tasks()) / 2));
        ServerSettings settings = ServerSettings.DEFAULT
                .withPort(options.port())
                .withDatabase(database)
                .withHttpAllow(List.of(depot))
                .withProperty("worker.threads", Integer.toString(runs));
        if (options.probe()) {
            settings = settings.withProperty("probes[0].url", "http://" + depot + "/health")
                    .withProperty("probes[0].period", "1s");
        }
        for (var handler : new DepotCalls().handlers().entrySet()) {
            settings = settings.withHandler(new TaskHandlerRegistration(handler.getKey(), handler.getValue()));
        }
        return RipresaServer.start(settings);
    }
}
