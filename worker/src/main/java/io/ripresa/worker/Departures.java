package io.ripresa.worker;

import static io.ripresa.worker.Sql.instant;
import static io.ripresa.worker.Sql.query;
import static io.ripresa.worker.Sql.updateAll;

import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import io.ripresa.worker.Triggers.Trigger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * First starts that were parked and are let go, spaced in time: urgent ones first, then in the order of submission.
 * Stateless.
 *
 * <p>A task is parked at one gate. When that is released while another one it needs is held, it moves on to that one.
 */
final class Departures {

    /** Most triggers that a release at another rate moves: what a gate lets go ahead of time is fewer. */
    private static final int MOST_MOVED = 20_000;

    private final Triggers triggers;

    Departures(Triggers triggers) {
        this.triggers = triggers;
    }

    /**
     * When the next ones go.
     *
     * @param first when the first of them does
     * @param gap from one to the next
     * @param most how many
     */
    record Timetable(Instant first, Duration gap, int most) {
        Instant at(int place) {
            return first.plus(gap.multipliedBy(place));
        }
    }

    /**
     * What was let go.
     *
     * @param seen how many were looked at
     * @param scheduled how many have a trigger now
     * @param next when the one after them may go
     */
    record Let(int seen, int scheduled, Instant next) {}

    /** A parked task. */
    private record Parked(String id, String type, int priority, String workspace, List<GateKey> others) {}

    /** Schedules what is parked at a gate, or parks it at another one that is held. */
    Let letGo(Connection c, GateKey gate, Timetable times, Instant now) throws SQLException {
        List<Parked> parked = parkedAt(c, gate, times.most());
        Map<String, GateKey> stay = stillHeld(c, parked);
        List<@Nullable Object[]> moves = new ArrayList<>();
        stay.forEach((id, other) -> moves.add(new @Nullable Object[] {other.toString(), id}));
        updateAll(c, "update ripresa_worker_parked set gate = ? where task_id = ?", moves);

        List<Parked> free =
                parked.stream().filter(p -> !stay.containsKey(p.id())).toList();
        List<@Nullable Object[]> rows = new ArrayList<>();
        List<@Nullable Object[]> gone = new ArrayList<>();
        for (Parked p : free) {
            rows.add(new @Nullable Object[] {gate.toString(), now, p.id()});
            gone.add(new @Nullable Object[] {p.id()});
        }
        int[] changed = updateAll(
                c,
                "update ripresa_worker_task set state = 'SCHEDULED', released_by = ?, changed_at = ?,"
                        + " version = version + 1 where id = ? and run = 0 and state = 'HELD'",
                rows);
        updateAll(c, "delete from ripresa_worker_parked where task_id = ?", gone);
        List<Trigger> due = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
                Parked p = free.get(i);
                due.add(new Trigger(p.type(), p.id(), 1, times.at(due.size()), p.priority(), p.workspace()));
            }
        }
        triggers.add(c, due);
        return new Let(parked.size(), due.size(), times.at(due.size()));
    }

    private static List<Parked> parkedAt(Connection c, GateKey gate, int most) throws SQLException {
        return query(
                c,
                "select p.task_id, t.type, t.priority, t.workspace, t.dependencies from ripresa_worker_parked p"
                        + " join ripresa_worker_task t on t.id = p.task_id where p.gate = ?"
                        + " order by p.gate, p.priority desc, p.submitted_at, p.task_id fetch first " + most
                        + " rows only",
                r -> new Parked(
                        r.getString("task_id"),
                        r.getString("type"),
                        r.getInt("priority"),
                        r.getString("workspace"),
                        others(r.getString("dependencies"), r.getString("workspace"), gate)),
                gate.toString());
    }

    private static List<GateKey> others(String dependencies, String workspace, GateKey gate) {
        return dependencies
                .lines()
                .map(Dependency::new)
                .flatMap(d -> Stream.of(GateKey.reachability(d), GateKey.account(d, workspace)))
                .filter(g -> !g.equals(gate))
                .toList();
    }

    /** By task, the gate that holds it still. */
    private static Map<String, GateKey> stillHeld(Connection c, List<Parked> parked) throws SQLException {
        // Many wait for the same gates: each set of gates is asked for once.
        Map<List<GateKey>, Optional<GateKey>> known = new LinkedHashMap<>();
        Map<String, GateKey> held = new LinkedHashMap<>();
        for (Parked p : parked) {
            Optional<GateKey> other = known.get(p.others());
            if (other == null) {
                other = Optional.ofNullable(HoldBook.firstHeld(c, p.others()));
                known.put(p.others(), other);
            }
            other.ifPresent(g -> held.put(p.id(), g));
        }
        return held;
    }

    /** One that was let go and has not begun. */
    private record Waiting(String id, String type, int priority, Instant due, String workspace) {}

    /**
     * Spaces anew, at another rate, what this gate let go before and is not due yet. The first keeps its time where that
     * is earlier, so that calling often does not push it away for ever.
     */
    Let spaceAgain(Connection c, GateKey gate, HoldBook.Pace pace, Instant now) throws SQLException {
        List<Waiting> waiting = query(
                c,
                "select t.id, t.type, t.priority, tr.execution_time, t.workspace from ripresa_worker_task t"
                        + " join ripresa_worker_trigger tr on tr.task_name = t.type"
                        + " and tr.task_instance = t.id || '#1'"
                        + " where t.released_by = ? and t.state = 'SCHEDULED' and t.run = 0 and tr.picked = false"
                        + " and tr.execution_time > ?"
                        + " order by t.priority desc, t.submitted_at, t.id fetch first " + MOST_MOVED + " rows only",
                r -> new Waiting(
                        r.getString(1), r.getString(2), r.getInt(3), instant(r, "execution_time"), r.getString(5)),
                gate.toString(),
                now);
        if (waiting.isEmpty()) {
            return new Let(0, 0, pace.first(now));
        }
        Instant earliest =
                waiting.stream().map(Waiting::due).min(Instant::compareTo).orElseThrow();
        Instant latest = now.plus(pace.gap());
        Timetable times = new Timetable(earliest.isAfter(latest) ? latest : earliest, pace.gap(), waiting.size());
        List<Trigger> moved = new ArrayList<>();
        for (int i = 0; i < waiting.size(); i++) {
            Waiting w = waiting.get(i);
            moved.add(new Trigger(w.type(), w.id(), 1, times.at(i), w.priority(), w.workspace()));
        }
        triggers.move(c, moved);
        return new Let(waiting.size(), waiting.size(), times.at(waiting.size()));
    }
}
