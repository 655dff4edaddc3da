package io.ripresa.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.ripresa.spi.Signal;
import io.ripresa.spi.TaskSystemException;
import io.ripresa.worker.Picks.Picked;
import io.ripresa.worker.Triggers.Name;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * db-scheduler, told to do one thing: have threads ready for triggers that are due, in one of the worker processes, and
 * launch the run.
 *
 * <p>It never runs anything twice by itself. The trigger is deleted in the transaction in which the run begins, so that
 * nothing is left that its retry or its dead-execution handling could revive. What can be left is a trigger that was
 * picked for a run that did not begin (the process died in between, or the database did not answer): that one is given
 * back by housekeeping, and the compare-and-set on the task decides.
 *
 * <p>Its own way of picking is replaced, by the one place it leaves for databases it does not know: a process picks
 * only types it has handlers for and workspaces that have room, never more than it has threads free (a trigger in the queue of a busy process is one
 * that an idle process does not run), and where the database is away it is not told so over and over.
 *
 * <p>It does not poll. Who adds a trigger rings the {@link Signal}; a trigger that is due later is waited for, to the
 * millisecond. Looking now and then is for the case that a ring got lost.
 */
final class TriggerWatch {

    private static final Logger LOG = System.getLogger(TriggerWatch.class.getName());
    /** How often to look where rings normally arrive. */
    private static final Duration WHERE_TOLD = Duration.ofSeconds(5);
    /** How soon to look again where a trigger is due and could not be had: another process is at it. */
    private static final Duration CONTENDED = Duration.ofMillis(100);
    /** How soon to look again where the database is away. */
    private static final Duration WHILE_AWAY = Duration.ofSeconds(1);
    /** db-scheduler's own loops do nothing here that is wanted: once at the start, and then not in this life. */
    private static final Duration NEVER = Duration.ofDays(10_000);

    private final WorkerTables tables;
    private final RunLauncher launcher;
    private final WorkerThreads threads;
    private final Processes.Identity process;
    private final Settings settings;
    private final Picks picks;
    private final Scheduler scheduler;
    private final Set<Name> inHand = ConcurrentHashMap.newKeySet();
    private final Object alarmLock = new Object();
    private @Nullable Future<?> alarm;
    private volatile boolean wanted;

    /**
     * What of it can be set.
     *
     * @param threads how many runs at once
     * @param types what to pick
     * @param poll how often to look where no ring can be expected
     * @param signal who tells of triggers
     * @param limit which workspaces have room
     */
    record Settings(int threads, List<String> types, Duration poll, Signal signal, WorkspaceLimit limit) {}

    TriggerWatch(
            WorkerTables tables,
            RunLauncher launcher,
            WorkerThreads threads,
            Processes.Identity process,
            Settings settings) {
        this.tables = tables;
        this.launcher = launcher;
        this.threads = threads;
        this.process = process;
        this.settings = settings;
        this.picks = new Picks(tables.database(), process.incarnation(), settings.types(), settings.limit(), inHand);
        List<Task<?>> tasks = new ArrayList<>();
        settings.types().forEach(type -> tasks.add(task(type)));
        double all = settings.threads();
        scheduler = Scheduler.create(tables.database().dataSource(), tasks)
                .tableName(Triggers.TABLE)
                .schedulerName(new SchedulerName.Fixed(process.incarnation()))
                .threads(settings.threads())
                .executorService(threads.scribes())
                .dueExecutor(threads.due())
                .housekeeperExecutor(threads.timer())
                .jdbcCustomization(new OwnTypes())
                // Whenever a thread is free there is something to pick for; never more than that.
                .pollUsingLockAndFetch((all - 0.5) / all, 1.0)
                .pollingInterval(NEVER)
                .heartbeatInterval(NEVER)
                .deleteUnresolvedAfter(NEVER)
                .shutdownMaxWait(Duration.ofSeconds(1))
                .enablePriority()
                .build();
        threads.whenFree(this::wakeIfWanted);
        threads.whenDueEnds(scheduler::triggerCheckForDueExecutions);
    }

    private Task<?> task(String type) {
        return Tasks.custom(type, Void.class)
                .onFailure((complete, operations) -> {}) // launching does not throw
                .onDeadExecution((complete, operations) -> {}) // there are no heartbeats to miss
                .execute((instance, context) -> {
                    Name name = new Name(type, instance.getId());
                    boolean ran = false;
                    try {
                        ran = launcher.launch(name);
                    } finally {
                        inHand.remove(name);
                    }
                    if (!ran) {
                        lookAgain(CONTENDED); // given back, perhaps: its workspace has no room
                    }
                    return (complete, operations) -> {}; // the trigger is gone already
                });
    }

    void start() {
        scheduler.start();
    }

    /** Something may be due now. */
    void wake() {
        wanted = true;
        scheduler.triggerCheckForDueExecutions();
    }

    /** A look that found no thread free is made up for. */
    private void wakeIfWanted() {
        if (wanted) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    /** Whether a trigger that this process picked is still to be launched, or its run is under way. */
    boolean isInHand(Name trigger) {
        return inHand.contains(trigger);
    }

    void stop() {
        synchronized (alarmLock) {
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
        scheduler.stop();
    }

    /** How db-scheduler picks. */
    private final class OwnTypes extends DefaultJdbcCustomization {

        OwnTypes() {
            super(false);
        }

        @Override
        public String getName() {
            return "Ripresa";
        }

        @Override
        public boolean supportsSingleStatementLockAndFetch() {
            return true;
        }

        @Override
        public List<Execution> lockAndFetchSingleStatement(
                JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
            return pick(limit);
        }
    }

    private List<Execution> pick(int limit) {
        wanted = false;
        List<Execution> picked = new ArrayList<>();
        try {
            if (!launcher.mayStart()) {
                lookAgain(WHILE_AWAY);
                return List.of();
            }
            for (Picked one : launcher.starts().pick(picks, limit)) {
                inHand.add(one.name());
                picked.add(execution(one));
            }
            if (picked.size() < limit) {
                lookAgain(untilNext());
            }
            return picked;
        } catch (DatabaseAwayException e) {
            LOG.log(Level.DEBUG, "nothing is started without the database", e);
        } catch (TaskSystemException e) {
            LOG.log(Level.WARNING, "could not look for due runs; tried again in " + WHILE_AWAY, e);
        }
        lookAgain(WHILE_AWAY);
        return picked;
    }

    private Execution execution(Picked picked) {
        return new Execution(
                picked.at(),
                new TaskInstance<Void>(picked.name().type(), picked.name().instance()),
                true,
                process.incarnation(),
                null,
                null,
                0,
                null,
                picked.version());
    }

    private Duration untilNext() {
        Duration most = settings.signal().isPrompt() ? WHERE_TOLD : settings.poll();
        Duration next =
                tables.triggers().nextDue(tables.database(), settings.types()).orElse(most);
        if (next.compareTo(most) > 0) {
            return most;
        }
        if (next.isNegative() || next.isZero()) {
            return most.compareTo(CONTENDED) < 0 ? most : CONTENDED;
        }
        return next;
    }

    private void lookAgain(Duration delay) {
        long nanos = delay.toNanos();
        synchronized (alarmLock) {
            if (alarm != null) {
                alarm.cancel(false);
            }
            try {
                alarm = threads.timer().schedule(this::wake, nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "the worker is closed; nothing more is looked for", e);
            }
        }
    }
}
