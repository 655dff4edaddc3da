package io.ripresa.bench.side;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.Ripresa;
import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.model.Dependency;
import io.ripresa.model.FailureReport;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.worker.NativeTaskSystem;
import io.ripresa.worker.RunFailedException;
import io.ripresa.worker.TaskContext;
import io.ripresa.worker.TaskType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Ripresa's own worker, with the recovery beside it, as they come. */
final class RipresaWorker implements Contender {

    private static final String TYPE = "stock";

    private final NativeTaskSystem worker;
    private final Ripresa ripresa;

    private RipresaWorker(NativeTaskSystem worker, Ripresa ripresa) {
        this.worker = worker;
        this.ripresa = ripresa;
    }

    static Contender start(HikariDataSource database, Calls calls, Stockroom service, Setting setting) {
        NativeTaskSystem worker = NativeTaskSystem.builder(database)
                .threads(setting.threads())
                .handler(
                        TaskType.of(TYPE).dependencies(new Dependency(service.name())),
                        context -> work(context, calls, service))
                .build();
        Ripresa ripresa = Ripresa.builder()
                .store(JdbcRecoveryStore.open(database))
                .taskSystem(worker)
                .build();
        worker.start();
        ripresa.start();
        return new RipresaWorker(worker, ripresa);
    }

    private static void work(TaskContext context, Calls calls, Stockroom service)
            throws IOException, InterruptedException, RunFailedException {
        try {
            calls.call(Integer.parseInt(context.payload()));
        } catch (CallFailedException e) {
            throw new RunFailedException(
                    FailureReport.http(
                            e.status(),
                            "Service Unavailable",
                            Map.of(FailureReport.TARGET, "http://" + service.name())),
                    e);
        }
    }

    @Override
    public void submit(int task) {
        worker.submit(List.of(new Submission("stock-" + task, "warehouse", TYPE, "" + task, Options.DEFAULT)));
    }

    @Override
    public void close() {
        ripresa.close();
        worker.close();
    }
}
