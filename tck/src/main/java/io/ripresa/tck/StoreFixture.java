package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Control;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;

/** What every part of the store's contract stands on: a fresh store, a clock, a way to write. */
abstract class StoreFixture {

    final ManualClock clock = new ManualClock(Rows.START);

    /** The store under test; set before each test. */
    @SuppressWarnings("NullAway.Init")
    RecoveryStore store;

    /**
     * An empty store, for one test.
     *
     * @param clock the store's clock
     */
    protected abstract RecoveryStore open(InstantSource clock) throws Exception;

    /** The same store after its process ended and another began; one that lives in memory answers itself. */
    protected abstract RecoveryStore reopen(RecoveryStore store, InstantSource clock) throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open(clock);
    }

    void apply(Changes changes) {
        assertThat(store.commit(changes)).isEqualTo(CommitResult.APPLIED);
    }

    void apply(TaskRecord... tasks) {
        Changes changes = new Changes();
        for (TaskRecord task : tasks) {
            changes.task(task);
        }
        apply(changes);
    }

    void turnKillSwitch(boolean stopped) {
        Control now = store.control();
        assertThat(store.switchTo(new Control(stopped, false, "ann", "drill", Rows.START, now.version())))
                .isTrue();
    }

    TaskRecord storedTask(String id) {
        return Objects.requireNonNull(store.tasks(List.of(Rows.key(id))).get(Rows.key(id)));
    }

    /** Does the work on so many real threads at once and returns what each made of it. */
    static <T> List<T> atOnce(int threads, Work<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                Callable<T> call = () -> {
                    start.await();
                    return work.doIt(number);
                };
                futures.add(pool.submit(call));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(120, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** What one of several threads does. */
    interface Work<T> {
        T doIt(int number) throws Exception;
    }

    static Instant at(long seconds) {
        return Rows.at(seconds);
    }
}
