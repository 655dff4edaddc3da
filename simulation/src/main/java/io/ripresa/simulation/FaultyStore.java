package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import io.ripresa.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The store as one node reaches it: at each call something may befall the node. */
final class FaultyStore extends ForwardingStore {

    private final Hindrance hindrance;
    private final Runnable afterReserve;

    /**
     * @param afterReserve what happens between a reservation and what the node does next
     */
    FaultyStore(RecoveryStore inner, Hindrance hindrance, Runnable afterReserve) {
        super(inner);
        this.hindrance = hindrance;
        this.afterReserve = afterReserve;
    }

    private Hindrance.Underway begin(Call call) {
        return hindrance.begin(call, Absence.STORE, FaultyStore::failed);
    }

    private static RuntimeException failed(String message) {
        return new StoreException(message, null);
    }

    @Override
    public CommitResult commit(Changes changes) {
        Hindrance.Underway call = begin(changes.refusedByKillSwitch() ? Call.ISSUE : Call.COMMIT);
        return call.end(super.commit(changes));
    }

    @Override
    public List<ReserveResult> reserve(Reservation reservation) {
        Hindrance.Underway call = begin(Call.RESERVE);
        List<ReserveResult> results = call.end(super.reserve(reservation));
        afterReserve.run();
        return results;
    }

    @Override
    public Map<TaskKey, TaskRecord> tasks(Collection<TaskKey> keys) {
        Hindrance.Underway call = begin(Call.READ);
        return call.end(super.tasks(keys));
    }

    @Override
    public Map<RunKey, TaskExecutionTrace> runs(Collection<RunKey> keys) {
        Hindrance.Underway call = begin(Call.READ);
        return call.end(super.runs(keys));
    }

    @Override
    public Map<String, Attempt> attempts(Collection<String> ids) {
        Hindrance.Underway call = begin(Call.READ);
        return call.end(super.attempts(ids));
    }

    @Override
    public Map<GateKey, Gate> gates(Collection<GateKey> keys) {
        Hindrance.Underway call = begin(Call.READ);
        return call.end(super.gates(keys));
    }

    @Override
    public Map<String, Incident> incidents(Collection<String> ids) {
        Hindrance.Underway call = begin(Call.READ);
        return call.end(super.incidents(ids));
    }

    @Override
    public Map<String, Incident> latestIncidents(Collection<Cause> causes) {
        Hindrance.Underway call = begin(Call.READ);
        return call.end(super.latestIncidents(causes));
    }

    @Override
    public @Nullable ReportedChange reportedChange(String id) {
        Hindrance.Underway call = begin(Call.READ);
        ReportedChange change = super.reportedChange(id);
        call.end();
        return change;
    }

    @Override
    public List<Incident> awaitingFix(@Nullable String after, int limit) {
        Hindrance.Underway call = begin(Call.READ);
        return call.end(super.awaitingFix(after, limit));
    }

    @Override
    public List<Gate> restlessGates() {
        Hindrance.Underway call = begin(Call.READ);
        return call.end(super.restlessGates());
    }

    @Override
    public @Nullable String cursor(String system) {
        Hindrance.Underway call = begin(Call.READ);
        String position = super.cursor(system);
        call.end();
        return position;
    }

    @Override
    public @Nullable Instant nextDue() {
        Hindrance.Underway call = begin(Call.READ);
        Instant next = super.nextDue();
        call.end();
        return next;
    }

    @Override
    public List<TaskRecord> candidates(CandidateQuery query) {
        Hindrance.Underway call = begin(Call.CANDIDATES);
        return call.end(super.candidates(query));
    }

    @Override
    public DueWork due(String node, Duration claimFor, int limit) {
        Hindrance.Underway call = begin(Call.DUE);
        return call.end(super.due(node, claimFor, limit));
    }

    @Override
    public Control control() {
        Hindrance.Underway call = begin(Call.CONTROL);
        return call.end(super.control());
    }

    @Override
    public Instant now() {
        Hindrance.Underway call = begin(Call.NOW);
        return call.end(super.now());
    }

    @Override
    public int clean(Cutoff cutoff, int limit) {
        Hindrance.Underway call = begin(Call.CLEAN);
        return call.end(super.clean(cutoff, limit));
    }
}
