package io.ripresa.orchestrate;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.spi.Changes;
import io.ripresa.spi.LocalWorker;
import io.ripresa.spi.LocalWorker.Standing;
import io.ripresa.spi.LocalWorker.State;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.spi.StoreException;
import io.ripresa.spi.TaskSystem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stopping, starting and restarting what runs tasks in this process, by a person. It is another matter than the kill
 * switch: that stops recovery, on all nodes; this stops all runs, first ones too, in one process. Safe for use by many
 * threads.
 *
 * <p>An order is journalled before it is carried out, and not carried out where that cannot be; if it fails then, that is
 * journalled too. It lasts until the next one, or until the process ends. Methods return when it is done, which takes as
 * long as runs may take to end, and throw
 *
 * <ul>
 *   <li>{@link NoSuchElementException} where no task system of this process has a worker,
 *   <li>{@link IllegalStateException} where the order does not fit how the worker is,
 *   <li>{@link StoreException} where it cannot be journalled,
 *   <li>{@link io.ripresa.spi.TaskSystemException} where the worker cannot be started now: it is stopped, then.
 * </ul>
 */
public final class WorkerOrders {

    private static final Logger LOG = System.getLogger(WorkerOrders.class.getName());

    private final Books books;
    private final @Nullable LocalWorker worker;

    /** @param systems of which the first that has a worker is asked */
    WorkerOrders(Books books, Collection<TaskSystem> systems) {
        this.books = books;
        this.worker = systems.stream()
                .map(TaskSystem::worker)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** What may be ordered, and of a worker that stands where. */
    private enum Order {
        STOP(EnumSet.of(State.RUNNING, State.DIED)),
        START(EnumSet.of(State.STOPPED)),
        RESTART(EnumSet.of(State.RUNNING, State.DIED, State.STOPPED));

        private final Set<State> from;

        Order(Set<State> from) {
            this.from = from;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the worker is, or null where no task system of this process has one. */
    public @Nullable Standing standing() {
        return worker == null ? null : worker.standing();
    }

    /** Stops the worker: it begins nothing until it is started, and what it runs is left to end for a while. */
    public Standing stop(String actor, String reason) {
        return carryOut(Order.STOP, actor, reason);
    }

    /** Starts a worker that was stopped. One that its process has not started yet is left to that. */
    public Standing start(String actor, String reason) {
        return carryOut(Order.START, actor, reason);
    }

    /** Stops the worker and starts it, or starts one that was stopped; there are never two. */
    public Standing restart(String actor, String reason) {
        return carryOut(Order.RESTART, actor, reason);
    }

    private Standing carryOut(Order order, String actor, String reason) {
        Operator.requireWho(actor);
        LocalWorker present = worker;
        if (present == null) {
            throw new NoSuchElementException(
                    "no task system of this process has a worker that can be stopped or started");
        }
        Standing before = present.standing();
        if (!order.from.contains(before.state())) {
            throw new IllegalStateException("worker " + before.name() + " is " + before.state() + "; to " + order
                    + " it, it must be one of " + order.from);
        }
        String what = "Worker " + before.name() + ", " + order + " by " + actor;
        write(what + ": " + reason, actor, before.name());
        try {
            switch (order) {
                case STOP -> present.stop();
                case START -> present.start();
                case RESTART -> present.restart();
            }
        } catch (RuntimeException e) {
            failed(what + " failed, it is " + present.standing().state() + ": " + e.getMessage(), actor, before.name());
            throw e;
        }
        return present.standing();
    }

    private void failed(String text, String actor, String name) {
        try {
            write(text, actor, name);
        } catch (StoreException | IllegalStateException e) {
            LOG.log(Level.WARNING, "not journalled: " + text, e);
        }
    }

    private void write(String text, String actor, String name) {
        Changes changes = new Changes()
                .journal(JournalEntry.of(
                        books.store().now(), Kind.CONTROL, Subject.NONE, text, Map.of("actor", actor, "worker", name)));
        if (books.store().commit(changes) != CommitResult.APPLIED) {
            throw new IllegalStateException("the order could not be written down; try again");
        }
        books.written(changes.journal());
    }
}
