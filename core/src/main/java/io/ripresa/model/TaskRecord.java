package io.ripresa.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Ripresa knows of one task: its description, where it stands and why.
 *
 * @param descriptor what the task system says of it
 * @param disposition where it stands
 * @param note why it stands there, a sentence for people
 * @param since when it came there
 * @param runs what has been run
 * @param trouble its present failure or hold; null while it is unaffected
 * @param liveAttempt id of the attempt that is reserved, issued or running, or null
 * @param version 0 for a row not stored yet; the store counts it up
 */
public record TaskRecord(
        TaskDescriptor descriptor,
        Disposition disposition,
        String note,
        Instant since,
        Runs runs,
        @Nullable Trouble trouble,
        @Nullable String liveAttempt,
        long version) {

    /**
     * Counts of a task's runs.
     *
     * @param latest number of the latest run known; 0 before the first
     * @param firstStartedAt start of the first run, or null
     * @param attempts attempts issued so far, whatever the cause
     * @param granted further attempts that a person allowed
     */
    public record Runs(int latest, @Nullable Instant firstStartedAt, int attempts, int granted) {
        public static final Runs NONE = new Runs(0, null, 0, 0);
    }

    /**
     * Why a task is not simply running.
     *
     * @param incidentId the incident it is a member of
     * @param since when this trouble began: first failure or hold of the present incident
     * @param failedAt end of the latest failed run, or when the hold began
     * @param notBefore earliest next start (back-off, Retry-After, reset time), or null
     * @param diagnosis of the latest failed run, its effect that of all failed runs so far: an earlier one that may have
     *     acted is not undone by a later one that did not; null for a task held before its first run
     * @param share which of its workspace's members of the incident it is, from 1: the first ones of all workspaces go
     *     before the second ones, so that each has a fair share; 0 where nobody counted
     */
    public record Trouble(
            String incidentId,
            Instant since,
            Instant failedAt,
            @Nullable Instant notBefore,
            @Nullable Diagnosis diagnosis,
            int share) {

        public Trouble withNotBefore(@Nullable Instant time) {
            return new Trouble(incidentId, since, failedAt, time, diagnosis, share);
        }
    }

    /** A task that has just become known. */
    public static TaskRecord known(TaskDescriptor descriptor, Instant now) {
        return new TaskRecord(descriptor, Disposition.UNAFFECTED, "", now, Runs.NONE, null, null, 0);
    }

    public TaskKey key() {
        return descriptor.key();
    }

    /** Whether the task has not been started yet, so that its first start spends no attempt. */
    public boolean isFirstStart() {
        return runs.latest() == 0;
    }

    /** This task at another disposition; throws where the table does not have the move. */
    public TaskRecord moved(Disposition to, String why, Instant now) {
        Disposition moved = Disposition.TABLE.move("task " + key(), disposition, to);
        return new TaskRecord(descriptor, moved, why, now, runs, trouble, liveAttempt, version);
    }

    public TaskRecord withDescriptor(TaskDescriptor newDescriptor) {
        return new TaskRecord(newDescriptor, disposition, note, since, runs, trouble, liveAttempt, version);
    }

    public TaskRecord withRuns(Runs newRuns) {
        return new TaskRecord(descriptor, disposition, note, since, newRuns, trouble, liveAttempt, version);
    }

    public TaskRecord withTrouble(@Nullable Trouble newTrouble) {
        return new TaskRecord(descriptor, disposition, note, since, runs, newTrouble, liveAttempt, version);
    }

    public TaskRecord withLiveAttempt(@Nullable String attemptId) {
        return new TaskRecord(descriptor, disposition, note, since, runs, trouble, attemptId, version);
    }

    public TaskRecord withVersion(long newVersion) {
        return new TaskRecord(descriptor, disposition, note, since, runs, trouble, liveAttempt, newVersion);
    }
}
