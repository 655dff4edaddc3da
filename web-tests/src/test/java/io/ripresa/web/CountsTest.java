package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Disposition;
import io.ripresa.spi.RecoveryReadModel.DispositionCount;
import io.ripresa.spi.TaskSystem.Backlog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What costs the more the more there is, is asked seldom, however many pages look. */
class CountsTest {

    private final HandClock clock = new HandClock();
    private final List<String> asked = new ArrayList<>();
    private long tasks = 1_000_000;

    private Counts counts() {
        return new Counts(
                () -> {
                    asked.add("counts");
                    return List.of(new DispositionCount("shop", Disposition.HELD, tasks));
                },
                clock);
    }

    @Test
    void aMillionTasksAreCountedAtMostEveryTwoSeconds() {
        Counts counts = counts();

        for (int i = 0; i < 40; i++) {
            assertThat(counts.read())
                    .singleElement()
                    .satisfies(c -> assertThat(c.tasks()).isEqualTo(1_000_000));
            clock.advance(Duration.ofMillis(250));
        }

        assertThat(asked).as("in ten seconds").hasSize(5);
    }

    @Test
    void aFewTasksAreCountedEachTime() {
        Counts counts = counts();
        tasks = 300;

        counts.read();
        counts.read();

        assertThat(asked).hasSize(2);
    }

    @Test
    void intakeIsBehindWhereEventsWaitForMoreThanTenSeconds() {
        ScriptedTasks system = new ScriptedTasks();
        List<String> cursors = new ArrayList<>();
        IntakeReader intake = new IntakeReader(
                name -> {
                    cursors.add(name);
                    return "17";
                },
                List.of(system),
                clock);

        system.backlog(new Backlog(12_300, clock.instant().minusSeconds(9)));
        assertThat(intake.behind(clock.instant())).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        assertThat(intake.behind(clock.instant())).singleElement().satisfies(behind -> {
            assertThat(behind.system()).isEqualTo("script");
            assertThat(behind.unread()).isEqualTo(12_300);
        });
        system.backlog(Backlog.UNKNOWN);
        clock.advance(Duration.ofSeconds(1));
        assertThat(intake.behind(clock.instant())).as("not asked again yet").hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(intake.behind(clock.instant())).isEmpty();
        assertThat(cursors).hasSize(3).containsOnly("script");
    }
}
