package io.ripresa.store;

import io.ripresa.model.Disposition;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.spi.RecoveryStore.CandidateQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The members of each incident that wait or are held, in the order in which they go. Members that a query leaves out
 * lie in lanes of their own, so that asking costs what it returns. Not thread-safe.
 */
final class CandidateIndex {

    /** Among members with as many attempts: higher priority first, then by share, then the oldest trouble. */
    private static final Comparator<TaskRecord> ORDER = Comparator.<TaskRecord>comparingInt(
                    task -> task.descriptor().priority())
            .reversed()
            .thenComparing(task -> trouble(task).share())
            .thenComparing(task -> trouble(task).since())
            .thenComparing(TaskRecord::key);

    private static final Comparator<TaskRecord> BY_NOT_BEFORE =
            Comparator.<TaskRecord, Instant>comparing(CandidateIndex::notBefore).thenComparing(TaskRecord::key);

    /** By incident; for look-ups only, never iterated. */
    private final Map<String, TreeMap<LaneKey, Lane>> incidents = new HashMap<>();

    /** What a query may ask for, most important for the order first. */
    private record LaneKey(boolean startedBefore, int attempts, boolean unsafe, int granted)
            implements Comparable<LaneKey> {

        static LaneKey of(TaskRecord task) {
            return new LaneKey(
                    !task.isFirstStart(),
                    task.runs().attempts(),
                    task.descriptor().safety().sideEffects() == SideEffects.UNSAFE,
                    task.runs().granted());
        }

        boolean goesWith(LaneKey other) {
            return startedBefore == other.startedBefore && attempts == other.attempts;
        }

        boolean matches(CandidateQuery query) {
            return attempts - granted < query.maxAttempts() && !(unsafe && query.excludeUnsafe());
        }

        @Override
        public int compareTo(LaneKey other) {
            return Comparator.comparing(LaneKey::startedBefore)
                    .thenComparingInt(LaneKey::attempts)
                    .thenComparing(LaneKey::unsafe)
                    .thenComparingInt(LaneKey::granted)
                    .compare(this, other);
        }
    }

    /** Members that a query takes or leaves as a whole, but for their back-off. */
    private static final class Lane {
        private final TreeSet<TaskRecord> all = new TreeSet<>(ORDER);
        private final TreeSet<TaskRecord> ready = new TreeSet<>(ORDER);
        private final TreeSet<TaskRecord> backingOff = new TreeSet<>(BY_NOT_BEFORE);

        void add(TaskRecord task) {
            all.add(task);
            if (trouble(task).notBefore() == null) {
                ready.add(task);
            } else {
                backingOff.add(task);
            }
        }

        void remove(TaskRecord task) {
            all.remove(task);
            ready.remove(task);
            if (trouble(task).notBefore() != null) {
                backingOff.remove(task);
            }
        }

        void collect(CandidateQuery query, int limit, List<TaskRecord> into) {
            if (!query.ignoreNotBefore()) {
                while (!backingOff.isEmpty() && !notBefore(backingOff.first()).isAfter(query.now())) {
                    ready.add(Objects.requireNonNull(backingOff.pollFirst()));
                }
            }
            int taken = 0;
            for (TaskRecord task : query.ignoreNotBefore() ? all : ready) {
                if (taken >= limit) {
                    return;
                }
                boolean left = query.except().contains(task.descriptor().workspace());
                if (!left && (query.ignoreNotBefore() || mayGo(task, query.now()))) {
                    into.add(task);
                    taken++;
                }
            }
        }

        /** Ready once is ready later, but a caller may ask for an earlier time. */
        private static boolean mayGo(TaskRecord task, Instant now) {
            Instant notBefore = trouble(task).notBefore();
            return notBefore == null || !notBefore.isAfter(now);
        }
    }

    void replace(@Nullable TaskRecord old, TaskRecord task) {
        if (old != null && isCandidate(old)) {
            TreeMap<LaneKey, Lane> lanes =
                    Objects.requireNonNull(incidents.get(trouble(old).incidentId()));
            Lane lane = Objects.requireNonNull(lanes.get(LaneKey.of(old)));
            lane.remove(old);
            if (lane.all.isEmpty()) {
                lanes.remove(LaneKey.of(old));
            }
        }
        if (isCandidate(task)) {
            incidents
                    .computeIfAbsent(trouble(task).incidentId(), id -> new TreeMap<>())
                    .computeIfAbsent(LaneKey.of(task), key -> new Lane())
                    .add(task);
        }
    }

    List<TaskRecord> find(CandidateQuery query) {
        List<TaskRecord> found = new ArrayList<>();
        List<TaskRecord> step = new ArrayList<>();
        LaneKey stepKey = null;
        for (Map.Entry<LaneKey, Lane> lane :
                incidents.getOrDefault(query.incidentId(), new TreeMap<>()).entrySet()) {
            if (stepKey != null && !stepKey.goesWith(lane.getKey())) {
                take(step, found);
            }
            if (found.size() >= query.limit()) {
                break;
            }
            stepKey = lane.getKey();
            if (stepKey.matches(query)) {
                lane.getValue().collect(query, query.limit() - found.size(), step);
            }
        }
        take(step, found);
        return found.size() > query.limit() ? List.copyOf(found.subList(0, Math.max(0, query.limit()))) : found;
    }

    private static void take(List<TaskRecord> step, List<TaskRecord> into) {
        step.sort(ORDER);
        into.addAll(step);
        step.clear();
    }

    private static boolean isCandidate(TaskRecord task) {
        return task.trouble() != null
                && (task.disposition() == Disposition.WAITING || task.disposition() == Disposition.HELD);
    }

    private static Trouble trouble(TaskRecord candidate) {
        return Objects.requireNonNull(candidate.trouble());
    }

    private static Instant notBefore(TaskRecord backingOff) {
        return Objects.requireNonNull(trouble(backingOff).notBefore());
    }
}
