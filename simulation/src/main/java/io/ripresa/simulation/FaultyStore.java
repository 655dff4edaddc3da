package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
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
import java.util.function.Supplier;
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

    private <T> T around(Call call, Supplier<T> action) {
        return hindrance.around(call, Absence.STORE, action, message -> new StoreException(message, null));
    }

    /** The same for what may have no answer. */
    private <T> @Nullable T aroundNullable(Supplier<@Nullable T> action) {
        Object[] answer = new Object[1];
        around(Call.READ, () -> {
            answer[0] = action.get();
            return true;
        });
        @SuppressWarnings("unchecked")
        T value = (T) answer[0];
        return value;
    }

    @Override
    public CommitResult commit(Changes changes) {
        return around(changes.refusedByKillSwitch() ? Call.ISSUE : Call.COMMIT, () -> super.commit(changes));
    }

    @Override
    public List<ReserveResult> reserve(Reservation reservation) {
        List<ReserveResult> results = around(Call.RESERVE, () -> super.reserve(reservation));
        afterReserve.run();
        return results;
    }

    @Override
    public @Nullable String cursor(String system) {
        return aroundNullable(() -> super.cursor(system));
    }

    @Override
    public @Nullable Instant nextDue() {
        return aroundNullable(super::nextDue);
    }

    @Override
    public Map<TaskKey, TaskRecord> tasks(Collection<TaskKey> keys) {
        return around(Call.READ, () -> super.tasks(keys));
    }

    @Override
    public Map<RunKey, TaskExecutionTrace> runs(Collection<RunKey> keys) {
        return around(Call.READ, () -> super.runs(keys));
    }

    @Override
    public Map<String, Attempt> attempts(Collection<String> ids) {
        return around(Call.READ, () -> super.attempts(ids));
    }

    @Override
    public Map<GateKey, Gate> gates(Collection<GateKey> keys) {
        return around(Call.READ, () -> super.gates(keys));
    }

    @Override
    public Map<String, Incident> incidents(Collection<String> ids) {
        return around(Call.READ, () -> super.incidents(ids));
    }

    @Override
    public Map<String, Incident> latestIncidents(Collection<Cause> causes) {
        return around(Call.READ, () -> super.latestIncidents(causes));
    }

    @Override
    public List<Gate> restlessGates() {
        return around(Call.READ, super::restlessGates);
    }

    @Override
    public List<TaskRecord> candidates(CandidateQuery query) {
        return around(Call.CANDIDATES, () -> super.candidates(query));
    }

    @Override
    public DueWork due(String node, Duration claimFor, int limit) {
        return around(Call.DUE, () -> super.due(node, claimFor, limit));
    }

    @Override
    public Control control() {
        return around(Call.CONTROL, super::control);
    }

    @Override
    public Instant now() {
        return around(Call.NOW, super::now);
    }

    @Override
    public int clean(Cutoff cutoff, int limit) {
        return around(Call.CLEAN, () -> super.clean(cutoff, limit));
    }
}
