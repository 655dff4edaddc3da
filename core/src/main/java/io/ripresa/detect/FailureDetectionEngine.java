package io.ripresa.detect;

import io.ripresa.model.Diagnosis;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Policy;
import io.ripresa.model.Recoverability;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskEvent.DeadLettered;
import io.ripresa.model.TaskEvent.Failed;
import io.ripresa.model.TaskEvent.Orphaned;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds failures: those that a task system reports, and those that show as the absence of a report. A run that has
 * ended is never found to hang. Pure and stateless, so thread-safe.
 */
public final class FailureDetectionEngine {

    /** Attribute of the reports made here: the stage in which the run was last seen. */
    public static final String STAGE = "stage";
    /** Attribute of the reports made here: the worker that ran the task. */
    public static final String WORKER = "worker";

    /** Attribute by which a task system says that it ended the run itself because it made no progress. */
    public static final String HUNG = "hung";

    /** A time-out may be enforced late, so that a run counts as hung only when it took this many times its limit. */
    private static final int TIMEOUT_FACTOR = 2;

    /**
     * Of these tasks, those that failed by what clears, by itself or after a fix, and that nobody has run again or given
     * up yet. Says nothing of when: that is the ladder's.
     *
     * @param tasks as they are stored
     */
    public List<TaskRecord> detectRecoverableFailures(Collection<TaskRecord> tasks) {
        return tasks.stream().filter(FailureDetectionEngine::isRecoverable).toList();
    }

    private static boolean isRecoverable(TaskRecord task) {
        TaskRecord.Trouble trouble = task.trouble();
        Diagnosis diagnosis = trouble == null ? null : trouble.diagnosis();
        boolean stands = task.disposition() == Disposition.WAITING || task.disposition() == Disposition.HELD;
        return stands
                && diagnosis != null
                && (diagnosis.recoverability() == Recoverability.AUTO
                        || diagnosis.recoverability() == Recoverability.AFTER_FIX);
    }

    /** The failure that an event reports, if it reports one. */
    public Optional<DetectedFailure> detect(TaskEvent event) {
        if (event.detail() instanceof Failed failed) {
            boolean hung = failed.failure().attribute(HUNG) != null;
            return Optional.of(new DetectedFailure(hung ? FailureKind.HUNG : FailureKind.REPORTED, failed.failure()));
        }
        if (event.detail() instanceof DeadLettered dead) {
            return Optional.of(new DetectedFailure(FailureKind.DEAD_LETTERED, dead.failure()));
        }
        if (event.detail() instanceof Orphaned orphaned) {
            FailureReport report = FailureReport.of(null, "The worker that ran the task is gone before the run ended.")
                    .with(WORKER, orphaned.worker());
            return Optional.of(new DetectedFailure(FailureKind.ORPHANED, report));
        }
        return Optional.empty();
    }

    /**
     * The failure that the silence of a run amounts to, if it does by now. {@code HUNG}: the system reports heartbeats
     * and there was neither one nor a stage for {@code hungAfter}; or the run took twice its time-out. {@code STALLED}:
     * the system does not report heartbeats, so that a long stage proves nothing, and nothing was heard for
     * {@code stalledAfter}.
     *
     * @param systemReportsHeartbeats whether silence means something in this task system
     */
    public Optional<DetectedFailure> detectAbsence(
            TaskExecutionTrace trace,
            TaskDescriptor task,
            Policy.Liveness limits,
            boolean systemReportsHeartbeats,
            Instant now) {
        if (trace.state().isTerminal()) {
            return Optional.empty();
        }
        Instant lastSeen = trace.progress().lastSeenAt();
        if (systemReportsHeartbeats && !now.isBefore(silenceEnds(lastSeen, limits.hungAfter()))) {
            return Optional.of(absence(
                    FailureKind.HUNG,
                    trace,
                    "No progress and no heartbeat for " + seconds(Duration.between(lastSeen, now))));
        }
        Duration timeout = task.timing().timeout();
        if (!now.isBefore(silenceEnds(trace.startedAt(), overdue(timeout)))) {
            return Optional.of(absence(
                    FailureKind.HUNG,
                    trace,
                    "Still running after " + seconds(Duration.between(trace.startedAt(), now)) + ", time-out "
                            + seconds(timeout)));
        }
        if (!systemReportsHeartbeats && !now.isBefore(silenceEnds(lastSeen, limits.stalledAfter()))) {
            return Optional.of(absence(
                    FailureKind.STALLED, trace, "No sign of life for " + seconds(Duration.between(lastSeen, now))));
        }
        return Optional.empty();
    }

    /**
     * When to look at a run again: the earliest time at which {@link #detectAbsence} with the same trace can find a
     * failure, but not before {@code now}; {@link Instant#MAX}, never, for a run that has ended.
     */
    public Instant nextCheckAt(
            TaskExecutionTrace trace,
            TaskDescriptor task,
            Policy.Liveness limits,
            boolean systemReportsHeartbeats,
            Instant now) {
        if (trace.state().isTerminal()) {
            return Instant.MAX;
        }
        Instant lastSeen = trace.progress().lastSeenAt();
        Instant silent = silenceEnds(lastSeen, systemReportsHeartbeats ? limits.hungAfter() : limits.stalledAfter());
        Instant late = silenceEnds(trace.startedAt(), overdue(task.timing().timeout()));
        Instant earliest = silent.isBefore(late) ? silent : late;
        return earliest.isBefore(now) ? now : earliest;
    }

    private static Duration overdue(Duration timeout) {
        return timeout.compareTo(FOREVER) >= 0 ? FOREVER : timeout.multipliedBy(TIMEOUT_FACTOR);
    }

    /** Longer than any run, short enough to be added to any time. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private static Instant silenceEnds(Instant from, Duration limit) {
        return from.plus(limit.compareTo(FOREVER) > 0 ? FOREVER : limit);
    }

    private static DetectedFailure absence(FailureKind kind, TaskExecutionTrace trace, String what) {
        String stage = trace.progress().stage();
        Map<String, String> attributes = new TreeMap<>();
        attributes.put(WORKER, trace.worker());
        if (!stage.isEmpty()) {
            attributes.put(STAGE, stage);
        }
        String where = stage.isEmpty() ? " before the first stage" : " in stage \"" + stage + "\"";
        String message = what + where + ".";
        return new DetectedFailure(
                kind, new FailureReport(null, message, List.of(), List.of(), null, null, attributes));
    }

    private static String seconds(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds + " s";
    }
}
