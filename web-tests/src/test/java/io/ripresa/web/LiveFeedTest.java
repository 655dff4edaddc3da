package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.spi.Changes;
import io.ripresa.store.InMemoryRecoveryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;

/** Who follows, for how long, and what is told where the store does not answer; time and rounds are turned by hand. */
class LiveFeedTest {

    private final HandClock clock = new HandClock();
    private final StoreSwitch store = new StoreSwitch();
    private final InMemoryRecoveryStore memory = new InMemoryRecoveryStore(clock);
    private final Rounds rounds = new Rounds();
    private final LiveFeed feed = new LiveFeed(
            store.around(memory),
            List.of(new ScriptedTasks()),
            rounds,
            Runnable::run,
            clock,
            new WebSettings("", List.of(), 1 << 20, 1));

    /** Runs nothing by itself. */
    private static final class Rounds implements TaskScheduler {
        private final List<Runnable> all = new ArrayList<>();

        void turn() {
            all.forEach(Runnable::run);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
            all.add(task);
            return new Never();
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Never extends CompletableFuture<Object> implements ScheduledFuture<Object> {
        @Override
        public long getDelay(TimeUnit unit) {
            return Long.MAX_VALUE;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    @BeforeEach
    void start() {
        feed.start();
    }

    private void later(Duration time) {
        clock.advance(time);
        rounds.turn();
    }

    private void assertFull() {
        assertThatThrownBy(() -> feed.follow(null, false, WrittenLine::new))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().title()).isEqualTo("Too many followers"));
    }

    @Test
    void whoIsSignedInHasToAskAgainAfterThirtySeconds() {
        feed.follow(null, true, WrittenLine::new);
        later(Duration.ofSeconds(30));
        assertFull();

        later(Duration.ofSeconds(1));

        feed.follow(null, true, WrittenLine::new);
    }

    private void happens(String text) {
        memory.commit(
                new Changes().journal(JournalEntry.of(clock.instant(), Kind.CONTROL, JournalEntry.Subject.NONE, text)));
    }

    private static List<String> journal(WrittenLine line) {
        return line.written().stream()
                .filter(text -> text.startsWith("event:journal"))
                .toList();
    }

    @Test
    void whoComesBackBetweenTwoBeatsIsNotGivenOnceMoreWhatItHasSeen() {
        rounds.turn();
        happens("first");
        happens("second");
        long seen = memory.journalAfter(0, 10).get(1).sequence();
        WrittenLine back = new WrittenLine();

        feed.follow(Long.toString(seen), false, () -> back);
        later(Duration.ofSeconds(1));
        assertThat(journal(back)).isEmpty();

        happens("third");
        later(Duration.ofSeconds(1));
        assertThat(journal(back)).singleElement().asString().contains("third").doesNotContain("second");
    }

    @Test
    void whereNobodySignsInAFollowerStays() {
        feed.follow(null, false, WrittenLine::new);
        later(Duration.ofHours(10));

        assertFull();
    }

    @Test
    void aPictureIsReadOnceForAllWhoAskWithinABeat() {
        Overview first = feed.current();
        assertThat(feed.current().at()).isEqualTo(first.at());
        clock.advance(Duration.ofMillis(100));
        assertThat(feed.current().at()).isEqualTo(first.at());
        clock.advance(Duration.ofMillis(200));
        assertThat(feed.current().at()).isAfter(first.at());
    }

    @Test
    void whoHasJustChangedSomethingSeesIt() {
        Overview first = feed.current();
        clock.advance(Duration.ofMillis(1));
        feed.changed();

        assertThat(feed.current().at()).isAfter(first.at());
    }

    @Test
    void whileTheStoreDoesNotAnswerNobodyIsLetInAndAllGoesOnAfterwards() {
        store.answers(false);
        rounds.turn();

        assertThatThrownBy(feed::current)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(503));
        assertThatThrownBy(() -> feed.follow(null, false, WrittenLine::new)).isInstanceOf(ProblemException.class);

        store.answers(true);
        later(Duration.ofSeconds(2));

        assertThat(feed.current().story().mood()).isEqualTo(Story.Mood.EMPTY);
        feed.follow(null, false, WrittenLine::new);
    }
}
