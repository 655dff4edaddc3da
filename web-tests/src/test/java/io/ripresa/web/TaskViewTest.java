package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Effect;
import io.ripresa.model.Recoverability;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.web.Views.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskViewTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static TaskRecord record(Instant notBefore, Diagnosis diagnosis) {
        TaskDescriptor descriptor = new TaskDescriptor(
                new TaskKey("native", "t"),
                "shop",
                "call",
                0,
                TaskDescriptor.Safety.of(SideEffects.IDEMPOTENT),
                new TaskDescriptor.Timing(NOON, Duration.ofSeconds(30), null),
                List.of());
        TaskRecord.Trouble trouble = new TaskRecord.Trouble("inc-1", NOON, NOON, notBefore, diagnosis, 1);
        return TaskRecord.known(descriptor, NOON).withTrouble(trouble);
    }

    private static TaskView view(Instant notBefore) {
        return TaskView.of(record(notBefore, null));
    }

    private static String advice(Recoverability recoverability) {
        Diagnosis diagnosis = new Diagnosis(
                Category.NETWORK,
                recoverability,
                Effect.NONE,
                "v2:0",
                new Diagnosis.Source(null, null),
                null,
                new Diagnosis.Reasoning(List.of(), "said elsewhere"));
        return Advice.of(record(NOON, diagnosis));
    }

    @Test
    void nobodyIsToldOfSpentAttemptsWhereItIsNotKnownWhetherOneHelps() {
        assertThat(advice(Recoverability.AUTO)).contains("All attempts are spent");
        assertThat(advice(Recoverability.UNKNOWN)).startsWith("Read the error.").doesNotContain("attempts");
    }

    @Test
    void aTimeThatIsWaitedForIsShown() {
        assertThat(view(NOON.plusSeconds(300)).notBefore()).isEqualTo(NOON.plusSeconds(300));
    }

    @Test
    void whatWaitsForAFixWaitsForNoTime() {
        assertThat(view(NOON).notBefore()).isNull();
    }
}
