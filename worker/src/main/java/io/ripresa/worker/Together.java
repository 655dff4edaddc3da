package io.ripresa.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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

    /** Hears what came of one, on the thread that wrote it. Does not throw. */
    interface Done<O> {

        void written(O result);

        /** It was not written; or, where the database went away, perhaps. */
        void refused(RuntimeException why);
    }

    private final int most;
    private final Transaction<I, O> transaction;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition calm = lock.newCondition();
    private final Deque<Entry<I, O>> waiting = new ArrayDeque<>();
    private boolean writing;
    /** Whether a thread was asked to write what nobody waits for, and has not ended. */
    private boolean asked;

    /** @param most how many go into one transaction */
    Together(int most, Transaction<I, O> transaction) {
        this.most = most;
        this.transaction = transaction;
    }

    /** One that is to be written: a thread waits for it, or somebody hears of it. */
    private static final class Entry<I, O> {
        private final I item;
        private final Condition turn;
        private final @Nullable Done<O> done;
        private @Nullable Answer<O> answer;

        Entry(I item, Condition turn, @Nullable Done<O> done) {
            this.item = item;
            this.turn = turn;
            this.done = done;
        }
    }

    private record Answer<O>(@Nullable O result, @Nullable RuntimeException failure) {}

    /**
     * Writes one, with others or alone; returns when it is written. Where others spoil a transaction it is written
     * again alone, unless the database went away: then it may have been written.
     */
    O write(I item) {
        Entry<I, O> mine = new Entry<>(item, lock.newCondition(), null);
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
            write(batch);
        }
    }

    /**
     * Has one written as {@link #write(Object)} does it, and returns at once.
     *
     * @param writer gives the thread that writes it where nobody is writing
     */
    void later(I item, Executor writer, Done<O> done) {
        boolean ask;
        lock.lock();
        try {
            waiting.addLast(new Entry<>(item, calm, done));
            ask = !asked;
            asked = true;
        } finally {
            lock.unlock();
        }
        if (ask) {
            try {
                writer.execute(this::writeAll);
            } catch (RejectedExecutionException e) {
                writeAll();
            }
        }
    }

    private void writeAll() {
        List<Entry<I, O>> batch = calmly();
        try {
            while (!batch.isEmpty()) {
                write(batch);
                batch = calmly();
            }
        } finally {
            if (!batch.isEmpty()) {
                askAgain(); // an error ended this thread's work, not what waits
            }
        }
    }

    /** What is to be written as soon as nobody is writing, or nothing: then whoever comes asks anew. */
    private List<Entry<I, O>> calmly() {
        lock.lock();
        try {
            while (writing) {
                calm.awaitUninterruptibly();
            }
            List<Entry<I, O>> batch = next();
            asked = !batch.isEmpty();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void askAgain() {
        lock.lock();
        try {
            asked = false;
        } finally {
            lock.unlock();
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
                mine.turn.awaitUninterruptibly();
            }
            return mine.answer == null ? next() : List.of();
        } finally {
            lock.unlock();
        }
    }

    private List<Entry<I, O>> next() {
        List<Entry<I, O>> batch = new ArrayList<>();
        while (batch.size() < most && !waiting.isEmpty()) {
            batch.add(waiting.removeFirst());
        }
        writing = !batch.isEmpty();
        return batch;
    }

    private void write(List<Entry<I, O>> batch) {
        List<Answer<O>> answers = List.of();
        try {
            answers = answers(batch.stream().map(entry -> entry.item).toList());
        } finally {
            over(batch, answers);
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
                Entry<I, O> entry = batch.get(i);
                entry.answer = i < answers.size()
                        ? answers.get(i)
                        : new Answer<>(null, new IllegalStateException("the thread that wrote for others ended"));
                entry.turn.signal();
            }
            writing = false;
            calm.signal();
            if (!waiting.isEmpty()) {
                waiting.getFirst().turn.signal(); // who waits longest writes for the others
            }
        } finally {
            lock.unlock();
        }
        for (Entry<I, O> entry : batch) {
            if (entry.done != null) {
                tell(entry, entry.done);
            }
        }
    }

    private static <I, O> void tell(Entry<I, O> entry, Done<O> done) {
        O result;
        try {
            result = answerOf(entry);
        } catch (RuntimeException e) {
            done.refused(e);
            return;
        }
        done.written(result);
    }

    private static <I, O> O answerOf(Entry<I, O> mine) {
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
