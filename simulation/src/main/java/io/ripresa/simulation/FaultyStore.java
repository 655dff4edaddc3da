package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.Control;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import io.ripresa.spi.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store whose calls fail by chance, before or after they took effect, and at whose calls the caller may die. Before
 * every write something else may happen first: that is how nodes interleave without threads.
 */
final class FaultyStore extends ForwardingStore {

    private final Mishaps mishaps;
    private final Runnable beforeWrite;
    private final Runnable afterReserve;

    FaultyStore(RecoveryStore inner, Mishaps mishaps, Runnable beforeWrite, Runnable afterReserve) {
        super(inner);
        this.mishaps = mishaps;
        this.beforeWrite = beforeWrite;
        this.afterReserve = afterReserve;
    }

    private <T> T around(String name, Supplier<T> call) {
        return mishaps.around(name, call, message -> new StoreException(message, null));
    }

    @Override
    public CommitResult commit(Changes changes) {
        beforeWrite.run();
        return around("commit", () -> super.commit(changes));
    }

    @Override
    public List<ReserveResult> reserve(Reservation reservation) {
        beforeWrite.run();
        List<ReserveResult> results = around("reserve", () -> super.reserve(reservation));
        afterReserve.run();
        return results;
    }

    @Override
    public DueWork due(String node, Duration claimFor, int limit) {
        return around("due", () -> super.due(node, claimFor, limit));
    }

    @Override
    public Map<TaskKey, TaskRecord> tasks(Collection<TaskKey> keys) {
        return around("tasks", () -> super.tasks(keys));
    }

    @Override
    public Map<String, Attempt> attempts(Collection<String> ids) {
        return around("attempts", () -> super.attempts(ids));
    }

    @Override
    public Map<GateKey, Gate> gates(Collection<GateKey> keys) {
        return around("gates", () -> super.gates(keys));
    }

    @Override
    public List<TaskRecord> candidates(CandidateQuery query) {
        return around("candidates", () -> super.candidates(query));
    }

    @Override
    public @Nullable String cursor(String system) {
        String[] answer = new String[1];
        boolean read = around("cursor", () -> {
            answer[0] = super.cursor(system);
            return true;
        });
        return read ? answer[0] : null;
    }

    @Override
    public Control control() {
        return around("control", super::control);
    }
}
