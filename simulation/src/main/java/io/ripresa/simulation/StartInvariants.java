package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.Breaker;
import io.ripresa.model.CallHistory.Minute;
import io.ripresa.model.Control;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.StartLimits;
import io.ripresa.spi.Changes;
import io.ripresa.spi.Reservation;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The breaker over all first starts: what it counts, what it keeps back, and that it lets go again. */
final class StartInvariants {

    private final Violations violations;
    private final World world;
    private final Books books;
    /** By the gate of their first starts, the task systems that limit these. */
    private final Map<GateKey, SimulatedTaskSystem> limited = new HashMap<>();

    /** Since when each gate that is not quiet has not been, by its row. */
    private final Map<GateKey, Instant> restlessSince = new HashMap<>();

    /** Since when first starts are to be held, by row and kill switch. */
    private final Map<GateKey, Instant> holdingSince = new HashMap<>();

    private final Set<RunKey> begun = new HashSet<>();
    /** First starts that nobody ordered and that were told of, less those that were counted. */
    private final Map<GateKey, Long> uncounted = new HashMap<>();

    StartInvariants(Violations violations, World world, Books books) {
        this.violations = violations;
        this.world = world;
        this.books = books;
        for (Site site : world.scenario.sites()) {
            SimulatedTaskSystem system = world.system(site.name());
            if (system != null && site.holdsFirstStarts() && !site.startLimits().isNone()) {
                limited.put(GateKey.starts(site.name()), system);
            }
        }
    }

    /** Before the books are brought up to date. */
    void committed(Changes changes) {
        limited.forEach((key, system) -> uncounted.merge(key, newStarts(system, changes), Long::sum));
        for (Gate next : changes.gates()) {
            if (next.key().isStarts()) {
                counted(next, changes);
            }
        }
    }

    private void counted(Gate next, Changes changes) {
        SimulatedTaskSystem system = limited.get(next.key());
        if (system == null) {
            violations.require(
                    false, Invariant.STARTS_COUNT, () -> next.key() + " is there, and nothing limits or holds them");
            return;
        }
        Gate old = books.gates.getOrDefault(next.key(), Gate.create(next.key()));
        long starts = uncounted.getOrDefault(next.key(), 0L);
        long failures = newCauses(system, changes);
        Growth grown = Growth.between(old, next);
        uncounted.put(next.key(), starts - grown.starts());
        violations.require(
                grown.starts() <= starts && grown.failures() <= failures,
                Invariant.STARTS_COUNT,
                () -> next.key() + " counts " + grown + ", but nobody ordered " + starts + " of the first starts and "
                        + failures + " of the failures were by new causes");
        StartLimits limits = system.startLimits();
        boolean passed = isPassed(limits.startsPerMinute(), Growth.mostIn(old) + starts)
                || isPassed(limits.newFailuresPerFiveMinutes(), Growth.failuresIn(old) + failures);
        violations.require(
                !old.isQuiet() || next.isQuiet() || passed || isReopened(next, changes),
                Invariant.STARTS_COUNT,
                () -> next.key() + " opened by " + old.learned().calls().latest() + ", " + starts + " starts and "
                        + failures + " failures more; its limits are " + limits);
    }

    /** A late member of its last incident moves it back to RECOVERING. */
    private boolean isReopened(Gate next, Changes changes) {
        return next.breaker() == Breaker.CLOSED
                && changes.incidents().stream()
                        .anyMatch(row ->
                                row.id().equals(next.episode().incidentId()) && books.incidents.containsKey(row.id()));
    }

    private static boolean isPassed(@Nullable Integer limit, long count) {
        return limit != null && count > limit;
    }

    /** First runs of a task system that a commit is the first to tell of and nobody had ordered, by the world's truth. */
    private long newStarts(SimulatedTaskSystem system, Changes changes) {
        return changes.runs().stream()
                .filter(run -> run.run().number() == 1 && isUnordered(system, run.run()) && begun.add(run.run()))
                .count();
    }

    /** Incidents that a commit opens by the failure of a run that nobody had ordered. */
    private long newCauses(SimulatedTaskSystem system, Changes changes) {
        return changes.incidents().stream()
                .filter(row -> !books.incidents.containsKey(row.id()))
                .filter(row -> changes.failures().stream()
                        .filter(failure -> failure.incidentId().equals(row.id()))
                        .map(FailureRecord::run)
                        .anyMatch(run -> isUnordered(system, run)))
                .count();
    }

    private static boolean isUnordered(SimulatedTaskSystem system, RunKey run) {
        TaskTruth task = system.truth(run.task());
        return task != null
                && run.number() <= task.latestRun()
                && task.runs().get(run.number() - 1).attemptId() == null;
    }

    /** What a commit added to the counts of a gate. */
    private record Growth(long starts, long failures) {

        static Growth between(Gate old, Gate next) {
            Map<Long, Minute> before = new HashMap<>();
            old.learned().calls().latest().forEach(minute -> before.put(minute.number(), minute));
            long starts = 0;
            long failures = 0;
            for (Minute minute : next.learned().calls().latest()) {
                Minute was = before.getOrDefault(minute.number(), new Minute(minute.number(), 0, 0));
                starts += Math.max(0, minute.calls() - was.calls());
                failures += Math.max(0, minute.failed() - was.failed());
            }
            return new Growth(starts, failures);
        }

        static long mostIn(Gate gate) {
            return gate.learned().calls().latest().stream()
                    .mapToLong(Minute::calls)
                    .max()
                    .orElse(0);
        }

        static long failuresIn(Gate gate) {
            return gate.learned().calls().latest().stream()
                    .mapToLong(Minute::failed)
                    .sum();
        }
    }

    /** A gate's row is now like this. */
    void gate(Gate row) {
        if (!limited.containsKey(row.key())) {
            return;
        }
        if (row.isQuiet()) {
            restlessSince.remove(row.key());
        } else {
            restlessSince.putIfAbsent(row.key(), now());
        }
        holding(row);
    }

    void switched(Control control) {
        holdingSince.clear();
        if (!control.stopped()) {
            for (GateKey key : limited.keySet()) {
                Gate row = books.gates.get(key);
                if (row != null) {
                    holding(row);
                }
            }
        }
    }

    private void holding(Gate row) {
        if (!row.isQuiet() && row.traffic().holding() && !books.control.stopped()) {
            holdingSince.putIfAbsent(row.key(), now());
        } else {
            holdingSince.remove(row.key());
        }
    }

    /** Before the books are brought up to date. */
    void reserved(List<Reservation.Item> items) {
        for (Reservation.Item item : items) {
            Attempt attempt = item.attempt();
            GateKey key = GateKey.starts(attempt.task().system());
            Instant since = restlessSince.get(key);
            violations.require(
                    !attempt.order().isFirstStart()
                            || since == null
                            || !since.isBefore(attempt.passage().reservedAt())
                            || attempt.passage().gates().stream()
                                    .anyMatch(slot -> slot.gate().equals(key)),
                    Invariant.STARTS_ARE_HELD,
                    () -> "the first start of " + attempt.task() + " was reserved through "
                            + attempt.passage().gates() + " and not through " + key + ", which is restless since "
                            + since);
        }
    }

    /** A run began. */
    void started(RunTruth run, Calm calm) {
        GateKey key = GateKey.starts(run.key().task().system());
        SimulatedTaskSystem system = limited.get(key);
        if (run.key().number() > 1 || system == null) {
            return;
        }
        String attemptId = run.attemptId();
        if (attemptId == null) {
            Instant since = holdingSince.get(key);
            violations.require(
                    !system.isHeld(key) && (since == null || !calm.isOverdue(since, now())),
                    Invariant.STARTS_ARE_HELD,
                    () -> run.key() + " began, which nobody had ordered; all first starts are to be held since "
                            + since);
            return;
        }
        Gate row = books.gates.get(key);
        Attempt attempt = books.attempts.get(attemptId);
        violations.require(
                row == null
                        || attempt == null
                        || row.breaker() != Breaker.OPEN
                        || !attempt.passage().reservedAt().isAfter(row.epoch().since()),
                Invariant.STARTS_ARE_HELD,
                () -> run.key() + " began by attempt " + attemptId + ", reserved after " + key + " had opened");
    }

    void atTheEnd() {
        for (GateKey key : limited.keySet()) {
            Gate row = books.gates.get(key);
            violations.require(
                    row == null || row.isQuiet(),
                    Invariant.STARTS_GO_ON,
                    () -> key + " is still " + (row == null ? "" : row.breaker() + " in " + row.epoch()));
        }
    }

    private Instant now() {
        return world.time.instant();
    }
}
