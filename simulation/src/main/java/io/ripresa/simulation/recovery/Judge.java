package io.ripresa.simulation.recovery;

import io.ripresa.model.Attempt;
import io.ripresa.model.Disposition;
import io.ripresa.model.Policy;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.simulation.scenario.Surroundings.Standing;
import io.ripresa.spi.RecoveryReadModel.DispositionCount;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem.RerunOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches over what is promised whatever happens: attempts per task, trials in flight, one run at a time, books that
 * agree with the world. Cheap enough for every run; the simulation of invariants looks deeper.
 */
final class Judge {

    private static final int PAGE = 1_000;

    private final Surroundings surroundings;
    private final RecoveryStore store;
    private final Policy policy;
    private final int[] attempts;
    private final Map<String, Set<Integer>> trials = new HashMap<>();
    private final Set<Integer> running = new HashSet<>();
    private final Set<Integer> told = new HashSet<>();
    private final List<String> violations = new ArrayList<>();

    Judge(Surroundings surroundings, RecoveryStore store, Policy policy) {
        this.surroundings = surroundings;
        this.store = store;
        this.policy = policy;
        this.attempts = new int[surroundings.tasks()];
    }

    /** The task system took an order; whether it comes after a breaker closed. */
    boolean ordered(int task, RerunOrder order, @Nullable Attempt attempt) {
        if (order.expectedRun() > 0 && ++attempts[task] > policy.attempts().limit()) {
            report("task " + task + " was ordered to run again " + attempts[task] + " times");
        }
        if (running.contains(task)) {
            report("task " + task + " was ordered to run while it ran");
        }
        if (attempt == null || attempt.passage().issuedAt() == null) {
            report("task " + task + " was ordered to run by " + order.attemptId()
                    + ", of which the store has no issue");
            return false;
        }
        if (!attempt.passage().trial()) {
            return true;
        }
        Set<Integer> inFlight =
                trials.computeIfAbsent(surroundings.declared(task).dependency(), d -> new HashSet<>());
        inFlight.add(task);
        if (inFlight.size() > policy.breaker().halfOpenTrials()) {
            report(inFlight.size() + " trials were in flight at once");
        }
        return false;
    }

    void started(int task) {
        told.add(task);
        running.add(task);
    }

    void held(int task) {
        told.add(task);
    }

    void ended(int task) {
        running.remove(task);
        Set<Integer> inFlight = trials.get(surroundings.declared(task).dependency());
        if (inFlight != null) {
            inFlight.remove(task);
        }
    }

    void report(String violation) {
        violations.add(violation);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    /** The end: what the books say of each task must be so. */
    Map<Disposition, Long> close() {
        long known = store.dispositionCounts().stream()
                .mapToLong(DispositionCount::tasks)
                .sum();
        if (known != told.size()) {
            report("dispositions sum to " + known + ", but " + told.size() + " tasks were reported");
        }
        Map<Disposition, Long> counts = new EnumMap<>(Disposition.class);
        TaskKey after = null;
        while (true) {
            List<TaskRecord> page = store.findTasks(new TaskQuery(null, null, null, after, PAGE));
            if (page.isEmpty()) {
                return counts;
            }
            for (TaskRecord task : page) {
                after = task.key();
                int number = ReportingTaskSystem.number(task.key());
                agree(task, surroundings.standing(number));
                if (surroundings.isCounted(number)) {
                    counts.merge(task.disposition(), 1L, Long::sum);
                }
            }
        }
    }

    private void agree(TaskRecord task, Standing standing) {
        boolean succeeded = standing == Standing.SUCCEEDED;
        boolean said = task.disposition() == Disposition.RECOVERED;
        if (said && !succeeded) {
            report(task.key() + " is called recovered, but is " + standing);
        }
        boolean waits = task.disposition() == Disposition.WAITING || task.disposition() == Disposition.HELD;
        if (waits && succeeded) {
            report(task.key() + " is " + task.disposition() + " and has succeeded");
        }
    }
}
