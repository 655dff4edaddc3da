package io.ripresa.bench.side;

import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;

import com.zaxxer.hikari.HikariDataSource;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration.JobRunrConfigurationResult;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/** JobRunr alone: a job that failed is run again after 3, 9, 27, … seconds, ten times. It looks every five seconds. */
final class PlainJobRunr implements Contender {

    private static final int LEAST_POLL_SECONDS = 5;

    private final JobRunrConfigurationResult jobRunr;

    private PlainJobRunr(JobRunrConfigurationResult jobRunr) {
        this.jobRunr = jobRunr;
    }

    /** What is stored of a job. */
    public record Restock(int task) implements JobRequest {
        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** Does the work. */
    public static final class Handler implements JobRequestHandler<Restock> {
        private final Calls calls;

        Handler(Calls calls) {
            this.calls = calls;
        }

        @Override
        public void run(Restock request) throws Exception {
            calls.call(request.task());
        }
    }

    static Contender start(HikariDataSource database, Calls calls, Stockroom service, Setting setting) {
        return new PlainJobRunr(JobRunr.configure()
                .useJobActivator(new JobActivator() {
                    @Override
                    public <T> T activateJob(Class<T> type) {
                        return type.cast(new Handler(calls));
                    }
                })
                .useStorageProvider(SqlStorageProviderFactory.using(database))
                .useBackgroundJobServer(usingStandardBackgroundJobServerConfiguration()
                        .andPollIntervalInSeconds(LEAST_POLL_SECONDS)
                        .andWorkerCount(setting.threads()))
                .initialize());
    }

    @Override
    public void submit(int task) {
        jobRunr.getJobRequestScheduler().enqueue(new Restock(task));
    }

    @Override
    public void close() {
        JobRunr.destroy();
    }
}
