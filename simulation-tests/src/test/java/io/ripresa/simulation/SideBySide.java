package io.ripresa.simulation;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** Two worlds at a time: they share nothing that could change what happens in them. */
final class SideBySide {

    private SideBySide() {}

    /** Runs all seeds. What the first of them that fails throws is the cause of the error. */
    static void run(LongStream seeds, LongConsumer run) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Boolean>> runs = seeds.<Callable<Boolean>>mapToObj(seed -> () -> {
                        run.accept(seed);
                        return true;
                    })
                    .toList();
            for (Future<Boolean> one : threads.invokeAll(runs)) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
