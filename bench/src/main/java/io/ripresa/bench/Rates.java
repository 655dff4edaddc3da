package io.ripresa.bench;

import io.ripresa.spi.RecoveryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How much goes through in a second: events taken in, attempts reserved; and how often two nodes meet. */
final class Rates {

    private static final int EVENTS = 10_000;
    private static final int BATCHES = 40;
    private static final Duration TOGETHER = Duration.ofSeconds(20);
    private static final int GATES_TOGETHER = 20;

    private Rates() {}

    /**
     * Failures of tasks that were not known, through the orchestrator.
     *
     * @param dependencies how many they need
     * @return events per second
     */
    static long ingest(World world, int dependencies, int firstNumber) {
        Backlog.makeDue(world.sql, world.store.now(), List.of());
        world.node.tick();
        for (int i = 0; i < EVENTS / 2; i++) {
            world.system.fail(i % dependencies, firstNumber + i);
        }
        long start = System.nanoTime();
        int events = 0;
        while (events < EVENTS) {
            events += world.node.tick().events();
        }
        return perSecond(events, start);
    }

    /** What reserving in batches came to. */
    record Reserving(long perSecond, long batches, long refused) {}

    /** Several processes that reserve attempts of one incident, through one gate. */
    static Reserving reserve(World world, String incidentId, int processes) {
        CountingStore counting = new CountingStore();
        RecoveryStore counted = counting.around(world.store);
        long start = System.nanoTime();
        atOnce(processes, () -> {
            Reserver reserver = new Reserver(counted, incidentId);
            while (counting.reserved.sum() < BATCHES * 10L) {
                reserver.reserve();
            }
            return null;
        });
        return new Reserving(
                perSecond(counting.reserved.sum(), start), counting.reservations.sum(), counting.gatesMoved.sum());
    }

    /** Two nodes at work on the same gates, whose dependencies work again. */
    static CountingStore together(World world, int nodes) {
        CountingStore counting = new CountingStore();
        RecoveryStore counted = counting.around(world.store);
        Backlog.makeDue(world.sql, world.store.now(), world.gates(0, GATES_TOGETHER));
        long end = System.nanoTime() + TOGETHER.toNanos();
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            Node node = new Node("node-" + i, counted, world.system);
            work.add(() -> {
                while (System.nanoTime() < end) {
                    node.tick();
                }
                return null;
            });
        }
        run(work);
        return counting;
    }

    static long seconds() {
        return TOGETHER.toSeconds();
    }

    private static void atOnce(int threads, Callable<Void> work) {
        List<Callable<Void>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(work);
        }
        run(all);
    }

    private static void run(List<Callable<Void>> work) {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            for (Future<Void> each : threads.invokeAll(work)) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("one of several failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static long perSecond(long count, long startNanos) {
        return Math.round(count / ((System.nanoTime() - startNanos) / 1e9));
    }
}
