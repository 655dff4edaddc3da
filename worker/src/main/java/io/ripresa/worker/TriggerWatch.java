package io.ripresa.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;

/**
 * db-scheduler, told to do one thing: notice that a trigger is due, in one of the worker processes, and launch the run.
 *
 * <p>It never runs anything twice by itself. The trigger is deleted in the transaction in which the run begins, so that
 * nothing is left that its retry or its dead-execution handling could revive. What can be left is a trigger that was
 * picked for a run that did not begin (the process died in between, or the database did not answer): that one is made
 * due again, by the handlers here or when the process is buried, and the compare-and-set on the task decides.
 */
final class TriggerWatch {

    private static final Logger LOG = System.getLogger(TriggerWatch.class.getName());
    private static final Duration RETRY_START = Duration.ofSeconds(1);
    /** Triggers are consumed at once: there is nothing to beat for, and liveness is judged by {@link Processes}. */
    private static final Duration NO_HEARTBEAT = Duration.ofDays(1);

    private final Scheduler scheduler;

    TriggerWatch(
            Database database,
            RunLauncher launcher,
            WorkerThreads threads,
            Processes.Identity process,
            Settings settings,
            InstantSource clock) {
        CustomTask<Void> run = Tasks.custom(Triggers.TASK_NAME, Void.class)
                .onFailure((complete, operations) -> {
                    LOG.log(
                            Level.WARNING,
                            "trigger {0} could not be handled; it is looked at again in {1}",
                            complete.getExecution().taskInstance.getId(),
                            RETRY_START);
                    operations.reschedule(complete, clock.instant().plus(RETRY_START));
                })
                .onDeadExecution((complete, operations) -> operations.reschedule(complete, clock.instant()))
                .execute((instance, context) -> {
                    launcher.launch(Triggers.idOf(instance.getId()), Triggers.runOf(instance.getId()));
                    return (complete, operations) -> {}; // the trigger is gone already
                });
        scheduler = Scheduler.create(database.dataSource(), run)
                .tableName(Triggers.TABLE)
                .schedulerName(new SchedulerName.Fixed(process.incarnation()))
                .threads(settings.threads())
                .executorService(threads.scribes())
                .dueExecutor(threads.due())
                .housekeeperExecutor(threads.schedulerHousekeeping())
                .pollingInterval(settings.pollInterval())
                .heartbeatInterval(NO_HEARTBEAT)
                .shutdownMaxWait(Duration.ofSeconds(1))
                .failureLogging(LogLevel.WARN, true)
                .enablePriority()
                .clock(clock::instant)
                .build();
    }

    /** What of it can be set. */
    record Settings(int threads, Duration pollInterval) {}

    void start() {
        scheduler.start();
    }

    /** Something may be due now. */
    void wake() {
        scheduler.triggerCheckForDueExecutions();
    }

    void stop() {
        scheduler.stop();
    }
}
