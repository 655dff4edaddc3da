package io.ripresa.policy;

import io.ripresa.model.Category;
import io.ripresa.model.Control;
import io.ripresa.model.Decision;
import io.ripresa.model.Decision.Rationale;
import io.ripresa.model.Decision.Rung;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Effect;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import io.ripresa.model.Recoverability;
import io.ripresa.model.RecoveryStrategy;
import io.ripresa.model.RerunSafety;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.policy.Situation.GateAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Walks the ladder of decisions by the policy that applies to the task. Each rung names itself in the rationale. Pure
 * but for the present policies, which it asks for each time. Safe for use by many threads.
 */
public final class RecoveryPolicyManager {

    /** After this time a failure that waits for somebody's fix is also listed as escalated. */
    public static final Duration FIX_PATIENCE = Duration.ofHours(24);

    /** Attempts of a task whose latest run failed for want of memory. */
    public static final int ATTEMPTS_AFTER_MEMORY = 1;

    private final Supplier<PolicyBook> book;

    /** One policy for everything. */
    public RecoveryPolicyManager(Policy policy) {
        this(new PolicyBook(policy));
    }

    private RecoveryPolicyManager(PolicyBook book) {
        this(() -> book);
    }

    /** @param book the present policies; asked each time, so that they may change */
    public RecoveryPolicyManager(Supplier<PolicyBook> book) {
        this.book = book;
    }

    /** What applies where no override says otherwise: limits of runs and of what is kept are never overridden. */
    public Policy defaults() {
        return book.get().defaults();
    }

    /** The policy that applies to a task that failed so; of a task that has not failed, the diagnosis is null. */
    public Policy policyFor(TaskDescriptor task, @Nullable Diagnosis diagnosis) {
        return book.get().policyFor(PolicySubject.of(task, diagnosis));
    }

    private Policy policyFor(TaskRecord task) {
        Trouble trouble = task.trouble();
        return policyFor(task.descriptor(), trouble == null ? null : trouble.diagnosis());
    }

    /** How much may be done in a workspace as a whole. */
    public Mode modeOf(String workspace) {
        return book.get().modeOf(workspace);
    }

    /** The policy that applies to a gate, which may be shared by many workspaces. */
    public Policy gatePolicy(GateKey gate) {
        return book.get().policyFor(gate);
    }

    /** The most that may be done for any member of an incident. */
    public Mode modeOf(Incident incident) {
        return book.get()
                .mostFor(incident.headline().workspace(), incident.headline().category());
    }

    /** The most attempts that any task may have, those aside that a person grants. */
    public int mostAttempts() {
        return book.get().mostAttempts();
    }

    /** Whether members of one incident may be treated differently, so that some may go and others not. */
    public boolean mayDiffer() {
        return book.get().mayDiffer();
    }

    /** Whether a task may be the next that goes by itself and has more than its last attempt left. */
    public boolean hasAttemptsToSpare(TaskRecord task) {
        Policy applied = policyFor(task);
        return applied.mode() == Mode.ACT
                && isRolledOut(task.key(), applied)
                && task.runs().attempts() < attemptLimit(task)
                && !isLast(task);
    }

    /** What is prescribed for a cause. A task held before its first start has none yet, and waits for its gate. */
    public RecoveryStrategy strategyFor(@Nullable Diagnosis diagnosis, Policy applied) {
        Recoverability recoverability = diagnosis == null ? Recoverability.AUTO : diagnosis.recoverability();
        boolean canRun = recoverability == Recoverability.AUTO || recoverability == Recoverability.AFTER_FIX;
        // What no re-run helps is set aside in every mode: there is nothing to approve.
        if (applied.mode() == Mode.SUGGEST && canRun) {
            return RecoveryStrategy.SUGGEST;
        }
        return diagnosis == null ? RecoveryStrategy.RERUN_ON_EVIDENCE : RecoveryStrategy.of(diagnosis);
    }

    /** Attempts that may be issued for a task in all. */
    public int attemptLimit(TaskRecord task) {
        return ownLimit(task) + task.runs().granted();
    }

    /** After a lack of memory one: a task that fails so again, while there is enough, needs more than there is. */
    private int ownLimit(TaskRecord task) {
        int limit = policyFor(task).attempts().limit();
        return isOfMemory(task) ? Math.min(limit, ATTEMPTS_AFTER_MEMORY) : limit;
    }

    private static boolean isOfMemory(TaskRecord task) {
        Trouble trouble = task.trouble();
        Diagnosis diagnosis = trouble == null ? null : trouble.diagnosis();
        Dependency dependency = diagnosis == null ? null : diagnosis.source().dependency();
        return dependency != null && dependency.isMemory();
    }

    /** Whether a task has one attempt left, has spent others, and none was granted to it. */
    public boolean isLast(TaskRecord task) {
        int limit = ownLimit(task);
        return !task.isFirstStart()
                && limit > 1
                && task.runs().attempts() == limit - 1
                && task.runs().granted() == 0;
    }

    /**
     * Earliest next start of a task that has just failed by something that clears by itself: the reset time that the
     * error names, and the back-off where the task has been tried before or has nothing but time to go by. Null where it
     * does not clear by itself: then no time can be named.
     */
    public @Nullable Instant notBefore(TaskRecord task, Diagnosis diagnosis, Instant failedAt, RandomGenerator random) {
        if (diagnosis.recoverability() != Recoverability.AUTO) {
            return null;
        }
        Policy.Attempts limits = policyFor(task.descriptor(), diagnosis).attempts();
        int issued = task.runs().attempts();
        Instant byClock = null;
        if (diagnosis.category() == Category.CONCURRENCY_CONFLICT && issued == 0) {
            byClock = failedAt.plus(BackOff.conflictDelay(random));
        } else if (!diagnosis.isGated() || issued > 0) {
            byClock = failedAt.plus(BackOff.delay(issued, limits, random));
        }
        Instant reset = diagnosis.notBefore();
        if (reset == null || byClock == null) {
            return reset == null ? byClock : reset;
        }
        return reset.isAfter(byClock) ? reset : byClock;
    }

    /**
     * Which question of the ladder that a policy answers would not have let an attempt go by itself, or null where none.
     *
     * @param diagnosis of the failure before it, or null before a first start
     * @param before attempts that had been issued for the task by then
     */
    public @Nullable Rung stopsAt(TaskKey key, TaskDescriptor task, @Nullable Diagnosis diagnosis, int before) {
        Policy applied = policyFor(task, diagnosis);
        if (!applied.mode().acts() || !isRolledOut(key, applied)) {
            return Rung.MODE;
        }
        if (before >= applied.attempts().limit()) {
            return Rung.ATTEMPTS_SPENT;
        }
        return applied.mode() == Mode.SUGGEST ? Rung.APPROVAL : null;
    }

    /**
     * Whether to run a task again now.
     *
     * @param attempt whether
     * @param rung which question of the ladder decided
     * @param reason a sentence for people
     */
    public record Verdict(boolean attempt, Rung rung, String reason) {}

    /** Whether the ladder lets a task run again now, and why or why not. Asking changes nothing. */
    public Verdict shouldAttemptRecovery(Situation situation) {
        Decision decision = decide(situation);
        Rationale why = decision.rationale();
        return new Verdict(decision instanceof Decision.Retry, why.rung(), why.sentence());
    }

    /** Decides. The same situation always has the same decision. */
    public Decision decide(Situation s) {
        TaskRecord task = s.task();
        Policy applied = policyFor(task);
        Ladder ladder = new Ladder(s, applied);
        if (s.control().stopped()) {
            return ladder.hold(Rung.KILL_SWITCH, null, "The kill switch is on: " + reason(s.control()) + ".");
        }
        ladder.pass(Rung.KILL_SWITCH);
        if (!applied.mode().acts() || !isRolledOut(task.key(), applied)) {
            String why = applied.mode().acts()
                    ? "The task is outside the roll-out of " + applied.rolloutPercent() + " %."
                    : "The mode is " + applied.mode() + ".";
            return new Decision.Observe(null, ladder.at(Rung.MODE, why + " Nothing is touched."));
        }
        ladder.pass(Rung.MODE);
        if (s.incident() == IncidentState.PAUSED) {
            return ladder.hold(Rung.PAUSED, null, "A person paused the incident.");
        }
        if (s.control().isPaused(task.descriptor().workspace())) {
            return ladder.hold(Rung.PAUSED, null, "A person paused the workspace.");
        }
        ladder.pass(Rung.PAUSED);
        Instant expiresAt = task.descriptor().timing().expiresAt();
        if (expiresAt != null && !s.now().isBefore(expiresAt)) {
            return new Decision.NotNeeded(
                    ladder.at(Rung.NOT_NEEDED, "The latest start that made sense, " + expiresAt + ", has passed."));
        }
        ladder.pass(Rung.NOT_NEEDED);
        Trouble trouble = task.trouble();
        Diagnosis diagnosis = trouble == null ? null : trouble.diagnosis();
        if (diagnosis != null && task.runs().granted() == 0) {
            Decision byCause = byCause(diagnosis, trouble, s, ladder);
            if (byCause != null) {
                return byCause;
            }
        }
        if (!task.isFirstStart() && task.runs().attempts() >= attemptLimit(task)) {
            return new Decision.Escalate(ladder.at(
                    Rung.ATTEMPTS_SPENT,
                    isOfMemory(task)
                            ? "There was not enough memory again, and that allows one attempt: the task may need more than"
                                    + " there is. A person must look."
                            : "All " + task.runs().attempts()
                                    + " attempts are spent. A person must look at the cause."));
        }
        ladder.pass(Rung.ATTEMPTS_SPENT);
        if (s.keepsLast() && trouble != null && isLast(task)) {
            Duration longest = applied.attempts().keepLastFor();
            Instant until = trouble.failedAt().plus(longest);
            return s.now().isBefore(until)
                    ? ladder.hold(
                            Rung.LAST_ATTEMPT,
                            until,
                            "The last attempt is kept back until there is evidence that the cause is gone, until "
                                    + until + " at the latest.")
                    : new Decision.Escalate(ladder.at(
                            Rung.LAST_ATTEMPT,
                            "The last attempt was kept back for " + longest.toHours()
                                    + " h, and no evidence came that the cause is gone. A person must look."));
        }
        ladder.pass(Rung.LAST_ATTEMPT);
        return bySafetyAndTime(s, trouble, diagnosis, applied, ladder);
    }

    private static @Nullable Decision byCause(
            Diagnosis diagnosis, @Nullable Trouble trouble, Situation s, Ladder ladder) {
        if (diagnosis.recoverability() == Recoverability.NEVER) {
            return new Decision.Quarantine(
                    ladder.at(Rung.NEVER, "A re-run cannot help: the input must change, or a person must decide."));
        }
        ladder.pass(Rung.NEVER);
        if (diagnosis.recoverability() == Recoverability.UNKNOWN) {
            return new Decision.Escalate(
                    ladder.at(Rung.UNKNOWN_CAUSE, "Whether a re-run can help is not known; a person must look."));
        }
        ladder.pass(Rung.UNKNOWN_CAUSE);
        Instant changedAt = s.changedAt();
        boolean mended = changedAt != null && trouble != null && changedAt.isAfter(trouble.failedAt());
        if (diagnosis.recoverability() == Recoverability.AFTER_FIX && !mended) {
            boolean patienceOver =
                    trouble != null && !s.now().isBefore(trouble.since().plus(FIX_PATIENCE));
            return patienceOver
                    ? new Decision.Escalate(
                            ladder.at(Rung.AFTER_FIX, "No fix was reported within 24 hours. " + fixNeeded(diagnosis)))
                    : ladder.hold(Rung.AFTER_FIX, null, fixNeeded(diagnosis));
        }
        ladder.pass(Rung.AFTER_FIX);
        return null;
    }

    private Decision bySafetyAndTime(
            Situation s, @Nullable Trouble trouble, @Nullable Diagnosis diagnosis, Policy applied, Ladder ladder) {
        TaskRecord task = s.task();
        Effect effect = diagnosis == null ? Effect.NONE : diagnosis.effect();
        RerunSafety safety =
                RerunSafety.of(effect, task.descriptor().safety(), task.runs().firstStartedAt(), s.now());
        if (!safety.allowsRun() && task.runs().granted() == 0) {
            return new Decision.Escalate(ladder.at(
                    Rung.SAFETY,
                    "The failed run may have taken effect and a second one is not safe ("
                            + task.descriptor().safety().sideEffects()
                            + "). A person must confirm that it did not happen."));
        }
        ladder.pass(Rung.SAFETY);
        Instant reset = diagnosis == null ? null : diagnosis.notBefore();
        if (reset != null && s.now().isBefore(reset)) {
            return ladder.hold(Rung.RESET_TIME, reset, "The dependency asked for no request before " + reset + ".");
        }
        ladder.pass(Rung.RESET_TIME);
        if (s.gate() == GateAnswer.HOLDS) {
            return ladder.hold(Rung.GATE, null, "Held until there is evidence that the cause is gone.");
        }
        ladder.pass(Rung.GATE);
        Instant notBefore = trouble == null ? null : trouble.notBefore();
        if (s.gate() == GateAnswer.NONE && notBefore != null && s.now().isBefore(notBefore)) {
            return ladder.hold(Rung.BACK_OFF, notBefore, "Backing off until " + notBefore + ".");
        }
        ladder.pass(Rung.BACK_OFF);
        if (applied.mode() == Mode.SUGGEST && !s.approved() && task.runs().granted() == 0) {
            return ladder.hold(Rung.APPROVAL, null, "Waits for a person's approval.");
        }
        ladder.pass(Rung.APPROVAL);
        return new Decision.Retry(
                safety.allowsRun() ? safety : RerunSafety.RUN,
                ladder.at(Rung.RETRY, task.isFirstStart() ? "It may start now." : "It may run again now."));
    }

    /** Whether the task is within the roll-out: by a hash of its key, so that it stays so on every node. */
    static boolean isRolledOut(TaskKey key, Policy applied) {
        return Math.floorMod(key.toString().hashCode() * 0x9E3779B1, 100) < applied.rolloutPercent();
    }

    private static String reason(Control control) {
        return control.reason().isEmpty() ? "no reason given" : control.reason();
    }

    private static String fixNeeded(Diagnosis diagnosis) {
        return switch (diagnosis.category()) {
            case AUTH -> "Waits for new or corrected credentials.";
            case CONFIGURATION -> "Waits for a corrected configuration.";
            case LOGIC_ERROR -> "Waits for a deploy that mends the defect.";
            case RESOURCE_EXHAUSTED -> "Waits for a higher limit.";
            case NETWORK, SERVICE_UNAVAILABLE, RATE_LIMIT, TIMEOUT, CONCURRENCY_CONFLICT, DATA_CORRUPTION, UNKNOWN ->
                "Waits for somebody's fix.";
        };
    }

    /** Collects the rungs that let the task pass. */
    private final class Ladder {
        private final Situation situation;
        private final Policy applied;
        private final List<Rung> passed = new ArrayList<>();

        Ladder(Situation situation, Policy applied) {
            this.situation = situation;
            this.applied = applied;
        }

        void pass(Rung rung) {
            passed.add(rung);
        }

        Rationale at(Rung rung, String sentence) {
            Trouble trouble = situation.task().trouble();
            Diagnosis diagnosis = trouble == null ? null : trouble.diagnosis();
            RecoveryStrategy strategy = strategyFor(diagnosis, applied);
            return new Rationale(rung, strategy, passed, sentence);
        }

        Decision hold(Rung rung, @Nullable Instant until, String sentence) {
            return new Decision.Hold(until, at(rung, sentence));
        }
    }
}
