package io.ripresa.server.demo;

import io.ripresa.server.depot.LedgerEntry;
import io.ripresa.server.depot.LedgerReading;
import io.ripresa.server.depot.Mood;
import io.ripresa.server.depot.Outage;
import io.ripresa.spi.RecoveryReadModel;
import io.ripresa.spi.StoreException;
import io.ripresa.spi.TaskSubmitter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the plan's tasks, tells what happens, and judges when all has come to an end. The depot and its outage run
 * elsewhere: all that is known of it here is its script and its ledger.
 */
final class Story {

    /** How long after the depot's return a story may take. */
    static final Duration LONGEST_AFTER_RETURN = Duration.ofMinutes(4);

    private static final Logger LOG = System.getLogger(Story.class.getName());
    private static final Duration LOOK = Duration.ofMillis(500);

    private final DemoPlan plan;
    private final Outage outage;
    private final Supplier<List<LedgerEntry>> ledger;
    private final StoryTerminal terminal;
    private final InstantSource clock;
    private final Executor threads;

    /**
     * @param plan the tasks
     * @param outage the depot's script
     * @param ledger reads the depot's ledger
     * @param terminal where it is told
     * @param clock the time
     * @param threads one thread, for submitting
     */
    Story(
            DemoPlan plan,
            Outage outage,
            Supplier<List<LedgerEntry>> ledger,
            StoryTerminal terminal,
            InstantSource clock,
            Executor threads) {
        this.plan = plan;
        this.outage = outage;
        this.ledger = ledger;
        this.terminal = terminal;
        this.clock = clock;
        this.threads = threads;
    }

    /**
     * Plays the story to its end or its deadline.
     *
     * @param stop when counted down, it ends at once
     * @return what became of it, or null where it was stopped
     */
    @Nullable Judgement play(
            TaskSubmitter submitter,
            RecoveryReadModel store,
            Function<PlannedTask, String> payloads,
            CountDownLatch stop)
            throws InterruptedException {
        PlanFeed feed = new PlanFeed(plan, outage, submitter, payloads, clock);
        CountDownLatch fed = new CountDownLatch(1);
        threads.execute(() -> {
            try {
                feed.run(stop);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                fed.countDown();
            }
        });
        StoryReader reader = new StoryReader(plan, store);
        Instant deadline = outage.returnsAt().plus(LONGEST_AFTER_RETURN);
        Mood told = Mood.UP;
        boolean begun = false;
        while (true) {
            Instant now = clock.instant();
            Mood mood = outage.moodAt(now);
            if (mood != told || !begun) {
                terminal.say(now, sentence(mood, now));
                told = mood;
                begun = true;
            }
            boolean ended = look(reader, feed, fed.getCount() == 0, now);
            if (ended || now.isAfter(deadline)) {
                if (!ended) {
                    terminal.say(
                            now,
                            "The story is not over, but its time is: " + LONGEST_AFTER_RETURN.toMinutes()
                                    + " minutes after the service's return.");
                }
                return judge(reader, ended);
            }
            if (stop.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return null;
            }
        }
    }

    private boolean look(StoryReader reader, PlanFeed feed, boolean fed, Instant now) {
        try {
            StoryReader.Standing standing = reader.standing(new LedgerReading(ledger.get()));
            terminal.progress(now, feed.submittedCount(), plan.tasks().size(), standing);
            return fed && standing.settled() == plan.tasks().size();
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "the store did not answer; the story looks again: " + e.getMessage());
            return false;
        }
    }

    private Judgement judge(StoryReader reader, boolean ended) {
        if (ended) {
            terminal.say(clock.instant(), "Every task has come to an end.");
        }
        return Judgement.of(plan, outage, ledger.get(), reader.facts());
    }

    private String sentence(Mood mood, Instant now) {
        if (mood != Mood.UP) {
            return "The service " + mood.words() + ".";
        }
        return now.isBefore(outage.startsAt())
                ? "Tasks begin to run; the service " + mood.words() + "."
                : "The service is back: it serves " + plan.capacityPerSecond() + " requests a second.";
    }
}
