package io.ripresa.worker;

import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Begins runs whose triggers are due: a compare-and-set SCHEDULED → RUNNING which also uses the trigger up, all in the
 * caller's transaction. Stateless.
 */
final class Starts {

    private final WorkerTables tables;
    private final Processes.Identity process;
    private final WorkspaceLimit limit;
    private final @Nullable GateKey startsHeld;

    /** @param startsHeld the gate of all first starts, or null where nothing limits them */
    Starts(WorkerTables tables, Processes.Identity process, WorkspaceLimit limit, @Nullable GateKey startsHeld) {
        this.tables = tables;
        this.process = process;
        this.limit = limit;
        this.startsHeld = startsHeld;
    }

    /** A run to begin, and its trigger. */
    record Due(Triggers.Name trigger, RunKey run) {
        String id() {
            return run.task().externalId();
        }
    }

    /**
     * Begins these, where they are to begin; otherwise parks, expires or leaves the task, and uses the trigger up. What
     * there is no room for is given back.
     *
     * @return by run, the task as it was before its run began
     */
    Map<RunKey, TaskRow> begin(Connection c, List<Due> due, Instant now) throws SQLException {
        Map<RunKey, TaskRow> begun = new TreeMap<>();
        // Rows are locked in one order everywhere, so that two batches wait for each other but do not deadlock.
        List<Due> left = new ArrayList<>(
                due.stream().sorted(Comparator.comparing(Due::id)).toList());
        Map<String, TaskRow> tasks =
                tables.tasks().find(c, left.stream().map(Due::id).toList());
        turnAway(c, left, tasks);
        together(c, left, tasks, now, begun);
        for (Due one : left) {
            TaskRow task = begin(c, one.trigger(), one.run(), now);
            if (task != null) {
                begun.put(one.run(), task);
            }
        }
        return begun;
    }

    /**
     * How runs begin in the statement that picks their triggers.
     *
     * @param now the database's time, or null where the statement takes it itself
     */
    RunRows.Beginning withPick(@Nullable Instant now) {
        return tables.runs().beginning(process, new RunRows.Unless(limit.base(), startsHeld), now);
    }

    /** Gives triggers back whose workspaces have no room: they are due as before. */
    private void turnAway(Connection c, List<Due> left, Map<String, TaskRow> tasks) throws SQLException {
        Map<String, Integer> room = limit.room(
                c, tasks.values().stream().map(t -> t.descriptor().workspace()).toList());
        List<Triggers.Name> away = new ArrayList<>();
        left.removeIf(d -> {
            TaskRow task = tasks.get(d.id());
            Integer places = task == null ? null : room.get(task.descriptor().workspace());
            if (task == null || places == null) {
                return false;
            }
            room.put(task.descriptor().workspace(), places - 1);
            return places <= 0 && away.add(d.trigger());
        });
        tables.triggers().giveBack(c, process.incarnation(), away);
    }

    /** First starts that nobody ordered and that nothing is in the way of, in a few statements. */
    private void together(
            Connection c, List<Due> left, Map<String, TaskRow> tasks, Instant now, Map<RunKey, TaskRow> begun)
            throws SQLException {
        Set<GateKey> held = HoldBook.held(c, gates(tasks));
        List<Due> plain = left.stream()
                .filter(d -> isPlain(d, tasks.get(d.id()), held, now))
                .toList();
        List<TaskRow> rows = plain.stream().map(d -> tasks.get(d.id())).toList();
        int[] started = tables.runs().startFirst(c, rows, process, now);
        List<Outbox.Entry> events = new ArrayList<>();
        List<Triggers.Name> used = new ArrayList<>();
        for (int i = 0; i < started.length; i++) {
            if (started[i] == 1) {
                Due one = plain.get(i);
                begun.put(one.run(), rows.get(i));
                events.add(new Outbox.Entry(one.id(), 1, now, new TaskEvent.Started(process.worker(), null)));
                used.add(one.trigger());
            }
        }
        tables.outbox().appendAll(c, events);
        tables.triggers().consume(c, used);
        left.removeIf(d -> begun.containsKey(d.run()));
    }

    private Set<GateKey> gates(Map<String, TaskRow> tasks) {
        return tasks.values().stream()
                .flatMap(task -> gates(task).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The gates that a first start has to pass; that of all first starts last. */
    private List<GateKey> gates(TaskRow task) {
        List<GateKey> declared = task.descriptor().declaredGates();
        return startsHeld == null
                ? declared
                : Stream.concat(declared.stream(), Stream.of(startsHeld)).toList();
    }

    /** Whether this is the first start of a task that nobody ordered, and nothing is in its way. */
    private boolean isPlain(Due due, @Nullable TaskRow task, Set<GateKey> held, Instant now) {
        if (task == null
                || due.run().number() != 1
                || task.standing().state() != TaskState.SCHEDULED
                || task.standing().run() != 0
                || task.standing().attemptId() != null) {
            return false;
        }
        Instant expiresAt = task.descriptor().timing().expiresAt();
        return (expiresAt == null || !now.isAfter(expiresAt))
                && gates(task).stream().noneMatch(held::contains);
    }

    private @Nullable TaskRow begin(Connection c, Triggers.Name trigger, RunKey run, Instant now) throws SQLException {
        String id = run.task().externalId();
        for (int i = 0; i < 10; i++) {
            TaskRow task = tables.tasks().find(c, id);
            if (task == null
                    || task.standing().state() != TaskState.SCHEDULED
                    || task.standing().run() + 1 != run.number()) {
                tables.triggers().consume(c, trigger);
                return null;
            }
            Instant expiresAt = task.descriptor().timing().expiresAt();
            boolean first = run.number() == 1;
            if (first && expiresAt != null && now.isAfter(expiresAt)) {
                if (tables.tasks().setAside(c, task, TaskState.CANCELLED, now)) {
                    String reason = "expired: the latest start was " + expiresAt;
                    tables.outbox().append(c, id, 0, now, new TaskEvent.Cancelled(reason));
                    tables.triggers().consume(c, trigger);
                    return null;
                }
                continue;
            }
            String attemptId = task.standing().attemptId();
            boolean lapsed = tables.tasks().isLapsed(c, task, now);
            GateKey held = first && (attemptId == null || lapsed) ? HoldBook.firstHeld(c, gates(task)) : null;
            if (attemptId != null && lapsed && (held != null || !first)) {
                if (tables.tasks().letLapse(c, task, held, now)) {
                    int before = task.standing().run();
                    tables.outbox().append(c, id, before, now, new TaskEvent.OrderLapsed(attemptId));
                    tables.triggers().consume(c, trigger);
                    return null;
                }
                continue;
            }
            if (held != null) {
                if (tables.tasks().park(c, task, held, now)) {
                    tables.outbox().append(c, id, 0, now, new TaskEvent.Held(held));
                    tables.triggers().consume(c, trigger);
                    return null;
                }
                continue;
            }
            if (tables.tasks().start(c, task, process, now)) {
                tables.outbox().append(c, id, run.number(), now, new TaskEvent.Started(process.worker(), attemptId));
                tables.triggers().consume(c, trigger);
                return task;
            }
        }
        throw new SQLException("task " + id + " kept changing", "40001");
    }
}
