package io.ripresa.simulation.rival;

import io.ripresa.simulation.scenario.Mechanism;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.simulation.scenario.Trouble;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Altinn's workflow engine with its throttling on: every task retries after 1, 2, 4 … 300 s for 24 h, and a sweep every
 * 30 s watches each namespace, which is one callback target. Answers that say that the input is wrong are not retried.
 * The sweep is in {@link NamespaceThrottle}; a task waits for the later of its own retry and what the sweep has set.
 */
final class NamespaceBreaker implements Mechanism {

    private static final long SECOND = 1_000_000;
    private static final long SWEEP = 30 * SECOND;
    private static final long LONGEST = 300 * SECOND;
    private static final long BUDGET = 24 * 3_600 * SECOND;

    private final Surroundings surroundings;
    private final Map<String, NamespaceThrottle> namespaces = new LinkedHashMap<>();
    private final RetryingTask[] tasks;
    private boolean sweeping;

    NamespaceBreaker(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.tasks = new RetryingTask[surroundings.tasks()];
        surroundings.dependencyNames().forEach(name -> namespaces.put(name, new NamespaceThrottle(this::wake)));
    }

    private NamespaceThrottle of(int task) {
        NamespaceThrottle namespace = namespaces.get(surroundings.declared(task).dependency());
        if (namespace == null) {
            throw new IllegalStateException("task " + task + " belongs to a namespace that nobody named");
        }
        return namespace;
    }

    @Override
    public void started(int task, int run) {
        if (run == 1) {
            tasks[task] = new RetryingTask(task);
            of(task).enters(tasks[task]);
        }
        tasks[task].requeued = false;
        if (!sweeping) {
            sweeping = true;
            surroundings.at(surroundings.micros() + SWEEP, this::sweep);
        }
    }

    @Override
    public void succeeded(int task, int run) {
        of(task).leaves(tasks[task]);
    }

    @Override
    public void failed(int task, int run, Trouble trouble) {
        RetryingTask failed = tasks[task];
        long now = surroundings.micros();
        if (failed.deadline < 0) {
            failed.deadline = now + BUDGET;
        }
        if (trouble == Trouble.REJECTED_INPUT || trouble == Trouble.REVOKED || now >= failed.deadline) {
            of(task).leaves(failed);
            surroundings.giveUp(task);
            return;
        }
        failed.requeued = true;
        failed.requeues++;
        long delay = failed.requeues > 9 ? LONGEST : Math.min(LONGEST, SECOND << (failed.requeues - 1));
        failed.backoffUntil = Math.min(now + delay, failed.deadline);
        failed.throttledUntil = 0;
        of(task).failed(failed, now, surroundings.random());
        wake(failed);
    }

    /** Runs the task when its times allow it; what was planned for it before is void. */
    private void wake(RetryingTask task) {
        long at = Math.max(task.backoffUntil, task.throttledUntil);
        int plan = ++task.plan;
        surroundings.at(at, () -> {
            if (plan == task.plan && task.requeued) {
                task.requeued = false;
                surroundings.rerun(task.number, of(task.number).isReleasing());
            }
        });
    }

    private void sweep() {
        long now = surroundings.micros();
        boolean anything = false;
        for (NamespaceThrottle namespace : namespaces.values()) {
            namespace.sweep(now, surroundings.random());
            anything |= namespace.isActive();
        }
        sweeping = anything;
        if (sweeping) {
            surroundings.at(now + SWEEP, this::sweep);
        }
    }

    @Override
    public boolean isAtRest() {
        return namespaces.values().stream().noneMatch(NamespaceThrottle::isActive);
    }
}
