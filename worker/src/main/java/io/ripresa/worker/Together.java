package io.ripresa.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets what several threads want to write at the same moment go into the database in one transaction. Nobody waits for
 * others to come: who finds nobody writing begins at once, and what comes meanwhile goes together after that.
 * Thread-safe; its threads are not to be interrupted.
 *
 * @param <I> what is to be written
 * @param <O> what comes of it
 */
final class Together<I, O> {

    /** Writes some in one transaction. */
    interface Transaction<I, O> {

        /** @return what came of each, in their order; nothing was written where it throws */
        List<O> write(List<I> items);
    }

    private final int most;
    private final Transaction<I, O> transaction;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final Deque<Entry<I, O>> waiting = new ArrayDeque<>();
    private boolean writing;

    /** @param most how many go into one transaction */
    Together(int most, Transaction<I, O> transaction) {
        this.most = most;
        this.transaction = transaction;
    }

    private static final class Entry<I, O> {
        private final I item;
        private @Nullable Answer<O> answer;

        Entry(I item) {
            this.item = item;
        }
    }

    private record Answer<O>(@Nullable O result, @Nullable RuntimeException failure) {}

    /**
     * Writes one, with others or alone; returns when it is written. Where others spoil a transaction it is written
     * again alone, unless the database went away: then it may have been written.
     */
    O write(I item) {
        Entry<I, O> mine = new Entry<>(item);
        lock.lock();
        try {
            waiting.addLast(mine);
        } finally {
            lock.unlock();
        }
        while (true) {
            List<Entry<I, O>> batch = turn(mine);
            if (batch.isEmpty()) {
                return answerOf(mine);
            }
            List<Answer<O>> answers = List.of();
            try {
                answers = answers(batch.stream().map(entry -> entry.item).toList());
            } finally {
                over(batch, answers);
            }
        }
    }

    /** How many wait to be written. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** What this thread is to write, or nothing where its own has been written. */
    private List<Entry<I, O>> turn(Entry<I, O> mine) {
        lock.lock();
        try {
            while (writing && mine.answer == null) {
                written.awaitUninterruptibly();
            }
            List<Entry<I, O>> batch = new ArrayList<>();
            if (mine.answer == null) {
                writing = true;
                while (batch.size() < most && !waiting.isEmpty()) {
                    batch.add(waiting.removeFirst());
                }
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private List<Answer<O>> answers(List<I> items) {
        try {
            return transaction.write(items).stream()
                    .map(result -> new Answer<O>(result, null))
                    .toList();
        } catch (DatabaseAwayException e) {
            return items.stream().map(item -> new Answer<O>(null, e)).toList();
        } catch (RuntimeException e) {
            return items.size() == 1
                    ? List.of(new Answer<>(null, e))
                    : items.stream().map(item -> answers(List.of(item)).get(0)).toList();
        }
    }

    private void over(List<Entry<I, O>> batch, List<Answer<O>> answers) {
        lock.lock();
        try {
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer = i < answers.size()
                        ? answers.get(i)
                        : new Answer<>(null, new IllegalStateException("the thread that wrote for others ended"));
            }
            writing = false;
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private O answerOf(Entry<I, O> mine) {
        Answer<O> answer = mine.answer;
        if (answer == null || answer.failure() != null) {
            throw answer == null || answer.failure() == null
                    ? new IllegalStateException("nothing came of " + mine.item)
                    : answer.failure();
        }
        @Nullable O result = answer.result();
        if (result == null) {
            throw new IllegalStateException("nothing came of " + mine.item);
        }
        return result;
    }
}
