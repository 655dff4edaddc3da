package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static TaskView view(Instant notBefore) {
        TaskDescriptor descriptor = new TaskDescriptor(
                new TaskKey("native", "t"),
                "shop",
                "call",
                0,
                TaskDescriptor.Safety.of(SideEffects.IDEMPOTENT),
                new TaskDescriptor.Timing(NOON, Duration.ofSeconds(30), null),
                List.of());
        TaskRecord.Trouble trouble = new TaskRecord.Trouble("inc-1", NOON, NOON, notBefore, null, 1);
        return TaskView.of(TaskRecord.known(descriptor, NOON).withTrouble(trouble));
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
