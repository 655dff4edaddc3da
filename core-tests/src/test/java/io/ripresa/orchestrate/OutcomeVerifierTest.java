package io.ripresa.orchestrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.detect.TaskExecutionMonitor;
import io.ripresa.model.Attempt;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeVerifierTest {

    private static final Instant ISSUED = Instant.parse("2026-03-01T12:00:00Z");
    private static final TaskKey TASK = new TaskKey("foreign", "a");
    private static final Attempt ATTEMPT = Attempt.reserve(
                    TASK,
                    new Attempt.Order(1, 1, 2),
                    new Attempt.Passage("inc-1", List.of(), true, ISSUED.minusSeconds(1), null))
            .issued(ISSUED);

    private static TaskExecutionTrace run(int number, String attemptId, Instant startedAt) {
        return TaskExecutionTrace.started(
                new RunKey(TASK, number), TaskExecutionMonitor.UNKNOWN_WORKER, attemptId, startedAt);
    }

    @Test
    void aRunThatNamesItsAttemptIsOrderedByThatOneWhateverTheClocksSay() {
        assertThat(OutcomeVerifier.isOrderedBy(ATTEMPT, run(2, ATTEMPT.id(), ISSUED.minusSeconds(60))))
                .isTrue();
        assertThat(OutcomeVerifier.isOrderedBy(ATTEMPT, run(2, "another", ISSUED.plusSeconds(1))))
                .isFalse();
    }

    @Test
    void aRunOfAnotherNumberIsNot() {
        assertThat(OutcomeVerifier.isOrderedBy(ATTEMPT, run(3, ATTEMPT.id(), ISSUED.plusSeconds(1))))
                .isFalse();
        assertThat(OutcomeVerifier.isOrderedBy(null, run(2, null, ISSUED))).isFalse();
    }

    @Test
    void whereNobodySaysWhoAskedForItARunThatShowedItselfBeforeTheOrderIsSomebodyElses() {
        assertThat(OutcomeVerifier.isOrderedBy(ATTEMPT, run(2, null, ISSUED.plusMillis(50))))
                .isTrue();
        assertThat(OutcomeVerifier.isOrderedBy(ATTEMPT, run(2, null, ISSUED.minusSeconds(2))))
                .isFalse();
    }
}
