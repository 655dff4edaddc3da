package io.ripresa.worker;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/**
 * A process that takes tasks and begins some of them until it is killed. Tells on its standard output what it has
 * promised: {@code taken ID} once a submission was acknowledged, {@code begun ID} once a handler runs.
 */
final class DoomedWorker {

    static final int THREADS = 4;

    private DoomedWorker() {}

    public static void main(String[] arguments) throws Exception {
        NativeTaskSystem system = NativeTaskSystem.builder(open(arguments))
                .clock(InstantSource.system())
                .workerId("w-doomed")
                .threads(THREADS)
                .handler(TaskType.of("work"), context -> {
                    tell("begun " + context.task().externalId());
                    new CountDownLatch(1).await();
                })
                .build()
                .start();
        for (int i = 0; ; i++) {
            String id = "t" + i;
            system.submit(List.of(new Submission(id, "team", "work", "", Options.DEFAULT)));
            tell("taken " + id);
        }
    }

    /** A directory for an H2 file, or address, user and password of a PostgreSQL. */
    private static DataSource open(String... address) {
        if (address.length == 1) {
            return new TestDatabase.H2File(Path.of(address[0])).dataSource();
        }
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(address[0]);
        pool.setUsername(address[1]);
        pool.setPassword(address[2]);
        return pool;
    }

    private static synchronized void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
