package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.Control;
import io.ripresa.model.Decision;
import io.ripresa.model.Decision.Rung;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Diagnosis.Reasoning;
import io.ripresa.model.Diagnosis.Source;
import io.ripresa.model.Effect;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import io.ripresa.model.Recoverability;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskDescriptor.Safety;
import io.ripresa.model.TaskDescriptor.Timing;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Runs;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.policy.Situation.GateAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each rung of the ladder decides where it should, and the rungs above it come first. */
class LadderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Control STOPPED = new Control(true, false, "ann", "drill", NOW, 1);
    private final RecoveryPolicyManager policies = new RecoveryPolicyManager(Policy.DEFAULT);

    @Test
    void theKillSwitchComesFirst() {
        expect(
                policies.decide(situation(failed(Recoverability.NEVER), STOPPED, null, GateAnswer.NONE)),
                Decision.Hold.class,
                Rung.KILL_SWITCH);
    }

    @Test
    void modesBelowActTouchNothing() {
        for (Mode mode : List.of(Mode.OFF, Mode.OBSERVE)) {
            RecoveryPolicyManager only = new RecoveryPolicyManager(Policy.DEFAULT.withMode(mode));
            expect(
                    only.decide(situation(failed(Recoverability.AUTO), Control.RUNNING, null, GateAnswer.ADMITS)),
                    Decision.Observe.class,
                    Rung.MODE);
        }
    }

    @Test
    void suggestWaitsForApproval() {
        RecoveryPolicyManager only = new RecoveryPolicyManager(Policy.DEFAULT.withMode(Mode.SUGGEST));
        expect(
                only.decide(situation(failed(Recoverability.AUTO), Control.RUNNING, null, GateAnswer.ADMITS)),
                Decision.Hold.class,
                Rung.APPROVAL);
    }

    @Test
    void aRollOutOfHalfCoversAboutHalfOfTheTasksAndAlwaysTheSame() {
        Policy half = Policy.DEFAULT.withRolloutPercent(50);
        int inside = 0;
        for (int i = 0; i < 2000; i++) {
            TaskKey key = new TaskKey("s", "task-" + i);
            boolean first = RecoveryPolicyManager.isRolledOut(key, half);
            assertThat(RecoveryPolicyManager.isRolledOut(key, half)).isEqualTo(first);
            inside += first ? 1 : 0;
        }
        assertThat(inside).isBetween(900, 1100);
        assertThat(RecoveryPolicyManager.isRolledOut(new TaskKey("s", "x"), half.withRolloutPercent(0)))
                .isFalse();
        assertThat(RecoveryPolicyManager.isRolledOut(new TaskKey("s", "x"), half.withRolloutPercent(100)))
                .isTrue();
    }

    @Test
    void aPausedIncidentHolds() {
        expect(
                policies.decide(situation(
                        failed(Recoverability.AUTO), Control.RUNNING, IncidentState.PAUSED, GateAnswer.ADMITS)),
                Decision.Hold.class,
                Rung.PAUSED);
    }

    @Test
    void whatNobodyNeedsAnyMoreIsDroppedBeforeItsCauseIsLookedAt() {
        TaskRecord expired = task(SideEffects.IDEMPOTENT, NOW, Runs.NONE).withTrouble(trouble(Recoverability.NEVER));
        expect(
                policies.decide(situation(expired, Control.RUNNING, null, GateAnswer.ADMITS)),
                Decision.NotNeeded.class,
                Rung.NOT_NEEDED);
    }

    @Test
    void neverIsQuarantinedUnknownIsEscalatedAfterFixIsHeld() {
        expect(act(Recoverability.NEVER), Decision.Quarantine.class, Rung.NEVER);
        expect(act(Recoverability.UNKNOWN), Decision.Escalate.class, Rung.UNKNOWN_CAUSE);
        expect(act(Recoverability.AFTER_FIX), Decision.Hold.class, Rung.AFTER_FIX);
    }

    @Test
    void aFixThatIsNotReportedWithinADayIsEscalated() {
        Trouble old = trouble(Recoverability.AFTER_FIX);
        TaskRecord task = task(SideEffects.IDEMPOTENT, null, new Runs(1, NOW, 0, 0))
                .withTrouble(new Trouble(
                        "inc",
                        NOW.minus(Duration.ofHours(24)),
                        NOW.minus(Duration.ofHours(24)),
                        null,
                        old.diagnosis(),
                        0));
        expect(
                policies.decide(situation(task, Control.RUNNING, null, GateAnswer.NONE)),
                Decision.Escalate.class,
                Rung.AFTER_FIX);
    }

    @Test
    void threeAttemptsAreAllUnlessAPersonGrantsMore() {
        TaskRecord spent = failed(Recoverability.AUTO).withRuns(new Runs(4, NOW, 3, 0));
        expect(
                policies.decide(situation(spent, Control.RUNNING, null, GateAnswer.ADMITS)),
                Decision.Escalate.class,
                Rung.ATTEMPTS_SPENT);
        TaskRecord granted = spent.withRuns(new Runs(4, NOW, 3, 1));
        expect(
                policies.decide(situation(granted, Control.RUNNING, null, GateAnswer.ADMITS)),
                Decision.Retry.class,
                Rung.RETRY);
    }

    @Test
    void aSecondRunThatIsNotSafeNeedsAPerson() {
        TaskRecord unsafe =
                task(SideEffects.UNSAFE, null, new Runs(1, NOW, 0, 0)).withTrouble(trouble(Recoverability.AUTO));
        expect(
                policies.decide(situation(unsafe, Control.RUNNING, null, GateAnswer.ADMITS)),
                Decision.Escalate.class,
                Rung.SAFETY);
        TaskRecord keyed = task(SideEffects.KEYED, null, new Runs(1, NOW.minus(Duration.ofHours(23)), 0, 0))
                .withTrouble(trouble(Recoverability.AUTO));
        expect(
                policies.decide(situation(keyed, Control.RUNNING, null, GateAnswer.ADMITS)),
                Decision.Retry.class,
                Rung.RETRY);
        TaskRecord forgotten = keyed.withRuns(new Runs(1, NOW.minus(Duration.ofHours(24)), 0, 0));
        expect(
                policies.decide(situation(forgotten, Control.RUNNING, null, GateAnswer.ADMITS)),
                Decision.Escalate.class,
                Rung.SAFETY);
    }

    @Test
    void gateBeforeBackOffAndBackOffOnlyWithoutAGate() {
        TaskRecord task = failed(Recoverability.AUTO);
        expect(
                policies.decide(situation(task, Control.RUNNING, null, GateAnswer.HOLDS)),
                Decision.Hold.class,
                Rung.GATE);
        TaskRecord waits = task.withTrouble(trouble(Recoverability.AUTO).withNotBefore(NOW.plusSeconds(60)));
        expect(
                policies.decide(situation(waits, Control.RUNNING, null, GateAnswer.NONE)),
                Decision.Hold.class,
                Rung.BACK_OFF);
        expect(
                policies.decide(situation(waits, Control.RUNNING, null, GateAnswer.ADMITS)),
                Decision.Retry.class,
                Rung.RETRY);
    }

    @Test
    void everyRungAboveTheDecidingOneIsNamedInOrder() {
        Decision decision =
                policies.decide(situation(failed(Recoverability.AUTO), Control.RUNNING, null, GateAnswer.ADMITS));
        List<Rung> all = List.of(Rung.values());
        assertThat(decision.rationale().passed()).isEqualTo(all.subList(0, all.size() - 1));
    }

    @Test
    void backOffIsFiveThenFifteenThenFortyFiveMinutesAndALittleMore() {
        Policy.Attempts limits = Policy.Attempts.DEFAULT;
        long[] minutes = {5, 15, 45, 45};
        for (int seed = 0; seed < 50; seed++) {
            for (int issued = 0; issued < minutes.length; issued++) {
                Duration delay = BackOff.delay(issued, limits, new SplittableRandom(seed));
                assertThat(delay)
                        .isBetween(Duration.ofMinutes(minutes[issued]), Duration.ofSeconds(minutes[issued] * 66));
            }
            assertThat(BackOff.conflictDelay(new SplittableRandom(seed)))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
        }
    }

    private Decision act(Recoverability recoverability) {
        return policies.decide(situation(failed(recoverability), Control.RUNNING, null, GateAnswer.ADMITS));
    }

    private static void expect(Decision decision, Class<? extends Decision> kind, Rung rung) {
        assertThat(decision).isInstanceOf(kind);
        assertThat(decision.rationale().rung()).isEqualTo(rung);
        assertThat(decision.rationale().sentence()).isNotBlank();
    }

    private static Situation situation(
            TaskRecord task, Control control, @Nullable IncidentState incident, GateAnswer gate) {
        return new Situation(task, control, incident, false, gate, null, false, NOW);
    }

    private static TaskRecord failed(Recoverability recoverability) {
        return task(SideEffects.IDEMPOTENT, null, new Runs(1, NOW, 0, 0)).withTrouble(trouble(recoverability));
    }

    private static Trouble trouble(Recoverability recoverability) {
        Diagnosis diagnosis = new Diagnosis(
                Category.SERVICE_UNAVAILABLE,
                recoverability,
                Effect.POSSIBLE,
                "v1:0",
                new Source(Dependency.endpoint("payments.example", 443), null),
                null,
                new Reasoning(List.of("rule"), "It did not work."));
        return new Trouble("inc", NOW, NOW, null, diagnosis, 0);
    }

    private static TaskRecord task(SideEffects sideEffects, @Nullable Instant expiresAt, Runs runs) {
        TaskDescriptor descriptor = new TaskDescriptor(
                new TaskKey("s", "a"),
                "w",
                "t",
                0,
                Safety.of(sideEffects),
                new Timing(NOW, Duration.ofMinutes(1), expiresAt),
                List.of());
        return TaskRecord.known(descriptor, NOW).withRuns(runs);
    }
}
