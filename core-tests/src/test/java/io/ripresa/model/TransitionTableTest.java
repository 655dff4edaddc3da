package io.ripresa.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TransitionTableTest {

    @Test
    void whatIsOverStaysOver() {
        for (Disposition end : Disposition.values()) {
            if (end.isTerminal()) {
                for (Disposition other : Disposition.values()) {
                    assertThat(Disposition.TABLE.allows(end, other)).isEqualTo(end == other);
                }
            }
        }
    }

    @Test
    void onlyAnAttemptOrALateWordLeadsToRecovered() {
        for (Disposition from : Disposition.values()) {
            boolean way = from == Disposition.IN_ATTEMPT || from == Disposition.ESCALATED;
            assertThat(Disposition.TABLE.allows(from, Disposition.RECOVERED))
                    .isEqualTo(way || from == Disposition.RECOVERED);
        }
    }

    @Test
    void aBreakerClosesOnlyThroughHalfOpen() {
        assertThat(Breaker.TABLE.allows(Breaker.OPEN, Breaker.CLOSED)).isFalse();
        assertThat(Breaker.TABLE.allows(Breaker.CLOSED, Breaker.HALF_OPEN)).isFalse();
        assertThat(Breaker.TABLE.allows(Breaker.HALF_OPEN, Breaker.CLOSED)).isTrue();
    }

    @Test
    void aResolvedIncidentCanOnlyRecoverAgain() {
        assertThat(IncidentState.TABLE.from(IncidentState.RESOLVED)).containsExactly(IncidentState.RECOVERING);
    }

    @Test
    void anIllegalMoveThrowsAndNamesWhatMovedAndWhereItCouldGo() {
        assertThatThrownBy(() -> AttemptState.TABLE.move("attempt 7", AttemptState.VERIFIED, AttemptState.ISSUED))
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining("attempt 7")
                .hasMessageContaining("VERIFIED")
                .hasMessageContaining("ISSUED");
    }

    @Test
    void anEffectThatIsPossibleIsOnlyRepeatedWhereThatIsHarmless() {
        assertThat(RerunSafety.of(Effect.POSSIBLE, SideEffects.IDEMPOTENT)).isEqualTo(RerunSafety.RUN);
        assertThat(RerunSafety.of(Effect.POSSIBLE, SideEffects.KEYED)).isEqualTo(RerunSafety.RUN_WITH_SAME_KEY);
        assertThat(RerunSafety.of(Effect.POSSIBLE, SideEffects.UNSAFE)).isEqualTo(RerunSafety.NEEDS_PERSON);
        assertThat(RerunSafety.of(Effect.NONE, SideEffects.UNSAFE)).isEqualTo(RerunSafety.RUN_NOT_AS_CANARY);
    }

    @Test
    void aKeyProtectsOnlyWhileTheFarSideRemembersIt() {
        Instant start = Instant.parse("2026-03-01T12:00:00Z");
        TaskDescriptor.Safety keyed = new TaskDescriptor.Safety(SideEffects.KEYED, false, Duration.ofHours(1));
        assertThat(RerunSafety.of(Effect.POSSIBLE, keyed, start, start.plusSeconds(3599)))
                .isEqualTo(RerunSafety.RUN_WITH_SAME_KEY);
        assertThat(RerunSafety.of(Effect.POSSIBLE, keyed, start, start.plusSeconds(3600)))
                .isEqualTo(RerunSafety.NEEDS_PERSON);
        assertThat(RerunSafety.of(Effect.NONE, keyed, start, start.plusSeconds(7200)))
                .isEqualTo(RerunSafety.RUN_WITH_SAME_KEY);
    }

    @Test
    void theSameOrderHasTheSameIdAndAnotherOrderAnother() {
        TaskKey task = new TaskKey("s", "a");
        assertThat(Attempt.id(task, 1, 1))
                .isEqualTo(Attempt.id(new TaskKey("s", "a"), 1, 1))
                .hasSize(24);
        assertThat(Attempt.id(task, 1, 1))
                .isNotEqualTo(Attempt.id(task, 2, 1))
                .isNotEqualTo(Attempt.id(task, 1, 2))
                .isNotEqualTo(Attempt.id(new TaskKey("s", "b"), 1, 1));
    }
}
