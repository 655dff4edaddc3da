package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.Breaker;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Policy;
import io.ripresa.model.Ramp;
import io.ripresa.model.RunState;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.policy.RampRules;
import io.ripresa.spi.Changes;
import io.ripresa.spi.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a gate may let pass, and what may move it. */
final class GateInvariants {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Violations violations;
    private final VirtualTime time;
    private final World world;
    private final Policy policy;
    private final Books books;
    private final Set<GateKey> dirty = new LinkedHashSet<>();
    private final Map<GateKey, List<Start>> starts = new HashMap<>();

    private record Start(Instant at, double rate) {}

    GateInvariants(Violations violations, World world, Policy policy, Books books) {
        this.violations = violations;
        this.time = world.time;
        this.world = world;
        this.policy = policy;
        this.books = books;
    }

    void reserved(List<Reservation.Item> items, Collection<Gate> after) {
        for (Gate gate : after) {
            dirty.add(gate.key());
            long taken = items.stream()
                    .filter(item -> holds(item.attempt(), gate.key()))
                    .count();
            if (taken > 0) {
                bounds(gate, taken, items.get(0).attempt().passage().reservedAt());
            }
        }
    }

    private void bounds(Gate gate, long taken, Instant decidedAt) {
        GateKey key = gate.key();
        int live = books.holdersOf(key).size();
        violations.require(
                gate.breaker() != Breaker.OPEN,
                Invariant.OPEN_GATE_LETS_NOTHING_PASS,
                () -> taken + " reserved through " + key + " in epoch " + gate.epoch());
        violations.require(
                gate.breaker() != Breaker.HALF_OPEN || live <= policy.breaker().halfOpenTrials(),
                Invariant.TRIALS_BOUND,
                () -> live + " in flight through half-open " + key + ": " + books.holdersOf(key));
        Ramp ramp = gate.ramp();
        Instant notBefore = gate.notBefore();
        violations.require(
                notBefore == null || ramp != null || !time.instant().isBefore(notBefore),
                Invariant.NOT_BEFORE,
                () -> "reserved through " + key + " before " + notBefore);
        if (gate.breaker() != Breaker.CLOSED || ramp == null) {
            starts.remove(key);
            return;
        }
        int limit = RampRules.inFlightLimit(gate, ramp, policy.ramp());
        violations.require(
                live <= limit, Invariant.RAMP_BOUND, () -> live + " in flight through " + key + ", limit " + limit);
        rate(key, ramp, taken, decidedAt);
    }

    /**
     * In no second more starts than the highest rate that the ramp had in it, and one for the rounding. A node that
     * stopped for a moment may start a few by what was allowed a moment before.
     */
    private void rate(GateKey key, Ramp ramp, long taken, Instant decidedAt) {
        List<Start> recent = starts.computeIfAbsent(key, k -> new ArrayList<>());
        Instant now = time.instant();
        for (long i = 0; i < taken; i++) {
            recent.add(new Start(decidedAt, ramp.startsPerSecond()));
        }
        recent.removeIf(start -> !start.at().plus(SECOND).isAfter(now));
        double rate = recent.stream().mapToDouble(Start::rate).max().orElse(0);
        violations.require(
                recent.size() <= Math.ceil(rate) + 1,
                Invariant.RAMP_BOUND,
                () -> recent.size() + " starts in a second through " + key + " at a rate of " + rate);
    }

    void committed(Changes changes) {
        for (Gate gate : changes.gates()) {
            dirty.add(gate.key());
            Gate old = books.gates.get(gate.key());
            if (old != null) {
                presentEpochOnly(old, gate, changes.runs());
            }
        }
        for (Attempt attempt : changes.attempts()) {
            attempt.passage().gates().forEach(slot -> dirty.add(slot.gate()));
        }
    }

    private void presentEpochOnly(Gate old, Gate next, List<TaskExecutionTrace> runs) {
        boolean sameEpoch = old.epoch().number() == next.epoch().number();
        // A breaker over all first starts opens by counts, which are judged apart.
        boolean tripped = next.key().isStarts() && old.isQuiet();
        boolean opened = next.breaker() == Breaker.OPEN && old.breaker() != Breaker.OPEN && !tripped;
        boolean relapsed =
                opened || sameEpoch && next.streak().failures() > old.streak().failures();
        boolean closed = old.breaker() == Breaker.HALF_OPEN
                && next.breaker() == Breaker.CLOSED
                && next.episode().incidentId() != null;
        boolean cheered =
                closed || sameEpoch && next.streak().successes() > old.streak().successes();
        if (relapsed) {
            violations.require(
                    runs.stream().anyMatch(r -> r.state().isFailure() && beganIn(r, old)),
                    Invariant.PRESENT_EPOCH_ONLY,
                    () -> next.key() + " was moved by a failure, " + old.breaker() + " to " + next.breaker()
                            + ", but no run of its epoch " + old.epoch() + " failed in " + runs);
        }
        if (cheered) {
            violations.require(
                    runs.stream().anyMatch(r -> r.state() == RunState.SUCCEEDED && beganIn(r, old)),
                    Invariant.PRESENT_EPOCH_ONLY,
                    () -> next.key() + " was moved by a success, " + old.breaker() + " to " + next.breaker()
                            + ", but no run of its epoch " + old.epoch() + " succeeded in " + runs);
        }
    }

    /** By the world's truth, not by the row. */
    private boolean beganIn(TaskExecutionTrace run, Gate gate) {
        TaskTruth task = world.truth(run.run().task());
        if (task == null || run.run().number() > task.latestRun()) {
            return false;
        }
        Instant startedAt = task.runs().get(run.run().number() - 1).startedAt();
        return !startedAt.isBefore(gate.epoch().since());
    }

    void slotsAddUp() {
        for (GateKey key : dirty) {
            Gate gate = books.gates.get(key);
            int live = books.holdersOf(key).size();
            int counted = gate == null ? 0 : gate.traffic().inFlight();
            violations.require(
                    counted == live,
                    Invariant.SLOTS_ADD_UP,
                    () -> key + " counts " + counted + " slots; held by " + books.holdersOf(key));
        }
        dirty.clear();
    }

    private static boolean holds(Attempt attempt, GateKey key) {
        return attempt.passage().gates().stream().anyMatch(slot -> slot.gate().equals(key));
    }
}
