package io.ripresa.server.demo;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The demo's threads: as many as there are connections, none of which keeps the process alive. */
public final class DemoThreads {

    private DemoThreads() {}

    public static ExecutorService create() {
        AtomicInteger count = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "demo-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
