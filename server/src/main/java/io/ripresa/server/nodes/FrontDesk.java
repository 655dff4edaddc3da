package io.ripresa.server.nodes;

import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.jdbc.PostgresSignal;
import io.ripresa.server.DatabaseSettings;
import io.ripresa.server.ServerDatabase;
import io.ripresa.server.depot.DepotTypes;
import io.ripresa.spi.RecoveryReadModel;
import io.ripresa.spi.TaskSubmitter;
import io.ripresa.worker.HttpTargets;
import io.ripresa.worker.NativeTaskSystem;
import io.ripresa.worker.NativeTaskSystemBuilder;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes the depot's tasks into a PostgreSQL and reads what became of them, as any application does; runs and recovers
 * nothing. Safe for use by many threads.
 */
public final class FrontDesk implements AutoCloseable {

    private static final int CONNECTIONS = 6;

    private final ServerDatabase database;
    private final PostgresSignal signal;
    private final NativeTaskSystem submitter;
    private final JdbcRecoveryStore store;

    private FrontDesk(ServerDatabase database, int depotPort) {
        this.database = database;
        this.store = JdbcRecoveryStore.open(database.dataSource());
        this.signal = new PostgresSignal(database.dataSource(), FrontDesk::daemon);
        NativeTaskSystemBuilder builder = NativeTaskSystem.builder(database.dataSource())
                .clock(InstantSource.system())
                .workerId("front-desk")
                .threads(0)
                .signal(signal)
                .httpTargets(HttpTargets.of(List.of(DepotTypes.service(depotPort))));
        DepotTypes.handlers().forEach(builder::handler);
        this.submitter = builder.build();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "front-desk-signal");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Opens it, and makes the tables where there are none.
     *
     * @param depotPort port of the service that the tasks call
     * @param told hears what a person who waits should know
     * @throws io.ripresa.server.StartFailure if the database cannot be used
     */
    public static FrontDesk open(DatabaseSettings settings, int depotPort, Consumer<String> told) {
        ServerDatabase database = ServerDatabase.open(settings.withConnections(CONNECTIONS), "front-desk", told);
        try {
            return new FrontDesk(database, depotPort);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    public TaskSubmitter submitter() {
        return submitter;
    }

    public RecoveryReadModel read() {
        return store;
    }

    @Override
    public void close() {
        submitter.close();
        signal.close();
        database.close();
    }
}
