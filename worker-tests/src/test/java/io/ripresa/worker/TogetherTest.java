package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ripresa.spi.TaskSystemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many threads write at the same moment goes into the database together, and each hears of its own. */
class TogetherTest {

    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch first = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        first.countDown();
        threads.shutdown();
    }

    /** The first batch waits, so that the others pile up behind it; 13 spoils every transaction that it is in. */
    private List<String> write(List<Integer> items) {
        batches.add(items);
        if (batches.size() == 1) {
            awaitFirst();
        }
        if (items.contains(13)) {
            throw new TaskSystemException("13 is refused", new SQLException("refused", "22021"));
        }
        if (items.contains(99)) {
            throw new DatabaseAwayException("the database went away", new SQLException("gone", "08006"));
        }
        return items.stream().map(item -> "written " + item).toList();
    }

    private void awaitFirst() {
        try {
            first.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<CompletableFuture<String>> pileUp(Together<Integer, String> together, int... items) {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        answers.add(CompletableFuture.supplyAsync(() -> together.write(0), threads));
        await().until(() -> batches.size() == 1);
        for (int item : items) {
            answers.add(CompletableFuture.supplyAsync(() -> together.write(item), threads));
            int waiting = answers.size() - 1;
            await().until(() -> together.waiting() == waiting);
        }
        first.countDown();
        return answers;
    }

    @Test
    void whoFindsNobodyWritingBeginsAtOnceAndTheOthersFollowTogether() {
        Together<Integer, String> together = new Together<>(3, this::write);
        List<CompletableFuture<String>> answers = pileUp(together, 1, 2, 3, 4);

        for (int i = 0; i <= 4; i++) {
            assertThat(answers.get(i).join()).isEqualTo("written " + i);
        }
        assertThat(batches).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4));
    }

    @Test
    void oneThatIsRefusedDoesNotSpoilTheOthers() {
        Together<Integer, String> together = new Together<>(10, this::write);
        List<CompletableFuture<String>> answers = pileUp(together, 1, 13, 2);

        assertThat(answers.get(1).join()).isEqualTo("written 1");
        assertThat(answers.get(3).join()).isEqualTo("written 2");
        assertThatThrownBy(() -> answers.get(2).join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("refused");
    }

    @Test
    void whereTheDatabaseWentAwayNothingIsWrittenASecondTime() {
        Together<Integer, String> together = new Together<>(10, this::write);
        List<CompletableFuture<String>> answers = pileUp(together, 1, 99);

        for (int i = 1; i <= 2; i++) {
            CompletableFuture<String> answer = answers.get(i);
            assertThatThrownBy(answer::join).hasCauseInstanceOf(DatabaseAwayException.class);
        }
        assertThat(batches).containsExactly(List.of(0), List.of(1, 99));
        assertThat(together.write(5)).as("and the next one tries anew").isEqualTo("written 5");
    }

    @Test
    void nothingIsLostHoweverManyThereAre() {
        first.countDown();
        Together<Integer, String> together = new Together<>(7, this::write);
        List<CompletableFuture<String>> answers = IntStream.range(100, 600)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> together.write(i), threads))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).toList())
                .isEqualTo(
                        IntStream.range(100, 600).mapToObj(i -> "written " + i).toList());
        assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(7));
    }

    /** Hears what came of one. */
    private static Together.Done<String> into(CompletableFuture<String> answer) {
        return new Together.Done<>() {
            @Override
            public void written(String result) {
                answer.complete(result);
            }

            @Override
            public void refused(RuntimeException why) {
                answer.completeExceptionally(why);
            }
        };
    }

    @Test
    void whatNobodyWaitsForIsWrittenTogetherToo() {
        Together<Integer, String> together = new Together<>(10, this::write);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(new CompletableFuture<>());
            together.later(i == 2 ? 13 : i, threads, into(answers.get(i)));
            await().until(() -> batches.size() == 1); // the first is being written
        }
        CompletableFuture<String> waits = CompletableFuture.supplyAsync(() -> together.write(4), threads);
        await().until(() -> together.waiting() == 4);
        first.countDown();

        assertThat(answers.get(0).join()).isEqualTo("written 0");
        assertThat(answers.get(1).join()).isEqualTo("written 1");
        assertThat(answers.get(2))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withRootCauseInstanceOf(SQLException.class);
        assertThat(answers.get(3).join()).isEqualTo("written 3");
        assertThat(waits.join()).isEqualTo("written 4");
        assertThat(batches.get(1)).containsExactly(1, 13, 3, 4);
    }

    @Test
    void whereThereIsNoThreadForItTheCallerWrites() {
        first.countDown();
        ExecutorService none = Executors.newSingleThreadExecutor();
        none.shutdown();
        Together<Integer, String> together = new Together<>(10, this::write);
        CompletableFuture<String> answer = new CompletableFuture<>();

        together.later(1, none, into(answer));

        assertThat(answer).isCompletedWithValue("written 1");
    }

    @Test
    void anErrorEndsAThreadButNotWhatComesAfterIt() {
        Together<Integer, String> together = new Together<>(10, items -> {
            if (items.contains(13)) {
                throw new StackOverflowError("planted");
            }
            return items.stream().map(item -> "written " + item).toList();
        });
        CompletableFuture<String> spoilt = new CompletableFuture<>();
        CompletableFuture<String> after = new CompletableFuture<>();

        assertThatThrownBy(() -> together.later(13, Runnable::run, into(spoilt)))
                .isInstanceOf(StackOverflowError.class);
        together.later(14, Runnable::run, into(after));

        assertThat(spoilt).isCompletedExceptionally();
        assertThat(after).isCompletedWithValue("written 14");
    }

    @Test
    void nothingIsLostWhereSomeWaitAndSomeDoNot() {
        first.countDown();
        Together<Integer, String> together = new Together<>(7, this::write);
        List<CompletableFuture<String>> answers = IntStream.range(100, 600)
                .mapToObj(i -> {
                    CompletableFuture<String> answer = new CompletableFuture<>();
                    if (i % 3 == 0) {
                        threads.execute(() -> answer.complete(together.write(i)));
                    } else {
                        together.later(i, threads, into(answer));
                    }
                    return answer;
                })
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).toList())
                .isEqualTo(
                        IntStream.range(100, 600).mapToObj(i -> "written " + i).toList());
    }
}
