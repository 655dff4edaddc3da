package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store that passes everything on: what decorators start from. */
public class ForwardingStore implements RecoveryStore {

    /** Where everything goes. */
    protected final RecoveryStore inner;

    public ForwardingStore(RecoveryStore inner) {
        this.inner = inner;
    }

    @Override
    public Instant now() {
        return inner.now();
    }

    @Override
    public Map<TaskKey, TaskRecord> tasks(Collection<TaskKey> keys) {
        return inner.tasks(keys);
    }

    @Override
    public Map<RunKey, TaskExecutionTrace> runs(Collection<RunKey> keys) {
        return inner.runs(keys);
    }

    @Override
    public Map<String, Attempt> attempts(Collection<String> ids) {
        return inner.attempts(ids);
    }

    @Override
    public Map<GateKey, Gate> gates(Collection<GateKey> keys) {
        return inner.gates(keys);
    }

    @Override
    public Map<String, Incident> incidents(Collection<String> ids) {
        return inner.incidents(ids);
    }

    @Override
    public Map<String, Incident> latestIncidents(Collection<Cause> causes) {
        return inner.latestIncidents(causes);
    }

    @Override
    public @Nullable String cursor(String system) {
        return inner.cursor(system);
    }

    @Override
    public int clean(Cutoff cutoff, int limit) {
        return inner.clean(cutoff, limit);
    }

    @Override
    public Control control() {
        return inner.control();
    }

    @Override
    public CommitResult commit(Changes changes) {
        return inner.commit(changes);
    }

    @Override
    public List<ReserveResult> reserve(Reservation reservation) {
        return inner.reserve(reservation);
    }

    @Override
    public boolean switchTo(Control control) {
        return inner.switchTo(control);
    }

    @Override
    public DueWork due(String node, Duration claimFor, int limit) {
        return inner.due(node, claimFor, limit);
    }

    @Override
    public @Nullable Instant nextDue() {
        return inner.nextDue();
    }

    @Override
    public List<TaskRecord> candidates(CandidateQuery query) {
        return inner.candidates(query);
    }

    @Override
    public List<Gate> restlessGates() {
        return inner.restlessGates();
    }

    @Override
    public @Nullable ReportedChange reportedChange(String id) {
        return inner.reportedChange(id);
    }

    @Override
    public List<Incident> awaitingFix(@Nullable String after, int limit) {
        return inner.awaitingFix(after, limit);
    }

    @Override
    public List<ReportedChange> latestReportedChanges(int limit) {
        return inner.latestReportedChanges(limit);
    }

    @Override
    public List<DispositionCount> dispositionCounts() {
        return inner.dispositionCounts();
    }

    @Override
    public List<RunCount> runsInProgress(Instant silentSince) {
        return inner.runsInProgress(silentSince);
    }

    @Override
    public List<WorkspaceRecord> workspaces() {
        return inner.workspaces();
    }

    @Override
    public List<TaskRecord> findTasks(TaskQuery query) {
        return inner.findTasks(query);
    }

    @Override
    public List<Incident> findIncidents(boolean openOnly, int limit) {
        return inner.findIncidents(openOnly, limit);
    }

    @Override
    public List<Gate> findGates(int limit) {
        return inner.findGates(limit);
    }

    @Override
    public List<TaskExecutionTrace> runsOf(TaskKey task) {
        return inner.runsOf(task);
    }

    @Override
    public List<Attempt> attemptsOf(TaskKey task) {
        return inner.attemptsOf(task);
    }

    @Override
    public List<Attempt> latestAttempts(int limit) {
        return inner.latestAttempts(limit);
    }

    @Override
    public List<FailureRecord> failuresOf(TaskKey task) {
        return inner.failuresOf(task);
    }

    @Override
    public List<FailureRecord> samplesOf(String incidentId, int limit) {
        return inner.samplesOf(incidentId, limit);
    }

    @Override
    public List<JournalEntry> journalAfter(long sequence, int limit) {
        return inner.journalAfter(sequence, limit);
    }

    @Override
    public List<JournalEntry> journalOf(@Nullable TaskKey task, @Nullable String incidentId, int limit) {
        return inner.journalOf(task, incidentId, limit);
    }

    @Override
    public List<OutcomeCount> outcomesOf(Cause cause) {
        return inner.outcomesOf(cause);
    }
}
