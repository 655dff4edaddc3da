package io.ripresa.simulation;

import io.ripresa.model.GateKey;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.spi.TaskSystem.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is true of one task, whatever was reported. Changed by the task system alone. */
public final class TaskTruth {

    final TaskPlan plan;
    final TaskDescriptor descriptor;
    TaskPlan.Hidden hidden;
    final List<RunTruth> runs = new ArrayList<>();
    /** Orders taken, by attempt, with the run that each is for. */
    final Map<String, Integer> orders = new LinkedHashMap<>();

    /** When each order ends that may have to wait: a further run does not begin after it. */
    final Map<String, Instant> orderEnds = new LinkedHashMap<>();

    final TreeSet<GateKey> parkedBy = new TreeSet<>();
    TaskStatus.State state = TaskStatus.State.SCHEDULED;
    long fence;
    boolean setAside;

    TaskTruth(TaskPlan plan, TaskDescriptor descriptor) {
        this.plan = plan;
        this.descriptor = descriptor;
        this.hidden = plan.hidden();
    }

    public TaskPlan plan() {
        return plan;
    }

    public TaskDescriptor descriptor() {
        return descriptor;
    }

    public List<RunTruth> runs() {
        return Collections.unmodifiableList(runs);
    }

    public TaskStatus.State state() {
        return state;
    }

    public @Nullable RunTruth latest() {
        return runs.isEmpty() ? null : runs.get(runs.size() - 1);
    }

    public int latestRun() {
        return runs.size();
    }

    /** Whether one of its runs succeeded, and counts. */
    public boolean hasSucceeded() {
        return runs.stream().anyMatch(RunTruth::isSuccess);
    }

    /** Whether it did something outside, in any run. */
    public boolean hasActed() {
        return runs.stream().anyMatch(RunTruth::acted);
    }
}
