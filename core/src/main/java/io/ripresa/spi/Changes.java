package io.ripresa.spi;

import io.ripresa.model.Attempt;
import io.ripresa.model.Control;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.model.WorkspaceRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set of changes that belong together. Collected by one thread, then handed to {@link RecoveryStore#commit} once.
 * Writing the same row twice keeps the later one: a row appears once.
 */
public final class Changes {

    private final Map<Object, TaskRecord> tasks = new LinkedHashMap<>();
    private final Map<Object, TaskExecutionTrace> runs = new LinkedHashMap<>();
    private final Map<Object, Attempt> attempts = new LinkedHashMap<>();
    private final Map<Object, Gate> gates = new LinkedHashMap<>();
    private final Map<Object, Incident> incidents = new LinkedHashMap<>();
    private final Map<Object, FailureRecord> failures = new LinkedHashMap<>();
    private final Map<TimerKey, Timer> timers = new LinkedHashMap<>();
    private final Map<TimerKey, TimerKey> cancelledTimers = new LinkedHashMap<>();
    private final Map<Object, ReportedChange> reportedChanges = new LinkedHashMap<>();
    private final Map<Object, WorkspaceRecord> workspaces = new LinkedHashMap<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final List<OutcomeCount> outcomes = new ArrayList<>();
    private @Nullable CursorMove cursor;
    private @Nullable Control control;
    private boolean refusedByKillSwitch;
    private @Nullable Instant validUntil;

    /** Identity of a timer. */
    public record TimerKey(Timer.Kind kind, String subject) {}

    /**
     * A step of reading a task system's events.
     *
     * @param system the task system
     * @param from where reading stood, or null before the first batch: must still stand there
     * @param to where it stands then
     */
    public record CursorMove(String system, @Nullable String from, String to) {}

    public Changes task(TaskRecord row) {
        tasks.put(row.key(), row);
        return this;
    }

    public Changes run(TaskExecutionTrace row) {
        runs.put(row.run(), row);
        return this;
    }

    public Changes attempt(Attempt row) {
        attempts.put(row.id(), row);
        return this;
    }

    public Changes gate(Gate row) {
        gates.put(row.key(), row);
        return this;
    }

    public Changes incident(Incident row) {
        incidents.put(row.id(), row);
        return this;
    }

    /** Adds a failed run. A second one of the same run is the same one. */
    public Changes failure(FailureRecord row) {
        failures.putIfAbsent(row.run(), row);
        return this;
    }

    /** Adds a change that somebody reported; the commit is a conflict where its id is known. */
    public Changes reportedChange(ReportedChange row) {
        reportedChanges.put(row.id(), row);
        return this;
    }

    public Changes workspace(WorkspaceRecord row) {
        workspaces.put(row.name(), row);
        return this;
    }

    /** Sets a timer, in place of one of the same kind and subject. */
    public Changes timer(Timer timer) {
        TimerKey key = new TimerKey(timer.kind(), timer.subject());
        cancelledTimers.remove(key);
        timers.put(key, timer);
        return this;
    }

    /** Takes a timer away, if it is there. */
    public Changes cancelTimer(Timer.Kind kind, String subject) {
        TimerKey key = new TimerKey(kind, subject);
        timers.remove(key);
        cancelledTimers.put(key, key);
        return this;
    }

    /** Appends to the journal, in order. */
    public Changes journal(JournalEntry entry) {
        journal.add(entry);
        return this;
    }

    /** Adds to a count of outcomes. */
    public Changes outcome(OutcomeCount increment) {
        outcomes.add(increment);
        return this;
    }

    public Changes cursor(CursorMove move) {
        cursor = move;
        return this;
    }

    /** Turns the switch above everything, together with the rest; conditional on its version. */
    public Changes control(Control row) {
        control = row;
        return this;
    }

    /** Makes the commit answer STOPPED, and change nothing, while the kill switch is on. */
    public Changes refuseByKillSwitch() {
        refusedByKillSwitch = true;
        return this;
    }

    /**
     * Makes the commit answer EXPIRED, and change nothing, after this time by the store's clock: a process that was
     * stopped in between does nothing by what it knew before.
     */
    public Changes validUntil(Instant time) {
        validUntil = time;
        return this;
    }

    private static <T> List<T> rows(Map<?, T> rows) {
        return rows.isEmpty() ? List.of() : List.copyOf(rows.values());
    }

    public List<TaskRecord> tasks() {
        return rows(tasks);
    }

    public List<TaskExecutionTrace> runs() {
        return rows(runs);
    }

    public List<Attempt> attempts() {
        return rows(attempts);
    }

    public List<Gate> gates() {
        return rows(gates);
    }

    public List<Incident> incidents() {
        return rows(incidents);
    }

    public List<FailureRecord> failures() {
        return rows(failures);
    }

    public List<ReportedChange> reportedChanges() {
        return rows(reportedChanges);
    }

    public List<WorkspaceRecord> workspaces() {
        return rows(workspaces);
    }

    public List<Timer> timers() {
        return rows(timers);
    }

    public List<TimerKey> cancelledTimers() {
        return rows(cancelledTimers);
    }

    public List<JournalEntry> journal() {
        return Collections.unmodifiableList(journal);
    }

    public List<OutcomeCount> outcomes() {
        return Collections.unmodifiableList(outcomes);
    }

    public @Nullable CursorMove cursor() {
        return cursor;
    }

    /** How the switch above everything is to stand, or null where it stays. */
    public @Nullable Control control() {
        return control;
    }

    public boolean refusedByKillSwitch() {
        return refusedByKillSwitch;
    }

    /** When the changes come too late, or null for never. */
    public @Nullable Instant validUntil() {
        return validUntil;
    }

    /** Whether there is nothing to apply. */
    public boolean isEmpty() {
        return tasks.isEmpty()
                && runs.isEmpty()
                && attempts.isEmpty()
                && gates.isEmpty()
                && incidents.isEmpty()
                && failures.isEmpty()
                && reportedChanges.isEmpty()
                && workspaces.isEmpty()
                && control == null
                && timers.isEmpty()
                && cancelledTimers.isEmpty()
                && journal.isEmpty()
                && outcomes.isEmpty()
                && cursor == null;
    }
}
