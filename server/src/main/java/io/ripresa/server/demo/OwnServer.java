package io.ripresa.server.demo;

import io.ripresa.server.DatabaseSettings;
import io.ripresa.server.RipresaServer;
import io.ripresa.server.ServerSettings;
import io.ripresa.server.depot.DepotTypes;
import io.ripresa.spi.RecoveryReadModel;
import io.ripresa.spi.TaskSubmitter;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The server in this process, as the demo starts it: default policy, and the demo's own task types. */
final class OwnServer implements Crew {

    private final RipresaServer server;

    private OwnServer(RipresaServer server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @throws io.ripresa.server.StartFailure if it cannot start for a reason that the user can mend
     */
    static OwnServer start(DemoOptions options, DatabaseSettings database, int depotPort) {
        ServerSettings settings = DepotTypes.addTo(ServerSettings.DEFAULT, depotPort)
                .withPort(options.port())
                .withDatabase(database);
        for (Map.Entry<String, String> property :
                DemoSettings.of(options, depotPort, 1).entrySet()) {
            settings = settings.withProperty(property.getKey(), property.getValue());
        }
        return new OwnServer(RipresaServer.start(settings));
    }

    @Override
    public URI page() {
        return server.uri();
    }

    @Override
    public TaskSubmitter submitter() {
        return server.submitter();
    }

    @Override
    public RecoveryReadModel read() {
        return server.ripresa().read();
    }

    @Override
    public List<String> introduction() {
        return List.of();
    }

    @Override
    public void close() {
        server.close();
    }
}
