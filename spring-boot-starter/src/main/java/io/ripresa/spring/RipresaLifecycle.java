package io.ripresa.spring;

import io.ripresa.Ripresa;
import org.springframework.context.SmartLifecycle;

/**
 * Starts what runs once everything is put together, and stops it in the order that loses nothing: first recovery, so
 * that nothing more is ordered, then the worker, which lets runs finish.
 */
final class RipresaLifecycle implements SmartLifecycle {

    private final Ripresa ripresa;
    private final boolean recovers;
    private final Runnable startWorker;
    private final Runnable stopWorker;
    private volatile boolean running;

    /** @param recovers whether the recovery loop runs in this process */
    RipresaLifecycle(Ripresa ripresa, boolean recovers, Runnable startWorker, Runnable stopWorker) {
        this.ripresa = ripresa;
        this.recovers = recovers;
        this.startWorker = startWorker;
        this.stopWorker = stopWorker;
    }

    @Override
    public void start() {
        running = true;
        startWorker.run();
        if (recovers) {
            ripresa.start();
        }
    }

    @Override
    public void stop() {
        if (running) {
            running = false;
            ripresa.close();
            stopWorker.run();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
