package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Control;
import io.ripresa.model.GateKey;
import io.ripresa.model.Policy;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.TaskSystem.Receipt;
import io.ripresa.spi.TaskSystem.RerunOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What we may do to the world, judged by its hidden truth in the moment in which we do it. */
final class WorldRules implements Witness {

    /** How long an order is good for. */
    static final Duration GOOD_FOR = Duration.ofSeconds(5);

    private final Violations violations;
    private final VirtualTime time;
    private final World world;
    private final Policy policy;
    private final Books books;
    private final FixInvariants fixes;
    private final SwitchRules killSwitch;
    private final ShortageRules shortages;
    private final Set<String> accepted = new HashSet<>();
    private final Map<TaskKey, Integer> reruns = new HashMap<>();
    private final Map<String, Integer> runsOf = new HashMap<>();
    /** When the order of each attempt ends, as the node that gave it last had it. */
    private final Map<String, Instant> ends = new HashMap<>();

    /** Until when the order of each attempt is good that was taken, as it was asked for at its best. */
    private final Map<String, Instant> goodUntil = new HashMap<>();

    private boolean stoppedWhenTickBegan;

    /** Rules that judge the same happenings each by one question. */
    record Others(FixInvariants fixes, SwitchRules killSwitch, ShortageRules shortages) {}

    WorldRules(Violations violations, World world, Policy policy, Books books, Others others) {
        this.violations = violations;
        this.time = world.time;
        this.world = world;
        this.policy = policy;
        this.books = books;
        this.fixes = others.fixes();
        this.killSwitch = others.killSwitch();
        this.shortages = others.shortages();
    }

    boolean tickBegins(boolean stopped) {
        boolean before = stoppedWhenTickBegan;
        stoppedWhenTickBegan = stopped;
        return before;
    }

    void tickEnds(boolean before) {
        stoppedWhenTickBegan = before;
    }

    /** Whether the node at work could have known that the kill switch is on: it was so when its step began. */
    private boolean isStoppedAllTheTime() {
        return stoppedWhenTickBegan && books.control.stopped();
    }

    /** A node gives an order; it may take a while to get there. */
    void given(RerunOrder order) {
        ends.put(order.attemptId(), order.validUntil());
        violations.require(
                !order.validUntil().isAfter(time.instant().plus(GOOD_FOR)),
                Invariant.STALE_KNOWLEDGE,
                () -> "attempt " + order.attemptId() + " was ordered until " + order.validUntil());
    }

    @Override
    public void ordered(TaskTruth task, RerunOrder order, Receipt receipt) {
        violations.require(
                !isStoppedAllTheTime(),
                Invariant.KILL_SWITCH,
                () -> "attempt " + order.attemptId() + " of " + order.task() + " was ordered");
        if (!receipt.accepted()) {
            return;
        }
        goodUntil.merge(order.attemptId(), order.validUntil(), (a, b) -> a.isAfter(b) ? a : b);
        boolean recognises = recognisesOrders(order.task());
        if (recognises) {
            killSwitch.accepted(order);
        }
        if (!accepted.add(order.attemptId())) {
            violations.require(
                    recognises,
                    Invariant.NO_SECOND_ORDER,
                    () -> "attempt " + order.attemptId() + " of " + order.task() + " was ordered again");
            return;
        }
        Instant now = time.instant();
        boolean late = now.isAfter(ends.getOrDefault(order.attemptId(), Instant.MIN));
        if (recognises) {
            inTime(order, late, now);
        } else if (late) {
            // A node that stops with such an order in its hand cannot be told from one that does not: known, and said.
            return;
        }
        violations.require(
                !task.hasSucceeded(),
                Invariant.SUCCESS_IS_FINAL,
                () -> order.task() + " had succeeded when run " + (order.expectedRun() + 1) + " was ordered");
        safe(task, order, now);
        RunTruth latest = task.latest();
        if (latest != null) {
            violations.require(
                    !latest.isHopeless() || fixes.mayBeMended(task, latest),
                    Invariant.HOPELESS_NOT_RERUN,
                    () -> latest.key() + " failed with " + latest.failure() + " and was re-run");
            Instant notBefore = latest.notBefore();
            violations.require(
                    notBefore == null || !now.isBefore(notBefore),
                    Invariant.NOT_BEFORE,
                    () -> order.task() + " was told to come back at " + notBefore);
        }
        if (order.expectedRun() > 0) {
            int times = reruns.merge(order.task(), 1, Integer::sum);
            TaskRecord row = books.tasks.get(order.task());
            int granted = row == null ? 0 : row.runs().granted();
            violations.require(
                    times <= policy.attempts().limit() + granted,
                    Invariant.ATTEMPT_LIMIT,
                    () -> order.task() + " was ordered to run again " + times + " times");
            shortages.ordered(task, times, granted);
        }
    }

    /** Where orders are conditional, one that comes late starts nothing. */
    private void inTime(RerunOrder order, boolean late, Instant now) {
        violations.require(
                !late,
                Invariant.STALE_KNOWLEDGE,
                () -> "attempt " + order.attemptId() + " of " + order.task() + " started a run; its order ended at "
                        + ends.get(order.attemptId()));
        Control control = books.control;
        violations.require(
                !control.stopped() || !now.isAfter(control.since().plus(GOOD_FOR)),
                Invariant.KILL_SWITCH,
                () -> "attempt " + order.attemptId() + " started a run, " + Duration.between(control.since(), now)
                        + " after the kill switch had been turned on");
        Attempt attempt = books.attempts.get(order.attemptId());
        violations.require(
                attempt != null && attempt.state() == AttemptState.ISSUED,
                Invariant.SLOTS_ADD_UP,
                () -> "attempt " + order.attemptId() + " started a run, but holds no slot: " + attempt);
    }

    private boolean recognisesOrders(TaskKey task) {
        SimulatedTaskSystem system = world.system(task.system());
        return system != null && system.capabilities().conditionalRetry();
    }

    /** Judged by what the earlier runs really did, and may still do. */
    private void safe(TaskTruth task, RerunOrder order, Instant now) {
        TaskDescriptor.Safety safety = task.descriptor().safety();
        if (safety.sideEffects() == SideEffects.IDEMPOTENT || task.runs().isEmpty()) {
            return;
        }
        boolean unsafe = safety.sideEffects() == SideEffects.UNSAFE;
        Instant first = task.runs().get(0).startedAt();
        boolean keyOver = Duration.between(first, now).compareTo(safety.keyValidFor()) >= 0;
        boolean acted = task.hasActed() || task.runs().stream().anyMatch(RunTruth::mayStillAct);
        violations.require(
                !acted || !unsafe && !keyOver,
                Invariant.NO_UNSAFE_RERUN,
                () -> order.task() + " (" + safety.sideEffects() + ", first start " + first
                        + ") had acted or may still act when run " + (order.expectedRun() + 1) + " was ordered");
    }

    @Override
    public void started(TaskTruth task, RunTruth run) {
        String attemptId = run.attemptId();
        if (attemptId == null) {
            return;
        }
        int runs = runsOf.merge(attemptId, 1, Integer::sum);
        violations.require(
                runs == 1,
                Invariant.ONE_RUN_PER_ATTEMPT,
                () -> "attempt " + attemptId + " of " + run.key().task() + " started " + runs + " runs");
        violations.require(
                task.runs().stream().noneMatch(other -> other != run && other.isLive()),
                Invariant.NO_TWO_RUNS,
                () -> run.key() + " began while an earlier run was at work");
        if (run.key().number() > 1 && recognisesOrders(run.key().task())) {
            begunInTime(run, attemptId);
        }
        killSwitch.began(run, attemptId);
        Attempt attempt = books.attempts.get(attemptId);
        violations.require(
                attempt != null && attempt.passage().issuedAt() != null,
                Invariant.JOURNAL_AGREES,
                () -> run.key() + " was begun by attempt " + attemptId + ", of which the store has no issue");
    }

    /** An order that had to wait for a worker ends like one that had to wait on its way. */
    private void begunInTime(RunTruth run, String attemptId) {
        Instant now = time.instant();
        violations.require(
                !now.isAfter(goodUntil.getOrDefault(attemptId, Instant.MIN)),
                Invariant.STALE_KNOWLEDGE,
                () -> run.key() + " began; the order of attempt " + attemptId + " ended at "
                        + goodUntil.get(attemptId));
        Control control = books.control;
        violations.require(
                !control.stopped() || !now.isAfter(control.since().plus(GOOD_FOR)),
                Invariant.KILL_SWITCH,
                () -> run.key() + " began " + Duration.between(control.since(), now)
                        + " after the kill switch had been turned on");
    }

    @Override
    public void held(SimulatedTaskSystem system, GateKey gate) {
        violations.require(!isStoppedAllTheTime(), Invariant.KILL_SWITCH, () -> "gate " + gate + " was held");
    }

    /** A row says that a task is recovered. */
    void recovered(TaskKey key) {
        TaskTruth truth = world.truth(key);
        violations.require(
                truth != null && truth.hasSucceeded(),
                Invariant.RECOVERED_IS_TRUE,
                () -> key + " is called recovered, but none of its runs succeeded");
    }
}
