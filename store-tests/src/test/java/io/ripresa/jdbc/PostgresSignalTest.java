package io.ripresa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.postgres.EmbeddedPostgres.Stop;
import io.ripresa.postgres.SharedPostgres;
import io.ripresa.spi.Signal.Listening;
import io.ripresa.spi.Signal.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it measures how long a ring takes")
class PostgresSignalTest {

    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "signal");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    @Test
    void aRingIsHeardInOtherProcessesWithinTensOfMilliseconds() throws Exception {
        int rings = 200;
        try (SharedPostgres.Database database = SharedPostgres.database();
                HikariDataSource here = database.dataSource(2);
                HikariDataSource there = database.dataSource(2);
                PostgresSignal ringing = new PostgresSignal(here, this::thread, 1);
                PostgresSignal listening = new PostgresSignal(there, this::thread)) {
            Semaphore heard = new Semaphore(0);
            listening.listen(Topic.NEWS, heard::release);
            assertThat(heard.tryAcquire(10, TimeUnit.SECONDS))
                    .as("called once when it hears")
                    .isTrue();

            List<Duration> latencies = new ArrayList<>();
            for (int i = 0; i < rings; i++) {
                long start = System.nanoTime();
                ringing.ring(Topic.NEWS);
                assertThat(heard.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
                latencies.add(Duration.ofNanos(System.nanoTime() - start));
            }

            latencies.sort(null);
            assertThat(latencies.get(rings / 2)).isLessThan(Duration.ofMillis(100));
            assertThat(latencies.get(rings * 99 / 100)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void manyRingsAreFewMessages() {
        try (SharedPostgres.Database database = SharedPostgres.database();
                HikariDataSource pool = database.dataSource(4);
                PostgresSignal signal = new PostgresSignal(pool, this::thread)) {
            AtomicInteger heard = new AtomicInteger();
            signal.listen(Topic.WORK, heard::incrementAndGet);
            await().untilAsserted(() -> assertThat(heard).hasValue(1));

            long start = System.nanoTime();
            for (int i = 0; i < 100_000; i++) {
                signal.ring(Topic.WORK);
            }
            await().untilAsserted(() -> assertThat(heard).hasValueGreaterThan(1));
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

            assertThat(heard).hasValueLessThanOrEqualTo((int) (took / 50) + 2);
        }
    }

    @Test
    void whoeverListensHearsHisTopicUntilHeCloses() {
        try (SharedPostgres.Database database = SharedPostgres.database();
                HikariDataSource pool = database.dataSource(4);
                PostgresSignal signal = new PostgresSignal(pool, this::thread)) {
            AtomicInteger news = new AtomicInteger();
            AtomicInteger moreNews = new AtomicInteger();
            AtomicInteger work = new AtomicInteger();
            // Whoever listens first is called once the line stands: later ones are not, and miss nothing.
            signal.listen(Topic.WORK, work::incrementAndGet);
            await().untilAsserted(() -> assertThat(work).hasValue(1));
            Listening first = signal.listen(Topic.NEWS, news::incrementAndGet);
            signal.listen(Topic.NEWS, () -> {
                moreNews.incrementAndGet();
                throw new IllegalStateException("of no consequence for others");
            });

            signal.ring(Topic.NEWS);
            await().untilAsserted(() -> assertThat(moreNews).hasValueGreaterThanOrEqualTo(1));
            assertThat(work).hasValue(1);
            int before = news.get();
            first.close();
            int more = moreNews.get();
            signal.ring(Topic.NEWS);
            await().untilAsserted(() -> assertThat(moreNews).hasValueGreaterThan(more));
            assertThat(news).hasValue(before);
        }
    }

    @Test
    void aDatabaseThatWasAwayIsHeardAgainAndWhatMayHaveBeenMissedIsTold(@TempDir Path folder) {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder);
                HikariDataSource pool = server.dataSource("postgres", 4);
                PostgresSignal signal = new PostgresSignal(pool, this::thread)) {
            AtomicInteger heard = new AtomicInteger();
            signal.listen(Topic.NEWS, heard::incrementAndGet);
            await().untilAsserted(() -> assertThat(heard).hasValue(1));

            server.stop(Stop.FAST);
            signal.ring(Topic.WORK); // fails, and is tried again
            server.restart(Stop.FAST);

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(heard).hasValueGreaterThan(1));
            int missed = heard.get();
            signal.ring(Topic.NEWS);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(heard).hasValueGreaterThan(missed));
        }
    }

    @Test
    void closingLeavesNothingBehind() {
        try (SharedPostgres.Database database = SharedPostgres.database();
                HikariDataSource pool = database.dataSource(1 + 1)) {
            PostgresSignal signal = new PostgresSignal(pool, this::thread);
            AtomicInteger heard = new AtomicInteger();
            signal.listen(Topic.NEWS, heard::incrementAndGet);
            // Once it listens it tells that something may have been missed; a ring before that is no other news.
            await().untilAsserted(() -> assertThat(heard).hasValueGreaterThanOrEqualTo(1));
            signal.ring(Topic.NEWS);
            await().untilAsserted(() -> assertThat(heard).hasValueGreaterThanOrEqualTo(2));
            assertThat(threads).hasSize(2);

            long start = System.nanoTime();
            signal.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            assertThat(threads).noneMatch(Thread::isAlive);
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
            signal.ring(Topic.NEWS);
            signal.listen(Topic.NEWS, heard::incrementAndGet);
            assertThat(threads).hasSize(2);
        }
    }

    @Test
    void onAnotherDatabaseItDoesNothing(@TempDir Path folder) {
        try (EmbeddedDatabase h2 = EmbeddedDatabase.open(folder.resolve("db"));
                PostgresSignal signal = new PostgresSignal(h2.dataSource(), this::thread)) {
            assertThat(signal.isPrompt()).isFalse();
            signal.listen(Topic.NEWS, () -> {
                throw new AssertionError("nobody rings");
            });
            signal.ring(Topic.NEWS);
            assertThat(threads).isEmpty();
        }
    }
}
