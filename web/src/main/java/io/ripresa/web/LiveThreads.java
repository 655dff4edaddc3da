package io.ripresa.web;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The threads of the live page. Not beans of their own, so that an application's executors stay what they are: one that
 * reads, one that notices where reading takes too long, and one per page at most that sends, so that a page that takes
 * its time delays no other.
 */
final class LiveThreads implements DisposableBean {

    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private final ThreadPoolTaskExecutor senders = new ThreadPoolTaskExecutor();

    LiveThreads(int maxClients) {
        scheduler.setPoolSize(2);
        scheduler.setDaemon(true);
        scheduler.setThreadNamePrefix("ripresa-live-");
        scheduler.initialize();
        senders.setCorePoolSize(0);
        senders.setMaxPoolSize(maxClients);
        senders.setQueueCapacity(0);
        senders.setKeepAliveSeconds((int) Duration.ofSeconds(30).toSeconds());
        senders.setDaemon(true);
        senders.setThreadNamePrefix("ripresa-page-");
        senders.initialize();
    }

    TaskScheduler scheduler() {
        return scheduler;
    }

    Executor senders() {
        return senders;
    }

    @Override
    public void destroy() {
        scheduler.shutdown();
        senders.shutdown();
    }
}
