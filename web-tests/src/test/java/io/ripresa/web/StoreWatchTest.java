package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StoreWatchTest {

    private final HandClock clock = new HandClock();
    private final StoreWatch watch = new StoreWatch(clock);

    private static String failing() {
        throw new StoreException("connection refused", null);
    }

    @Test
    void whoAsksWhileTheStoreIsDownIsToldAtOnceAndNotMadeToWait() {
        Instant since = clock.instant();
        assertThatThrownBy(() -> watch.read(StoreWatchTest::failing)).isInstanceOf(StoreException.class);
        clock.advance(Duration.ofSeconds(7));
        assertThatThrownBy(() -> watch.read(StoreWatchTest::failing)).isInstanceOf(StoreException.class);

        assertThat(watch.trouble()).as("since the first failure").isEqualTo(since);
        assertThatThrownBy(() -> watch.readSoon(() -> "not read")).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(503);
            assertThat(e.problem().detail()).contains("has not answered since " + since);
        });

        assertThat(watch.read(() -> "answers")).isEqualTo("answers");
        assertThat(watch.trouble()).isNull();
        assertThat(watch.readSoon(() -> "answers")).isEqualTo("answers");
    }

    @Test
    void aReadingThatDoesNotEndIsTrouble() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> watch.read(() -> {
            reading.countDown();
            awaitQuietly(answer);
            return "late";
        }));
        assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(watch.trouble()).isNull();
        clock.advance(StoreWatch.PATIENCE.plusMillis(1));
        assertThat(watch.trouble()).isNotNull();
        assertThatThrownBy(() -> watch.readSoon(() -> "not read")).isInstanceOf(ProblemException.class);

        answer.countDown();
        assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("late");
        assertThat(watch.trouble()).isNull();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatTheAskerDidWrongSaysNothingOfTheStore() {
        assertThatThrownBy(() -> watch.readSoon(() -> {
                    throw ProblemException.notFound("task", "t");
                }))
                .isInstanceOf(ProblemException.class);

        assertThat(watch.trouble()).isNull();
    }
}
