package planted.worker;

import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One of each way to wait or to start a thread; the last line is allowed. */
public final class Threads {
    void waitForIt() throws InterruptedException {
        Thread.sleep(1);
        TimeUnit.SECONDS.sleep(1);
        LockSupport.parkNanos(1);
        LockSupport.parkUntil(1);
    }

    List<Object> all(Executor given) {
        return List.of(
                new Thread(() -> {}),
                new Timer(),
                Executors.newCachedThreadPool(),
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()),
                new ScheduledThreadPoolExecutor(1),
                new ForkJoinPool(),
                ForkJoinPool.commonPool(),
                CompletableFuture.runAsync(() -> {}),
                CompletableFuture.supplyAsync(() -> 1),
                List.of(1).parallelStream(),
                List.of(1).stream().parallel(),
                CompletableFuture.runAsync(() -> {}, given));
    }
}
