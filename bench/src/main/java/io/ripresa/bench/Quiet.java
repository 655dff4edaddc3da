package io.ripresa.bench;

import io.ripresa.Ripresa;
import io.ripresa.jdbc.PostgresSignal;
import io.ripresa.spi.Signal;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What a node costs that has nothing to do, and how fast it hears that there is something. */
final class Quiet {

    private static final int SETTLE_SECONDS = 6;
    private static final int MEASURE_SECONDS = 30;
    private static final int RINGS = 200;

    private Quiet() {}

    /**
     * Transactions per minute of a node with nothing due.
     *
     * @param told whether it is told of news, or looks four times a second
     */
    static long transactionsPerMinute(World world, boolean told) {
        Backlog.makeDue(world.sql, world.store.now(), List.of());
        Signal signal = told ? new PostgresSignal(world.pool, Quiet::daemon) : Signal.NONE;
        try (Ripresa ripresa = Ripresa.builder()
                .store(world.store)
                .taskSystem(world.system)
                .signal(signal)
                .build()) {
            ripresa.start();
            pause(SETTLE_SECONDS);
            long before = transactions(world);
            pause(MEASURE_SECONDS);
            return (transactions(world) - before) * 60 / MEASURE_SECONDS;
        } finally {
            if (signal instanceof PostgresSignal open) {
                open.close();
            }
        }
    }

    private static long transactions(World world) {
        return world.sql.number("select xact_commit from pg_stat_database where datname = current_database()");
    }

    /** From a ring in one process to its being heard in another, one after the other. */
    static Timings ringing(World world) {
        Timings latency = new Timings();
        Semaphore heard = new Semaphore(0);
        try (PostgresSignal ringing = new PostgresSignal(world.pool, Quiet::daemon);
                PostgresSignal listening = new PostgresSignal(world.pool, Quiet::daemon)) {
            listening.listen(Signal.Topic.NEWS, heard::release);
            await(heard);
            for (int i = 0; i < RINGS; i++) {
                latency.measure(() -> {
                    ringing.ring(Signal.Topic.NEWS);
                    await(heard);
                });
                // A ring within 50 ms of the one before waits for the rest of them, which is not what is measured.
                pauseMillis(60);
            }
        }
        return latency;
    }

    private static void await(Semaphore heard) {
        try {
            if (!heard.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a ring was not heard within 20 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "bench-signal");
        thread.setDaemon(true);
        return thread;
    }

    private static void pause(int seconds) {
        pauseMillis(seconds * 1_000L);
    }

    private static void pauseMillis(long millis) {
        try {
            if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
